import { setTimeout as sleep } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import {
  type Append,
  describeEventStoreContract,
  type EventStore,
  memoryEventStore,
  StoreBusy,
  UnknownOutcome,
} from '@haber/event-store';
import { type AppendFault, faultStore, listedFaults, seededFaults } from './fault-store';

describeEventStoreContract('a hostile store that is calm', async () => {
  const store = faultStore(memoryEventStore(), { next: () => 'busy' });
  store.calm();
  return { store, rival: store, dense: true, tellsFirst: true, close: () => store.close() };
});

function anAppend(stream = `account-${randomUUID()}`, expectedRevision = -1): Append {
  const event = { id: randomUUID(), type: 'test.noted.v1', data: Buffer.from('{}'), metadata: Buffer.from('{}') };
  return { stream, expectedRevision, events: [event] };
}

describe('a hostile store', () => {
  const append = anAppend();
  let beneath: EventStore;
  beforeEach(() => {
    beneath = memoryEventStore();
  });
  const under = (...faults: AppendFault[]) => faultStore(beneath, { next: listedFaults(...faults), lateMs: 10 });
  const stored = async () => (await beneath.read(append.stream, 0, 10)).length;

  it('appends and loses the answer; the repeat is a duplicate', async () => {
    const store = under('answer-lost');
    await expect(store.append([append])).rejects.toThrow(UnknownOutcome);
    expect(await stored()).toBe(1);
    expect(await store.append([append])).toMatchObject([{ kind: 'duplicate', revision: 0 }]);
    expect(await stored()).toBe(1);
  });

  it('loses the request; the repeat appends', async () => {
    const store = under('request-lost');
    await expect(store.append([append])).rejects.toThrow(UnknownOutcome);
    expect(await stored()).toBe(0);
    expect(await store.append([append])).toMatchObject([{ kind: 'appended' }]);
  });

  it('lets an append land after it was given up', async () => {
    const store = under('lands-late');
    await expect(store.append([append])).rejects.toThrow(UnknownOutcome);
    expect(await stored()).toBe(0);
    await store.landed();
    expect(await stored()).toBe(1);
  });

  it('lets a late append land in vain when its place is taken', async () => {
    const store = under('lands-late');
    await expect(store.append([append])).rejects.toThrow(UnknownOutcome);
    await store.append([anAppend(append.stream)]);
    await store.landed();
    expect(await stored()).toBe(1);
  });

  it('is busy without appending', async () => {
    await expect(under('busy').append([append])).rejects.toThrow(StoreBusy);
    expect(await stored()).toBe(0);
  });

  it('is slow, and lets a rival be first', async () => {
    const rival = async (store: EventStore, [first]: readonly Append[]) => {
      await store.append([anAppend(first?.stream)]);
    };
    const store = faultStore(beneath, { next: listedFaults('rival', 'slow'), slowMs: 30, rival });
    expect(await store.append([append])).toEqual([{ kind: 'conflict', actualRevision: 0 }]);
    const started = performance.now();
    expect(await store.append([anAppend()])).toMatchObject([{ kind: 'appended' }]);
    expect(performance.now() - started).toBeGreaterThanOrEqual(25);
  });

  it('draws the same faults from the same seed, about as often as asked', () => {
    const odds = { 'answer-lost': 0.2, busy: 0.1 } as const;
    const draw = (seed: number) => Array.from({ length: 5_000 }, seededFaults(seed, odds));
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
    const share = (fault: AppendFault) => draw(7).filter((drawn) => drawn === fault).length / 5_000;
    expect(share('answer-lost')).toBeCloseTo(0.2, 1);
    expect(share('busy')).toBeCloseTo(0.1, 1);
    expect(share('none')).toBeCloseTo(0.7, 1);
  });

  it('doubles nothing for whoever repeats the same append until the answer is definite', async () => {
    const odds = { 'answer-lost': 0.2, 'request-lost': 0.2, 'lands-late': 0.2, busy: 0.1, slow: 0.05 };
    const store = faultStore(beneath, { next: seededFaults(42, odds), lateMs: 2, slowMs: 1 });
    for (let revision = -1; revision < 199; revision += 1)
      await untilDefinite(store, anAppend(append.stream, revision));
    await store.landed();
    expect(await beneath.head(append.stream)).toMatchObject({ revision: 199 });
    for (const fault of Object.keys(odds)) expect(store.happened.get(fault as AppendFault)).toBeGreaterThan(0);
  });

  it('doubles for whoever sends new ids instead: the double is hostile indeed', async () => {
    const store = under('answer-lost');
    await expect(store.append([anAppend()])).rejects.toThrow();
    await store.append([anAppend()]);
    expect((await beneath.readAll({ after: 0n, limit: 10 })).events).toHaveLength(2);
  });
});

async function untilDefinite(store: EventStore, append: Append): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    try {
      const [result] = await store.append([append]);
      expect(result?.kind).toMatch(/^(appended|duplicate)$/);
      return;
    } catch (error) {
      expect(error instanceof UnknownOutcome || error instanceof StoreBusy).toBe(true);
      await sleep(1);
    }
  }
  throw new Error('never definite');
}
