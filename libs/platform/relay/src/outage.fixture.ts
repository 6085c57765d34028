/**
 * Kafka away while commands go on: in order, or killed with -9. Nothing is refused meanwhile, nothing is lost, and
 * every account's order is kept. For `npm run kafka-outage` alone. OUTAGE_SECONDS says for how long; of more than half
 * a minute the load is a quarter of what the relay can do, and it says how soon the backlog is gone. The relay has a
 * process of its own as it has in use: load and readers, who are here, would take its time.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type BusEvent, kafkaTransport, type Reactions, startReactions } from '@haber/bus';
import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { describeWithOwnKafka, KafkaBroker, kafkaName } from '@haber/testing';
import { buildRelayProcess, RelayBeside } from './relay-beside.fixture';
import { Reading, type Surroundings, surroundings, until, Writing } from './relay.fixture';

const OUTAGE_MS = Number(process.env['OUTAGE_SECONDS'] ?? 4) * 1_000;
const IS_LONG = OUTAGE_MS > 30_000;
/** A minute's backlog, at a quarter of the relay's throughput, is 15 s of its work, and what comes meanwhile. */
const DRAIN_MS = 30_000;
const ROUGH_ROUNDS = 1_000;
const MEASURED_ROUNDS = 8_000;
const ACCOUNTS = 20;
/** Events a second, where it is not measured. */
const MODEST_LOAD = 400;
const SESSION_TIMEOUT_MS = 6_000;
const LEASE_MS = 10_000;

jest.setTimeout(OUTAGE_MS + 240_000);

/** Commands, a round of all accounts at a time, for as long as it is told to. */
class Load {
  private going = true;
  private readonly running: Promise<void>;
  longestMs = 0;

  constructor(
    readonly writing: Writing,
    private readonly eventsPerSecond: number,
  ) {
    this.running = this.run();
  }

  async end(): Promise<void> {
    this.going = false;
    await this.running;
  }

  private async run(): Promise<void> {
    const beganMs = performance.now();
    for (let rounds = 1; this.going; rounds += 1) {
      this.longestMs = Math.max(this.longestMs, await this.writing.write(1));
      const dueMs = beganMs + (rounds * this.writing.accounts.length * 1_000) / this.eventsPerSecond;
      await sleep(Math.max(0, dueMs - performance.now()));
    }
  }
}

describeWithOwnKafka('an outage of Kafka', () => {
  let broker: KafkaBroker;
  let around: Surroundings;
  let reading: Reading;
  let reactions: Reactions;
  let relay: RelayBeside;
  let writing: Writing;

  // Each on a broker and a log of its own.
  beforeEach(async () => {
    await buildRelayProcess();
    broker = await KafkaBroker.startOwn();
    around = await surroundings(broker);
    [relay, reading, writing] = [startedRelay(), new Reading(), new Writing(around.store, ACCOUNTS)];
    reactions = await startReactions({ server: transport(), controllers: [readingController(reading)] });
    await writing.write(5);
    await until(() => reading.has(writing), 'everything to run');
  }, 300_000);
  afterEach(async () => {
    await Promise.all([reactions.stop(), relay.stop()]);
    await around.close();
    await broker.destroy();
  }, 120_000);

  function transport() {
    return kafkaTransport({
      brokers: broker.brokers,
      clientId: 'outage',
      topicPrefix: around.env['TOPIC_PREFIX'] ?? '',
      sessionTimeoutMs: SESSION_TIMEOUT_MS,
      group: kafkaName('outage'),
      pool: around.pool,
      isKnownType: () => true,
      onFault: () => undefined,
    });
  }

  const startedRelay = () => RelayBeside.start({ ...around.env, LEASE_MS: String(LEASE_MS) });

  /**
   * Events a second, from a backlog, while the readers read and so many more are written: what the relay can do here
   * and now, on cores that it shares with all of them, and for longer than buffers hide what the readers cost.
   */
  async function throughput(rounds: number, besideEventsPerSecond: number): Promise<number> {
    await relay.stop();
    const from = await around.store.end();
    await new Writing(around.store, ACCOUNTS).write(rounds);
    const load = new Load(new Writing(around.store, ACCOUNTS), besideEventsPerSecond);
    relay = startedRelay();
    await until(() => relay.health().through > from, 'the relay to begin');
    const [began, beganMs] = [relay.health().through, performance.now()];
    await published(await around.store.end());
    const rate = (Number(relay.health().through - began) * 1_000) / (performance.now() - beganMs);
    await load.end();
    await published(await around.store.end());
    return rate;
  }

  /** A quarter of what it can do while as much is being written. */
  async function measuredQuarter(): Promise<number> {
    const roughly = await throughput(ROUGH_ROUNDS, MODEST_LOAD);
    return (await throughput(MEASURED_ROUNDS, roughly / 4)) / 4;
  }

  const published = (end: bigint) => until(() => relay.health().through >= end, 'the backlog');

  const isBack = async () => (await reactions.health()).healthy && relay.health().fault === undefined;

  const ends = [
    ['is stopped', () => broker.stop()],
    ['is killed with -9', () => broker.kill()],
  ] as const;

  it.each(ends)('costs time and nothing else when the broker %s under load', async (_how, end) => {
    const quarter = IS_LONG ? await measuredQuarter() : MODEST_LOAD;
    const load = new Load(writing, quarter);
    await until(() => reading.messages > ACCOUNTS * 10, 'a beginning');
    const [before, beganMs] = [writing.length, performance.now()];
    await end();
    await until(() => relay.health().failingMs > 0, 'the relay to notice');
    await until(async () => !(await reactions.health()).healthy, 'the reactions to notice');
    await sleep(Math.max(0, OUTAGE_MS - (performance.now() - beganMs)));
    expect(writing.length).toBeGreaterThan(before);
    await broker.restart();
    const returnedMs = performance.now();
    const sinceReturn = () => Math.round(performance.now() - returnedMs);
    const owed = { end: await around.store.end(), accounts: writing.accounts, length: writing.length };
    const [drainedMs, backMs] = await Promise.all([
      published(owed.end).then(sinceReturn),
      until(isBack, 'both to be back').then(sinceReturn),
    ]);
    await until(() => reading.has(owed), 'the readers to have the backlog');
    const readMs = sinceReturn();
    await load.end();
    await until(() => reading.has(writing), 'the rest');

    const whole = Array.from({ length: writing.length }, (_each, i) => i);
    for (const stream of writing.accounts) expect(reading.firstOf(stream)).toEqual(whole);
    console.log(
      `outage: ${Math.round(quarter)} events/s, ${writing.length * ACCOUNTS} events; after the broker's return both back ` +
        `in ${backMs} ms, drained in ${drainedMs}, read in ${readMs}; slowest append ${Math.round(load.longestMs)} ms`,
    );
    if (IS_LONG) expect(drainedMs).toBeLessThan(DRAIN_MS);
  });
});

function readingController(reading: Reading) {
  @Controller()
  class ReadingController {
    @EventPattern('test.noted.v1')
    noted(@Payload() { stream, revision }: BusEvent): void {
      reading.add(stream, revision);
    }
  }
  return ReadingController;
}
