import { memoryEventStore } from '@haber/event-store';
import { lineName } from '@haber/ledger';
import fc from 'fast-check';
import { key, seededRandom } from './account.fixture';
import { turnSize } from './batch';
import { capacityWriterOver, type CapacityWriter, countedLines, line, merchant, volume } from './capacity.fixture';
import { counted, memoryIndex, memorySnapshots } from './doubles.fixture';

const lines = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => line(`tx-${from + i}`));

describe('a name that an event binds by its data', () => {
  it('counts once: a batch that overlaps records what is new of it', async () => {
    const store = memoryEventStore();
    const writer = capacityWriterOver(store);
    await writer.execute(volume(lines(0, 10)));
    const second = await writer.execute(volume(lines(5, 15)));
    const recorded = second.kind === 'accepted' ? second.events.map(({ event }) => event) : [];
    expect(recorded).toMatchObject([{ data: { lines: lines(10, 15) } }]);
    expect(await writer.execute(volume(lines(0, 15)))).toMatchObject({ kind: 'accepted', events: [] });
    expect(await countedLines(store)).toMatchObject({ processedMinor: 15n });
  });

  it('is told with what it was bound to, so that another amount is seen', async () => {
    const writer = capacityWriterOver(memoryEventStore());
    await writer.execute(volume([line('tx', 5n)]));
    const outcome = await writer.execute(volume([line('tx', 6n), line('tx', 6n, 'reversed')]));
    if (outcome.kind !== 'accepted') throw new Error(outcome.kind);
    expect(outcome.used(lineName(line('tx')))).toMatchObject({ revision: 1, fingerprint: '5' });
    expect(outcome.used(lineName(line('tx', 6n, 'reversed')))).toBeUndefined();
    expect(outcome.events).toMatchObject([{ event: { data: { lines: [line('tx', 6n, 'reversed')] } } }]);
  });

  it('is the same for a repeat under a key as at first, however often it was sent since', async () => {
    const store = memoryEventStore();
    const index = memoryIndex(store);
    const writer = capacityWriterOver(store, { limits: { keysKept: 2 }, lookUpKeys: index.lookUp });
    await writer.execute(volume([line('old')]));
    const command = volume([line('old'), line('new')], [key('K')]);
    const first = await writer.execute(command);
    await writer.execute(volume(lines(0, 20)));
    await index.catchUp();
    for (const one of [writer, capacityWriterOver(store, { lookUpKeys: index.lookUp })]) {
      const again = await one.execute(command);
      if (first.kind !== 'accepted' || again.kind !== 'accepted') throw new Error('not accepted');
      expect(again).toMatchObject({ events: first.events, revision: first.revision, replayed: true });
      for (const { used } of [first, again]) {
        expect(used(lineName(line('old')))).toMatchObject({ revision: 1, fingerprint: '1' });
        expect(used(lineName(line('new')))).toBeUndefined();
      }
    }
  });

  it('is bound once also where commands are decided together', async () => {
    const store = memoryEventStore();
    const writer = capacityWriterOver(store);
    await Promise.all(Array.from({ length: 30 }, (_, i) => writer.execute(volume(lines(i, i + 20)))));
    const { bound, processedMinor } = await countedLines(store);
    expect([...bound.values()].every((times) => times === 1)).toBe(true);
    expect(processedMinor).toBe(49n);
  });

  it('cannot be bound a second time, or without having been looked up, whatever a decision says', async () => {
    const store = memoryEventStore();
    const writer = capacityWriterOver(store);
    await writer.execute(volume([line('tx')]));
    const blind = { ...volume([line('tx')]), decide: volume([line('other')]).decide };
    await expect(writer.execute(blind)).rejects.toThrow('processed:other is not among the names of the command');
    const data = { accountId: merchant, lines: [line('tx')] };
    const decide = () => ({ accept: [{ type: 'capacity-account.volume-recorded.v1', data } as const] });
    await expect(writer.execute({ ...volume([line('tx')]), decide })).rejects.toThrow('is bound a second time');
    const twice = { accountId: merchant, lines: [line('x'), line('x')] };
    const both = () => ({ accept: [{ type: 'capacity-account.volume-recorded.v1', data: twice } as const] });
    await expect(writer.execute({ ...volume([line('x')]), decide: both })).rejects.toThrow('is bound a second time');
    expect(await countedLines(store)).toMatchObject({ processedMinor: 1n });
  });
});

describe('the look-up of names', () => {
  it('is one a batch, and reads nothing of a long stream', async () => {
    const store = counted(memoryEventStore());
    const index = memoryIndex(store);
    const writer = capacityWriterOver(store, { limits: { keysKept: 64 }, lookUpKeys: index.lookUp });
    for (let i = 0; i < 40; i += 1) await writer.execute(volume(lines(500 * i, 500 * (i + 1))));
    await index.catchUp();
    await writer.execute(volume([line('seen')]));
    store.reset();
    index.asked = 0;
    await writer.execute(volume(lines(0, 500)));
    await writer.execute(volume(lines(19_900, 20_300)));
    expect(index.asked).toBe(2);
    expect(store.counts.eventsRead).toBe(0);
    expect(await countedLines(store)).toMatchObject({ processedMinor: 20_301n });
  });

  it('takes on no more names in one turn than it bears, and always one command', () => {
    const limits = { batchCommands: 3, batchNames: 10 };
    const waiting = (...sizes: number[]) =>
      sizes.map((size) => ({ command: { names: Array<string>(size).fill('n') } }));
    expect(turnSize(waiting(1, 1, 1, 1), limits)).toBe(3);
    expect(turnSize(waiting(5, 5, 1), limits)).toBe(2);
    expect(turnSize(waiting(11, 1), limits)).toBe(1);
    expect(turnSize([{ command: {} }], limits)).toBe(3);
  });
});

/** What may happen between two batches: to the index, to the writers' memory, and to who writes. */
type Step =
  | { readonly kind: 'send'; readonly from: number; readonly size: number; readonly by: number; readonly wait: boolean }
  | { readonly kind: 'index' }
  | { readonly kind: 'forget'; readonly by: number };

const STEP: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('send' as const),
      from: fc.nat(40),
      size: fc.integer({ min: 1, max: 12 }),
      by: fc.nat(1),
      wait: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'index' as const }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('forget' as const), by: fc.nat(1) }) },
);

it('counts each line once, in any interleaving of two processes, with an index that lags, and with none', async () => {
  const property = async (steps: readonly Step[], isIndexed: boolean, keysKept: number) => {
    const store = memoryEventStore();
    const index = memoryIndex(store);
    const parts = {
      limits: { keysKept, keysKeptAtMost: 3 * keysKept },
      snapshots: memorySnapshots(),
      snapshotEvery: 3,
      ...(isIndexed && { lookUpKeys: index.lookUp }),
    };
    const writers = [1, 2].map((seed) => capacityWriterOver(store, { ...parts, random: seededRandom(seed) }));
    const of = (by: number): CapacityWriter => writers[by] as CapacityWriter;
    const sent = new Set<string>();
    const running: Promise<unknown>[] = [];
    for (const step of steps) {
      if (step.kind === 'index') await index.catchUp();
      else if (step.kind === 'forget') of(step.by).evictAll();
      else {
        const batch = lines(step.from, step.from + step.size);
        for (const { transactionId } of batch) sent.add(`processed:${transactionId}`);
        const done = of(step.by).execute(volume(batch));
        if (step.wait) await done;
        else running.push(done);
      }
    }
    await Promise.all(running);
    await Promise.all(writers.map((writer) => writer.close()));
    const { bound, processedMinor } = await countedLines(store);
    expect(new Map([...sent].sort().map((name) => [name, 1]))).toEqual(new Map([...bound].sort()));
    expect(processedMinor).toBe(BigInt(sent.size));
  };
  await fc.assert(
    fc.asyncProperty(
      fc.array(STEP, { minLength: 1, maxLength: 25 }),
      fc.boolean(),
      fc.constantFrom(1, 5, 4_096),
      property,
    ),
    { numRuns: 60 },
  );
}, 120_000);
