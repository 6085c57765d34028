/**
 * The connection that owns a server. It holds a session lock, so one process at a time owns a data directory and a dead
 * owner's claim ends with its socket, without pid files; and its end is the sign that the server fell.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { OWNER } from './cluster';
import { type Postmaster, isReady } from './postmaster';
import { isAlive } from './processes';

const OWNER_LOCK = 4_829_013_377n; // any number that nobody else locks in the database "postgres"
const LOCK_TIMEOUT_MS = 2_000;
const READY_TIMEOUT_MS = 300_000; // recovery after a crash replays the log
const CONNECT_TIMEOUT_MS = 5_000;

/** Another live process owns the data directory. */
export class DataDirectoryInUse extends Error {
  override readonly name = 'DataDirectoryInUse';
}

/** The process ended before it was ready. */
export class ServerExited extends Error {
  override readonly name = 'ServerExited';
}

export interface Credentials {
  readonly place: string;
  readonly password: string;
}

export function urlOf(port: number, password: string, database: string): string {
  return `postgres://${OWNER}:${password}@127.0.0.1:${port}/${database}`;
}

/**
 * Waits until the server takes connections and connects.
 * @throws ServerExited when the process ends meanwhile.
 */
export async function connectWhenReady(server: Postmaster, { place, password }: Credentials): Promise<Client> {
  const end = performance.now() + READY_TIMEOUT_MS;
  for (;;) {
    const outcome = isReady(server, place) ? await tryToConnect(server, { place, password }) : undefined;
    if (outcome instanceof Client) return outcome;
    if (!isAlive(server.pid)) throw new ServerExited(`the database server of ${place} ended before it was ready`);
    if (performance.now() > end) throw new Error(`the database server ${server.pid} of ${place} does not become ready`);
    await sleep(20);
  }
}

/** Undefined when a later attempt may succeed. */
async function tryToConnect(server: Postmaster, { place, password }: Credentials): Promise<Client | undefined> {
  const client = new Client({
    connectionString: urlOf(server.port, password, 'postgres'),
    application_name: `haber owner ${process.pid}`,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  client.on('error', () => undefined); // whoever uses the client listens to 'end'
  try {
    await client.connect();
    await assertSameDirectory(client, place);
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    if (mayBecomeReady(error)) return undefined;
    throw new Error(`the database server ${server.pid} of ${place} does not let us in: ${(error as Error).message}`);
  }
}

function mayBecomeReady(error: unknown): boolean {
  const { code, message } = error as NodeJS.ErrnoException;
  const startingOrStopping = code?.startsWith('57P0') === true;
  return startingOrStopping || code === 'ECONNREFUSED' || code === 'ECONNRESET' || /terminated|timeout/.test(message);
}

async function assertSameDirectory(client: Client, place: string): Promise<void> {
  const { rows } = await client.query<{ place: string }>("SELECT current_setting('data_directory') AS place");
  if (rows[0]?.place !== place) throw new Error(`another database server, of ${rows[0]?.place}, answers on this port`);
}

/** @throws DataDirectoryInUse when another process keeps the claim; a dying owner is given 2 s to let go. */
export async function claim(client: Client, place: string): Promise<void> {
  const end = performance.now() + LOCK_TIMEOUT_MS;
  for (;;) {
    const { rows } = await client.query<{ held: boolean }>(`SELECT pg_try_advisory_lock(${OWNER_LOCK}) AS held`);
    if (rows[0]?.held === true) return;
    if (performance.now() > end) break;
    await sleep(50);
  }
  const { rows } = await client.query<{ name: string }>(
    `SELECT application_name AS name FROM pg_locks JOIN pg_stat_activity USING (pid)
     WHERE locktype = 'advisory' AND granted AND (classid::bigint << 32 | objid::bigint) = ${OWNER_LOCK}`,
  );
  throw new DataDirectoryInUse(
    `${place} is in use by another process (${rows[0]?.name ?? 'unknown'}): stop it, or use its DATABASE_URL`,
  );
}
