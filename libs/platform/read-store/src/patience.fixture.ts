/** For specs that must wait for what other connections do. */
import { setTimeout as sleep } from 'node:timers/promises';

/** Ends every other connection to the database. */
export const CUT_ALL = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid()`;

/** Bounded: what does not happen within 15 s fails the test. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 15_000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error('did not happen in time');
    await sleep(20);
  }
}
