/** A database that accepts a question and never answers it: beside the log, whose own connections are well. */
import { type EventStore, postgresEventStore } from '@haber/event-store';
import { createPool, migrate, migrateReadStore, rebuildProjection } from '@haber/read-store';
import { TcpProxy, type TestEventLog, testEventLog } from '@haber/testing';
import type { Pool } from 'pg';
import { account, audit, key, open, use, writerOver } from './account.fixture';
import { commandIndex, postgresLookUp } from './command-index';
import { accountWriterMigrations } from './index';
import { postgresSnapshots } from './snapshots';

let log: TestEventLog;
let proxy: TcpProxy;
let pool: Pool;
let store: EventStore;
const CONNECTIONS = 2;
/** More than any of it takes, and far less than for ever. */
const SOON_MS = 15_000;

beforeAll(async () => {
  log = await testEventLog();
  await migrateReadStore(log.url);
  await migrate({ url: log.url, dir: accountWriterMigrations, schema: 'writer' });
  proxy = await TcpProxy.beforeUrl(log.url);
  // The server's own bound and what follows from it are out of reach here: the writer must not wait for them.
  const bounds = { statementTimeoutMs: 600_000, silenceTimeoutMs: 'never' } as const;
  pool = createPool({ url: proxy.urlOf(log.runtimeUrl), max: CONNECTIONS, ...bounds, applicationName: 'spec' });
  store = postgresEventStore({ url: log.runtimeUrl });
  await rebuildProjection({ store, pool, projection: commandIndex });
});
afterAll(async () => {
  await store.close();
  await pool.end();
  await proxy.shut();
  await log.drop();
});

/** Every connection of the pool stands, and is silent from now on. */
async function freezeAll(): Promise<void> {
  await Promise.all(Array.from({ length: CONNECTIONS }, () => pool.query('SELECT pg_sleep(0.1)')));
  expect(proxy.freeze()).toBe(CONNECTIONS);
}

function silentWriter() {
  const faults: unknown[] = [];
  const writer = writerOver(store, {
    lookUpKeys: postgresLookUp(pool),
    snapshots: postgresSnapshots(pool),
    snapshotEvery: 3,
    limits: { keysKept: 1 },
    onFault: (fault) => faults.push(fault),
  });
  return { writer, faults };
}

describe('an account whose look-ups are not answered', () => {
  it('reads the stream instead, with everything that is queued behind; and then asks on a new connection', async () => {
    const stream = account('silent');
    const before = writerOver(store);
    await before.execute(open(stream, 100n));
    for (let i = 0; i < 5; i += 1) await before.execute(use(stream, 1n, [key(`K${i}`)]));
    const { writer, faults } = silentWriter();
    await freezeAll();
    const startedMs = performance.now();
    const outcomes = await Promise.all([
      writer.execute(use(stream, 1n, [key('K0')])),
      ...Array.from({ length: 20 }, (_, i) => writer.execute(use(stream, 1n, [key(`N${i}`)]))),
      writer.load(stream),
    ]);
    expect(performance.now() - startedMs).toBeLessThan(SOON_MS);
    expect(outcomes[0]).toMatchObject({ kind: 'accepted', replayed: true });
    expect(faults.length).toBeGreaterThan(0);
    expect((await audit(store, stream)).state).toMatchObject({ balances: { utilisedMinor: 25n } });

    // Whatever was silent has been given up by now: the connections that come after are well.
    faults.length = 0;
    writer.evictAll();
    expect(await writer.execute(use(stream, 1n, [key('K1')]))).toMatchObject({ kind: 'accepted', replayed: true });
    await writer.close();
    expect(faults).toEqual([]);
    expect(await postgresSnapshots(pool).read(stream)).toBeDefined();
  });

  it('is closed in time while it asks, and while its snapshot is being saved', async () => {
    const stream = account('closed');
    const { writer } = silentWriter();
    await freezeAll();
    const answered = writer.execute(open(stream, 100n));
    const startedMs = performance.now();
    await writer.close();
    expect(performance.now() - startedMs).toBeLessThan(SOON_MS);
    expect(await answered).toMatchObject({ kind: 'accepted' });
  });
});
