import { type EventStore, memoryEventStore } from '@haber/event-store';
import { type CreditAccount, creditAccountDefinition } from '@haber/ledger';
import { account, audit, eventsOf, key, open, START_MS, type TestWriter, use, writerOver } from './account.fixture';
import { counted, type MemorySnapshots, memorySnapshots } from './doubles.fixture';
import { BrokenChain } from './folded';
import { sealedSnapshot, type Snapshot, stateFromJson, stateToJson } from './snapshots';

const stream = account('42');

/** 102 events, and snapshots about every 30 of them. */
async function longStream(): Promise<{ store: EventStore; snapshots: MemorySnapshots; writer: TestWriter }> {
  const store = memoryEventStore();
  const snapshots = memorySnapshots();
  const writer = writerOver(store, { snapshots, snapshotEvery: 30 });
  await writer.execute(open(stream, 1_000n, [key('open')]));
  for (let i = 0; i < 100; i += 1) await writer.execute(use(stream, 1n, [key(`K${i}`)]));
  await writer.close();
  return { store, snapshots, writer };
}

function only(snapshots: MemorySnapshots): Snapshot {
  const snapshot = snapshots.rows.get(stream);
  if (!snapshot) throw new Error('no snapshot');
  return snapshot;
}

describe('a snapshot', () => {
  it('is written behind, about every so many events', async () => {
    const { snapshots } = await longStream();
    expect(only(snapshots)).toMatchObject({ stream, revision: 89, foldVersion: creditAccountDefinition.foldVersion });
  });

  it('saves a cold start all but the tail', async () => {
    const { store, snapshots } = await longStream();
    const reading = counted(store);
    const { state, revision } = await writerOver(reading, { snapshots }).load(stream);
    expect(reading.counts.eventsRead).toBe(1 + 12);
    expect(revision).toBe(101);
    expect(state).toEqual((await audit(store, stream)).state);
  });

  it('leads to the very same next event as the whole stream does', async () => {
    const [one, two] = [await longStream(), await longStream()];
    await writerOver(one.store, { snapshots: one.snapshots }).execute(use(stream, 5n, [key('next')]));
    await writerOver(two.store).execute(use(stream, 5n, [key('next')]));
    expect((await eventsOf(one.store, stream)).at(-1)).toEqual((await eventsOf(two.store, stream)).at(-1));
  });

  const rich = (snapshot: Snapshot): Snapshot => {
    const state = stateFromJson(snapshot.state) as CreditAccount & { balances: object };
    return { ...snapshot, state: stateToJson({ ...state, balances: { ...state.balances, limitMinor: 99_999n } }) };
  };
  const tampered: Record<string, (snapshot: Snapshot) => Snapshot> = {
    'of another fold version': (snapshot) => sealedSnapshot({ ...rich(snapshot), foldVersion: 99 }),
    'on another head': (snapshot) => sealedSnapshot({ ...rich(snapshot), headHash: 'f'.repeat(64) }),
    'at another revision': (snapshot) => sealedSnapshot({ ...rich(snapshot), revision: 50 }),
    'beyond the stream': (snapshot) => sealedSnapshot({ ...rich(snapshot), revision: 5_000 }),
    'with a changed state': rich,
    'with half a state': (snapshot) => ({ ...snapshot, state: snapshot.state.slice(0, 100) }),
    'of another stream': (snapshot) => ({ ...sealedSnapshot({ ...rich(snapshot), stream: account('43') }), stream }),
  };
  it.each(Object.keys(tampered))('%s is ignored', async (how) => {
    const { store, snapshots } = await longStream();
    const changed = tampered[how]?.(only(snapshots));
    if (changed) snapshots.rows.set(stream, changed);
    const writer = writerOver(store, { snapshots });
    expect((await writer.load(stream)).state).toEqual((await audit(store, stream)).state);
    expect(await writer.execute(use(stream, 9_000n))).toMatchObject({ rejection: 'insufficient' });
  });

  it('does not hide an event behind it that was changed', async () => {
    const { store, snapshots } = await longStream();
    const changed = counted(store);
    const { read } = changed;
    changed.read = async (...args) =>
      (await read(...args)).map((event) => (event.revision === 95 ? { ...event, type: `${event.type} ` } : event));
    await expect(writerOver(changed, { snapshots }).load(stream)).rejects.toThrow();
    changed.read = async (...args) => (await read(...args)).filter(({ revision }) => revision !== 95);
    await expect(writerOver(changed, { snapshots }).load(stream)).rejects.toThrow(BrokenChain);
  });

  it('that cannot be saved or read costs time, and no command', async () => {
    const faults: unknown[] = [];
    const away = () => Promise.reject(new Error('away'));
    const store = memoryEventStore();
    const parts = { snapshots: { read: away, save: away }, snapshotEvery: 5, onFault: (e: unknown) => faults.push(e) };
    const writer = writerOver(store, parts);
    await writer.execute(open(stream, 100n));
    for (let i = 0; i < 20; i += 1) expect(await writer.execute(use(stream, 1n))).toMatchObject({ kind: 'accepted' });
    await writer.close();
    expect(faults.length).toBeGreaterThan(3);
    expect(faults.length).toBeLessThan(10);
  });

  it('takes over time as well: a clock behind the last event does not go back', async () => {
    const { store, snapshots } = await longStream();
    await writerOver(store, { snapshots, clock: () => START_MS - 5_000 }).execute(use(stream, 1n));
    expect((await audit(store, stream)).breaches).toEqual([]);
  });
});

describe('an account of 20,000 events', () => {
  it('answers a cold command after reading a bounded number of them, in bounded memory', async () => {
    const store = counted(memoryEventStore());
    const snapshots = memorySnapshots();
    const limits = { keysKept: 500, keysKeptAtMost: 1_000 };
    const writer = writerOver(store, { snapshots, limits });
    await writer.execute(open(stream, 1_000_000n));
    for (let i = 0; i < 20_000; i += 250) {
      // Without keys: what the index would answer is not the matter here.
      await Promise.all(Array.from({ length: 250 }, () => writer.execute(use(stream, 1n))));
    }
    await writer.close();
    const cold = writerOver(store, { snapshots, limits });
    store.reset();
    expect(await cold.execute(use(stream, 1n))).toMatchObject({ kind: 'accepted', revision: 20_002 });
    expect(store.counts.eventsRead).toBeLessThanOrEqual(2_300);
    expect(store.counts.reads).toBeLessThanOrEqual(7);
    expect(cold.usage.cacheBytes).toBeLessThan(10_000);
  });

  it('keeps no more keys than it may, when read from its beginning', async () => {
    const store = memoryEventStore();
    const limits = { keysKept: 500, keysKeptAtMost: 1_000 };
    const writer = writerOver(store, { limits: { ...limits, keysKeptAtMost: 50_000, keysKept: 50_000 } });
    await writer.execute(open(stream, 1_000_000n));
    for (let i = 0; i < 5_000; i += 250) {
      const batch = Array.from({ length: 250 }, (_, j) => use(stream, 1n, [key(`K${i + j}`)]));
      await Promise.all(batch.map((one) => writer.execute(one)));
    }
    const cold = writerOver(store, { limits });
    await cold.load(stream);
    expect(cold.usage.cacheBytes).toBeLessThan(1_000 * 300 + 10_000);
    expect(await cold.execute(use(stream, 1n, [key('K7')]))).toMatchObject({ kind: 'accepted', replayed: true });
  });
});

describe('the fold cache', () => {
  it('stays below its bound, and drops what was used longest ago', async () => {
    const store = counted(memoryEventStore());
    const writer = writerOver(store, { limits: { cacheBytes: 40_000 } });
    const streams = Array.from({ length: 50 }, (_, i) => account(`c${i}`));
    for (const one of streams) await writer.execute(open(one, 10n));
    expect(writer.usage.cacheBytes).toBeLessThanOrEqual(40_000);
    store.reset();
    await writer.execute(use(streams[49] ?? '', 1n));
    expect(store.counts.eventsRead).toBe(0);
    await writer.execute(use(streams[0] ?? '', 1n));
    expect(store.counts.eventsRead).toBe(2);
  });
});
