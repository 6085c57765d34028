/** A database that this release may work on: brought up to its schema before anything else touches it. */
import { assertNoUnfinishedRestore, migrateAll } from '@haber/backup';
import { type ProcessConfig, UnusableEnvironment } from '@haber/boot';

/** @param url of the database's owner */
export async function prepareDatabase(url: string): Promise<void> {
  await assertNoUnfinishedRestore(url);
  await migrateAll(url);
}

/** Of a process that shares its database with others. @throws UnusableEnvironment */
export async function demandDatabase({ databaseUrl }: ProcessConfig): Promise<string> {
  const url = databaseUrl?.reveal();
  if (url === undefined) throw new UnusableEnvironment('set DATABASE_URL: the Postgres that all processes share');
  await prepareDatabase(url);
  return url;
}
