/**
 * The one Postgres of a standalone: the embedded one in the data directory, or the one that DATABASE_URL names. Brought
 * up to the schema of this release before anything else touches it.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { accountWriterMigrations } from '@haber/account-writer';
import type { ProcessContext } from '@haber/boot';
import { startEmbeddedPostgres } from '@haber/embedded-postgres';
import { eventStoreMigrations } from '@haber/event-store';
import { personalDataMigrations } from '@haber/personal-data';
import { migrate, migrateReadStore } from '@haber/read-store';

/** @returns the URL of the database's owner. */
export async function openDatabase({ config, logger, defer }: ProcessContext): Promise<string> {
  await mkdir(config.dataDir, { recursive: true, mode: 0o711 });
  const given = config.databaseUrl?.reveal();
  if (given !== undefined) {
    await migrateAll(given);
    return given;
  }
  const postgres = await startEmbeddedPostgres({
    dataDir: join(config.dataDir, 'postgres'),
    maxConnections: 200,
    log: (line) => logger.debug({ line }, 'postgres'),
  });
  defer('postgres', () => postgres.stop());
  postgres.onCrash((crash) => logger.error({ crash }, 'postgres fell'));
  await migrateAll(postgres.url);
  return postgres.url;
}

async function migrateAll(url: string): Promise<void> {
  await migrate({ url, dir: eventStoreMigrations, schema: 'event_log' });
  await migrateReadStore(url);
  await migrate({ url, dir: accountWriterMigrations, schema: 'writer' });
  await migrate({ url, dir: personalDataMigrations, schema: 'personal_data' });
}
