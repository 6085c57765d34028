/** Contract: many writers at once, on their own streams and on each other's, under the eyes of a subscriber. */
import type { Append, EventStore } from '../event-store';
import {
  Collector,
  type ContractLog,
  endOfLog,
  entry,
  events,
  expectInOrder,
  expectThrough,
  idsOf,
  newStream,
} from './fixture';

type Log = () => ContractLog;

const WRITERS = 8;
const GROUPS = 25;

export function concurrency(log: Log): void {
  it('shows a live subscriber every event of many writers once, in order of commit', async () => {
    const { store, rival } = log();
    const after = await endOfLog(store);
    const collectors = [new Collector(), new Collector()] as const;
    const subscriptions = [
      store.subscribe({ after, pageSize: 7 }, collectors[0].onPage),
      rival.subscribe({ after, filter: { categories: ['account'] } }, collectors[1].onPage),
    ];
    const shared = Array.from({ length: 5 }, () => newStream());
    const writers = Array.from({ length: WRITERS }, (_, i) => writeGroups(i % 2 === 0 ? store : rival, shared));
    const appended = (await Promise.all(writers)).flat();
    const page = await store.readAll({ after, limit: 10_000 });
    const end = page.events.at(-1)?.position ?? after;
    if (log().dense) expect(end).toBe(after + BigInt(appended.length));
    await Promise.all(collectors.map((collector) => collector.reached(end)));
    await Promise.all(subscriptions.map((subscription) => subscription.stop()));

    for (const { events: seen } of collectors) {
      expectInOrder(
        log(),
        after,
        seen.map(({ position }) => position),
      );
      expect(idsOf(seen).sort()).toEqual([...appended].sort());
      expectNoGaps(seen);
    }
    expectThrough(log(), page.through, end);
  });

  it('lets exactly one of two writers have each revision of a stream', async () => {
    const { store, rival } = log();
    const stream = newStream();
    const wins = await Promise.all([race(store, stream), race(rival, stream), race(rival, stream)]);
    const all = wins.flat();
    expect(all.map(({ revision }) => revision).sort((a, b) => a - b)).toEqual(all.map((_, i) => i));
    const stored = await store.read(stream, 0, 1_000);
    expect(stored).toHaveLength(all.length);
    for (const { revision, id } of all) expect(stored[revision]?.id).toBe(id);
  });
}

/** Groups of new streams, own streams and streams that all writers fight over; gives the ids that were appended. */
async function writeGroups(store: EventStore, shared: readonly string[]): Promise<string[]> {
  const own = newStream();
  let ownRevision = -1;
  const appended: string[] = [];
  for (let i = 0; i < GROUPS; i += 1) {
    const heads = await Promise.all(shared.map((stream) => store.head(stream)));
    const fights = shared.map((stream, k) => entry(stream, events(1), heads[k]?.revision ?? -1));
    const group: Append[] = [entry(newStream(), events(1)), entry(own, events(2), ownRevision), ...fights];
    // Half of the writers send their streams in the opposite order.
    if (i % 2 === 0) group.reverse();
    const results = await store.append(group);
    results.forEach((result, k) => {
      if (result.kind === 'appended') appended.push(...idsOf(group[k]?.events ?? []));
    });
    ownRevision += 2;
  }
  return appended;
}

function expectNoGaps(seen: readonly { readonly stream: string; readonly revision: number }[]): void {
  const heads = new Map<string, number>();
  for (const { stream, revision } of seen) {
    if (revision !== (heads.get(stream) ?? -1) + 1) throw new Error(`${stream}: ${revision} is out of order`);
    heads.set(stream, revision);
  }
}

/** Tries for 40 revisions, each at the head that it sees. */
async function race(store: EventStore, stream: string): Promise<{ readonly revision: number; readonly id: string }[]> {
  const won: { revision: number; id: string }[] = [];
  for (let i = 0; i < 40; i += 1) {
    const expected = (await store.head(stream))?.revision ?? -1;
    const [event] = events(1);
    if (!event) throw new Error('no event');
    const [result] = await store.append([entry(stream, [event], expected)]);
    if (result?.kind === 'appended') won.push({ revision: result.revision, id: event.id });
    else expect(result).toMatchObject({ kind: 'conflict' });
  }
  return won;
}
