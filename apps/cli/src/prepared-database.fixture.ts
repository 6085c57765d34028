/** A database as a stopped Haber leaves it: migrated, the life of some accounts in it, its read models caught up. */
import 'reflect-metadata';
import { accountWriterMigrations } from '@haber/account-writer';
import { PROJECTIONS } from '@haber/composition';
import {
  type Append,
  type EventStore,
  eventStoreMigrations,
  postgresEventStore,
  runtimeUrl,
  type StoredEvent,
} from '@haber/event-store';
import { personalDataMigrations } from '@haber/personal-data';
import { createPool, migrate, migrateReadStore, rebuildProjection } from '@haber/read-store';
import { testDatabase } from '@haber/testing';
import type { Pool } from 'pg';

export interface PreparedDatabase {
  /** Of the owner, a superuser. */
  readonly url: string;
  readonly pool: Pool;
  readonly store: EventStore;
  /** As an attacker with all rights would: no trigger in the way. */
  tamper(sql: string): Promise<void>;
  append(events: readonly StoredEvent[]): Promise<void>;
  project(): Promise<void>;
  close(): Promise<void>;
}

export async function prepareDatabase(): Promise<PreparedDatabase> {
  const database = await testDatabase();
  const { url } = database;
  await migrate({ url, dir: eventStoreMigrations, schema: 'event_log' });
  await migrateReadStore(url);
  await migrate({ url, dir: accountWriterMigrations, schema: 'writer' });
  await migrate({ url, dir: personalDataMigrations, schema: 'personal_data' });
  const pool = createPool({ url, max: 16, statementTimeoutMs: 60_000, applicationName: 'prepared database' });
  const store = postgresEventStore({ url: runtimeUrl(url) });
  return {
    url,
    pool,
    store,
    async tamper(sql) {
      const triggers = (how: string): string =>
        ['events', 'streams', 'log_head'].map((name) => `ALTER TABLE event_log.${name} ${how} TRIGGER ALL;`).join(' ');
      await pool.query(`${triggers('DISABLE')} ${sql}; ${triggers('ENABLE')}`);
    },
    append: (events) => appendInOrder(store, events),
    async project() {
      for (const projection of PROJECTIONS) {
        await rebuildProjection({ store, pool, projection });
      }
    },
    async close() {
      await store.close();
      await pool.end();
      await database.drop();
    },
  };
}

const MOST_STREAMS = 200;

/** Whatever can go together without changing the order goes together, so that positions stay those of the events. */
async function appendInOrder(store: EventStore, events: readonly StoredEvent[]): Promise<void> {
  let group: (Append & { readonly events: StoredEvent[] })[] = [];
  let streams = new Set<string>();
  for (const event of events) {
    const last = group.at(-1);
    if (last?.stream === event.stream) {
      last.events.push(event);
      continue;
    }
    if (streams.has(event.stream) || streams.size >= MOST_STREAMS) {
      await appendGroup(store, group);
      group = [];
      streams = new Set();
    }
    group.push({ stream: event.stream, expectedRevision: event.revision - 1, events: [event] });
    streams.add(event.stream);
  }
  await appendGroup(store, group);
}

async function appendGroup(store: EventStore, group: readonly Append[]): Promise<void> {
  const results = await store.append(group);
  const refused = results.find(({ kind }) => kind !== 'appended');
  if (refused) throw new Error(`the store answers ${refused.kind}`);
}
