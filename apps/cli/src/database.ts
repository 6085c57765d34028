/**
 * Which database `haber` works on: that of DATABASE_URL, else that of the running standalone (`runtime.json` in the
 * data directory), else the embedded one, started for as long as the command runs. Nothing is ever made that is not
 * there.
 */
import { mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { assertNoUnfinishedRestore } from '@haber/backup';
import { isRunning, type KnownProcess, type ProcessConfig } from '@haber/boot';
import { startEmbeddedPostgres } from '@haber/embedded-postgres';
import { Client } from 'pg';
import { Refusal } from './refusal';

export interface Database {
  /** Of the owner. */
  readonly url: string;
  close(): Promise<void>;
}

/** @throws Refusal that says what to do */
export async function openDatabase(config: ProcessConfig): Promise<Database> {
  const database = await findDatabase(config);
  try {
    await assertHaber(database.url);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Where a restore may write: the one place in `haber` that makes something. @throws Refusal, DataDirectoryInUse */
export async function openRestoreTarget({ dataDir, databaseUrl }: ProcessConfig): Promise<Database> {
  if (databaseUrl) return { url: databaseUrl.reveal(), close: nothingToClose };
  if ((await runningDatabase(dataDir)) !== undefined) {
    throw new Refusal('usage', `Haber runs on ${dataDir}: restore into an empty data directory (HABER_DATA_DIR)`);
  }
  await mkdir(dataDir, { recursive: true, mode: 0o711 });
  const postgres = await startEmbeddedPostgres({ dataDir: join(dataDir, 'postgres') });
  return { url: postgres.url, close: () => postgres.stop() };
}

const nothingToClose = (): Promise<void> => Promise.resolve();

async function findDatabase({ dataDir, databaseUrl }: ProcessConfig): Promise<Database> {
  if (databaseUrl) return { url: databaseUrl.reveal(), close: nothingToClose };
  if (!(await isThere(dataDir))) {
    throw new Refusal(
      'usage',
      `there is no data directory ${dataDir}: start Haber once, or set HABER_DATA_DIR or DATABASE_URL`,
    );
  }
  const running = await runningDatabase(dataDir);
  if (running !== undefined) return { url: running, close: nothingToClose };
  const place = join(dataDir, 'postgres');
  if (!(await isThere(place))) {
    throw new Refusal('usage', `${dataDir} holds no database: start Haber once, or set HABER_DATA_DIR or DATABASE_URL`);
  }
  const postgres = await startEmbeddedPostgres({ dataDir: place });
  return { url: postgres.url, close: () => postgres.stop() };
}

/** Undefined when no standalone runs; what a killed one left behind counts as nothing. */
async function runningDatabase(dataDir: string): Promise<string | undefined> {
  const text = await readFile(join(dataDir, 'runtime.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const { databaseUrl, ...process } = JSON.parse(text) as KnownProcess & { readonly databaseUrl?: unknown };
    return typeof databaseUrl === 'string' && isRunning(process) ? databaseUrl : undefined;
  } catch {
    throw new Refusal('usage', `${join(dataDir, 'runtime.json')} cannot be read: remove it if Haber does not run`);
  }
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function assertHaber(url: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000, application_name: 'haber' });
  client.on('error', () => undefined); // the query tells
  try {
    await client.connect();
    const { rows } = await client.query<{ there: boolean }>(
      `SELECT to_regclass('event_log.events') IS NOT NULL AS there`,
    );
    await assertNoUnfinishedRestore(url);
    if (rows[0]?.there !== true) throw new Refusal('usage', 'this database holds no Haber: start Haber on it once');
  } catch (error) {
    if (error instanceof Refusal || (error as Error).name === 'UnfinishedRestore') throw error;
    throw new Refusal('problem', `the database does not let us in: ${(error as Error).message}`);
  } finally {
    await client.end().catch(() => undefined);
  }
}
