/** What Postgres reads for a page of the log: counted by itself, and told when a session ends. */
import { type TestEventLog, testEventLog } from '@haber/testing';
import { Client } from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import { entry, events, newStream } from './contract/fixture';
import type { EventStore } from './event-store';
import { postgresEventStore } from './postgres';

const STREAMS = 40;
const EVENTS = 500;
const PAGE = 1_000;

let log: TestEventLog;
let admin: Client;

beforeAll(async () => {
  log = await testEventLog();
  admin = new Client({ connectionString: log.url });
  await admin.connect();
  await withStore(async (store) => {
    for (let i = 0; i < STREAMS; i += 1) await store.append([entry(newStream(), events(EVENTS))]);
  });
});
afterAll(async () => {
  await admin.end();
  await log.drop();
});

async function withStore(work: (store: EventStore) => Promise<void>): Promise<void> {
  const store = postgresEventStore({ url: log.runtimeUrl, listen: false });
  await work(store).finally(() => store.close());
}

/** Index entries of the events that have been read so far: each session tells what it read when it has ended. */
async function entriesRead(): Promise<number> {
  for (let others = 1; others > 0; await sleep(20)) {
    const { rows } = await admin.query<{ others: number }>(
      `SELECT count(*)::integer AS others FROM pg_stat_activity
       WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()`,
    );
    others = rows[0]?.others ?? 0;
  }
  const { rows } = await admin.query<{ read: string }>(
    `SELECT sum(idx_tup_read)::text AS read FROM pg_stat_user_indexes WHERE relname = 'events'`,
  );
  return Number(rows[0]?.read);
}

/** Of a page of nothing but a category of which the log has nothing, beside one of which it has more than a page. */
async function entriesReadForAPage(): Promise<number> {
  const before = await entriesRead();
  // Often enough that a plan for all values would have been made.
  const pages = 10;
  await withStore(async (store) => {
    for (let i = 0; i < pages; i += 1) {
      const page = await store.readAll({ after: 0n, limit: PAGE, filter: { categories: ['account', 'nothing'] } });
      expect(page.events).toHaveLength(PAGE);
    }
  });
  return ((await entriesRead()) - before) / pages;
}

/** A page's positions, and its rows. */
const NEEDED = 2 * PAGE;

it('reads no more of the log than the page, of a category that is hardly there, whatever the planner knows', async () => {
  expect(await entriesReadForAPage()).toBe(NEEDED);
  await admin.query('ANALYZE event_log.events');
  expect(await entriesReadForAPage()).toBe(NEEDED);
});
