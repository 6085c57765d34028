/** examples/consumer against a real broker: repeats, kills with -9, rebalances, gaps, forgeries, unknown types. */
import { type BusMessage, messageOf } from '@haber/bus';
import { type EventStore, hashOf, type StoredEvent } from '@haber/event-store';
import { describeWithKafka, jsonOf, KafkaBroker, logOfAccounts } from '@haber/testing';
import * as fc from 'fast-check';
import {
  commandsIn,
  ExampleWorld,
  type Line,
  type ShownAccount,
  storeOf,
  strangeAccount,
} from './example-consumer.fixture';

jest.setTimeout(120_000);

/** The same account's events in order, the accounts taking turns, and some that the example cannot know. */
const LOG = [
  ...logOfAccounts({ accounts: 20, uses: 20 }).events,
  ...['one', 'two', 'three'].flatMap((name) => strangeAccount(name, 20)),
];

/** What each account comes to, by the log alone. */
function expected(events: readonly StoredEvent[]): readonly ShownAccount[] {
  const accounts = Map.groupBy(
    events.filter(({ stream }) => stream.startsWith('account-')),
    ({ stream }) => stream,
  );
  return [...accounts.values()].map(accountOf).toSorted((a, b) => (a.account < b.account ? -1 : 1));
}

function accountOf(events: readonly StoredEvent[]): ShownAccount {
  const [first, last] = [events[0], events.at(-1)];
  if (!first || !last) throw new Error('an account without events');
  const { stream, revision } = last;
  const customer = (jsonOf(first.data)['customerId'] as string | undefined) ?? null;
  const { balances } = jsonOf(last.data);
  const about = { account: stream, tenant: 'demo/test', customer, revision };
  return { ...about, hash: hashOf(stream, revision, last), balances, stopped: null };
}

describeWithKafka('the example consumer, on a real Kafka', () => {
  let broker: KafkaBroker;
  let world: ExampleWorld;
  let store: EventStore;
  beforeAll(async () => {
    broker = await KafkaBroker.start();
    store = await storeOf(LOG);
  }, 300_000);
  afterAll(() => broker.destroy(), 60_000);
  beforeEach(async () => {
    world = await ExampleWorld.make(broker.brokers);
  });
  afterEach(() => world.close());

  it('keeps the exact balances through repeats, kills with -9 and rebalances, and counts no event twice', async () => {
    const [how = { seed: 0, killAfter: [] }] = fc.sample(chances, 1);
    const publishing = publishedAsByAFailingRelay(world, store, how.seed);
    for (const lines of how.killAfter) await world.run().killedAfter(lines);
    // Two on one file, and one group: the partitions move, twice.
    const [first, second] = [world.run(), world.run()];
    await first.killedAfter(100);
    await publishing;
    expect(await second.stop()).toBe(0);
    const last = world.run('--once');
    expect([await last.exit(), last.errors]).toEqual([0, '']);
    expect({ how, shown: await world.shown() }).toEqual({ how, shown: expected(LOG) });
    const counted = world.runs.flatMap(({ lines }) => lines).map(shortly);
    expect({ how, twice: counted.length - new Set(counted).size }).toEqual({ how, twice: 0 });

    // The group's own place in Kafka is behind all of it: a new file must not believe it.
    world.database = 'another.sqlite';
    expect(await world.run('--once').exit()).toBe(0);
    expect(await world.shown()).toEqual(expected(LOG));
  });

  it('runs by the commands that its pages show', async () => {
    await world.publish(store, 1, LOG.length);
    const outputs = commandsIn('docs/how-to/consume-events.md').map((command) => ({
      command,
      said: world.shell(command),
    }));
    expect(outputs.map(({ command }) => command.split(' ').at(-1))).toEqual(['--once', '--show']);
    const [lines = '', shown = ''] = outputs.map(({ said }) => said);
    const accounts = expected(LOG);
    const count = accounts.reduce((sum, { revision }) => sum + revision + 1, 0);
    expect(
      lines
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as Line).what),
    ).toEqual(Array(count).fill('counted'));
    expect(JSON.parse(shown)).toEqual(accounts);
  });

  it('writes balances and its place together or not at all, and goes on by itself when it can write again', async () => {
    const events = strangeAccount('one', 20);
    await world.publisher.publish(events.map((event) => messageOf(event, world.topics)));
    expect(await world.shown()).toEqual([]);
    world.sql(`CREATE TRIGGER full BEFORE INSERT ON accounts WHEN new.revision = 9
      BEGIN SELECT RAISE(ABORT, 'no room'); END`);
    const run = world.run('--once');
    await run.complained('no room');
    expect([await world.shown(), world.sql('SELECT * FROM positions')]).toEqual([[], []]);
    world.sql('DROP TRIGGER full');
    expect(await run.exit()).toBe(0);
    expect(await world.shown()).toEqual(expected(events));
  });

  it('stops an account at a gap, a forgery or nonsense, says so once, and goes on when what was missing comes', async () => {
    const events = strangeAccount('one', 14);
    const account = events[0]?.stream ?? '';
    const genuine = (from: number, to = from) =>
      events.slice(from, to + 1).map((event) => messageOf(event, world.topics));
    const changed = (revision: number, by: Partial<BusMessage>) =>
      genuine(revision).map((message) => ({ ...message, ...by, headers: { ...message.headers, ...by.headers } }));
    const others = strangeAccount('other', 3).map((event) => messageOf(event, world.topics));
    await world.publisher.publish([
      ...[...genuine(0, 4), ...genuine(6, 9), ...genuine(2, 4), ...genuine(5, 9)], // a gap, and what mends it
      ...[...changed(10, { headers: { ce_prevhash: 'ab'.repeat(32) } }), ...genuine(10)],
      ...[...changed(10, { headers: { ce_hash: 'ab'.repeat(32) } }), ...genuine(11)],
      ...[...changed(12, { value: Buffer.from('{"balances": {') }), ...changed(12, { value: Buffer.from('{}') })],
      ...[...changed(12, { headers: { ce_sequence: 'twelve' } }), ...genuine(13), ...others],
    ]);
    const run = world.run('--once');
    expect([await run.exit(), run.errors]).toEqual([0, '']);
    const of = run.lines.filter((line) => line.account === account || line.what === 'unreadable');
    expect(of.map(({ what, revision, why }) => [what, revision, why].join(' ').trim())).toEqual([
      ...[0, 1, 2, 3, 4].map((revision) => `counted ${revision}`),
      'stopped 4 revision 5 is missing before 6',
      ...[5, 6, 7, 8, 9].map((revision) => `counted ${revision}`),
      'stopped 9 revision 10 does not follow the hash of the one before',
      'counted 10',
      'stopped 10 revision 10 came again with another hash',
      'counted 11',
      'stopped 11 revision 12 has no balances',
      'unreadable',
    ]);
    const shown = await world.shown();
    expect(shown.filter(({ stopped }) => stopped === null)).toEqual(expected(strangeAccount('other', 3)));
    expect(shown.filter(({ stopped }) => stopped !== null)).toEqual([
      { ...expected(events.slice(0, 12))[0], stopped: 'revision 12 has no balances' },
    ]);
    await world.publisher.publish(genuine(12, 13));
    expect(await world.run('--once').exit()).toBe(0);
    expect(await world.shown()).toEqual(expected([...events, ...strangeAccount('other', 3)]));
  });
});

/** A run that fails shows them: put the seed here, and the same topic is made again. */
const chances = fc.record({
  seed: fc.nat(),
  killAfter: fc.array(fc.integer({ min: 1, max: 150 }), { minLength: 2, maxLength: 2 }),
});

function shortly({ what, account, revision }: Line): string {
  return `${what} ${account} ${revision}`;
}

/** Pages, and again from somewhere before, as a relay leaves them that fell over between ack and save. */
async function publishedAsByAFailingRelay(world: ExampleWorld, store: EventStore, seed: number): Promise<void> {
  const repeats = fc.array(fc.nat({ max: 200 }), { maxLength: 4 });
  const pages = fc.sample(fc.record({ size: fc.integer({ min: 50, max: 200 }), repeats }), { seed, numRuns: 100 });
  let through = 0;
  for (const { size, repeats } of pages) {
    if (through === LOG.length) break;
    const to = Math.min(through + size, LOG.length);
    await world.publish(store, through + 1, to);
    for (const back of repeats) await world.publish(store, Math.max(1, to - back), to);
    through = to;
  }
  await world.publish(store, 1, LOG.length); // an operator's `haber republish`
}
