/**
 * Makes every byte that Postgres' write-ahead log held before this moment vanish from the server's log folder. Needs a
 * superuser. Commands may go on meanwhile; whatever happens, the server's settings are put back.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { PoolClient } from 'pg';

/** Log files are 16 MB each: 256 are more than a default server keeps. */
const MAX_SWITCHES = 256;
const MAX_RELOAD_CHECKS = 100;
const RELOAD_CHECK_MS = 20;

/**
 * Old log files are normally renamed, with their bytes in them, to be written again later. So: no more renaming, write
 * through those that wait under later names, then let a checkpoint remove all that is behind.
 */
export async function emptyLog(client: PoolClient): Promise<void> {
  const { rows } = await client.query<{ recycles: boolean; own: boolean }>(
    `SELECT setting = 'on' AS recycles, coalesce(sourcefile LIKE '%postgresql.auto.conf', false) AS own
     FROM pg_settings WHERE name = 'wal_recycle'`,
  );
  const { recycles = false, own = false } = rows[0] ?? {};
  try {
    if (recycles) await stopRecycling(client);
    await client.query('CHECKPOINT');
    const switches = Math.min((await waitingFiles(client)) + 1, MAX_SWITCHES);
    for (let i = 0; i < switches; i += 1) await nextFile(client);
    await client.query('CHECKPOINT');
  } finally {
    if (recycles) {
      await client.query(own ? 'ALTER SYSTEM SET wal_recycle = on' : 'ALTER SYSTEM RESET wal_recycle');
      await client.query('SELECT pg_reload_conf()');
    }
  }
}

/** Returns once this session has seen the change: the server tells all of its processes in one go. */
async function stopRecycling(client: PoolClient): Promise<void> {
  await client.query('ALTER SYSTEM SET wal_recycle = off');
  await client.query('SELECT pg_reload_conf()');
  for (let check = 0; check < MAX_RELOAD_CHECKS; check += 1) {
    const { rows } = await client.query<{ wal_recycle: string }>('SHOW wal_recycle');
    if (rows[0]?.wal_recycle === 'off') return;
    await sleep(RELOAD_CHECK_MS);
  }
  throw new Error('the server does not take up its changed configuration');
}

/** Switching fills the rest of the present file with zeros; at the very beginning of a file it would do nothing. */
async function nextFile(client: PoolClient): Promise<void> {
  await client.query(`SELECT pg_logical_emit_message(false, 'haber', 'purge')`);
  await client.query('SELECT pg_switch_wal()');
}

const LATER_FILES = `name ~ '^[0-9A-F]{24}$' AND name > pg_walfile_name(pg_current_wal_insert_lsn())`;

async function waitingFiles(client: PoolClient): Promise<number> {
  const { rows } = await client.query<{ files: number }>(
    `SELECT count(*)::int AS files FROM pg_ls_waldir() WHERE ${LATER_FILES}`,
  );
  return rows[0]?.files ?? 0;
}

/**
 * How many log files may still hold what was written before the last checkpoint: those before its start, and those
 * that wait for reuse and are not new (a new file is all zeros). Null when the role may not look.
 */
export async function oldFiles(client: PoolClient): Promise<number | null> {
  const query = `
    SELECT count(*)::int AS files FROM pg_ls_waldir()
    WHERE name ~ '^[0-9A-F]{24}$' AND CASE
      WHEN name < (SELECT redo_wal_file FROM pg_control_checkpoint()) THEN true
      WHEN ${LATER_FILES} THEN pg_read_binary_file('pg_wal/' || name, 0, 8) <> '\\x0000000000000000'::bytea
      ELSE false END`;
  const result = await client.query<{ files: number }>(query).catch(() => undefined);
  return result?.rows[0]?.files ?? null;
}
