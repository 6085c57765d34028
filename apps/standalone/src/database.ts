/**
 * The one Postgres of a standalone: the embedded one in the data directory, or the one that DATABASE_URL names.
 */
import { access, constants, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type ProcessContext, UnusableEnvironment } from '@haber/boot';
import { prepareDatabase } from '@haber/composition';
import { startEmbeddedPostgres, UnusableDataDirectory } from '@haber/embedded-postgres';

/** @returns the URL of the database's owner. */
export async function openDatabase({ config, logger, defer }: ProcessContext): Promise<string> {
  await makeDataDir(config.dataDir);
  const given = config.databaseUrl?.reveal();
  if (given !== undefined) {
    await prepareDatabase(given).catch(refusedConnection);
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

/** @throws UnusableDataDirectory that says what to do */
async function makeDataDir(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o711 });
    await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const remedy = 'set HABER_DATA_DIR to a directory that this user may write';
    throw new UnusableDataDirectory(`${dataDir} cannot hold the data (${code}): ${remedy}`);
  }
}

/** The connection failed, or the server refused it: what of the environment is to be looked at. */
function refusedConnection(error: NodeJS.ErrnoException): never {
  if (!/^(E[A-Z]+|28\w{3}|3D000)$/.test(error.code ?? '')) throw error;
  throw new UnusableEnvironment(
    `DATABASE_URL lets nobody in (${error.code}): is the server up, are name and password right?`,
  );
}
