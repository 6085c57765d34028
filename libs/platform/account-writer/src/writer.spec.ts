import { setTimeout as sleep } from 'node:timers/promises';
import { type EventStore, memoryEventStore } from '@haber/event-store';
import {
  account,
  type AccountOutcome,
  audit,
  catchUp,
  command,
  DAY_MS,
  eventsOf,
  key,
  open,
  pay,
  seededRandom,
  START_MS,
  use,
  writerOver,
} from './account.fixture';
import { counted, doubled } from './doubles.fixture';

const stream = account('42');

function kinds(outcomes: readonly AccountOutcome[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { kind } of outcomes) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

describe('a race for one account', () => {
  it('lets exactly k of n concurrent uses through, and says the truth to each', async () => {
    const store = counted(memoryEventStore());
    const writer = writerOver(store);
    await writer.execute(open(stream, 23n));
    store.reset();
    const outcomes = await Promise.all(Array.from({ length: 64 }, () => writer.execute(use(stream, 1n))));
    expect(kinds(outcomes)).toEqual({ accepted: 23, rejected: 41 });
    const { breaches, state, types } = await audit(store, stream);
    expect(breaches).toEqual([]);
    expect(types.filter((type) => type.includes('used'))).toHaveLength(23);
    expect(state).toMatchObject({ balances: { availableMinor: 0n } });
    expect(store.counts.appends).toBeLessThanOrEqual(3);
  });

  it('answers each accepted command with its own events and its own place', async () => {
    const writer = writerOver(memoryEventStore());
    await writer.execute(open(stream, 100n));
    const outcomes = await Promise.all([1n, 2n, 3n].map((minor) => writer.execute(use(stream, minor))));
    const places = outcomes.map((outcome) => outcome.kind === 'accepted' && [outcome.revision, outcome.events.length]);
    expect(places).toEqual([
      [2, 1],
      [3, 1],
      [4, 1],
    ]);
    const hashes = outcomes.map((outcome) => outcome.kind === 'accepted' && outcome.hash);
    expect(new Set(hashes).size).toBe(3);
  });

  it('loses no update between two processes', async () => {
    const store = memoryEventStore();
    const [one, two] = [writerOver(store), writerOver(store)];
    await one.execute(open(stream, 150n));
    const outcomes = await Promise.all(
      Array.from({ length: 200 }, (_, i) => (i % 2 ? one : two).execute(use(stream, 1n))),
    );
    expect(kinds(outcomes)).toEqual({ accepted: 150, rejected: 50 });
    expect((await audit(store, stream)).breaches).toEqual([]);
  });

  it('accepts a use after a payment that another process took, though its own fold says otherwise', async () => {
    const store = memoryEventStore();
    const [one, two] = [writerOver(store), writerOver(store)];
    await one.execute(open(stream, 100n));
    await one.execute(use(stream, 100n));
    expect(await one.execute(use(stream, 1n))).toMatchObject({ kind: 'rejected', rejection: 'insufficient' });
    await two.execute(pay(stream, 60n));
    expect(await one.execute(use(stream, 60n))).toMatchObject({ kind: 'accepted' });
  });

  it('confirms a refusal at the head: a payment that lands between decision and answer makes it another answer', async () => {
    const store = memoryEventStore();
    const rival = writerOver(store);
    let meddle = false;
    const moving = doubled(store, {
      append: async (entries) => {
        if (meddle && entries.some(({ events }) => events.length === 0)) {
          meddle = false;
          await rival.execute(pay(stream, 60n));
        }
        return store.append(entries);
      },
    });
    const writer = writerOver(moving);
    await writer.execute(open(stream, 100n));
    await writer.execute(use(stream, 100n));
    meddle = true;
    expect(await writer.execute(use(stream, 60n))).toMatchObject({ kind: 'accepted' });
    expect(meddle).toBe(false);
  });

  it('gives up after its bound of attempts, having done nothing', async () => {
    const store = memoryEventStore();
    const rival = writerOver(store);
    let rivalries = 0;
    const contended = doubled(store, {
      append: async (entries) => {
        rivalries += 1;
        await rival.execute(use(stream, 1n));
        return store.append(entries);
      },
    });
    await rival.execute(open(stream, 1_000n));
    const conflicts: string[] = [];
    const onConflict = (category: string): void => void conflicts.push(category);
    const writer = writerOver(contended, { limits: { attempts: 5 }, onConflict });
    const repeatable = use(stream, 1n, [key('K')]);
    await expect(writer.execute(repeatable)).rejects.toMatchObject({ outcome: 'none', reason: 'too_contended' });
    expect(rivalries).toBe(5);
    expect(conflicts).toEqual(Array(5).fill('account'));
    expect((await audit(store, stream)).effects.get('header:K')).toBeUndefined();
    expect(await rival.execute(repeatable)).toMatchObject({ kind: 'accepted', replayed: false });
  });

  it('shares an account between two processes that never rest: neither waits for long, neither is turned away', async () => {
    const store = memoryEventStore();
    const random = seededRandom(5);
    // As far as a database: who has just appended is sooner there again than who must read first.
    const far = doubled(store, {
      append: async (entries) => {
        await sleep(1 + 4 * random());
        return store.append(entries);
      },
      read: async (...args) => {
        await sleep(2);
        return store.read(...args);
      },
    });
    const writers = [1, 2].map((seed) => writerOver(far, { random: seededRandom(seed) }));
    await writers[0]?.execute(open(stream, 1_000_000n));
    const done = [0, 0];
    let longestMs = 0;
    const endMs = performance.now() + 1_500;
    const client = async (i: number): Promise<void> => {
      while (performance.now() < endMs) {
        const sentMs = performance.now();
        expect(await writers[i]?.execute(use(stream, 1n))).toMatchObject({ kind: 'accepted' });
        done[i] = (done[i] ?? 0) + 1;
        longestMs = Math.max(longestMs, performance.now() - sentMs);
      }
    };
    await Promise.all(Array.from({ length: 32 }, (_, i) => client(i % 2)));
    expect(Math.min(...done) / (Math.max(...done) + 1)).toBeGreaterThan(0.2);
    expect(longestMs).toBeLessThan(1_400);
    expect((await audit(store, stream)).breaches).toEqual([]);
  });

  it('reads only what the other process added', async () => {
    const store = counted(memoryEventStore());
    const [one, two] = [writerOver(store), writerOver(store)];
    await one.execute(open(stream, 10_000n));
    for (let i = 0; i < 50; i += 1) await one.execute(use(stream, 1n));
    await two.execute(use(stream, 1n));
    store.reset();
    expect(await one.execute(use(stream, 1n))).toMatchObject({ kind: 'accepted' });
    expect(store.counts).toMatchObject({ reads: 1, eventsRead: 1, appends: 2 });
  });
});

describe('what has fallen due', () => {
  const later = { clock: () => START_MS + 40 * DAY_MS };

  async function withDebts(store: EventStore): Promise<void> {
    await writerOver(store).execute(open(stream, 1_000n));
    for (const day of [0, 1, 2]) {
      await writerOver(store, { clock: () => START_MS + day * DAY_MS }).execute(use(stream, 100n));
    }
  }

  it('is written before the next command, in order, in the same append, and once', async () => {
    const store = counted(memoryEventStore());
    await withDebts(store);
    store.reset();
    const writer = writerOver(store, later);
    const outcome = await writer.execute(use(stream, 1n, [key('K')]));
    expect(store.counts.appends).toBe(1);
    expect(outcome).toMatchObject({ kind: 'accepted', revision: 8, events: [{ revision: 8 }] });
    await writer.execute(catchUp(stream));
    writer.evictAll();
    const repeat = await writer.execute(use(stream, 1n, [key('K')]));
    expect(repeat).toMatchObject({ replayed: true, revision: 8, events: [{ revision: 8 }] });
    const { types, breaches } = await audit(store, stream);
    expect(breaches).toEqual([]);
    expect(types.slice(5)).toEqual([
      ...Array.from({ length: 3 }, () => 'credit-account.uses-fell-past-due.v1'),
      'credit-account.credit-used.v1',
    ]);
    const due = (await eventsOf(store, stream)).slice(5, 8).map(({ data }) => JSON.parse(Buffer.from(data).toString()));
    expect(due.map(({ dueOn }) => dueOn)).toEqual(['2025-12-24', '2025-12-25', '2025-12-26']);
  });

  it('counts in the decision, and is dropped with a refusal', async () => {
    const store = memoryEventStore();
    await withDebts(store);
    const writer = writerOver(store, later);
    const seen: unknown[] = [];
    const refused = command(stream, (state) => {
      seen.push(state.status === 'approved' && state.balances.buckets['single_payment']?.pastDueMinor);
      return { reject: 'no' };
    });
    expect(await writer.execute(refused)).toMatchObject({ kind: 'rejected', revision: 4 });
    expect(seen).toEqual([300n]);
    expect(await eventsOf(store, stream)).toHaveLength(5);
  });

  it('is written once although two processes find it at once', async () => {
    const store = memoryEventStore();
    await withDebts(store);
    const writers = [writerOver(store, later), writerOver(store, later), writerOver(store, later)];
    const outcomes = await Promise.all(writers.map((writer) => writer.execute(catchUp(stream))));
    expect(kinds(outcomes)).toEqual({ accepted: 3 });
    const { types, breaches } = await audit(store, stream);
    expect(breaches).toEqual([]);
    expect(types.filter((type) => type.includes('past-due'))).toHaveLength(3);
  });

  it('never goes back in time, whatever the clock of this process says', async () => {
    const store = memoryEventStore();
    await writerOver(store, later).execute(open(stream, 100n));
    await writerOver(store).execute(use(stream, 1n));
    expect((await audit(store, stream)).breaches).toEqual([]);
  });
});

describe('load', () => {
  it('shows what another process has just written', async () => {
    const store = memoryEventStore();
    const [one, two] = [writerOver(store), writerOver(store)];
    expect(await one.load(stream)).toMatchObject({ revision: -1, state: { status: 'absent' } });
    await two.execute(open(stream, 100n));
    expect(await one.load(stream)).toMatchObject({ revision: 1, state: { status: 'approved' } });
  });

  it('reads what is new once, and never disturbs a turn under way', async () => {
    const store = counted(memoryEventStore());
    const [one, two] = [writerOver(store), writerOver(store)];
    await one.execute(open(stream, 10_000n));
    for (let i = 0; i < 20; i += 1) await two.execute(use(stream, 1n, [key(`T${i}`)]));
    await one.load(stream);
    store.reset();
    await one.load(stream);
    expect(store.counts.eventsRead).toBe(0);
    const mixed = Array.from({ length: 60 }, (_, i) => [
      one.load(stream),
      two.execute(use(stream, 1n, [key(`M${i}`)])),
    ]);
    await Promise.all(mixed.flat());
    expect(await one.execute(use(stream, 1n, [key('M7')]))).toMatchObject({ kind: 'accepted', replayed: true });
    const { effects, breaches } = await audit(store, stream);
    expect(breaches).toEqual([]);
    expect(new Set(effects.values())).toEqual(new Set([1]));
  });
});
