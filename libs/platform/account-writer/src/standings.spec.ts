import { type EventStore, hashOf, memoryEventStore } from '@haber/event-store';
import { creditAccountDefinition } from '@haber/ledger';
import { account, audit, eventsOf, key, open, use, writerOver } from './account.fixture';
import { counted } from './doubles.fixture';
import { Standings } from './standings';

const stream = account('42');
const standingsOver = (store: EventStore) => new Standings(creditAccountDefinition, store);

async function storeWith(uses: number) {
  const store = counted(memoryEventStore());
  const writer = writerOver(store);
  await writer.execute(open(stream, 1_000_000n, [key('open')]));
  for (let i = 0; i < uses; i += 1) await writer.execute(use(stream, 1n, [key(`K${i}`)]));
  store.reset();
  return { store, writer };
}

describe('the standing of an object', () => {
  it('is the fold of its stream, with its last hash and its times', async () => {
    const { store } = await storeWith(3);
    const { state } = await audit(store, stream);
    const head = (await eventsOf(store, stream)).at(-1);
    const standing = await standingsOver(store).at(stream);
    expect(standing).toMatchObject({ state, hash: head && hashOf(stream, 4, head), revision: 4 });
    expect(standing?.createdAt).toBe('2025-11-24T10:00:00.000Z');
    expect(standing?.latest['credit-account.requested.v1']).toEqual({ at: standing?.createdAt, by: 'tester' });
    expect(standing?.latest['credit-account.closed.v1']).toBeUndefined();
  });

  it('of a stream that is not there is none', async () => {
    const { store } = await storeWith(0);
    expect(await standingsOver(store).at(account('nobody'))).toBeUndefined();
  });

  it('at an older revision is what it was then, whatever has been read before', async () => {
    const { store } = await storeWith(1_200);
    const standings = standingsOver(store);
    const fresh = (revision: number) => standingsOver(store).at(stream, revision);
    for (const revision of [0, 499, 500, 999, 1_000, 700, 1]) {
      const then = await standings.at(stream, revision);
      expect(then?.revision).toBe(revision);
      expect(then).toEqual(await fresh(revision));
    }
    expect((await standings.at(stream))?.revision).toBe((await eventsOf(store, stream)).length - 1);
  });

  it('is read on from where it was, also when another process has written', async () => {
    const { store, writer } = await storeWith(20);
    const standings = standingsOver(store);
    const before = await standings.at(stream);
    await writer.execute(use(stream, 5n, [key('later')]));
    store.reset();
    const after = await standings.at(stream);
    expect(store.counts).toMatchObject({ reads: 1, eventsRead: 1 });
    expect(after?.revision).toBe((before?.revision ?? 0) + 1);
    expect(after).toEqual(await standingsOver(store).at(stream));
  });

  it('after a command is the one that it left, however much has happened since', async () => {
    const { store } = await storeWith(5);
    const standings = standingsOver(store);
    const then = await standings.at(stream, 2);
    expect(await standings.after(stream, { events: [], revision: 2, hash: then?.hash ?? '' }, 'x')).toEqual(then);
  });

  it('after a dry run has its events on top, and no hash', async () => {
    const { store, writer } = await storeWith(0);
    const standings = standingsOver(store);
    const before = await standings.at(stream);
    const { hash: _, ...would } = await dryRun(use(stream, 7n, []));
    const after = await standings.after(stream, would, 'tester');
    await writer.execute(use(stream, 7n, []));
    const done = await standings.at(stream);
    expect(after).toMatchObject({ hash: null, revision: before?.revision, latest: done?.latest });
    expect(await standings.after(account('nobody'), { events: [], revision: -1 }, 'x')).toBeUndefined();

    /** The same command on a copy of the log. */
    async function dryRun(command: ReturnType<typeof use>) {
      const copy = await storeWith(0);
      const outcome = await copy.writer.execute(command);
      if (outcome.kind !== 'accepted') throw new Error(outcome.kind);
      return outcome;
    }
  });
});
