/** Contract: what is read is what was written, in order, up to what is committed. */
import { randomBytes } from 'node:crypto';
import { hashOf } from '../hash-chain';
import {
  anEvent,
  appendOne,
  type ContractLog,
  endOfLog,
  entry,
  events,
  expectInOrder,
  expectThrough,
  idsOf,
  lastPositionOf,
  newStream,
  positionOf,
} from './fixture';

type Log = () => ContractLog;

const HOSTILE_BYTES: readonly (readonly [string, Uint8Array])[] = [
  ['invalid UTF-8', Buffer.from([0xff, 0xfe, 0xc0, 0x80, 0x22, 0x5c])],
  ['zero bytes', Buffer.alloc(1_000)],
  ['no bytes', new Uint8Array()],
  ['every byte', Uint8Array.from({ length: 256 }, (_, i) => i)],
  ['text that looks escaped', Buffer.from('\\x00 {"a":"\\u0000"} \\\\ \'"')],
  ['a view into a larger buffer', new Uint8Array(Buffer.from('before|inside|after')).subarray(7, 13)],
  // Twice, in data and metadata: about what the largest batch of the account writer holds.
  ['440 KB', randomBytes(440_000)],
];

function positionIn({ position }: { readonly position: bigint }): bigint {
  return position;
}

export function bytes(log: Log): void {
  it.each(HOSTILE_BYTES)('keeps %s exactly, in data and metadata', async (_, given) => {
    const { store } = log();
    const stream = newStream();
    const before = await endOfLog(store);
    const event = { ...anEvent(), data: given, metadata: given };
    const copy = Buffer.from(given);
    await appendOne(store, entry(stream, [event]));
    const [read] = await store.read(stream, 0, 1);
    const [fromLog] = (await store.readAll({ after: before, limit: 1 })).events;
    for (const stored of [read, fromLog]) {
      expect(stored).toMatchObject({ id: event.id, type: event.type, stream, revision: 0 });
      expect(copy.equals(stored?.data ?? Buffer.from('missing'))).toBe(true);
      expect(copy.equals(stored?.metadata ?? Buffer.from('missing'))).toBe(true);
      expect(stored && hashOf(stream, 0, stored)).toBe(hashOf(stream, 0, event));
    }
  });

  it('is not touched by what the writer does to its bytes afterwards', async () => {
    const { store } = log();
    const stream = newStream();
    const data = Buffer.from('as it was');
    await appendOne(store, entry(stream, [{ ...anEvent(), data }]));
    data.fill(0);
    expect(Buffer.from((await store.read(stream, 0, 1))[0]?.data ?? []).toString()).toBe('as it was');
  });
}

export function streams(log: Log): void {
  it('reads a stream from a revision, oldest first, at most the limit', async () => {
    const { store } = log();
    const stream = newStream();
    const given = events(7);
    await appendOne(store, entry(stream, given));
    await appendOne(store, entry(newStream(), events(3)));
    expect(idsOf(await store.read(stream, 0, 100))).toEqual(idsOf(given));
    expect(idsOf(await store.read(stream, 2, 3))).toEqual(idsOf(given.slice(2, 5)));
    expect(await store.read(stream, 7, 3)).toEqual([]);
  });

  it('finds a missing stream empty and headless', async () => {
    const { store } = log();
    expect(await store.read(newStream(), 0, 10)).toEqual([]);
    expect(await store.head(newStream())).toBeUndefined();
  });

  it.each([0, -1, 1.5])('refuses a limit of %d', async (limit) => {
    const { store } = log();
    await expect(store.read(newStream(), 0, limit)).rejects.toThrow('limit');
    await expect(store.readAll({ after: 0n, limit })).rejects.toThrow('limit');
  });
}

export function wholeLog(log: Log): void {
  it('pages through everything, each page up to its last event, the last page up to the end', async () => {
    const { store } = log();
    const after = await endOfLog(store);
    const [a, b] = [events(3), events(2)];
    const results = await store.append([entry(newStream(), a), entry(newStream('bank-account'), b)]);
    const all = (await store.readAll({ after, limit: 10 })).events;
    expect(idsOf(all).sort()).toEqual(idsOf([...a, ...b]).sort());
    expectInOrder(log(), after, all.map(positionIn));
    expect(all.at(-1)?.position).toBe(lastPositionOf(results));
    const first = await store.readAll({ after, limit: 4 });
    expect(first).toEqual({ events: all.slice(0, 4), through: all[3]?.position });
    const second = await store.readAll({ after: first.through, limit: 4 });
    expect(second.events).toEqual(all.slice(4));
    expectThrough(log(), second.through, lastPositionOf(results));
    const rest = await store.readAll({ after: second.through, limit: 4 });
    expect(rest.events).toEqual([]);
    expectThrough(log(), rest.through, second.through);
  });

  it('filters by category, hyphens included, and says how far it has looked', async () => {
    const { store } = log();
    const after = await endOfLog(store);
    const [account, bank, customer] = [events(2), events(2), events(1)];
    await appendOne(store, entry(newStream('account'), account));
    await store.append([
      entry(newStream('bank-account'), bank),
      entry(newStream('customer'), customer),
      entry(newStream('account-bank'), events(1)),
    ]);
    const end = (await store.readAll({ after, limit: 10 })).events.at(-1)?.position ?? 0n;
    const read = (limit: number, ...categories: string[]) => store.readAll({ after, limit, filter: { categories } });
    expect(idsOf((await read(10, 'bank-account')).events)).toEqual(idsOf(bank));
    const ours = await read(10, 'account');
    expect(idsOf(ours.events)).toEqual(idsOf(account));
    expectThrough(log(), ours.through, end);
    const both = await read(3, 'customer', 'account', 'customer');
    expect(idsOf(both.events)).toEqual(idsOf([...account, ...customer]));
    expect(both.through).toBe(both.events.at(-1)?.position);
    for (const nothing of [await read(10, 'nothing'), await read(10)]) {
      expect(nothing.events).toEqual([]);
      expectThrough(log(), nothing.through, end);
    }
  });

  it('refuses a place beyond the end: what came later would be missed', async () => {
    const { store } = log();
    const end = await positionOf(store, entry(newStream(), events(1)));
    const { events: none, through } = await store.readAll({ after: end, limit: 1 });
    expect(none).toEqual([]);
    expectThrough(log(), through, end);
    await expect(store.readAll({ after: end + 1_000_000_000n, limit: 1 })).rejects.toThrow('beyond the log');
  });
}

export function places(log: Log): void {
  it('says where it ends', async () => {
    const { store, rival, dense } = log();
    expect(store.dense).toBe(dense);
    const position = await positionOf(rival, entry(newStream(), events(2)));
    expectThrough(log(), await store.end(), position);
    expect((await store.readAll({ after: await store.end(), limit: 1 })).events).toEqual([]);
  });

  it('reads from an event on, that event included, if it is told to; with a filter too', async () => {
    const { store } = log();
    await endOfLog(store);
    const [first, second] = [events(1), events(2)];
    const after = await positionOf(store, entry(newStream(), first));
    await appendOne(store, entry(newStream(), second));
    for (const filter of [{}, { filter: { categories: ['account'] } }]) {
      const page = (limit: number) => store.readAll({ after, inclusive: true, limit, ...filter });
      expect(idsOf((await page(10)).events)).toEqual(idsOf([...first, ...second]));
      expect(await page(1)).toMatchObject({ events: [{ id: first[0]?.id }], through: after });
    }
    const last = (await store.readAll({ after, limit: 10 })).events.at(-1);
    const atEnd = await store.readAll({ after: last?.position ?? 0n, inclusive: true, limit: 10 });
    expect(idsOf(atEnd.events)).toEqual([last?.id]);
  });
}
