/** Databases for the specs of backup and restore: one with a log in it, and empty ones. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { postgresEventStore, runtimeUrl } from '@haber/event-store';
import { createPool } from '@haber/read-store';
import { testDatabase } from '@haber/testing';
import type { Pool } from 'pg';
import { migrateAll, TRUTH } from './schemas';

export interface Opened {
  readonly url: string;
  readonly pool: Pool;
  drop(): Promise<void>;
}

export async function emptyDatabase(): Promise<Opened> {
  const { url, drop } = await testDatabase();
  const pool = createPool({ url, max: 3, statementTimeoutMs: 60_000, applicationName: 'backup spec' });
  return {
    url,
    pool,
    async drop() {
      await pool.end();
      await drop();
    },
  };
}

/** As a used Haber leaves it: events of several streams, more than one range of them, keys live and destroyed. */
export async function usedDatabase(events: number): Promise<Opened> {
  const database = await emptyDatabase();
  const { url, pool } = database;
  await migrateAll(url);
  await appendTo(url, events);
  await pool.query(
    `INSERT INTO personal_data.person_keys (key_id, person, generation, wrapped_key, destroyed_at)
     VALUES (gen_random_uuid(), 'ana', 1, NULL, now()), (gen_random_uuid(), 'ana', 2, '\\x00ff0a5c', NULL)`,
  );
  await pool.query(`INSERT INTO personal_data.master_key (check_value) VALUES ('the check value')`);
  return database;
}

const STREAMS = 50;

/** Bytes of every kind: a backup must not care what they say. */
export async function appendTo(url: string, events: number): Promise<void> {
  const store = postgresEventStore({ url: runtimeUrl(url), listen: false });
  const each = Math.ceil(events / STREAMS);
  for (let i = 0; i < events; i += each) {
    const some = Array.from({ length: Math.min(each, events - i) }, (_, n) => ({
      id: randomUUID(),
      type: 'probe.happened.v1',
      data: Buffer.from([n & 0xff, 0, 0x5c, 0x0a, 0xff]),
      metadata: Buffer.from(`{"prevHash":"${n}","text":"á\\n\\\\\\t"}`),
    }));
    await store.append([{ stream: `probe-${randomUUID()}`, expectedRevision: -1, events: some }]);
  }
  await store.close();
}

/** A digest of everything that must survive. */
export async function truthOf(pool: Pool): Promise<Record<string, unknown>> {
  const truth: Record<string, unknown> = {};
  for (const table of TRUTH) {
    const { rows } = await pool.query<object>(
      `SELECT count(*), md5(string_agg(t.*::text, ',' ORDER BY t.*::text)) AS digest FROM ${table} AS t`,
    );
    truth[table] = rows;
  }
  return truth;
}

export async function temporaryFolder(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'haber-backup-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
