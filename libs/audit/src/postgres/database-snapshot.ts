/**
 * One consistent view of the database: log, checkpoints, heads and rows of one moment. The tables are locked (shared)
 * before the view is taken, so that no rebuild swaps one of them away in between.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClientBase } from 'pg';
import type { DerivedTable } from './derived';

const LOCK_TIMEOUT_MS = 2_000;
const ATTEMPTS = 30;
const PAUSE_MS = 200;
const LOCK_NOT_AVAILABLE = '55P03';
const UNDEFINED_TABLE = '42P01';

/** `work` is told which of the tables exist. */
export async function snapshotOf<T>(
  client: ClientBase,
  tables: readonly DerivedTable[],
  work: (present: readonly DerivedTable[]) => Promise<T>,
): Promise<T> {
  const present = await begin(client, tables);
  try {
    return await work(present);
  } finally {
    await client.query('ROLLBACK').catch(() => undefined); // nothing was written; a lost connection has said so already
  }
}

async function begin(client: ClientBase, tables: readonly DerivedTable[]): Promise<readonly DerivedTable[]> {
  for (let attempt = 1; ; attempt += 1) {
    const present: DerivedTable[] = [];
    for (const table of tables) if (await exists(client, table.table)) present.push(table);
    try {
      await lock(client, present);
      return present;
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined); // the connection may be what failed
      if (!isPassing(error) || attempt >= ATTEMPTS) throw error;
      await sleep(PAUSE_MS);
    }
  }
}

async function lock(client: ClientBase, tables: readonly DerivedTable[]): Promise<void> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  await client.query(`SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}`);
  for (const { table } of tables) await client.query(`LOCK TABLE ${table} IN ACCESS SHARE MODE`);
}

/** A rebuild is swapping the table, or just has. */
function isPassing(error: unknown): boolean {
  const { code } = error as { code?: string };
  return code === LOCK_NOT_AVAILABLE || code === UNDEFINED_TABLE;
}

async function exists(client: ClientBase, table: string): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>('SELECT to_regclass($1) IS NOT NULL AS there', [table]);
  return rows[0]?.there === true;
}

/** Positions by projection. */
export async function checkpointsOf(client: ClientBase): Promise<ReadonlyMap<string, bigint>> {
  const { rows } = await client.query<{ projection: string; position: string }>(
    'SELECT projection, position::text FROM read_store.checkpoints',
  );
  return new Map(rows.map(({ projection, position }) => [projection, BigInt(position)]));
}
