import {
  type EventStore,
  eventStoreMigrations,
  type PostgresEventStoreOptions,
  postgresEventStore,
  runtimeUrl,
} from '@haber/event-store';
import { creditAccountDefinition } from '@haber/ledger';
import {
  createPool,
  migrate,
  migrateReadStore,
  rebuildProjection,
  type RunningProjection,
  startProjection,
} from '@haber/read-store';
import { type TestDatabase, testDatabase } from '@haber/testing';
import type { Pool, QueryConfig } from 'pg';
import { account, type AccountOutcome, audit, key, open, pay, use, writerOver } from './account.fixture';
import { commandIndex, postgresLookUp } from './command-index';
import { counted } from './doubles.fixture';
import { accountWriterMigrations } from './index';
import { keyName } from './remembered-keys';
import { postgresSnapshots, sealedSnapshot } from './snapshots';

let database: TestDatabase;
let pool: Pool;
const stores: EventStore[] = [];

function newStore(options: Partial<PostgresEventStoreOptions> = {}): EventStore {
  const store = postgresEventStore({ url: runtimeUrl(database.url), ...options });
  stores.push(store);
  return store;
}

beforeAll(async () => {
  database = await testDatabase();
  await migrateReadStore(database.url);
  await migrate({ url: database.url, dir: eventStoreMigrations, schema: 'event_log' });
  await migrate({ url: database.url, dir: accountWriterMigrations, schema: 'writer' });
  const url = runtimeUrl(database.url);
  pool = createPool({ url, max: 6, statementTimeoutMs: 10_000, applicationName: 'writer spec' });
}, 60_000);

afterAll(async () => {
  await Promise.all(stores.map((store) => store.close()));
  await pool?.end();
  await database?.drop();
});

function accepted(outcomes: readonly AccountOutcome[]): number {
  return outcomes.filter(({ kind }) => kind === 'accepted').length;
}

describe('two processes on one database', () => {
  it('let exactly k of n uses through, and lose nothing', async () => {
    const stream = account('race');
    const [one, two] = [writerOver(newStore()), writerOver(newStore())];
    await one.execute(open(stream, 100n));
    const outcomes = await Promise.all(
      Array.from({ length: 256 }, (_, i) => (i % 2 ? one : two).execute(use(stream, 1n, [key(`R${i}`)]))),
    );
    expect(accepted(outcomes)).toBe(100);
    const { breaches, state } = await audit(newStore(), stream);
    expect(breaches).toEqual([]);
    expect(state).toMatchObject({ balances: { availableMinor: 0n } });
  });

  it('have one effect for each key that is sent to both, and one answer', async () => {
    const stream = account('keys');
    const writers = [writerOver(newStore()), writerOver(newStore())];
    await writers[0]?.execute(open(stream, 1_000n));
    const hashes = new Map<number, Set<string>>();
    await Promise.all(
      Array.from({ length: 320 }, async (_, i) => {
        const outcome = await writers[i % 2]?.execute(use(stream, 1n, [key(`K${i % 20}`)]));
        const hash = outcome?.kind === 'accepted' ? outcome.hash : 'none';
        hashes.set(i % 20, (hashes.get(i % 20) ?? new Set()).add(hash));
      }),
    );
    const { effects, breaches } = await audit(newStore(), stream);
    expect(breaches).toEqual([]);
    expect([...effects.values()]).toEqual(Array.from({ length: 20 }, () => 1));
    expect([...hashes.values()].map(({ size }) => size)).toEqual(Array.from({ length: 20 }, () => 1));
  });

  it('give no refusal that a payment of the other one has made untrue', async () => {
    const stream = account('payment');
    const [one, two] = [writerOver(newStore()), writerOver(newStore())];
    await one.execute(open(stream, 10n));
    for (let i = 0; i < 20; i += 1) {
      expect(await one.execute(use(stream, 10n))).toMatchObject({ kind: 'accepted' });
      expect(await two.execute(pay(stream, 10n))).toMatchObject({ kind: 'accepted' });
    }
  });
});

describe('group commit on Postgres', () => {
  it('takes many accounts to the disk at once', async () => {
    const store = counted(newStore());
    const writer = writerOver(store);
    const streams = Array.from({ length: 300 }, (_, i) => account(`group${i}`));
    await Promise.all(streams.map((stream) => writer.execute(open(stream, 10n))));
    await Promise.all(streams.map((stream) => writer.execute(use(stream, 1n))));
    // How many share a trip is the disk's doing; 600 commands in fewer than 150 trips is four to each at the least.
    expect(store.counts.appends).toBeLessThan(150);
    for (const stream of streams.slice(0, 5)) expect((await audit(store, stream)).breaches).toEqual([]);
  });
});

describe('the command index', () => {
  let running: RunningProjection;
  const faults: unknown[] = [];

  beforeAll(async () => {
    running = startProjection({ store: newStore(), pool, projection: commandIndex, onFault: (f) => faults.push(f) });
    await running.ready;
  });
  afterAll(() => running.stop());

  async function caughtUp(store: EventStore): Promise<bigint> {
    const { through } = await store.readAll({ after: 0n, limit: 100_000 });
    await running.caughtUp(through);
    return through;
  }

  it('knows the first revision and the fingerprint of every key, how far it reaches, and no other stream’s keys', async () => {
    const store = newStore();
    const stream = account('index');
    const writer = writerOver(store);
    const both = [key('H', 'fh'), key('O', 'fo', 'order')];
    await writer.execute(open(stream, 100n, [key('open', 'x')]));
    await writer.execute(use(stream, 1n, both));
    const head = await caughtUp(store);
    const { found, through } = await postgresLookUp(pool)(stream, [...both, key('open'), key('unknown')]);
    expect(through).toBe(head);
    expect(Object.fromEntries(found)).toEqual({
      'header:open': { revision: 0, fingerprint: 'x' },
      'header:H': { revision: 2, fingerprint: 'fh' },
      'order:O': { revision: 2, fingerprint: 'fo' },
    });
    expect((await postgresLookUp(pool)(account('other'), both)).found.size).toBe(0);
    expect(faults).toEqual([]);
  });

  it('answers accounts that ask at once in one statement, each with its own, and all of them when it fails', async () => {
    const store = newStore();
    const writer = writerOver(store);
    const streams = ['a', 'b', 'c'].map((name) => account(`together-${name}`));
    for (const [i, stream] of streams.entries()) {
      await writer.execute(open(stream, 100n));
      for (let n = 0; n < i; n += 1) await writer.execute(use(stream, 1n, [key(`N${n}`)]));
      await writer.execute(use(stream, 1n, [key('same', `f${i}`)]));
    }
    await caughtUp(store);
    let statements = 0;
    const counting = (failing: boolean) => ({
      query: (question: QueryConfig) => {
        statements += 1;
        return failing ? Promise.reject(new Error('away')) : pool.query(question);
      },
    });
    const lookUp = postgresLookUp(counting(false) as Pool);
    const looked = await Promise.all(streams.map((stream) => lookUp(stream, [key('same'), key('N0')])));
    expect(looked.map(({ found }) => found.get('header:same'))).toEqual([
      { revision: 2, fingerprint: 'f0' },
      { revision: 3, fingerprint: 'f1' },
      { revision: 4, fingerprint: 'f2' },
    ]);
    expect(looked.map(({ found }) => found.has('header:N0'))).toEqual([false, true, true]);
    expect(statements).toBe(1);
    // No statement is of more names than it bears, unless there is but one who asks.
    const many = Array.from({ length: 5_000 }, (_, i) => key(`unknown-${i}`));
    const parted = await Promise.all(streams.map((stream) => lookUp(stream, [...many, key('same')])));
    expect(parted.map(({ found }) => found.get('header:same')?.fingerprint)).toEqual(['f0', 'f1', 'f2']);
    expect(statements).toBe(1 + streams.length);
    const away = postgresLookUp(counting(true) as Pool);
    const failed = await Promise.allSettled(streams.map((stream) => away(stream, [key('same')])));
    expect([failed.map(({ status }) => status), statements]).toEqual([streams.map(() => 'rejected'), 5]);
  });

  it('answers the same while and after it is rebuilt, also on connections that knew the old table', async () => {
    const store = newStore();
    const stream = account('rebuilt');
    const writer = writerOver(store);
    await writer.execute(open(stream, 100n));
    const keys = Array.from({ length: 20 }, (_, i) => key(`B${i}`));
    for (const one of keys) await writer.execute(use(stream, 1n, [one]));
    const head = await caughtUp(store);
    const lookUp = postgresLookUp(pool);
    const rebuilding = rebuildProjection({ store, pool, projection: commandIndex });
    let rebuilt = false;
    void rebuilding.then(() => (rebuilt = true));
    for (let after = 0; after < 5; after += rebuilt ? 1 : 0) {
      const looked = await Promise.all(keys.map((one) => lookUp(stream, [one])));
      expect(looked.map(({ found }) => found.size)).toEqual(keys.map(() => 1));
      for (const { through } of looked) expect(through).toBeGreaterThanOrEqual(head);
    }
    await rebuilding;
  });

  it('promises nothing of streams that it does not index', async () => {
    await caughtUp(newStore());
    const looked = await postgresLookUp(pool)(`customer-${account('index').slice(-36)}`, [key('H')]);
    expect(looked).toEqual({ found: new Map(), through: 0n });
  });

  it('stands in for the fold’s memory: one effect a key, with little memory, lagging, stopped or rebuilt', async () => {
    const store = counted(newStore());
    const stream = account('pruned');
    const limits = { keysKept: 10, keysKeptAtMost: 40 };
    const parts = { limits, lookUpKeys: postgresLookUp(pool), snapshots: postgresSnapshots(pool), snapshotEvery: 25 };
    const writer = writerOver(store, parts);
    await writer.execute(open(stream, 10_000n));
    const names = Array.from({ length: 150 }, (_, i) => key(`P${i}`, 'f'));
    const hashes = new Map<string, string>();
    const sendAll = async (through: typeof writer, replayed: boolean): Promise<void> => {
      for (let i = 0; i < names.length; i += 30) {
        const part = names.slice(i, i + 30);
        const outcomes = await Promise.all(part.map((one) => through.execute(use(stream, 1n, [one]))));
        outcomes.forEach((outcome, j) => {
          const name = keyName(part[j] ?? key(''));
          expect([name, outcome]).toMatchObject([name, { kind: 'accepted', replayed }]);
          const hash = outcome.kind === 'accepted' ? outcome.hash : '';
          expect(hashes.get(name) ?? hash).toBe(hash);
          hashes.set(name, hash);
        });
      }
    };
    await sendAll(writer, false);
    await sendAll(writer, true);
    await running.stop();
    await sendAll(writerOver(store, parts), true);
    await pool.query('TRUNCATE writer.command_index');
    await pool.query(`UPDATE read_store.checkpoints SET position = 0 WHERE projection = 'command-index'`);
    await sendAll(writerOver(store, parts), true);
    running = startProjection({ store, pool, projection: commandIndex, onFault: (f) => faults.push(f) });
    await running.ready;
    await caughtUp(store);
    await pool.query('DELETE FROM writer.snapshots');
    store.reset();
    await sendAll(writerOver(store, parts), true);
    const { effects, breaches } = await audit(store, stream);
    expect(breaches).toEqual([]);
    expect(new Set(effects.values())).toEqual(new Set([1]));
    expect(effects.size).toBe(150);
    expect(faults).toEqual([]);
  }, 60_000);
});

describe('snapshots in Postgres', () => {
  const content = { stream: account('snap'), revision: 10, foldVersion: 1, headHash: 'aa', state: '{"a":1}' };

  it('come back as they were saved, and only a newer one or one of another fold version takes their place', async () => {
    const snapshots = postgresSnapshots(pool);
    expect(await snapshots.read(content.stream)).toBeUndefined();
    const [first, older, newer] = [content, { ...content, revision: 9 }, { ...content, revision: 12 }].map(
      sealedSnapshot,
    );
    if (!first || !older || !newer) throw new Error('unreachable');
    for (const [save, expected] of [
      [first, first],
      [older, first],
      [newer, newer],
      [older, newer],
    ] as const) {
      await snapshots.save(save);
      expect(await snapshots.read(content.stream)).toEqual(expected);
    }
    const refolded = sealedSnapshot({ ...content, foldVersion: 2, revision: 3 });
    await snapshots.save(refolded);
    expect(await snapshots.read(content.stream)).toEqual(refolded);
  });

  it('spare a new process all but the tail of a long stream', async () => {
    const store = counted(newStore());
    const stream = account('long');
    const parts = { snapshots: postgresSnapshots(pool), lookUpKeys: postgresLookUp(pool) };
    const writer = writerOver(store, parts);
    await writer.execute(open(stream, 100_000n));
    for (let i = 0; i < 5_000; i += 250) {
      await Promise.all(Array.from({ length: 250 }, () => writer.execute(use(stream, 1n))));
    }
    await writer.close();
    store.reset();
    const fresh = writerOver(store, parts);
    expect(await fresh.execute(use(stream, 1n))).toMatchObject({ kind: 'accepted', revision: 5_002 });
    expect(store.counts.eventsRead).toBeLessThan(2_500);
    const { state } = await fresh.load(stream);
    expect(state).toEqual((await audit(store, stream)).state);
    expect(creditAccountDefinition.category).toBe('account');
  }, 60_000);
});
