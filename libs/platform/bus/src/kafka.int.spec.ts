import { createPool, migrate } from '@haber/read-store';
import { describeWithKafka, KafkaBroker, kafkaName, testDatabase } from '@haber/testing';
import type { Consumer } from 'kafkajs';
import { describeBusContract } from './bus.contract';
import { messageOf } from './cloud-event';
import { Account, type ContractBus, Group, isKnownType, NOTED, Recorder, until, upTo } from './contract/fixture';
import {
  busMigrations,
  deadLetterTopic,
  groupLag,
  kafkaClient,
  kafkaPublisher,
  kafkaTransport,
  topicsOf,
} from './index';
import { asAdmin, ensureTopics } from './kafka/client';
import { parkedAccounts, parkedMessages } from './parking';
import { startReactions } from './reactions';

/** 6 s is the shortest that brokers allow by default; ours allows less. */
const SESSION_TIMEOUT_MS = process.env['KAFKA_BROKERS'] ? 6_000 : 3_000;

interface KafkaBus extends ContractBus {
  readonly broker: KafkaBroker;
  readonly prefix: string;
}

async function kafkaBus(broker: KafkaBroker): Promise<KafkaBus> {
  const { brokers } = broker;
  const prefix = kafkaName('spec');
  const topics = topicsOf(prefix);
  const database = await testDatabase();
  await migrate({ url: database.url, dir: busMigrations, schema: 'bus' });
  const pool = createPool({ url: database.url, max: 12, statementTimeoutMs: 10_000, applicationName: 'bus spec' });
  const publisher = kafkaPublisher({ brokers, clientId: 'bus-spec' });
  await ensureTopics(kafkaClient({ brokers, clientId: 'bus-spec' }), topics);
  return {
    broker,
    prefix,
    pool,
    publish: (events) => publisher.publish(events.map((event) => messageOf(event, topics))),
    repeat: (group) =>
      asAdmin(kafkaClient({ brokers, clientId: 'bus-spec' }), (admin) =>
        admin.setOffsets({
          groupId: group,
          topic: topics.ofCategory('account'),
          partitions: upTo(24).map((partition) => ({ partition, offset: '0' })),
        }),
      ),
    server: (options) =>
      kafkaTransport({
        ...options,
        brokers,
        clientId: 'bus-spec',
        topicPrefix: prefix,
        sessionTimeoutMs: SESSION_TIMEOUT_MS,
      }),
    env: {
      ...{ DATABASE_URL: database.url, KAFKA_BROKERS: brokers.join(), TOPIC_PREFIX: prefix },
      SESSION_TIMEOUT_MS: String(SESSION_TIMEOUT_MS),
    },
    async close() {
      await publisher.close();
      await pool.end();
      await database.drop();
    },
  };
}

describeWithKafka('on a real Kafka', () => {
  let broker: KafkaBroker;
  beforeAll(async () => {
    broker = await KafkaBroker.start();
  }, 300_000);
  afterAll(() => broker.destroy(), 60_000);

  describeBusContract('Kafka', () => kafkaBus(broker));

  describe('Kafka alone', () => {
    let bus: KafkaBus;
    let group: Group;
    beforeAll(async () => {
      bus = await kafkaBus(broker);
    }, 60_000);
    beforeEach(() => (group = new Group(bus)));
    afterEach(() => group.leave());
    afterAll(() => bus.close());

    it('speaks CloudEvents in binary mode, so that any client of Kafka can read it', async () => {
      const account = new Account();
      const event = account.next();
      await bus.publish([event]);
      const [message] = await readTopic(bus, topicsOf(bus.prefix).of(account.stream), 1);
      expect(message).toEqual({
        key: account.stream,
        value: '{"revision":0}',
        headers: {
          ...{ ce_specversion: '1.0', ce_id: event.id, ce_type: NOTED, ce_subject: account.stream, ce_sequence: '0' },
          ...{ ce_source: `/${bus.prefix}/accounts`, ce_time: '2026-03-01T12:00:00.000Z', ce_tenant: 'acme/live' },
          ...{ ce_correlationid: 'c-1', ce_partitionkey: account.stream, ce_effectiveat: '2026-03-01T12:00:00.000Z' },
          ...{ ce_hash: expect.stringMatching(/^[0-9a-f]{64}$/), ce_prevhash: '0'.repeat(64) },
          'content-type': 'application/json',
        },
      });
    });

    it('parks what is no event at all, under any key, and copies it to the dead letters with its cause', async () => {
      const topic = topicsOf(bus.prefix).ofCategory('account');
      const publisher = kafkaPublisher({ brokers: bus.broker.brokers, clientId: 'stranger' });
      const strange = ['', 'no account', '\u0000\uffff', 'x'.repeat(5_000)];
      const headers = { any: '\u0000' };
      await publisher.publish(strange.map((key) => ({ topic, key, value: Buffer.from([0, 255]), headers })));
      await publisher.publish([{ topic, key: 'tombstone', value: null, headers: {} }]);
      await publisher.close();
      await group.join();
      const accounts = () => parkedAccounts(bus.pool, { group: group.name });
      await until(async () => (await accounts()).length === 5, 'all to be parked');
      expect((await accounts()).map(({ cause }) => cause)).toEqual(
        upTo(5).map(() => 'PoisonMessage: not a CloudEvent 1.0'),
      );
      const [kept] = await parkedMessages(bus.pool, { group: group.name, key: 'tombstone' }, 1);
      expect(kept?.message).toEqual({ topic, key: 'tombstone', value: null, headers: {} });
      const letters = await readTopic(bus, deadLetterTopic(topic), 5);
      expect(letters.map(({ key }) => key).toSorted()).toEqual([...strange, 'tombstone'].toSorted());
      for (const letter of letters) {
        expect(letter.headers).toMatchObject({
          dlq_group: group.name,
          dlq_cause: 'PoisonMessage: not a CloudEvent 1.0',
          dlq_place: expect.stringMatching(/^\S+ partition \d+ offset \d+$/),
        });
      }
    });

    it('keeps its place in the group while a handler takes longer than the group’s patience', async () => {
      const account = new Account();
      const recorder = new Recorder();
      let calls = 0;
      recorder.before = async ({ stream, revision }) => {
        if (stream !== account.stream || revision !== 1) return;
        calls += 1;
        await new Promise((resolve) => setTimeout(resolve, SESSION_TIMEOUT_MS * 1.5));
      };
      await bus.publish(account.many(3));
      const { health } = await group.join(recorder);
      await until(() => recorder.revisionsOf(account).length >= 3, 'all three');
      expect([recorder.revisionsOf(account), calls]).toEqual([upTo(3), 1]);
      expect(await health()).toMatchObject({ role: 'active', healthy: true });
    }, 60_000);

    it('counts what a group has not committed', async () => {
      const topic = topicsOf(bus.prefix).ofCategory('account');
      const client = kafkaClient({ brokers: bus.broker.brokers, clientId: 'lag' });
      const lag = async () => (await groupLag(client, group.name, [topic])).get(topic) ?? -1n;
      const before = await lag();
      expect(before).toBeGreaterThan(0n);
      await bus.publish(new Account().many(7));
      expect(await lag()).toBe(before + 7n);
      await group.join();
      await until(async () => (await lag()) === 0n, 'the group to catch up');
    });

    it('tells the truth: a consumer that kafkajs has given up is dead, though its process lives', async () => {
      const server = bus.server({ group: group.name, pool: bus.pool, isKnownType, onFault: () => undefined });
      const reactions = await startReactions({ server, controllers: [new Recorder().controller()] });
      await until(async () => (await reactions.health()).healthy, 'health');
      const { consumer } = server.unwrap<{ consumer: Consumer }>();
      await consumer.stop();
      // As after an error that no retry mends: it neither fetches nor beats, and nobody says so.
      await until(async () => !(await reactions.health()).healthy, 'the silence to be noticed');
      expect((await reactions.health()).fault).toMatch(/no sign of life for \d+ s/);
      await reactions.stop();
    }, 60_000);
  });
});

interface Read {
  readonly key: string | undefined;
  readonly value: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

/** The first messages of a topic, as any consumer sees them. */
async function readTopic({ broker }: KafkaBus, topic: string, count: number): Promise<readonly Read[]> {
  const consumer = kafkaClient({ brokers: broker.brokers, clientId: 'reader' }).consumer({
    groupId: kafkaName('reader'),
  });
  const read: Read[] = [];
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await consumer.run({
    eachMessage: ({ message: { key, value, headers = {} } }) => {
      const texts = Object.entries(headers).map(([name, text]) => [name, String(text)]);
      read.push({
        key: key?.toString(),
        value: value?.toString(),
        headers: Object.fromEntries(texts) as Read['headers'],
      });
      return Promise.resolve();
    },
  });
  await until(() => read.length >= count, `${count} messages of ${topic}`);
  await consumer.disconnect();
  return read;
}
