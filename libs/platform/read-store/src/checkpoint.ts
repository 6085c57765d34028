/**
 * The row that says how far a projection has come, and the transactions around it. Whoever changes a projection's rows
 * first moves this row from the position he read: the row lock keeps out a second writer, the comparison a late one.
 */
import type { StoredEvent } from '@haber/event-store';
import type { ClientBase } from 'pg';
import { isSilence } from './passing-fault';
import { hangUp } from './pool';
import { type Kind, type Projection, qualifiedTable, tablesOver } from './projection';

export interface Checkpoint {
  readonly version: number;
  readonly position: bigint;
  /** Qualified names of the tables that this version consists of. */
  readonly tables: readonly string[];
}

/** Another process has moved the projection, or a rebuild has replaced it: read the checkpoint again. */
export class CheckpointMoved extends Error {
  override readonly name = 'CheckpointMoved';
}

/** All making of projection schemas and tables takes turns: `CREATE SCHEMA IF NOT EXISTS` alone does not. */
const DDL_LOCK = 4_829_013_378n;

export async function readCheckpoint(client: ClientBase, name: string, lock = false): Promise<Checkpoint | undefined> {
  const { rows } = await client.query<{ version: number; position: bigint | string; tables: string[] }>(
    `SELECT version, position, tables FROM read_store.checkpoints WHERE projection = $1 ${lock ? 'FOR UPDATE' : ''}`,
    [name],
  );
  return rows[0] && { ...rows[0], position: BigInt(rows[0].position) };
}

export async function writeCheckpoint(client: ClientBase, projection: Projection, position: bigint): Promise<void> {
  await client.query(
    `INSERT INTO read_store.checkpoints (projection, version, position, tables) VALUES ($1, $2, $3, $4)
     ON CONFLICT (projection) DO UPDATE
     SET version = excluded.version, position = excluded.position, tables = excluded.tables`,
    [projection.name, projection.version, position, projection.tables.map(qualifiedTable(projection, 'live'))],
  );
}

export async function inTransaction<T>(client: ClientBase, work: () => Promise<T>): Promise<T> {
  await client.query('BEGIN');
  try {
    const result = await work();
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await rollBack(client, error);
    throw error;
  }
}

async function rollBack(client: ClientBase, error: unknown): Promise<void> {
  if (isSilence(error)) return hangUp(client);
  await client.query('ROLLBACK').catch(() => undefined); // the connection may be what failed
}

/**
 * Inside a transaction, before it has looked for any table: what it then looks for, it remembers as missing, whatever
 * others make meanwhile.
 */
export async function takeDdlTurn(client: ClientBase): Promise<void> {
  await client.query(`SELECT pg_advisory_xact_lock(${DDL_LOCK})`);
}

/** Inside a transaction: tables belong to the role of the services, also when a superuser makes them. */
export async function createTables(client: ClientBase, projection: Projection, kind: Kind): Promise<void> {
  await takeDdlTurn(client);
  await client.query('SET LOCAL ROLE haber_runtime');
  await client.query(`CREATE SCHEMA IF NOT EXISTS "${projection.schema}"`);
  await client.query(projection.ddl(qualifiedTable(projection, kind)));
  await client.query('RESET ROLE');
}

export interface Step {
  readonly from: bigint;
  readonly to: bigint;
  readonly events: readonly StoredEvent[];
}

/**
 * Rows and checkpoint in one transaction, one round trip before and one after the projection's own statements. It does
 * not wait for the disk: a crash loses rows and checkpoint together, and the log is still there.
 * @throws CheckpointMoved when the projection no longer stands at `from` in this version; nothing has changed then.
 */
export async function applyStep(client: ClientBase, projection: Projection, step: Step): Promise<void> {
  try {
    const results = (await client.query(
      `BEGIN; SET LOCAL synchronous_commit TO off;
       UPDATE read_store.checkpoints SET position = ${step.to}
       WHERE projection = ${client.escapeLiteral(projection.name)} AND version = ${Number(projection.version)}
         AND position = ${step.from}`,
    )) as unknown as { rowCount: number | null }[];
    if (results[2]?.rowCount !== 1) throw new CheckpointMoved(`${projection.name} no longer stands at ${step.from}`);
    if (step.events.length > 0) await projection.apply(step.events, tablesOver(client, projection, 'live'));
    await client.query('COMMIT');
  } catch (error) {
    await rollBack(client, error);
    throw error;
  }
}
