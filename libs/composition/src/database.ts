/** A database that this release may work on: brought up to its schema before anything else touches it. */
import { assertNoUnfinishedRestore, migrateAll } from '@haber/backup';

/** @param url of the database's owner */
export async function prepareDatabase(url: string): Promise<void> {
  await assertNoUnfinishedRestore(url);
  await migrateAll(url);
}
