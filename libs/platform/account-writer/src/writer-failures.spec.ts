import { setTimeout as sleep } from 'node:timers/promises';
import { type EventStore, memoryEventStore, StoreBusy } from '@haber/event-store';
import {
  account,
  type AccountOutcome,
  audit,
  command,
  eventsOf,
  key,
  open,
  START_MS,
  use,
  writerOver,
} from './account.fixture';
import { WriterUnavailable } from './command';
import { counted, doubled } from './doubles.fixture';
import { BrokenChain } from './folded';

const stream = account('42');

describe('one bad command', () => {
  const bad = new Error('a bug');

  it('fails alone, and leaves nothing behind', async () => {
    const store = memoryEventStore();
    const writer = writerOver(store);
    await writer.execute(open(stream, 10n));
    const throwing = command(stream, () => {
      throw bad;
    });
    const used = use(stream, 1n);
    const results = await Promise.allSettled([used, throwing, used, used].map((one) => writer.execute(one)));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    expect(results[1]).toMatchObject({ reason: bad });
    expect((await audit(store, stream)).state).toMatchObject({ balances: { utilisedMinor: 3n } });
  });

  it('is taken back whole when its second event cannot be written', async () => {
    const store = memoryEventStore();
    const writer = writerOver(store);
    await writer.execute(open(stream, 10n));
    const half = command(
      stream,
      (state, context) => {
        const decision = use(stream, 5n).decide(state, context);
        const unsealed = { accountId: 'a', cause: 'operator', reason: 'in clear' } as never;
        const drafts = 'accept' in decision ? decision.accept : [];
        return { accept: [...drafts, { type: 'credit-account.blocked.v1', data: unsealed }] };
      },
      [key('K')],
    );
    const repeat = use(stream, 2n, [key('K')]);
    const results = await Promise.allSettled([half, repeat, use(stream, 8n)].map((one) => writer.execute(one)));
    expect(results[0]).toMatchObject({ status: 'rejected', reason: { name: 'UnreadableEvent' } });
    expect(results[1]).toMatchObject({ value: { kind: 'accepted', replayed: false } });
    expect(results[2]).toMatchObject({ value: { kind: 'accepted' } });
    expect((await audit(store, stream)).breaches).toEqual([]);
  });

  it('is refused when it writes more than one append may hold, and others are put into batches that fit', async () => {
    const store = counted(memoryEventStore());
    const writer = writerOver(store, { limits: { batchBytes: 4_000 } });
    await writer.execute(open(stream, 1_000n));
    store.reset();
    const tooLarge = use(stream, 1n, [key('x'.repeat(4_000))]);
    const results = await Promise.allSettled([
      writer.execute(tooLarge),
      ...Array.from({ length: 20 }, () => writer.execute(use(stream, 1n))),
    ]);
    expect(results[0]).toMatchObject({ status: 'rejected', reason: { message: expect.stringMatching(/bytes/) } });
    const revisions = results.flatMap((one) =>
      one.status === 'fulfilled' ? [(one.value as { revision: number }).revision] : [],
    );
    expect(revisions).toEqual(Array.from({ length: 20 }, (_, i) => i + 2));
    expect(store.counts.appends).toBeGreaterThanOrEqual(5);
    expect((await audit(store, stream)).state).toMatchObject({ balances: { utilisedMinor: 20n } });
  });

  it('is refused for a stream of another category', async () => {
    const writer = writerOver(memoryEventStore());
    await expect(writer.execute(use(`customer-${stream.slice(-36)}`, 1n))).rejects.toThrow(/no account stream/);
  });
});

describe('the same command sent to two processes', () => {
  /** The ids are the same, since they derive from the key; another clock makes other bytes. */
  async function sentToBoth(clockOfTheSecond: () => number) {
    const store = memoryEventStore();
    const [first, second] = [writerOver(store), writerOver(store, { clock: clockOfTheSecond })];
    await first.execute(open(stream, 10n));
    await second.load(stream);
    const done = await first.execute(use(stream, 1n, [key('K')]));
    const repeat = await second.execute(use(stream, 1n, [key('K')]));
    const { state } = await audit(store, stream);
    expect(state).toMatchObject({ balances: { utilisedMinor: 1n } });
    return { done, repeat };
  }

  it('is answered by the second with what stands in the stream, not with the bytes that it would have written', async () => {
    const { done, repeat } = await sentToBoth(() => START_MS + 1_000);
    expect(repeat).toEqual({ ...done, replayed: true });
  });

  it('is taken for its own by the second where the bytes are the same: as its own send, whose answer was lost', async () => {
    const { done, repeat } = await sentToBoth(() => START_MS);
    expect(repeat).toEqual(done);
  });
});

describe('a stored chain that does not hold', () => {
  async function broken(): Promise<EventStore> {
    const store = memoryEventStore();
    const writer = writerOver(store);
    await writer.execute(open(stream, 100n));
    for (let i = 0; i < 5; i += 1) await writer.execute(use(stream, 1n));
    return store;
  }

  it('is told as BrokenChain, and nothing is appended on top of it', async () => {
    const store = await broken();
    const tampered = counted(
      doubled(store, {
        read: async (...args) =>
          (await store.read(...args)).map((event) =>
            event.revision === 3 ? { ...event, id: '00000000-0000-4000-8000-000000000000' } : event,
          ),
      }),
    );
    const writer = writerOver(tampered);
    await expect(Promise.all([writer.execute(use(stream, 1n)), writer.load(stream)])).rejects.toThrow(BrokenChain);
    await expect(writer.load(stream)).rejects.toThrow(BrokenChain);
    expect(tampered.counts.appends).toBe(0);
    expect(writer.usage).toMatchObject({ unanswered: 0, busyAccounts: 0 });
  });

  it('is noticed when events that this process has seen are gone, and stays refused', async () => {
    const store = await broken();
    const shorter = memoryEventStore();
    let current: EventStore = store;
    const writer = writerOver(
      doubled(store, { append: (entries) => current.append(entries), read: (...args) => current.read(...args) }),
    );
    await writer.execute(use(stream, 1n));
    const events = await eventsOf(store, stream);
    await shorter.append([{ stream, expectedRevision: -1, events: events.slice(0, -1) }]);
    current = shorter;
    await expect(writer.execute(use(stream, 1n))).rejects.toThrow(BrokenChain);
    await expect(writer.execute(use(stream, 1n))).rejects.toThrow(BrokenChain);
    expect(await eventsOf(shorter, stream)).toHaveLength(events.length - 1);
  });
});

describe('the bounded queue', () => {
  function stalled(): { store: EventStore; release: () => void } {
    const store = memoryEventStore();
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const append: EventStore['append'] = async (entries) => {
      await gate;
      return store.append(entries);
    };
    return { store: doubled(store, { append }), release };
  }

  it('refuses what is too much for an account, having done nothing, and loses nobody', async () => {
    const { store, release } = stalled();
    const writer = writerOver(store, { limits: { queuePerAccount: 8, batchCommands: 4 } });
    const first = writer.execute(open(stream, 100n));
    const asked = Array.from({ length: 20 }, (_, i) => writer.execute(use(stream, 1n, [key(`K${i}`)])));
    const settled = Promise.allSettled(asked);
    await Promise.resolve();
    release();
    await first;
    const results = await settled;
    const refused = results.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(13); // the first one waits too, for the stream to be read
    for (const one of refused) expect(one).toMatchObject({ reason: { outcome: 'none', reason: 'queue_full' } });
    await writer.close();
    expect(writer.usage).toMatchObject({ unanswered: 0, busyAccounts: 0 });
    expect((await audit(store, stream)).state).toMatchObject({ balances: { utilisedMinor: 7n } });
  });

  it('refuses what is too much in all, and takes commands again afterwards', async () => {
    const { store, release } = stalled();
    const writer = writerOver(store, { limits: { queueInAll: 10 } });
    const asked = Array.from({ length: 15 }, (_, i) => writer.execute(open(account(`c${i}`), 1n)));
    const settled = Promise.allSettled(asked);
    release();
    expect((await settled).filter(({ status }) => status === 'rejected')).toHaveLength(5);
    expect(writer.usage.unanswered).toBe(0);
    expect(await writer.execute(open(account('c14'), 1n))).toMatchObject({ kind: 'accepted' });
  });

  it('is answered whole when it closes; later commands are refused', async () => {
    const { store, release } = stalled();
    const writer = writerOver(store, { limits: { batchCommands: 3 } });
    const opened = writer.execute(open(stream, 100n, [key('O')]));
    const asked = Array.from({ length: 10 }, () => writer.execute(use(stream, 1n)));
    const repeat = writer.execute(open(stream, 100n, [key('O')]));
    let answered = 0;
    for (const one of [opened, repeat, ...asked]) void one.then(() => (answered += 1));
    const closed = writer.close();
    await expect(writer.execute(use(stream, 1n))).rejects.toMatchObject({ reason: 'shutting_down', outcome: 'none' });
    release();
    await closed;
    expect(answered).toBe(12);
    expect(writer.usage).toMatchObject({ unanswered: 0, busyAccounts: 0 });
  });

  it('is closed only when repeats are answered too, whose events are still being read', async () => {
    const store = memoryEventStore();
    const slow = doubled(store, {
      read: async (...args) => {
        await sleep(30);
        return store.read(...args);
      },
    });
    const opening = open(stream, 100n, [key('O')]);
    await writerOver(store).execute(opening);
    const writer = writerOver(slow);
    await writer.load(stream);
    let answer: AccountOutcome | undefined;
    void writer.execute(opening).then((outcome) => (answer = outcome));
    await writer.close();
    expect(answer).toMatchObject({ kind: 'accepted', replayed: true });
  });

  it('is answered soon as a whole when the store stays away', async () => {
    const store = memoryEventStore();
    await writerOver(store).execute(open(stream, 100n));
    const away = doubled(store, { append: () => Promise.reject(new StoreBusy('away')) });
    const writer = writerOver(away, { limits: { batchCommands: 2 }, group: { patienceMs: 50 } });
    const startMs = performance.now();
    const results = await Promise.allSettled(Array.from({ length: 40 }, () => writer.execute(use(stream, 1n))));
    expect(performance.now() - startMs).toBeLessThan(1_500);
    for (const one of results) expect(one).toMatchObject({ reason: { outcome: 'none', reason: 'store_unavailable' } });
    expect(writer.usage.unanswered).toBe(0);
  });

  it('is unavailable, not broken, when the store cannot be read', async () => {
    const faults: unknown[] = [];
    const store = doubled(memoryEventStore(), { read: () => Promise.reject(new Error('ECONNRESET')) });
    const writer = writerOver(store, { onFault: (error) => faults.push(error) });
    const failure = await writer.execute(use(stream, 1n)).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(WriterUnavailable);
    expect(failure).toMatchObject({ outcome: 'none', reason: 'store_unavailable' });
    expect(faults).toHaveLength(1);
  });
});
