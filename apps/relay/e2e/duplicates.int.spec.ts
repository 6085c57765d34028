/**
 * Every message delivered one to five times, mixed between accounts, to two processes of a group at once. Its reaction
 * is a command of another context whose key is the event's id: what comes of it is what a clean run makes.
 */
import { GroupCommit, StreamWriter } from '@haber/account-writer';
import {
  type BusEvent,
  type BusMessage,
  busMigrations,
  ensureTopics,
  groupLag,
  kafkaClient,
  kafkaPublisher,
  kafkaTransport,
  messageOf,
  type Reactions,
  startReactions,
  topicsOf,
} from '@haber/bus';
import { memoryEventStore } from '@haber/event-store';
import { type Customer, customerDefinition, type CustomerEvent, customerStream } from '@haber/ledger';
import { createPool, migrate } from '@haber/read-store';
import { customerProfile, describeWithKafka, KafkaBroker, kafkaName, LOG_TENANT, logOfAccounts, testDatabase } from '@haber/testing'; // prettier-ignore
import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';

const USED = 'credit-account.credit-used.v1';
const PATIENCE_MS = 60_000;
const log = logOfAccounts({ accounts: 12, uses: 15 }).events.filter(({ stream }) => stream.startsWith('account-'));

jest.setTimeout(120_000);

/** As many years in business as uses: an effect that a repeat would double. */
function countUse(customerId: string) {
  return (state: Customer) => {
    const years = state.status === 'absent' ? 0 : (state.profile.yearsInBusiness ?? 0);
    const data = customerProfile(customerId, { yearsInBusiness: years + 1 });
    const type = state.status === 'absent' ? 'customer.registered.v1' : 'customer.updated.v1';
    return { accept: [{ type, data } as CustomerEvent] };
  };
}

/** A context and a log of its own. What it has written: recorded times aside, and what follows from them. */
class Downstream {
  readonly store = memoryEventStore();
  private readonly writers = [this.writer(), this.writer()];
  deliveries = 0;

  controller(process: 0 | 1) {
    const react = (event: BusEvent): Promise<void> => this.react(event, process);
    @Controller()
    class UsesController {
      @EventPattern(USED)
      used(@Payload() event: BusEvent): Promise<void> {
        return react(event);
      }
    }
    return UsesController;
  }

  async written(): Promise<object[]> {
    const { events } = await this.store.readAll({ after: 0n, limit: 100_000 });
    const seen = events.map(({ id, stream, revision, type, data }) => {
      return { id, stream, revision, type, data: Buffer.from(data).toString('utf8') };
    });
    return seen.toSorted((a, b) => (a.stream + a.revision < b.stream + b.revision ? -1 : 1));
  }

  private async react(event: BusEvent, process: 0 | 1): Promise<void> {
    this.deliveries += 1;
    const customerId = `of ${event.stream}`;
    await this.writers[process]?.execute({
      ...{ stream: customerStream(LOG_TENANT, customerId), tenant: LOG_TENANT, actor: 'reaction' },
      ...{ correlationId: event.correlationId, causationId: event.id },
      keys: [{ kind: 'event', key: event.id, fingerprint: event.hash }],
      decide: countUse(customerId),
    });
  }

  private writer() {
    const [clock, random] = [Date.now, Math.random];
    const groupCommit = new GroupCommit({ store: this.store, random });
    const newId = (): string => crypto.randomUUID();
    return new StreamWriter(customerDefinition, { store: this.store, groupCommit, clock, newId, random });
  }
}

describeWithKafka('duplicates, on a real Kafka', () => {
  let broker: KafkaBroker;
  let pool: Pool;
  let close: () => Promise<void>;
  beforeAll(async () => {
    broker = await KafkaBroker.start();
    const database = await testDatabase();
    await migrate({ url: database.url, dir: busMigrations, schema: 'bus' });
    pool = createPool({ url: database.url, max: 8, statementTimeoutMs: 10_000, applicationName: 'duplicates' });
    close = async () => {
      await pool.end();
      await database.drop();
    };
  }, 300_000);
  afterAll(async () => {
    await close();
    await broker.destroy();
  }, 60_000);

  /** What a group of two has written once it has been delivered all of it. */
  async function run(makeMessages: (messages: readonly BusMessage[]) => readonly BusMessage[]): Promise<Downstream> {
    const [topicPrefix, group] = [kafkaName('duplicates'), kafkaName('reactions')];
    const [kafka, topics] = [{ brokers: broker.brokers, clientId: 'duplicates' }, topicsOf(topicPrefix)];
    await ensureTopics(kafkaClient(kafka), topics);
    const publisher = kafkaPublisher(kafka);
    await publisher.publish(makeMessages(log.map((event) => messageOf(event, topics))));
    await publisher.close();
    const downstream = new Downstream();
    const join = (process: 0 | 1): Promise<Reactions> => {
      const server = kafkaTransport({
        ...kafka,
        topicPrefix,
        group,
        pool,
        isKnownType: () => true,
        onFault: () => undefined,
      });
      return startReactions({ server, controllers: [downstream.controller(process)] });
    };
    const reactions = [await join(0), await join(1)];
    const topic = topics.ofCategory('account');
    const deadline = performance.now() + PATIENCE_MS;
    while ((await groupLag(kafkaClient(kafka), topics.groupId(group), [topic])).get(topic) !== 0n) {
      if (performance.now() > deadline) throw new Error('the group does not catch up');
      await sleep(100);
    }
    await Promise.all(reactions.map((one) => one.stop()));
    return downstream;
  }

  it('make no difference to what a reaction does', async () => {
    const uses = log.filter(({ type }) => type === USED).length;
    const clean = await run((messages) => messages);
    const seed = Math.floor(Math.random() * 2 ** 31);
    const copies = { delivered: 0 };
    const dirty = await run((messages) => {
      const many = repeatedAndMixed(messages, seed);
      copies.delivered = many.filter(({ headers }) => headers['ce_type'] === USED).length;
      return many;
    });
    try {
      expect(clean.deliveries).toBeGreaterThanOrEqual(uses);
      expect(copies.delivered).toBeGreaterThan(uses * 2);
      expect(dirty.deliveries).toBeGreaterThanOrEqual(copies.delivered);
      const written = await clean.written();
      expect(written).toHaveLength(uses);
      expect(await dirty.written()).toEqual(written);
    } catch (error) {
      throw new Error(`seed ${seed}`, { cause: error });
    }
  });
});

/** Each one to five times; accounts mixed anew, each in its own order. */
function repeatedAndMixed(messages: readonly BusMessage[], seed: number): BusMessage[] {
  const random = randomFrom(seed);
  const repeated = messages.flatMap((message) => Array.from({ length: 1 + random(5) }, () => message));
  const lanes = [...Map.groupBy(repeated, ({ key }) => key).values()];
  const mixed: BusMessage[] = [];
  for (
    let left = lanes.filter(({ length }) => length > 0);
    left.length > 0;
    left = left.filter(({ length }) => length > 0)
  ) {
    const next = left[random(left.length)]?.shift();
    if (next) mixed.push(next);
  }
  return mixed;
}

function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >> 8) % below;
  };
}
