/**
 * One server process on a data directory: started detached (Ctrl-C must reach the application first), found again by
 * its postmaster.pid, stopped fast. PostgreSQL itself decides who may run on a directory; nothing here works around it.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { chown, open, readFile, rename, rm, stat, truncate } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Binaries } from './binaries';
import { serverEnvironment } from './cluster';
import { isAlive, processesIn, waitUntil } from './processes';
import type { ServerAccount } from './server-account';

const STOP_TIMEOUT_MS = 60_000;
const ORPHANS_LEAVE_TIMEOUT_MS = 5_000;
const MAX_LOG_BYTES = 10 * 1024 * 1024;

/** Name → value of `postgres -c`. */
export type Settings = Readonly<Record<string, string | number>>;

export interface ServerPlace {
  readonly place: string;
  readonly binaries: Binaries;
  readonly account: ServerAccount | undefined;
  readonly settings: Settings;
}

export interface Postmaster {
  readonly pid: number;
  readonly port: number;
}

/**
 * For an event log on a small machine. Every commit is on disk before it is acknowledged. The log gets what concerns
 * the server, never statements, values or rows: personal data must not reach a file that `haber erase` does not know.
 */
export const SETTINGS: Settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  password_encryption: 'scram-sha-256',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  shared_buffers: '128MB',
  wal_buffers: '16MB',
  min_wal_size: '128MB',
  max_wal_size: '1GB',
  jit: 'off',
  max_parallel_workers_per_gather: 0,
  timezone: 'UTC',
  log_min_messages: 'log',
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  log_checkpoints: 'off',
  log_timezone: 'UTC',
};

/** Starts a server; it is not ready yet. An exit is learnt from `isAlive`, its reason from `logTail`. */
export async function launch(server: ServerPlace, port: number): Promise<Postmaster> {
  const log = await openLog(server);
  try {
    const settings = Object.entries({ ...server.settings, port }).flatMap(([name, value]) => [
      '-c',
      `${name}=${value}`,
    ]);
    const child = spawn(server.binaries.postgres, ['-D', server.place, ...settings], {
      ...server.account,
      env: serverEnvironment(),
      cwd: server.place,
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    child.unref();
    return await new Promise<Postmaster>((started, failed) => {
      child.on('error', failed);
      child.on('spawn', () => started({ pid: child.pid ?? 0, port }));
    });
  } finally {
    await log.close();
  }
}

/** The live server of the directory, ours or one that outlived the process that started it. */
export function runningPostmaster(place: string): Postmaster | undefined {
  const { pid, port } = readPidFile(place);
  if (!(pid > 0 && port > 0) || !isAlive(pid)) return undefined;
  const known = processesIn(place);
  return known === undefined || known.includes(pid) ? { pid, port } : undefined;
}

/** True once this very process listens and its recovery is over. */
export function isReady(server: Postmaster, place: string): boolean {
  const { pid, status } = readPidFile(place);
  return pid === server.pid && status === 'ready';
}

function readPidFile(place: string): Postmaster & { status: string } {
  let lines: string[] = [];
  try {
    lines = readFileSync(join(place, 'postmaster.pid'), 'utf8').split('\n');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return { pid: Number(lines[0] ?? 0), port: Number(lines[3] ?? 0), status: lines[7]?.trim() ?? '' };
}

/**
 * Makes the directory ready for a launch: backends of a dead postmaster leave (or are told to, as a postmaster would),
 * and a postmaster.pid whose number is no server of this directory any more goes away. All other remains are seen to by
 * PostgreSQL.
 */
export async function clearRemains(place: string): Promise<void> {
  const remaining = (): readonly number[] => (runningPostmaster(place) ? [] : (processesIn(place) ?? []));
  if (!(await waitUntil(() => remaining().length === 0, ORPHANS_LEAVE_TIMEOUT_MS))) {
    for (const pid of remaining()) signal(pid, 'SIGQUIT');
    const left = await waitUntil(() => remaining().length === 0, ORPHANS_LEAVE_TIMEOUT_MS);
    if (!left) throw new Error(`processes ${remaining().join(', ')} still work in ${place} without their postmaster`);
  }
  const { pid } = readPidFile(place);
  // Also of a killed postmaster that nobody has reaped yet: to PostgreSQL a zombie looks alive.
  const notAServer = pid > 0 && processesIn(place)?.includes(pid) === false;
  if (notAServer) await rm(join(place, 'postmaster.pid'), { force: true });
}

/** Fast shutdown: connections are cut, everything is flushed. Call it after the application has drained. */
export async function stopPostmaster({ pid }: Postmaster): Promise<void> {
  signal(pid, 'SIGINT');
  if (await waitUntil(() => !isAlive(pid), STOP_TIMEOUT_MS)) return;
  signal(pid, 'SIGQUIT'); // the next start recovers from the log
  if (await waitUntil(() => !isAlive(pid), STOP_TIMEOUT_MS)) return;
  throw new Error(`the database server ${pid} does not stop`);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done, fail) => probe.once('error', fail).listen(0, '127.0.0.1', done));
  const address = probe.address();
  await new Promise((done) => probe.close(done));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

function logFile(place: string): string {
  return join(place, 'postgres.log');
}

async function openLog({ place, account }: ServerPlace): Promise<Awaited<ReturnType<typeof open>>> {
  const file = logFile(place);
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  );
  if (size > MAX_LOG_BYTES / 2) await rename(file, `${file}.1`);
  const handle = await open(file, 'a', 0o600);
  if (account) await chown(file, account.uid, account.gid);
  return handle;
}

/** The server appends, so cutting the file under it is safe. */
export async function boundLog(place: string): Promise<void> {
  const { size } = await stat(logFile(place));
  if (size > MAX_LOG_BYTES) await truncate(logFile(place));
}

/** The last words of the server, for an error message. */
export async function logTail(place: string): Promise<string> {
  const text = await readFile(logFile(place), 'utf8').catch(() => '');
  return text.trim().split('\n').slice(-5).join('\n');
}
