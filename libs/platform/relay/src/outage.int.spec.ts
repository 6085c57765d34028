/**
 * Kafka away while commands go on: in order, or killed with -9. Nothing is refused meanwhile, nothing is lost, and
 * every account's order is kept. OUTAGE_SECONDS says for how long (`npm run kafka-outage`: a minute, and then the load
 * is a quarter of what the relay can do, and it says how soon the backlog is gone).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type BusEvent, kafkaTransport, type Reactions, startReactions } from '@haber/bus';
import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { describeWithOwnKafka, KafkaBroker, kafkaName } from '@haber/testing';
import type { Relay } from './relay';
import { Reading, type Surroundings, surroundings, until, Writing } from './relay.fixture';

const OUTAGE_MS = Number(process.env['OUTAGE_SECONDS'] ?? 4) * 1_000;
const IS_LONG = OUTAGE_MS > 30_000;
/** 20 to 30 s on a machine of its own, as the line printed tells; here is room for one that others use too. */
const DRAIN_MS = 90_000;
const ACCOUNTS = 20;
/** Events a second, where it is not measured. */
const MODEST_LOAD = 400;
const SESSION_TIMEOUT_MS = 6_000;

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
  let relay: Relay;
  let writing: Writing;

  beforeAll(async () => {
    broker = await KafkaBroker.startOwn();
    around = await surroundings(broker);
    [relay, reading, writing] = [around.relay(), new Reading(), new Writing(around.store, ACCOUNTS)];
    reactions = await startReactions({ server: transport(), controllers: [readingController(reading)] });
    await writing.write(5);
    await until(() => reading.has(writing), 'everything to run');
  }, 300_000);
  afterAll(async () => {
    await reactions.stop();
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

  /** What the relay can do here and now, from a backlog. */
  async function throughput(): Promise<number> {
    const rounds = 500;
    await relay.stop();
    const behind = new Writing(around.store, ACCOUNTS);
    await behind.write(rounds);
    const beganMs = performance.now();
    relay = around.relay();
    await until(async () => (await around.store.readAll({ after: relay.health().through, limit: 1 })).events.length === 0, 'the backlog'); // prettier-ignore
    return (rounds * ACCOUNTS * 1_000) / (performance.now() - beganMs);
  }

  const isBack = async () => (await reactions.health()).healthy && relay.health().fault === undefined;

  const ends = [
    ['is stopped', () => broker.stop()],
    ['is killed with -9', () => broker.kill()],
  ] as const;

  it.each(ends)('costs time and nothing else when the broker %s under load', async (_, end) => {
    const rate = IS_LONG ? (await throughput()) / 4 : MODEST_LOAD;
    const load = new Load(writing, rate);
    await until(() => reading.messages > ACCOUNTS * 10, 'a beginning');
    const [before, beganMs] = [writing.length, performance.now()];
    await end();
    await until(() => relay.health().failingMs > 0, 'the relay to notice');
    await until(async () => !(await reactions.health()).healthy, 'the reactions to notice');
    await sleep(Math.max(0, OUTAGE_MS - (performance.now() - beganMs)));
    expect(writing.length).toBeGreaterThan(before);
    await broker.restart();
    const returnedMs = performance.now();
    await until(isBack, 'both to be back');
    const backMs = performance.now() - returnedMs;
    const written = { accounts: writing.accounts, length: writing.length };
    await until(() => reading.has(written), 'the backlog');
    const drainedMs = performance.now() - returnedMs;
    await load.end();
    await until(() => reading.has(writing), 'the rest');

    const whole = Array.from({ length: writing.length }, (_each, i) => i);
    for (const stream of writing.accounts) expect(reading.firstOf(stream)).toEqual(whole);
    console.log(
      `outage: ${Math.round(rate)} events/s, ${writing.length * ACCOUNTS} events, both back ${Math.round(backMs)} ms and ` +
        `drained ${Math.round(drainedMs)} ms after the broker's return, slowest append ${Math.round(load.longestMs)} ms`,
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
