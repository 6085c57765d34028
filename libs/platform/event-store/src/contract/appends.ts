/** Contract: what an append does, and what it leaves alone. */
import { randomUUID } from 'node:crypto';
import { type EventToAppend, NO_STREAM } from '../event-store';
import { anEvent, appendOne, type ContractLog, entry, events, idsOf, newStream } from './fixture';

type Log = () => ContractLog;

export function exactRevisions(log: Log): void {
  it('appends at the exact revision and says the last revision and position', async () => {
    const { store } = log();
    const stream = newStream();
    const first = await appendOne(store, entry(stream, events(3)));
    expect(first).toEqual({ kind: 'appended', revision: 2, position: expect.any(BigInt) });
    const second = await appendOne(store, entry(stream, events(1), 2));
    expect(second).toMatchObject({ kind: 'appended', revision: 3 });
    expect(await store.head(stream)).toEqual({ revision: 3, position: (second as { position: bigint }).position });
    expect((await store.read(stream, 0, 10)).map(({ revision }) => revision)).toEqual([0, 1, 2, 3]);
  });

  it.each([
    ['too low', 0],
    ['too high', 5],
    ['of a stream that must not exist', NO_STREAM],
  ])('refuses a revision %s and leaves nothing of the entry', async (_, expectedRevision) => {
    const { store } = log();
    const stream = newStream();
    const first = events(2);
    await appendOne(store, entry(stream, first));
    const refused = await appendOne(store, entry(stream, events(2), expectedRevision));
    expect(refused).toEqual({ kind: 'conflict', actualRevision: 1 });
    expect(idsOf(await store.read(stream, 0, 10))).toEqual(idsOf(first));
    expect(await store.head(stream)).toMatchObject({ revision: 1 });
  });

  it('refuses to continue a missing stream, and does not make it', async () => {
    const { store } = log();
    const stream = newStream();
    expect(await appendOne(store, entry(stream, events(1), 0))).toEqual({ kind: 'conflict', actualRevision: -1 });
    expect(await store.head(stream)).toBeUndefined();
    expect(await appendOne(store, entry(stream, events(1)))).toMatchObject({ kind: 'appended', revision: 0 });
  });

  it('accepts an empty group', async () => {
    expect(await log().store.append([])).toEqual([]);
  });
}

export function assertions(log: Log): void {
  it('asserts a revision without writing', async () => {
    const { store } = log();
    const stream = newStream();
    expect(await appendOne(store, entry(stream, []))).toEqual({ kind: 'asserted', revision: -1 });
    expect(await appendOne(store, entry(stream, [], 0))).toEqual({ kind: 'conflict', actualRevision: -1 });
    await appendOne(store, entry(stream, events(2)));
    expect(await appendOne(store, entry(stream, [], 1))).toEqual({ kind: 'asserted', revision: 1 });
    expect(await appendOne(store, entry(stream, [], 0))).toEqual({ kind: 'conflict', actualRevision: 1 });
    expect(await appendOne(store, entry(stream, []))).toEqual({ kind: 'conflict', actualRevision: 1 });
    expect(await store.read(stream, 0, 10)).toHaveLength(2);
  });

  it('never asserts a revision that another client has already left behind', async () => {
    const { store, rival } = log();
    const stream = newStream();
    let acknowledged = -1;
    const writing = (async () => {
      for (let revision = -1; revision < 100; revision += 1) {
        await appendOne(rival, entry(stream, events(1), revision));
        acknowledged = revision + 1;
      }
    })();
    let checks = 0;
    while (acknowledged < 100) {
      const before = acknowledged;
      // Asserted must mean: still the head at some instant of this very call.
      const result = await appendOne(store, entry(stream, [], before));
      if (result.kind === 'conflict') expect(result.actualRevision).toBeGreaterThan(before);
      if (before >= 0) {
        const stale = await appendOne(store, entry(stream, [], before - 1));
        expect(stale).toMatchObject({ kind: 'conflict' });
      }
      checks += 1;
    }
    await writing;
    expect(checks).toBeGreaterThan(0);
  });
}

export function repeats(log: Log): void {
  it('answers the very same append with its first place, also after the stream went on', async () => {
    const { store, rival } = log();
    const stream = newStream();
    const append = entry(stream, events(3));
    const first = await appendOne(store, append);
    const again = { ...first, kind: 'duplicate' };
    expect(await appendOne(rival, append)).toEqual(again);
    await appendOne(store, entry(stream, events(2), 2));
    expect(await appendOne(store, append)).toEqual(again);
    expect(await store.head(stream)).toMatchObject({ revision: 4 });
  });

  it('takes a repeat of a part, in its place, for a duplicate', async () => {
    const { store } = log();
    const stream = newStream();
    const [a, b, c] = events(3) as [EventToAppend, EventToAppend, EventToAppend];
    await appendOne(store, entry(stream, [a, b, c]));
    expect(await appendOne(store, entry(stream, [b], 0))).toMatchObject({ kind: 'duplicate', revision: 1 });
    expect(await appendOne(store, entry(stream, [b, c], 0))).toMatchObject({ kind: 'duplicate', revision: 2 });
  });

  it('takes anything else for a conflict: other ids, a longer tail, another order, another place', async () => {
    const { store } = log();
    const stream = newStream();
    const [a, b] = events(2) as [EventToAppend, EventToAppend];
    await appendOne(store, entry(stream, [a, b]));
    const conflict = { kind: 'conflict', actualRevision: 1 };
    expect(await appendOne(store, entry(stream, [a, anEvent()]))).toEqual(conflict);
    expect(await appendOne(store, entry(stream, [a, b, anEvent()]))).toEqual(conflict);
    expect(await appendOne(store, entry(stream, [b, a]))).toEqual(conflict);
    expect(await appendOne(store, entry(stream, [a], 0))).toEqual(conflict);
    expect(await store.read(stream, 0, 10)).toHaveLength(2);
  });

  it('leaves one effect of repeats that are sent at once', async () => {
    const { store, rival } = log();
    const stream = newStream();
    const append = entry(stream, events(2));
    const results = await Promise.all([store, rival, store, rival].map((one) => appendOne(one, append)));
    const appended = results.filter(({ kind }) => kind === 'appended');
    expect(results).toEqual(results.map(({ kind }) => ({ ...appended[0], kind })));
    const kinds = new Set(results.map(({ kind }) => kind));
    if (log().tellsFirst) expect([kinds, appended.length]).toEqual([new Set(['appended', 'duplicate']), 1]);
    else expect([...kinds].filter((kind) => kind !== 'duplicate')).toEqual(['appended']);
    expect(await store.read(stream, 0, 10)).toHaveLength(2);
  });
}

export function groups(log: Log): void {
  it('gives every entry of a group its own outcome, in the order of entries', async () => {
    const { store } = log();
    const [fresh, known, moved, repeated] = [newStream(), newStream(), newStream(), newStream('bank-account')];
    const repeat = entry(repeated, events(2));
    await store.append([entry(known, events(1)), entry(moved, events(4)), repeat]);
    const results = await store.append([
      entry(moved, events(3), 1),
      entry(known, events(2), 0),
      repeat,
      entry(
        moved.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
        events(1),
        7,
      ),
      entry(newStream(), []),
      entry(fresh, events(1)),
    ]);
    expect(results).toEqual([
      { kind: 'conflict', actualRevision: 3 },
      { kind: 'appended', revision: 2, position: expect.any(BigInt) },
      { kind: 'duplicate', revision: 1, position: expect.any(BigInt) },
      { kind: 'conflict', actualRevision: -1 },
      { kind: 'asserted', revision: -1 },
      { kind: 'appended', revision: 0, position: expect.any(BigInt) },
    ]);
    expect((await store.read(known, 0, 10)).map(({ revision }) => revision)).toEqual([0, 1, 2]);
    expect(await store.read(moved, 0, 10)).toHaveLength(4);
  });

  it('appends and repeats 500 streams in one call', async () => {
    const { store } = log();
    const group = Array.from({ length: 500 }, () => entry(newStream(), events(2)));
    const results = await store.append(group);
    expect(new Set(results.map(({ kind }) => kind))).toEqual(new Set(['appended']));
    const again = await store.append(group);
    expect(again).toEqual(results.map((result) => ({ ...result, kind: 'duplicate' })));
  });
}

export function refusals(log: Log): void {
  const good = newStream();
  it.each([
    ['a stream that stands twice', [entry(good, events(1)), entry(good, [])]],
    ['a stream id without a UUID', [entry('account-42', events(1))]],
    ['a stream id without a category', [entry(randomUUID(), events(1))]],
    ['a stream id in upper case', [entry(newStream().toUpperCase(), events(1))]],
    ['a revision below none', [entry(good, events(1), -2)]],
    ['a revision that is no integer', [entry(good, events(1), 0.5)]],
    ['an event id that is no UUID', [entry(good, [{ ...anEvent(), id: 'one' }])]],
    ['an event id in upper case', [entry(good, [{ ...anEvent(), id: 'ABCDEF00-0000-4000-8000-000000000000' }])]],
    ['an event without a type', [entry(good, [{ ...anEvent(), type: '' }])]],
  ])('refuses %s, and the whole group with it', async (_, group) => {
    const { store } = log();
    const bystander = newStream();
    await expect(store.append([entry(bystander, events(1)), ...group])).rejects.toThrow();
    expect(await store.head(bystander)).toBeUndefined();
    expect(await store.head(good)).toBeUndefined();
  });
}
