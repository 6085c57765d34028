import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Append,
  type EventStore,
  LONGEST_APPEND_MS,
  memoryEventStore,
  StoreBusy,
  UnknownOutcome,
} from '@haber/event-store';
import { account, open, seededRandom, use, writerOver } from './account.fixture';
import { counted, doubled } from './doubles.fixture';
import { GroupCommit, type GroupCommitOptions, LAST_SEND_MS } from './group-commit';
import { SETTLED_AFTER_MS } from './limits';

const random = seededRandom(3);
let ids = 0;

function one(name: string, expectedRevision = -1): Append {
  ids += 1;
  const id = `00000000-0000-4000-8000-${String(ids).padStart(12, '0')}`;
  const events = [{ id, type: 't.v1', data: new Uint8Array(10), metadata: new Uint8Array(10) }];
  return { stream: account(name), expectedRevision, events };
}

/** Notes the streams of each group on its way to the store. */
function groupsOf(
  over: (entries: readonly Append[]) => Promise<void> = async () => undefined,
  options: Partial<GroupCommitOptions> = {},
): { commit: GroupCommit; groups: string[][]; store: EventStore } {
  const groups: string[][] = [];
  const store = memoryEventStore();
  const noting = doubled(store, {
    append: async (entries) => {
      groups.push(entries.map(({ stream }) => stream));
      await over(entries);
      return store.append(entries);
    },
  });
  return { commit: new GroupCommit({ store: noting, random, ...options }), groups, store };
}

describe('group commit', () => {
  it('takes what is ready into one round trip, and what comes meanwhile into the next', async () => {
    const { commit, groups } = groupsOf(() => sleep(5));
    const first = Array.from({ length: 50 }, (_, i) => commit.append(one(`a${i}`), 10));
    await sleep(2);
    const second = Array.from({ length: 30 }, (_, i) => commit.append(one(`b${i}`), 10));
    const results = await Promise.all([...first, ...second]);
    expect(results.every(({ kind }) => kind === 'appended')).toBe(true);
    expect(groups.map((group) => group.length)).toEqual([50, 30]);
  });

  it('shares round trips among accounts of a writer', async () => {
    const store = counted(memoryEventStore());
    const writer = writerOver(store);
    const streams = Array.from({ length: 100 }, (_, i) => account(`s${i}`));
    await Promise.all(streams.map((stream) => writer.execute(open(stream, 10n))));
    await Promise.all(streams.map((stream) => writer.execute(use(stream, 1n))));
    expect(store.counts.appends).toBeLessThanOrEqual(4);
  });

  it('keeps to its limits of entries and bytes', async () => {
    const many = groupsOf(undefined, { maxEntries: 20 });
    await Promise.all(Array.from({ length: 50 }, (_, i) => many.commit.append(one(`a${i}`), 10)));
    expect(many.groups.map((group) => group.length)).toEqual([20, 20, 10]);
    const large = groupsOf(undefined, { maxBytes: 100 });
    const sizes = [60, 60, 30, 500, 10];
    await Promise.all(sizes.map((bytes, i) => large.commit.append(one(`a${i}`), bytes)));
    expect(large.groups.map((group) => group.length)).toEqual([1, 2, 1, 1]);
  });

  it('never puts a stream twice into a group, and keeps the order of a stream', async () => {
    const { commit, groups } = groupsOf();
    const [first, second] = [one('x'), one('x', 0)];
    const results = await Promise.all([first, second, one('y')].map((append) => commit.append(append, 10)));
    expect(results.map(({ kind }) => kind)).toEqual(['appended', 'appended', 'appended']);
    for (const group of groups) expect(new Set(group).size).toBe(group.length);
  });

  it('fails one entry that the store cannot take, and no other', async () => {
    const poison = account('a13');
    const { commit } = groupsOf(async (entries) => {
      if (entries.some(({ stream }) => stream === poison)) throw new Error('value too large');
    });
    const results = await Promise.allSettled(Array.from({ length: 40 }, (_, i) => commit.append(one(`a${i}`), 10)));
    const failed = results.flatMap(({ status }, i) => (status === 'rejected' ? [i] : []));
    expect(failed).toEqual([13]);
    expect(results[13]).toMatchObject({ reason: { message: 'value too large' } });
  });

  it('sends the same entries again after a lost answer, and answers what the store then says', async () => {
    let failures = 3;
    const sent: (readonly Append[])[] = [];
    const { commit, store } = groupsOf(async (entries) => {
      sent.push(entries);
      if (failures === 3) await store.append(entries);
      if ((failures -= 1) >= 0) throw failures % 2 ? new StoreBusy('busy') : new UnknownOutcome('lost');
    });
    expect(await commit.append(one('a'), 10)).toMatchObject({ kind: 'duplicate' });
    expect(sent).toHaveLength(4);
    for (const entries of sent) expect(entries).toEqual(sent[0]);
  });

  it.each([
    ['only busy', () => new StoreBusy('busy'), StoreBusy],
    ['lost once', (n: number) => (n === 0 ? new UnknownOutcome('lost') : new StoreBusy('busy')), UnknownOutcome],
    [
      'lost once, then refused',
      (n: number) => (n === 0 ? new UnknownOutcome('lost') : new Error('no')),
      UnknownOutcome,
    ],
  ])('is honest when its patience is over: %s', async (_, failure, expected) => {
    let sends = 0;
    const { commit } = groupsOf(async () => Promise.reject(failure(sends++)), { patienceMs: 60 });
    const results = await Promise.allSettled([commit.append(one('a'), 10), commit.append(one('b'), 10)]);
    for (const result of results) expect(result).toMatchObject({ reason: expect.any(expected) });
  });

  it('does not let a group that must be sent again hold up the next one', async () => {
    const stuck = account('stuck');
    const { commit } = groupsOf(
      async (entries) => {
        if (entries.some(({ stream }) => stream === stuck)) throw new StoreBusy('locked by somebody');
      },
      { patienceMs: 400 },
    );
    const first = commit.append(one('stuck'), 10).catch((error: unknown) => error);
    await sleep(20);
    const startMs = performance.now();
    await commit.append(one('free'), 10);
    expect(performance.now() - startMs).toBeLessThan(200);
    expect(await first).toBeInstanceOf(StoreBusy);
  });

  it('sends few groups at once while the store is in trouble, and all of them end when its patience does', async () => {
    let [under, most] = [0, 0];
    const { commit } = groupsOf(
      async () => {
        most = Math.max(most, (under += 1));
        await sleep(5);
        under -= 1;
        throw new StoreBusy('away');
      },
      { patienceMs: 100, maxGroups: 3, maxEntries: 10 },
    );
    const startMs = performance.now();
    const results = await Promise.allSettled(Array.from({ length: 200 }, (_, i) => commit.append(one(`a${i}`), 10)));
    expect(results.every(({ status }) => status === 'rejected')).toBe(true);
    expect(most).toBeLessThanOrEqual(3);
    expect(performance.now() - startMs).toBeLessThan(1_500);
    await commit.idle();
  });

  it('never sends what has waited too long for its turn, and says that nothing was written', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const { commit, groups, store } = groupsOf(() => held, { unsentMs: 1_000 });
    const first = commit.append(one('first'), 10);
    while (groups.length === 0) await sleep(1);
    const late = commit.append(one('late'), 10).catch((error: unknown) => error);
    await sleep(1_050);
    release();
    expect(await first).toMatchObject({ kind: 'appended' });
    expect(await late).toBeInstanceOf(StoreBusy);
    expect(groups).toEqual([[account('first')]]);
    expect(await store.head(account('late'))).toBeUndefined();
    expect(await commit.append(one('next'), 10)).toMatchObject({ kind: 'appended' });
  });

  it('and the store are done with an append before its instant counts as settled', () => {
    const forClocks = SETTLED_AFTER_MS - (LAST_SEND_MS + LONGEST_APPEND_MS);
    expect(forClocks).toBeGreaterThanOrEqual(10_000);
  });

  it('is idle only when everything has been answered', async () => {
    const { commit } = groupsOf(() => sleep(10));
    const answers = Array.from({ length: 5 }, (_, i) => commit.append(one(`a${i}`), 10));
    let answered = 0;
    for (const answer of answers) void answer.then(() => (answered += 1));
    await commit.idle();
    expect(answered).toBe(5);
  });
});
