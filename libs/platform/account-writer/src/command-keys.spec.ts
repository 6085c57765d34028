import { type EventStore, memoryEventStore, StoreBusy } from '@haber/event-store';
import type { CommandKey } from '@haber/ledger';
import {
  account,
  type AccountOutcome,
  audit,
  key,
  open,
  seededRandom,
  type TestWriter,
  use,
  writerOver,
  type WriterParts,
} from './account.fixture';
import { doubled, memoryIndex, memorySnapshots } from './doubles.fixture';

const stream = account('42');
const LIMIT = 1_000_000n;
const KEYS = Array.from({ length: 40 }, (_, i) => key(`K${i}`));

function answerOf(outcome: AccountOutcome): unknown {
  if (outcome.kind !== 'accepted') return outcome;
  const { events, revision, hash } = outcome;
  return { events, revision, hash };
}

/** Sends every key 8 times, all at once and in a seeded order; answers by key. */
async function storm(writers: readonly TestWriter[], seed: number): Promise<Map<string, Set<string>>> {
  const random = seededRandom(seed);
  const sends = Array.from({ length: 8 }, () => KEYS)
    .flat()
    .toSorted(() => random() - 0.5);
  const answers = new Map<string, Set<string>>();
  await Promise.all(
    sends.map(async (one, i) => {
      const outcome = await writers[i % writers.length]?.execute(use(stream, 1n, [one]));
      const text = JSON.stringify(outcome && answerOf(outcome), (_, v: unknown) =>
        typeof v === 'bigint' ? `${v}` : v,
      );
      answers.set(one.key, (answers.get(one.key) ?? new Set()).add(text));
    }),
  );
  return answers;
}

async function expectOneEffectEach(store: EventStore): Promise<void> {
  const { effects, breaches } = await audit(store, stream);
  expect(breaches).toEqual([]);
  expect(KEYS.map(({ key: name }) => effects.get(`header:${name}`))).toEqual(KEYS.map(() => 1));
}

describe('keys under concurrent repeats', () => {
  const ways: Record<string, (store: EventStore) => WriterParts> = {
    'with everything remembered': () => ({}),
    'with a small memory and no index': () => ({ limits: { keysKept: 5, keysKeptAtMost: 6 } }),
    'with a small memory and an index that never comes': (store) => ({
      limits: { keysKept: 5, keysKeptAtMost: 6 },
      lookUpKeys: memoryIndex(store).lookUp,
    }),
    'with a small memory and an index that fails': () => ({
      limits: { keysKept: 5, keysKeptAtMost: 6 },
      lookUpKeys: () => Promise.reject(new Error('no such table')),
    }),
    'with a small memory and an index close behind': (store) => {
      const index = memoryIndex(store);
      return {
        limits: { keysKept: 5, keysKeptAtMost: 20 },
        lookUpKeys: async (...asked) => {
          const looked = await index.lookUp(...asked);
          await index.catchUp();
          return looked;
        },
      };
    },
  };

  it.each(Object.keys(ways))('%s, have one effect each and one answer', async (way) => {
    const store = memoryEventStore();
    const writer = writerOver(store, ways[way]?.(store));
    await writer.execute(open(stream, LIMIT));
    const first = await storm([writer], 1);
    writer.evictAll();
    const second = await storm([writer], 2);
    const third = await storm([writerOver(store, ways[way]?.(store)), writer], 3);
    await expectOneEffectEach(store);
    for (const { key: name } of KEYS) {
      const all = [first, second, third].flatMap((answers) => [...(answers.get(name) ?? [])]);
      expect(new Set(all).size).toBe(1);
    }
  });

  it('from three processes at once have one effect each and one answer', async () => {
    const store = memoryEventStore();
    const writers = [1, 2, 3].map((seed) => writerOver(store, { random: seededRandom(seed) }));
    await writers[0]?.execute(open(stream, LIMIT));
    const answers = await storm(writers, 4);
    await expectOneEffectEach(store);
    expect([...answers.values()].map((texts) => texts.size)).toEqual(KEYS.map(() => 1));
  });

  it('after a restart from a snapshot, and after all snapshots are gone', async () => {
    const store = memoryEventStore();
    const snapshots = memorySnapshots();
    const index = memoryIndex(store);
    const parts = { snapshots, snapshotEvery: 10, lookUpKeys: index.lookUp };
    const writer = writerOver(store, parts);
    await writer.execute(open(stream, LIMIT));
    const first = await storm([writer], 5);
    await writer.close();
    expect(snapshots.rows.size).toBe(1);

    const lagging = await storm([writerOver(store, parts)], 6);
    await index.catchUp();
    const indexed = await storm([writerOver(store, parts)], 7);
    snapshots.rows.clear();
    const bare = await storm([writerOver(store, parts)], 8);
    await expectOneEffectEach(store);
    for (const later of [lagging, indexed, bare]) expect(later).toEqual(first);
  });
});

describe('a key', () => {
  async function opened(parts: WriterParts = {}): Promise<{ store: EventStore; writer: TestWriter }> {
    const store = memoryEventStore();
    const writer = writerOver(store, parts);
    await writer.execute(open(stream, 10n, [key('open')]));
    return { store, writer };
  }

  it('is refused for another command, at once and later, and says which key it was', async () => {
    const { writer } = await opened();
    const [first, other] = [key('K', 'one'), key('K', 'two')];
    const both = await Promise.all([
      writer.execute(use(stream, 1n, [first])),
      writer.execute(use(stream, 2n, [other])),
    ]);
    const bound = both[0].kind === 'accepted' ? both[0].events[0]?.revision : undefined;
    const reused = { kind: 'key-reused', key: other, revision: bound };
    expect(both).toEqual([expect.objectContaining({ kind: 'accepted' }), reused]);
    writer.evictAll();
    expect(await writer.execute(use(stream, 2n, [other]))).toEqual(reused);
    expect(await writer.execute(use(stream, 1n, [first]))).toMatchObject({ kind: 'accepted', replayed: true });
  });

  it('of a refused command may try again, also for another one', async () => {
    const { writer } = await opened();
    expect(await writer.execute(use(stream, 11n, [key('K', 'one')]))).toMatchObject({ kind: 'rejected' });
    expect(await writer.execute(use(stream, 10n, [key('K', 'two')]))).toMatchObject({ replayed: false });
  });

  it.each(['order', 'header'] as const)('of two on one command finds it alone: %s', async (kind) => {
    const { store, writer } = await opened();
    const keys: CommandKey[] = [key('H', 'h', 'header'), key('O', 'o', 'order')];
    const first = await writer.execute(use(stream, 1n, keys));
    const one = keys.filter((of) => of.kind === kind);
    for (const again of [writer, writerOver(store)]) {
      const repeated = await again.execute(use(stream, 1n, one));
      expect(repeated).toMatchObject({ kind: 'accepted', replayed: true });
      expect(answerOf(repeated)).toEqual(answerOf(first));
    }
    const withOther = [key('H2', 'h', 'header'), key('O', 'o', 'order')];
    expect(await writer.execute(use(stream, 1n, withOther))).toMatchObject({ replayed: true });
    const changed = [key('H3', 'h', 'header'), key('O', 'changed', 'order')];
    expect(await writer.execute(use(stream, 1n, changed))).toMatchObject({ kind: 'key-reused', key: changed[1] });
  });

  it('of the same text and another kind is another key', async () => {
    const { writer } = await opened();
    await writer.execute(use(stream, 1n, [key('K', 'f', 'order')]));
    expect(await writer.execute(use(stream, 1n, [key('K', 'f', 'payment')]))).toMatchObject({ replayed: false });
  });

  it('of a command of several events answers with all of them, from memory and from the stream', async () => {
    const store = memoryEventStore();
    const writer = writerOver(store);
    const opening = open(stream, 10n, [key('open')]);
    const both = await Promise.all([writer.execute(opening), writer.execute(opening)]);
    await writer.execute(use(stream, 1n));
    const later = await writer.execute(opening);
    for (const outcome of [...both, later]) expect(outcome).toMatchObject({ revision: 1, events: [{}, {}] });
    expect(answerOf(later)).toEqual(answerOf(both[0] as AccountOutcome));
  });

  it('of one stream means nothing on another', async () => {
    const { writer } = await opened();
    expect(await writer.execute(open(account('43'), 1n, [key('open')]))).toMatchObject({ replayed: false });
  });

  it('of a command that was done is answered although the others of its batch cannot be', async () => {
    const { store } = await opened();
    await writerOver(store).execute(use(stream, 1n, [key('K')]));
    const away = doubled(store, { append: () => Promise.reject(new StoreBusy('away')) });
    const writer = writerOver(away, { group: { patienceMs: 20 } });
    await writer.load(stream);
    const [fresh, repeat] = await Promise.allSettled([
      writer.execute(use(stream, 1n, [key('new')])),
      writer.execute(use(stream, 1n, [key('K')])),
    ]);
    expect(fresh).toMatchObject({ reason: { outcome: 'none' } });
    expect(repeat).toMatchObject({ value: { kind: 'accepted', replayed: true } });
  });

  it('of a command that was done never answers "none", even when its events cannot be read again', async () => {
    const { store } = await opened();
    let reads = 2; // the cold start, and nothing after it
    const blind = doubled(store, {
      read: (...args) => ((reads -= 1) > 0 ? store.read(...args) : Promise.reject(new StoreBusy('away'))),
    });
    const failure = await writerOver(blind)
      .execute(open(stream, 10n, [key('open')]))
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ outcome: 'unknown', reason: 'store_unavailable' });
  });

  it('is not forgotten between the look into the index and the decision', async () => {
    const store = memoryEventStore();
    const index = memoryIndex(store);
    const limits = { keysKept: 2, keysKeptAtMost: 3 };
    const writer = writerOver(store, { limits, lookUpKeys: index.lookUp });
    await writer.execute(open(stream, LIMIT));
    const keys = Array.from({ length: 30 }, (_, i) => key(`T${i}`));
    for (const one of keys) await writer.execute(use(stream, 1n, [one]));
    await index.catchUp();
    for (const one of keys) {
      expect(await writer.execute(use(stream, 1n, [one]))).toMatchObject({ replayed: true });
      await writer.execute(use(stream, 1n, [key(`N${one.key}`)]));
    }
  });
});
