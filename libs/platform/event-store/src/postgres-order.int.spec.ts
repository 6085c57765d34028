import { type TestEventLog, testEventLog } from '@haber/testing';
import { Client } from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import { anEvent, appendOne, endOfLog, entry, events, idsOf, newStream } from './contract/fixture';
import type { EventStore } from './event-store';
import { postgresEventStore } from './postgres';

let log: TestEventLog;
let admin: Client;
let stores: EventStore[];

beforeAll(async () => {
  log = await testEventLog();
  admin = new Client({ connectionString: log.url });
  await admin.connect();
  stores = Array.from({ length: 4 }, () => postgresEventStore({ url: log.runtimeUrl }));
});
afterAll(async () => {
  await Promise.all(stores.map((store) => store.close()));
  await admin.end();
  await log.drop();
});

function storeAt(index: number): EventStore {
  const store = stores[index % stores.length];
  if (!store) throw new Error('no store');
  return store;
}

/** One event appended by plain SQL, in whatever transaction the connection is. */
async function appendBySql(stream: string, id: string): Promise<void> {
  await admin.query(
    `SELECT * FROM event_log.append(
       ARRAY[$1], '{-1}', '{1}', ARRAY[sha256('')], '{1}', ARRAY[$1], '{0}', ARRAY[$2::uuid], '{test.noted.v1}', ARRAY[''::bytea], ARRAY[''::bytea])`,
    [stream, id],
  );
}

describe('positions in Postgres', () => {
  it('shows nothing past an append that is not committed, and nothing of it', async () => {
    const store = storeAt(0);
    const after = await endOfLog(store);
    const [slow, quick] = [anEvent(), events(1)];
    await admin.query('BEGIN');
    await appendBySql(newStream(), slow.id);
    const waiting = appendOne(storeAt(1), entry(newStream(), quick));
    await sleep(100);
    expect(await store.readAll({ after, limit: 10 })).toEqual({ events: [], through: after });
    expect(await store.readAll({ after, limit: 10, filter: { categories: ['account'] } })).toEqual({
      events: [],
      through: after,
    });
    await admin.query('COMMIT');
    expect(await waiting).toMatchObject({ kind: 'appended', position: after + 2n });
    const { events: seen, through } = await store.readAll({ after, limit: 10 });
    expect(idsOf(seen)).toEqual([slow.id, ...idsOf(quick)]);
    expect(through).toBe(after + 2n);
  });

  it('leaves no gap when an append is rolled back', async () => {
    const after = await endOfLog(storeAt(0));
    await admin.query('BEGIN');
    await appendBySql(newStream(), anEvent().id);
    await admin.query('ROLLBACK');
    expect(await endOfLog(storeAt(1))).toBe(after + 1n);
  });

  it('asserts a revision without waiting for an append that is under way', async () => {
    const stream = newStream();
    await admin.query('BEGIN');
    await appendBySql(stream, anEvent().id);
    expect(await appendOne(storeAt(0), entry(stream, []))).toEqual({ kind: 'asserted', revision: -1 });
    await admin.query('COMMIT');
    expect(await appendOne(storeAt(0), entry(stream, []))).toEqual({ kind: 'conflict', actualRevision: 0 });
  });

  it('takes a repeat for a duplicate although the first send is still under way', async () => {
    const stream = newStream();
    const event = anEvent();
    await admin.query('BEGIN');
    await appendBySql(stream, event.id);
    const repeat = appendOne(storeAt(0), entry(stream, [event]));
    await sleep(50);
    await admin.query('COMMIT');
    expect(await repeat).toMatchObject({ kind: 'duplicate', revision: 0 });
  });
});

describe('many clients on one database', () => {
  it('never deadlock, whatever the order of streams in their groups', async () => {
    const streams = Array.from({ length: 24 }, () => newStream());
    const after = await endOfLog(storeAt(0));
    const appended = await Promise.all(Array.from({ length: 12 }, (_, i) => hammer(storeAt(i), streams)));
    const total = appended.reduce((sum, count) => sum + count, 0);
    expect(total).toBeGreaterThan(1_000);
    const page = await storeAt(0).readAll({ after, limit: 20_000 });
    expect(page.events.map(({ position }) => position - after)).toEqual(page.events.map((_, i) => BigInt(i + 1)));
    expect(page.events).toHaveLength(total);
    await admin.query('SELECT pg_stat_force_next_flush()');
    const { rows } = await admin.query(
      'SELECT deadlocks::int FROM pg_stat_database WHERE datname = current_database()',
    );
    expect(rows).toEqual([{ deadlocks: 0 }]);
  });
});

/** Groups over a random choice of the streams, in random order, at the heads last seen; gives the number of events. */
async function hammer(store: EventStore, streams: readonly string[]): Promise<number> {
  const heads = new Map<string, number>();
  let appended = 0;
  for (let round = 0; round < 40; round += 1) {
    const chosen = streams.map((stream) => ({ stream, order: Math.random() })).sort((a, b) => a.order - b.order);
    const group = chosen.slice(0, 12).map(({ stream }) => entry(stream, events(1), heads.get(stream) ?? -1));
    const results = await store.append([...group, entry(newStream(), events(1))]);
    results.forEach((result, i) => {
      if (result.kind === 'appended') appended += 1;
      const stream = group[i]?.stream;
      if (stream) heads.set(stream, 'actualRevision' in result ? result.actualRevision : result.revision);
    });
  }
  return appended;
}
