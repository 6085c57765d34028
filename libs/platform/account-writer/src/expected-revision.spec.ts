import { memoryEventStore } from '@haber/event-store';
import { account, type AccountOutcome, catchUp, DAY_MS, key, open, START_MS, use, writerOver } from './account.fixture';

const stream = account('42');

function kinds(outcomes: readonly AccountOutcome[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { kind } of outcomes) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

describe('a command that expects a revision', () => {
  const at = (expectedRevision: number, amountMinor = 1n, keys = [key('expecting')]) => ({
    ...use(stream, amountMinor, keys),
    expectedRevision,
  });

  it('is done at that revision, and at any other one changes nothing', async () => {
    const store = memoryEventStore();
    const writer = writerOver(store);
    await writer.execute(open(stream, 10n));
    expect(await writer.execute(at(0))).toEqual({ kind: 'stale', revision: 1 });
    expect(await writer.execute(at(2))).toEqual({ kind: 'stale', revision: 1 });
    expect(await writer.execute(at(1))).toMatchObject({ kind: 'accepted', revision: 2, replayed: false });
    expect(await store.head(stream)).toMatchObject({ revision: 2 });
  });

  it('is answered again after it was done, whatever the revision is by now', async () => {
    const writer = writerOver(memoryEventStore());
    await writer.execute(open(stream, 10n));
    await writer.execute(at(1));
    await writer.execute(use(stream, 1n));
    expect(await writer.execute(at(1))).toMatchObject({ kind: 'accepted', revision: 2, replayed: true });
  });

  it('counts the commands before it in its own batch: of many at one revision exactly one is done', async () => {
    const writer = writerOver(memoryEventStore());
    await writer.execute(open(stream, 100n));
    const outcomes = await Promise.all(
      Array.from({ length: 32 }, (_, i) => writer.execute(at(1, 1n, [key(`expecting ${i}`)]))),
    );
    expect(kinds(outcomes)).toEqual({ accepted: 1, stale: 31 });
  });

  it('is not called stale by a process that has missed what another one wrote', async () => {
    const store = memoryEventStore();
    const [one, two] = [writerOver(store), writerOver(store)];
    await one.execute(open(stream, 10n));
    await two.execute(use(stream, 1n));
    expect(await one.execute(at(2))).toMatchObject({ kind: 'accepted', revision: 3 });
  });

  it('takes what falls due with it for no change by others', async () => {
    let nowMs = START_MS;
    const store = memoryEventStore();
    const writer = writerOver(store, { clock: () => nowMs });
    await writer.execute(open(stream, 10n));
    await writer.execute(use(stream, 1n));
    nowMs += 60 * DAY_MS;
    expect(await writer.execute(at(2))).toMatchObject({ kind: 'accepted', revision: 4 });
  });

  it('is stale once what fell due stands in the stream: the account is not as it was seen', async () => {
    let nowMs = START_MS;
    const writer = writerOver(memoryEventStore(), { clock: () => nowMs });
    await writer.execute(open(stream, 10n));
    await writer.execute(use(stream, 1n));
    nowMs += 60 * DAY_MS;
    await writer.execute(catchUp(stream));
    expect(await writer.execute(at(2))).toEqual({ kind: 'stale', revision: 3 });
    expect(await writer.execute(at(3))).toMatchObject({ kind: 'accepted', revision: 4 });
  });
});
