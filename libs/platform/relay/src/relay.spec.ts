/** What needs no broker: how a relay that cannot go on says so. */
import { memoryEventStore } from '@haber/event-store';
import { topicsOf } from '@haber/bus';
import type { Pool } from 'pg';
import { anEvent, until } from './relay.fixture';
import { startRelay } from './relay';
import { oldestWaitingMs } from './waiting';

const STREAM = 'account-019545b8-9d1c-7b6a-8f0e-3a1f6b2c4d5e';

/** The lease's row, as nobody else wants it. */
const pool = { query: () => Promise.resolve({ rows: [{ epoch: 1n, position: 0n }], rowCount: 1 }) } as unknown as Pool;

it('fails for longer and longer, and tells it once, at an event that cannot become a message', async () => {
  const store = memoryEventStore();
  await store.append([
    { stream: STREAM, expectedRevision: -1, events: [{ ...anEvent(), metadata: Buffer.from('no JSON') }] },
  ]);
  const told: Error[] = [];
  let prepared = 0;
  const relay = startRelay({
    ...{ store, pool, topics: topicsOf(), holder: 'spec' },
    publisher: { publish: () => Promise.resolve(), close: () => Promise.resolve() },
    prepare: () => Promise.resolve(void (prepared += 1)),
    onFault: (error) => told.push(error),
  });
  // After 100, 200 and 400 ms.
  await until(() => prepared >= 4, 'three tries more');
  expect(relay.health()).toMatchObject({ role: 'active', through: 0n, fault: expect.stringContaining('JSON') });
  expect(relay.health().failingMs).toBeGreaterThan(600);
  expect(told).toHaveLength(1);
  await relay.stop();
  await store.close();
});

it('is well again once it is prepared, where nothing waits to be published', async () => {
  const store = memoryEventStore();
  let failures = 2;
  const relay = startRelay({
    ...{ store, pool, topics: topicsOf(), holder: 'spec' },
    publisher: { publish: () => Promise.resolve(), close: () => Promise.resolve() },
    prepare: () => ((failures -= 1) >= 0 ? Promise.reject(new Error('no broker')) : Promise.resolve()),
    onFault: () => undefined,
  });
  await until(() => relay.health().fault === 'no broker', 'the fault');
  await until(() => relay.health().fault === undefined, 'its end');
  expect(relay.health()).toMatchObject({ role: 'active', failingMs: 0 });
  await relay.stop();
  await store.close();
});

it('reads one page ahead while one is on its way, and sends none before the one before it is saved', async () => {
  const store = memoryEventStore();
  const handed: string[] = [];
  const subscribe = store.subscribe.bind(store);
  jest.spyOn(store, 'subscribe').mockImplementation((options, onPage) =>
    subscribe({ ...options, pageSize: 1 }, async (page) => {
      handed.push(String(page.through));
      await onPage(page);
    }),
  );
  for (let revision = 0; revision < 4; revision += 1) {
    await store.append([{ stream: STREAM, expectedRevision: revision - 1, events: [anEvent()] }]);
  }
  const [sent, answers]: [string[], (() => void)[]] = [[], []];
  const saved: unknown[] = [];
  const query = (sql: string, values: readonly unknown[]) => {
    if (/SET position/.test(sql)) saved.push(values[2]);
    return pool.query(sql);
  };
  const relay = startRelay({
    ...{ store, pool: { query } as unknown as Pool, topics: topicsOf(), holder: 'spec' },
    publisher: {
      publish: ([message]) => {
        sent.push(String(message?.headers['ce_sequence']));
        return new Promise((resolve) => answers.push(resolve));
      },
      close: () => Promise.resolve(),
    },
    prepare: () => Promise.resolve(),
    onFault: () => undefined,
  });
  await until(() => handed.length === 2, 'the second page to be read');
  expect([handed, sent, saved]).toEqual([['1', '2'], ['0'], []]);
  answers.shift()?.();
  await until(() => handed.length === 3, 'the third page to be read');
  await until(() => sent.length === 2, 'the second page to be sent');
  expect([handed, sent, saved]).toEqual([['1', '2', '3'], ['0', '1'], [1n]]);
  // Told to stop, it finishes what is on its way and begins nothing.
  const stopped = relay.stop();
  answers.shift()?.();
  await stopped;
  expect([sent, saved, relay.health().through]).toEqual([['0', '1'], [1n, 2n], 2n]);
  await store.close();
});

it('knows how old the oldest waiting event is, as its metadata says, at the first look', async () => {
  const store = memoryEventStore();
  const secret = STREAM.replace('account', 'partner');
  await store.append([{ stream: secret, expectedRevision: -1, events: [anEvent()] }]);
  const nowMs = Date.parse('2026-03-01T12:00:15.000Z');
  expect(await oldestWaitingMs(store, { through: 0n, nowMs })).toBe(0);
  await store.append([{ stream: STREAM, expectedRevision: -1, events: [anEvent(), anEvent()] }]);
  expect(await oldestWaitingMs(store, { through: 0n, nowMs })).toBe(15_000);
  expect(await oldestWaitingMs(store, { through: 2n, nowMs })).toBe(15_000);
  expect(await oldestWaitingMs(store, { through: 3n, nowMs })).toBe(0);
  await store.close();
});
