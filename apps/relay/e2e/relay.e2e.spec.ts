/** The relay as it is run: ready while it can publish, truthful while it cannot, and gone in order when told to. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { kafkaClient } from '@haber/bus';
import { postgresEventStore, runtimeUrl } from '@haber/event-store';
import {
  describeWithOwnKafka,
  freePorts,
  KafkaBroker,
  logOfAccounts,
  type TestDatabase,
  testDatabase,
} from '@haber/testing';

const ROOT = join(__dirname, '../../..');
const MAIN = join(ROOT, 'apps/relay/dist/main.js');
const PATIENCE_MS = 60_000;
const { events } = logOfAccounts({ accounts: 2, uses: 3 });

async function until(holds: () => Promise<boolean>, what: string): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await holds().catch(() => false))) {
    if (performance.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await sleep(50);
  }
}

beforeAll(() => promisify(execFile)(process.execPath, [join(ROOT, 'tools/build.mjs')]), 60_000);

function launch(env: Readonly<Record<string, string>>): ChildProcess {
  const { KAFKA_BROKERS: _, DATABASE_URL: __, ...own } = process.env;
  return spawn(process.execPath, [MAIN], {
    env: { ...own, NODE_OPTIONS: '', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

it('says what it needs', async () => {
  const child = launch({});
  const [[complaint], [code]] = await Promise.all([once(child.stderr ?? child, 'data'), once(child, 'exit')]);
  expect(String(complaint)).toContain('DATABASE_URL, where the event log is, and KAFKA_BROKERS');
  expect(code).toBe(78);
});

describeWithOwnKafka('the relay as a process, on a real Kafka', () => {
  let broker: KafkaBroker;
  let database: TestDatabase;
  let child: ChildProcess;
  let url: string;
  beforeAll(async () => {
    [broker, database] = await Promise.all([KafkaBroker.startOwn(), testDatabase()]);
    const [port = 0] = await freePorts(1);
    url = `http://127.0.0.1:${port}`;
    const env = { DATABASE_URL: database.url, KAFKA_BROKERS: broker.brokers.join(), PORT: String(port) };
    child = launch(env);
    child.stderr?.resume();
  }, 300_000);
  afterAll(async () => {
    child.kill('SIGKILL');
    await database.drop();
    await broker.destroy();
  }, 60_000);

  const readyz = async () => {
    const response = await fetch(`${url}/readyz`);
    const { checks } = (await response.json()) as { checks: { name: string; status: string }[] };
    return `${response.status} ${checks.filter(({ status }) => status !== 'ok').map(({ name }) => name).join()}`; // prettier-ignore
  };
  const gauge = async (name: string): Promise<number> => {
    const text = await fetch(`${url}/metrics`).then((response) => response.text());
    return Number(new RegExp(`^haber_relay_${name} (\\S+)$`, 'm').exec(text)?.[1]);
  };

  it('is ready, publishes what is written, and says how far it is', async () => {
    await until(async () => (await readyz()) === '200 ', 'it to be ready');
    const store = postgresEventStore({ url: runtimeUrl(database.url), listen: false });
    for (const event of events) {
      await store.append([{ stream: event.stream, expectedRevision: event.revision - 1, events: [event] }]);
    }
    await store.close();
    await until(async () => (await gauge('position')) === events.length, 'all to be published');
    expect(await gauge('active')).toBe(1);
    expect(await gauge('lag_seconds')).toBe(0);
    expect(await gauge('events_total')).toBe(events.length);
    const admin = kafkaClient({ brokers: broker.brokers, clientId: 'spec' }).admin();
    await admin.connect();
    const topics = ['haber.accounts', 'haber.customers'];
    const offsets = (await Promise.all(topics.map((topic) => admin.fetchTopicOffsets(topic)))).flat();
    const config = await admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: 2, name: 'haber.accounts', configNames: ['retention.ms'] }],
    });
    await admin.disconnect();
    expect(offsets).toHaveLength(48);
    expect(offsets.reduce((sum, { high }) => sum + Number(high), 0)).toBeGreaterThanOrEqual(events.length);
    expect(config.resources[0]?.configEntries[0]?.configValue).toBe('-1');
  }, 90_000);

  it('is not ready while Kafka is away, says for how long, and recovers by itself', async () => {
    await broker.kill();
    const store = postgresEventStore({ url: runtimeUrl(database.url), listen: false });
    const [event] = events;
    if (!event) throw new Error('no event');
    const stream = `${event.stream.slice(0, -4)}0000`;
    await store.append([{ stream, expectedRevision: -1, events: [event] }]);
    await store.close();
    await until(async () => (await readyz()) === '503 relay', 'it to say so');
    // The event says its age at the first scrape: nobody has watched it grow.
    expect(await gauge('lag_seconds')).toBeGreaterThan(60);
    expect(await gauge('failing_seconds')).toBeGreaterThan(0);
    await broker.restart();
    await until(async () => (await readyz()) === '200 ', 'it to be ready again');
    await until(async () => (await gauge('position')) === events.length + 1, 'the rest to be published');
  }, 120_000);

  it('stops in order', async () => {
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  }, 60_000);
});
