import { once } from 'node:events';
import { type BusMessage, kafkaPublisher, topicsOf } from '@haber/bus';
import { describeWithKafka, KafkaBroker } from '@haber/testing';
import { anEvent, type Reading, type Surroundings, surroundings, until, Writing } from './relay.fixture';
import { buildRelayProcess, forkRelay } from './relay-beside.fixture';
import { publishedThrough, republish } from './republish';

const LEASE_MS = 2_000;

jest.setTimeout(120_000);

describeWithKafka('the relay, on a real Kafka', () => {
  let broker: KafkaBroker;
  let around: Surroundings;
  beforeAll(async () => {
    broker = await KafkaBroker.start();
  }, 300_000);
  afterAll(() => broker.destroy(), 60_000);
  beforeEach(async () => {
    around = await surroundings(broker);
  });
  afterEach(() => around.close());

  it('publishes the log in order, from where it stands, and nothing that is not for the world', async () => {
    const writing = new Writing(around.store, 10);
    await writing.write(30);
    const secret = ['partner', 'bank-account', 'checkpoint'].map(
      (category) => `${category}-${writing.accounts[0]?.slice(8)}`,
    );
    await around.store.append(secret.map((stream) => ({ stream, expectedRevision: -1, events: [anEvent()] })));
    const reading = await around.read();
    const relay = around.relay();
    await until(() => reading.has(writing), 'the first part');
    await relay.stop();
    expect(relay.health()).toMatchObject({ role: 'stopped', fault: undefined });
    await writing.write(5);
    const next = around.relay();
    await until(() => reading.has(writing), 'the second part');
    await until(async () => (await around.position()) === 353n, 'the position to be saved');
    expect(next.health()).toMatchObject({ role: 'active', through: 353n, failingMs: 0, fault: undefined });
    expectComplete(reading, writing);
    // It was stopped and started in order: nothing was repeated, and nothing else was published.
    expect(reading.messages).toBe(350);
  });

  it('repeats and never skips when it fails between the broker’s ack and the save', async () => {
    const writing = new Writing(around.store, 10);
    await writing.write(40);
    const reading = await around.read();
    let failures = 3;
    around.relay({
      onPublished: () => {
        failures -= 1;
        if (failures >= 0) throw new Error('the process falls over');
      },
    });
    await until(() => failures < 0 && reading.has(writing), 'all of it');
    await until(() => reading.messages >= 4 * 400, 'the repeats');
    expectComplete(reading, writing);
  });

  it('repeats and never skips when it is killed with -9 between ack and save, by another that takes over', async () => {
    await buildRelayProcess();
    const writing = new Writing(around.store, 20);
    await writing.write(100);
    const reading = await around.read();
    const killed = forkRelay({ ...around.env, PAGES: '2', LEASE_MS: String(LEASE_MS) });
    const [, signal] = await once(killed, 'exit');
    expect(signal).toBe('SIGKILL');
    expect(await around.position()).toBe(1_000n);
    const relay = around.relay({ leaseMs: LEASE_MS });
    expect(relay.health().role).toBe('standby');
    await writing.write(5);
    await until(() => reading.has(writing), 'all of it');
    // The page that the broker had and the dead relay had not saved.
    await until(() => reading.messages >= 3_100, 'the repeats');
    expectComplete(reading, writing);
  });

  it('has one at work: a second takes over when the first is stopped, and one without its lease does nothing', async () => {
    const writing = new Writing(around.store, 10);
    const reading = await around.read();
    const [first, faults] = [around.relay({ leaseMs: LEASE_MS }), [] as Error[]];
    await until(() => first.health().role === 'active', 'the first to be active');
    const second = around.relay({ leaseMs: LEASE_MS, onFault: (error) => faults.push(error) });
    await writing.write(20);
    await until(() => reading.has(writing), 'the first part');
    expect(second.health().role).toBe('standby');
    await first.stop();
    await writing.write(20);
    await until(() => reading.has(writing), 'the second part');
    expect(second.health().role).toBe('active');
    expect(reading.messages).toBe(400);

    // Somebody has taken the lease, as if this process had slept through its end.
    await until(async () => (await around.position()) === 400n, 'the position');
    await around.pool.query(`UPDATE bus.relay SET epoch = epoch + 1, expires_at = now() + interval '1 hour'`);
    await writing.write(1);
    await until(() => second.health().role === 'standby', 'the second to give way');
    expect(faults.map(({ name }) => name)).toContain('LeaseLost');
    await writing.write(1);
    const before = reading.messages;
    expect(await around.position()).toBe(400n);
    await around.pool.query(`UPDATE bus.relay SET expires_at = now()`);
    await until(() => reading.has(writing), 'what it held back');
    expect(before).toBeLessThanOrEqual(410);
    expectComplete(reading, writing);
  });

  it('cuts what is too large for one request, and publishes again what it is asked for', async () => {
    const stream = new Writing(around.store, 1).accounts[0] ?? '';
    for (let revision = 0; revision < 6; revision += 1) {
      await around.store.append([{ stream, expectedRevision: revision - 1, events: [anEvent(800_000)] }]);
    }
    const reading = await around.read();
    around.relay();
    await until(() => reading.firstOf(stream).length === 6, 'all six');
    await until(async () => (await around.position()) === 6n, 'the position');

    const publisher = kafkaPublisher({ brokers: broker.brokers, clientId: 'republish' });
    const topics = topicsOf(around.env['TOPIC_PREFIX']);
    const part = { store: around.store, publisher, topics, from: 2n };
    expect(await republish({ ...part, to: 4n })).toBe(3);
    expect(await republish({ ...part, to: await publishedThrough(around.pool) })).toBe(5);
    await publisher.close();
    await until(() => reading.messages === 6 + 3 + 5, 'the repeats');
    expect(reading.firstOf(stream)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(await around.position()).toBe(6n);
  });

  it('stops publishing while it cannot know whether the lease is still its own', async () => {
    const sent: BusMessage[] = [];
    const publisher = {
      publish: (messages: readonly BusMessage[]) => Promise.resolve(void sent.push(...messages)),
      close: () => Promise.resolve(),
    };
    let down = false;
    const pool = new Proxy(around.pool, {
      get: (of, name) =>
        name === 'query' && down
          ? () => Promise.reject(new Error('the database is gone'))
          : (Reflect.get(of, name) as unknown),
    });
    const writing = new Writing(around.store, 10);
    const relay = around.relay({ pool, publisher, leaseMs: 500 });
    await until(() => relay.health().role === 'active', 'it to be active');
    await writing.write(1);
    await until(() => sent.length === 10, 'the first events');
    down = true;
    await writing.write(1);
    await until(() => relay.health().role === 'standby', 'the lease to end');
    expect(relay.health()).toMatchObject({ fault: 'the database is gone' });
    const before = sent.length;
    await writing.write(10);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(sent.length).toBe(before);
    down = false;
    await until(() => new Set(sent.map(({ headers }) => headers['ce_id'])).size === 120, 'all of it');
    await until(() => relay.health().fault === undefined, 'a position that is saved');
    expect(relay.health()).toMatchObject({ role: 'active' });
  });
});

function expectComplete(reading: Reading, { accounts, length }: Writing): void {
  const whole = Array.from({ length }, (_, i) => i);
  for (const stream of accounts) expect(reading.firstOf(stream)).toEqual(whole);
}
