/**
 * The one Postgres of a standalone: the embedded one in the data directory, or the one that DATABASE_URL names.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProcessContext } from '@haber/boot';
import { prepareDatabase } from '@haber/composition';
import { startEmbeddedPostgres } from '@haber/embedded-postgres';

/** @returns the URL of the database's owner. */
export async function openDatabase({ config, logger, defer }: ProcessContext): Promise<string> {
  await mkdir(config.dataDir, { recursive: true, mode: 0o711 });
  const given = config.databaseUrl?.reveal();
  if (given !== undefined) {
    await prepareDatabase(given);
    return given;
  }
  const postgres = await startEmbeddedPostgres({
    dataDir: join(config.dataDir, 'postgres'),
    maxConnections: 200,
    log: (line) => logger.debug({ line }, 'postgres'),
  });
  defer('postgres', () => postgres.stop());
  // In the message: members named `reason` are people's words, and hidden.
  postgres.onCrash(({ reason, attempt, final }) => logger.error({ attempt, final }, `postgres fell: ${reason}`));
  await prepareDatabase(postgres.url);
  return postgres.url;
}
