/**
 * Erasure destroys the row's wrapped key at once; its old bytes stay in dead tuples and in the write-ahead log until
 * Postgres reuses the space. `purgeErased` makes them go now, as far as the server's rights and settings allow, and
 * says honestly what is left.
 */
import type { Pool, PoolClient } from 'pg';
import { emptyLog, oldFiles } from './empty-log';

export interface PurgeOptions {
  /** Of the database's owner; only a superuser can also empty the write-ahead log. */
  readonly pool: Pool;
}

export interface Purge {
  /** The table was rewritten without the destroyed keys. */
  readonly tableRewritten: boolean;
  /** No write-ahead log file from before the purge is left on this server. */
  readonly logEmptied: boolean;
  /** For an operator: for how long, and where, a destroyed wrapped key may still be found. */
  readonly statement: string;
}

/** With `now: false` nothing is done but to say what may still hold the keys. */
export async function purgeErased({ pool }: PurgeOptions, how: { readonly now: boolean }): Promise<Purge> {
  const client = await pool.connect();
  try {
    if (!how.now) return await report(client, { tableRewritten: false, logEmptied: false });
    await client.query('SET statement_timeout = 0');
    await client.query('VACUUM (FULL) personal_data.person_keys');
    const superuser = await isSuperuser(client);
    if (superuser) await emptyLog(client);
    return await report(client, { tableRewritten: true, logEmptied: superuser && (await oldFiles(client)) === 0 });
  } finally {
    // Not given back: the session's time limit was changed.
    client.release(true);
  }
}

async function isSuperuser(client: PoolClient): Promise<boolean> {
  const { rows } = await client.query<{ rolsuper: boolean }>(
    'SELECT rolsuper FROM pg_roles WHERE rolname = current_user',
  );
  return rows[0]?.rolsuper === true;
}

async function report(client: PoolClient, done: Omit<Purge, 'statement'>): Promise<Purge> {
  const sentences = [
    done.tableRewritten
      ? 'The key table holds no byte of a destroyed key.'
      : 'The key table may hold destroyed keys in dead rows until it is next vacuumed.',
    done.logEmptied
      ? 'No write-ahead log file from before the purge is left on the server.'
      : `The write-ahead log (${(await oldFiles(client)) ?? 'an unknown number of'} older files) may hold them until ` +
        'Postgres has written all of those files anew, that is until max_wal_size more has been written.',
    ...(await whoElseKeepsLog(client)),
    'Backups, replicas and file-system snapshots from before the erasure hold them until they expire; ' +
      'such a key can be unwrapped only with the master key.',
  ];
  return { ...done, statement: sentences.join(' ') };
}

async function whoElseKeepsLog(client: PoolClient): Promise<readonly string[]> {
  const { rows } = await client.query<{ archived: boolean; slots: number }>(
    `SELECT current_setting('archive_mode') <> 'off' AS archived,
            (SELECT count(*)::int FROM pg_replication_slots) AS slots`,
  );
  const { archived = true, slots = 0 } = rows[0] ?? {};
  return [
    ...(slots > 0 ? [`${slots} replication slots keep older log files until their readers have caught up.`] : []),
    ...(archived ? ['The log is archived: the archive holds them until it is pruned.'] : []),
  ];
}
