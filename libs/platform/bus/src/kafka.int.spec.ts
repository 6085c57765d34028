import { createPool, migrate } from '@haber/read-store';
import { describeWithKafka, KafkaBroker, kafkaName, testDatabase } from '@haber/testing';
import { ConfigResourceTypes, type Consumer } from 'kafkajs';
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
import { asAdmin, ensureTopics, insisting } from './kafka/client';
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
          groupId: topics.groupId(group),
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
      const [message] = await readTopic(bus, topicsOf(bus.prefix).of(account.stream), (read) => read.length > 0);
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
      const letters = await readTopic(bus, deadLetterTopic(topic), (read) => read.length >= 5);
      expect(letters.map(({ key }) => key).toSorted()).toEqual([...strange, 'tombstone'].toSorted());
      for (const letter of letters) {
        expect(letter.headers).toMatchObject({
          dlq_group: group.name,
          dlq_cause: 'PoisonMessage: not a CloudEvent 1.0',
          dlq_place: expect.stringMatching(/^\S+ partition \d+ offset \d+$/),
        });
      }
    });

    it('parks what cannot be copied as it is, and copies it without its value', async () => {
      const topic = topicsOf(bus.prefix).ofCategory('account');
      const { brokers } = bus.broker;
      const configEntries = [
        { name: 'max.message.bytes', value: '2000' },
        ...['retention.ms', 'retention.bytes'].map((name) => ({ name, value: '-1' })),
      ];
      const resources = [{ type: ConfigResourceTypes.TOPIC, name: deadLetterTopic(topic), configEntries }];
      await asAdmin(kafkaClient({ brokers, clientId: 'bus-spec' }), (admin) =>
        admin.alterConfigs({ validateOnly: false, resources }),
      );
      const large = new Account();
      await bus.publish([large.next(NOTED, `[${' '.repeat(3_000)}]`)]);
      await group.join();
      const parked = () => parkedMessages(bus.pool, { group: group.name, key: large.stream }, 2);
      await until(async () => (await parked()).length === 1, 'it to be parked');
      expect((await parked())[0]?.message.value?.byteLength).toBe(3_002);
      const isCopy = ({ key }: Read) => key === large.stream;
      const letters = await readTopic(bus, deadLetterTopic(topic), (read) => read.some(isCopy));
      expect(letters.find(isCopy)).toMatchObject({
        value: undefined,
        headers: { dlq_value: 'left out: 3002 bytes', dlq_cause: 'PoisonMessage: bad JSON: no object' },
      });
    });

    it('refuses topics that were made otherwise, and says which, how, and how it wants them', async () => {
      const prefix = kafkaName('otherwise');
      const kafka = kafkaClient({ brokers: bus.broker.brokers, clientId: 'bus-spec' });
      const [accounts, customers] = ['accounts', 'customers'].map((name) => `${prefix}.${name}`);
      const make = (topic = '', numPartitions = 24) =>
        asAdmin(kafka, (admin) =>
          insisting(() => admin.createTopics({ waitForLeaders: true, topics: [{ topic, numPartitions }] })),
        );
      await make(customers);
      const ensure = () => ensureTopics(kafka, topicsOf(prefix));
      await expect(ensure()).rejects.toThrow(
        `the topic ${customers} was made otherwise: retention.ms is 604800000, wanted -1; alter it`,
      );
      await asAdmin(kafka, (admin) => admin.deleteTopics({ topics: [accounts ?? '', customers ?? ''] }));
      await make(accounts, 1);
      await expect(ensure()).rejects.toThrow(
        `the topic ${accounts} was made otherwise: partitions is 1, wanted 24; alter it`,
      );
      const told = { group: group.name, pool: bus.pool, isKnownType, onFault: () => undefined };
      const server = kafkaTransport({
        ...told,
        brokers: bus.broker.brokers,
        clientId: 'bus-spec',
        topicPrefix: prefix,
      });
      const reactions = await startReactions({ server, controllers: [new Recorder().controller()] });
      const sentence = `Error: the topic ${accounts} was made otherwise`;
      await until(async () => (await reactions.health()).fault?.startsWith(sentence) === true, 'health to say so');
      await reactions.stop();
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
      const topics = topicsOf(bus.prefix);
      const topic = topics.ofCategory('account');
      const client = kafkaClient({ brokers: bus.broker.brokers, clientId: 'lag' });
      const lag = async () => (await groupLag(client, topics.groupId(group.name), [topic])).get(topic) ?? -1n;
      const before = await lag();
      expect(before).toBeGreaterThan(0n);
      await bus.publish(new Account().many(7));
      expect(await lag()).toBe(before + 7n);
      await group.join();
      await until(async () => (await lag()) === 0n, 'the group to catch up');
    });

    it('shares its broker with another product, of whom it sees nothing, though their groups are called alike', async () => {
      const other = await kafkaBus(broker);
      const [ours, theirs] = [new Recorder(), new Recorder()];
      const otherGroup = new Group(other, group.name);
      try {
        const [account, foreign] = [new Account(), new Account()];
        await Promise.all([group.join(ours), otherGroup.join(theirs)]);
        await Promise.all([bus.publish(account.many(5)), other.publish(foreign.many(4))]);
        await until(() => ours.revisionsOf(account).length === 5, 'ours');
        await until(() => theirs.revisionsOf(foreign).length === 4, 'theirs');
        expect([ours.revisionsOf(foreign), theirs.revisionsOf(account)]).toEqual([[], []]);
      } finally {
        await otherGroup.leave();
        await other.close();
      }
    }, 60_000);

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

/** A topic from its beginning until it is enough, as any consumer sees it. */
async function readTopic(
  { broker }: KafkaBus,
  topic: string,
  enough: (read: readonly Read[]) => boolean,
): Promise<readonly Read[]> {
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
  await until(() => enough(read), `enough messages of ${topic}`);
  await consumer.disconnect();
  return read;
}
