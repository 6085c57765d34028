import { memoryEventStore } from '@haber/event-store';
import { creditAccountDefinition as definition } from '@haber/ledger';
import { account, command, key, open, use, writerOver } from './account.fixture';
import { counted, doubled, memoryIndex, memorySnapshots } from './doubles.fixture';
import { written } from './folded';
import { sealedSnapshot, stateToJson } from './snapshots';

const stream = account('42');
const LIMIT = 1_000_000n;

describe('the search for old keys', () => {
  it('reads no more of the stream than the index lacks', async () => {
    const store = counted(memoryEventStore());
    const index = memoryIndex(store);
    const snapshots = memorySnapshots();
    const parts = { snapshots, snapshotEvery: 2_900, lookUpKeys: index.lookUp };
    const writer = writerOver(store, parts);
    await writer.execute(open(stream, LIMIT));
    for (let i = 0; i < 2_000; i += 1) await writer.execute(use(stream, 1n, [key(`A${i}`)]));
    await index.catchUp();
    for (let i = 0; i < 1_000; i += 1) await writer.execute(use(stream, 1n, [key(`B${i}`)]));
    await writer.close();

    const fresh = writerOver(store, parts);
    await fresh.load(stream);
    store.reset();
    expect(await fresh.execute(use(stream, 1n, [key('B10')]))).toMatchObject({ replayed: true });
    expect(await fresh.execute(use(stream, 1n, [key('A10')]))).toMatchObject({ replayed: true });
    expect(await fresh.execute(use(stream, 1n, [key('C')]))).toMatchObject({ replayed: false });
    expect(store.counts.eventsRead).toBeLessThan(3 * 1_500);
    await index.catchUp();
    store.reset();
    expect(await fresh.execute(use(stream, 1n, [key('D')]))).toMatchObject({ replayed: false });
    expect(store.counts.eventsRead).toBe(0);
  });

  it('lets a full memory go as soon as the index is seen to reach it, and no sooner', async () => {
    const store = memoryEventStore();
    const index = memoryIndex(store);
    const limits = { keysKept: 50, keysKeptAtMost: 4_000 };
    const writer = writerOver(store, { limits, lookUpKeys: index.lookUp });
    await writer.execute(open(stream, LIMIT));
    const use200 = async (prefix: string): Promise<number> => {
      for (let i = 0; i < 200; i += 1) await writer.execute(use(stream, 1n, [key(`${prefix}${i}`)]));
      return writer.usage.cacheBytes;
    };
    const lagging = await use200('A');
    await index.catchUp();
    const caughtUp = await use200('B');
    expect(caughtUp).toBeGreaterThan(lagging * 0.9); // 200 new ones are not in the index yet
    await index.catchUp();
    await writer.execute(use(stream, 1n, [key('C')]));
    await writer.execute(use(stream, 1n, [key('D')]));
    expect(writer.usage.cacheBytes).toBeLessThan(lagging * 0.6);
    for (const name of ['A0', 'A199', 'B0', 'B199', 'C']) {
      expect(await writer.execute(use(stream, 1n, [key(name)]))).toMatchObject({ replayed: true });
    }
  });

  it('asks nothing while the fold remembers every key of the stream', async () => {
    const store = memoryEventStore();
    const index = memoryIndex(store);
    const writer = writerOver(store, { lookUpKeys: index.lookUp });
    await writer.execute(open(stream, LIMIT));
    for (let i = 0; i < 20; i += 1) await writer.execute(use(stream, 1n, [key(`K${i}`)]));
    expect(index.asked).toBe(0);
  });

  it('ends at a bound: the command is not done, and may come again', async () => {
    const store = memoryEventStore();
    const decideNothing = command(stream, () => ({ accept: [] }), [key('K')]);
    const head = { revision: 5_000_000, position: 9_000_000n };
    const endless = doubled(store, {
      read: async (_, from, limit) => {
        if (from > head.revision) return [];
        const [first] = await store.read(stream, 0, 1);
        if (!first) return [];
        return Array.from({ length: Math.min(limit, 500) }, (_, i) => ({
          ...first,
          revision: from + i,
          position: BigInt(from + i + 1),
        }));
      },
    });
    await writerOver(store).execute(open(stream, 1n));
    const [stored] = await endless.read(stream, head.revision, 1);
    const headHash = stored ? written(definition, stored).hash : '';
    const { foldVersion } = definition;
    const content = { stream, revision: head.revision, foldVersion, headHash, state: stateToJson(definition.initial) };
    const snapshots = memorySnapshots();
    await snapshots.save(sealedSnapshot(content));
    const writer = writerOver(endless, { snapshots, lookUpKeys: memoryIndex(store).lookUp });
    await expect(writer.execute(decideNothing)).rejects.toMatchObject({ outcome: 'none', reason: 'store_unavailable' });
  });
});
