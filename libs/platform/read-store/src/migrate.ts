/**
 * Schema migrations: plain SQL files of one folder into one schema, each schema with a table of its own about what has
 * run. Two processes that start at once take turns; a failing file leaves nothing of its run behind.
 */
import { join } from 'node:path';
import { runner } from 'node-pg-migrate';
import { Client } from 'pg';

export interface MigrateOptions {
  /** Of the owner role. */
  readonly url: string;
  /** Folder of `001_….sql` files. */
  readonly dir: string;
  /** Made when missing; also first in the search path of the files. */
  readonly schema: string;
  /** Only so many of the files that have not run yet; default: all. */
  readonly atMost?: number;
}

/** Names of the files that ran now. @throws Error of the failing file; nothing of this call has happened then. */
export async function migrate({ url, dir, schema, atMost }: MigrateOptions): Promise<readonly string[]> {
  // Of our own, since the runner's would bring the process down if it were lost while nobody asks anything of it.
  const client = new Client({ connectionString: url, application_name: `haber migrations of ${schema}` });
  client.on('error', () => undefined); // the statement under way tells
  await client.connect();
  try {
    const ran = await runner({
      dbClient: client,
      dir,
      schema,
      createSchema: true,
      migrationsTable: 'migrations',
      direction: 'up',
      singleTransaction: true,
      ...(atMost !== undefined && { count: atMost }),
      advisoryLockMode: 'wait',
      logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
    });
    return ran.map(({ name }) => name);
  } finally {
    await client.end().catch(() => undefined); // lost already: nothing is left to be ended
  }
}

export const readStoreMigrations = join(__dirname, '../migrations');

/** The tables that projections need; call it before the first of them starts. */
export function migrateReadStore(url: string): Promise<readonly string[]> {
  return migrate({ url, dir: readStoreMigrations, schema: 'read_store' });
}
