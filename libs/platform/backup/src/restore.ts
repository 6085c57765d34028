/**
 * A backup into an empty database. A schema of its own marks the database from before the first table until all is
 * well: whatever happens in between, a kill included, the product refuses to start on it, and another restore begins
 * by clearing what it finds under the mark. The log's tables are filled in one transaction.
 */
import { join } from 'node:path';
import { migrate } from '@haber/read-store';
import { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { CheckedBackup } from './check-backup';
import { BackupRefused, type Part } from './manifest';
import { pourInto } from './part';
import { EVENTS, HABER_SCHEMAS } from './schemas';

/** The target cannot take a backup. The message is for the operator. */
export class RestoreRefused extends Error {
  override readonly name = 'RestoreRefused';
}

/** A restore began here and did not end. The message is for the operator. */
export class UnfinishedRestore extends Error {
  override readonly name = 'UnfinishedRestore';
}

export interface RestoreOptions {
  readonly backup: CheckedBackup;
  /** Of the owner of an empty database. */
  readonly url: string;
  /** Holds what was loaded against itself; whatever it throws undoes the restore. */
  readonly prove: () => Promise<void>;
  readonly onProgress?: (bytes: number, of: number) => void;
}

const MARK = 'haber_restore';

/** Refuses to go on where a restore has not ended. @throws UnfinishedRestore */
export async function assertNoUnfinishedRestore(url: string): Promise<void> {
  const unfinished = await withClient(url, isMarked);
  if (!unfinished) return;
  throw new UnfinishedRestore(
    'a restore into this database has not ended: run haber restore again, which begins anew, then start Haber',
  );
}

/** @throws RestoreRefused when the database is not empty; BackupRefused; what `prove` throws. Nothing stays then. */
export async function restoreBackup(options: RestoreOptions): Promise<void> {
  const { url, prove } = options;
  await withClient(url, takeMark);
  try {
    await makeSchemas(options, 'of the backup');
    await withClient(url, (client) => load(client, options));
    await makeSchemas(options, 'of this release');
    await prove();
  } catch (error) {
    await withClient(url, clear).catch(() => undefined); // the mark says the same, and the next restore clears
    throw error;
  }
  await withClient(url, (client) => client.query(`DROP SCHEMA ${MARK} CASCADE`));
}

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: 'haber restore',
  });
  client.on('error', () => undefined); // the next query tells
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function isMarked(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>('SELECT to_regnamespace($1) IS NOT NULL AS there', [MARK]);
  return rows[0]?.there === true;
}

/** What a restore that did not end has left goes first; anything else in the database is somebody's. */
async function takeMark(client: Client): Promise<void> {
  if (await isMarked(client)) await clear(client);
  await client.query('BEGIN');
  const { rows } = await client.query<{ name: string }>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name
     FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
     WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
       AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.objid = c.oid AND d.deptype = 'e') LIMIT 1`,
  );
  const [found] = rows;
  if (found) {
    throw new RestoreRefused(
      `the database is not empty (there is ${found.name}): restore into a data directory or a database of its own`,
    );
  }
  await client.query(`CREATE SCHEMA ${MARK}`);
  await client.query('COMMIT');
}

/** Only ever under the mark, which was put on an empty database: all of it is a restore's. */
async function clear(client: Client): Promise<void> {
  const schemas = HABER_SCHEMAS.map(({ schema }) => `"${schema}"`).join(', ');
  await client.query(`DROP SCHEMA IF EXISTS ${schemas} CASCADE`);
  await client.query(`DROP SCHEMA IF EXISTS ${MARK} CASCADE`);
}

/** First as the backup's rows were, then on to this release: its migrations see rows as an upgrade does. */
async function makeSchemas({ backup, url }: RestoreOptions, until: 'of the backup' | 'of this release'): Promise<void> {
  for (const { schema, dir } of HABER_SCHEMAS) {
    const ran = backup.manifest.schemas.find((one) => one.schema === schema)?.migrations.length ?? 0;
    if (until === 'of this release') await migrate({ url, dir, schema });
    else if (ran > 0) await migrate({ url, dir, schema, atMost: ran });
  }
}

async function load(client: Client, { backup, onProgress }: RestoreOptions): Promise<void> {
  const { folder, manifest } = backup;
  const total = manifest.parts.reduce((sum, { bytes }) => sum + bytes, 0);
  let seen = 0;
  await client.query('BEGIN');
  await client.query('SET LOCAL statement_timeout = 0');
  await client.query(`LOCK TABLE event_log.streams, ${EVENTS}, event_log.log_head IN ACCESS EXCLUSIVE MODE`);
  for (const part of manifest.parts) {
    const pour = (into: string): Promise<number> => copyIn(client, part, { folder, into, onBytes });
    const onBytes = (count: number): void => onProgress?.((seen += count), total);
    const rows = part.table === 'event_log.log_head' ? await loadLogHead(client, part, pour) : await pour(part.table);
    if (rows !== part.rows) throw new BackupRefused(`${part.file} holds ${rows} rows and should hold ${part.rows}`);
  }
  await client.query('COMMIT');
  await client.query(manifest.parts.map(({ table }) => `ANALYZE ${table}`).join('; '));
}

interface Pouring {
  readonly folder: string;
  readonly into: string;
  readonly onBytes: (count: number) => void;
}

async function copyIn(client: Client, part: Part, { folder, into, onBytes }: Pouring): Promise<number> {
  const stream = client.query(copyFrom(`COPY ${into} (${part.columns.join(', ')}) FROM STDIN (FORMAT binary)`));
  await pourInto(join(folder, part.file), stream, onBytes).catch((error: Error) => {
    throw new BackupRefused(`${part.file} does not load: ${error.message}`, { cause: error });
  });
  return stream.rowCount;
}

/** Its one row is there already, and may only go forward. */
async function loadLogHead(client: Client, part: Part, pour: (into: string) => Promise<number>): Promise<number> {
  await client.query(`CREATE TEMPORARY TABLE restored_head (LIKE event_log.log_head) ON COMMIT DROP`);
  const rows = await pour('restored_head');
  await client.query(
    `UPDATE event_log.log_head SET position = r.position FROM restored_head AS r WHERE r.position > log_head.position`,
  );
  return rows;
}
