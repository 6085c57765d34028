/** The client that everything of ours reaches Kafka through, and the topics that must be there. */
import './idle-timer';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Admin, ConfigResourceTypes, Kafka, type KafkaConfig, logLevel } from 'kafkajs';
import { deadLetterTopic, PARTITIONS, type Topics } from '../topics';

export interface KafkaOptions {
  readonly brokers: readonly string[];
  /** Shown in the broker's logs and quotas. */
  readonly clientId: string;
  /** What kafkajs warns of. */
  readonly onWarning?: (line: { readonly message: string; readonly [member: string]: unknown }) => void;
}

/** A silent broker is given up after this. */
const REQUEST_TIMEOUT_MS = 5_000;
const CONNECTION_TIMEOUT_MS = 2_000;
const MOST_TRIES = 50;
const TRY_AGAIN_MS = 200;

export function kafkaClient({ brokers, clientId, onWarning }: KafkaOptions, retry: KafkaConfig['retry'] = {}): Kafka {
  return new Kafka({
    brokers: [...brokers],
    clientId,
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    retry: { initialRetryTime: 100, maxRetryTime: 2_000, ...retry },
    logLevel: logLevel.WARN,
    logCreator: () => (entry) => onWarning?.({ ...entry.log }),
  });
}

/** Work with an admin client of its own. */
export async function asAdmin<T>(kafka: Kafka, work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = kafka.admin();
  try {
    await admin.connect();
    return await work(admin);
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}

const FOR_EVER = [
  { name: 'retention.ms', value: '-1' },
  { name: 'retention.bytes', value: '-1' },
  { name: 'cleanup.policy', value: 'delete' },
];

/**
 * Makes what is missing: 24 partitions, kept for ever. What is there stays as it is, and must be so.
 * @throws Error that names a topic, how it was found and how it is wanted
 */
export async function ensureTopics(kafka: Kafka, topics: Topics): Promise<void> {
  await ensureEach(kafka, topics.all, FOR_EVER);
  await asAdmin(kafka, (admin) => insisting(() => demandPromised(admin, topics.all)));
}

/** Copies of parked messages may be kept as anybody likes; what consumers were promised may not. */
async function demandPromised(admin: Admin, topics: readonly string[]): Promise<void> {
  const metadata = await admin.fetchTopicMetadata({ topics: [...topics] });
  const configNames = FOR_EVER.map(({ name }) => name);
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: topics.map((name) => ({ type: ConfigResourceTypes.TOPIC, name, configNames })),
  });
  for (const { name, partitions } of metadata.topics) demand(name, 'partitions', [partitions.length, PARTITIONS]);
  for (const { resourceName, configEntries } of resources) {
    const found = new Map(configEntries.map(({ configName, configValue }) => [configName, configValue]));
    for (const { name, value } of FOR_EVER) demand(resourceName, name, [found.get(name), value]);
  }
}

function demand(topic: string, what: string, [found, wanted]: readonly [found: unknown, wanted: unknown]): void {
  if (found === wanted) return;
  throw new Error(
    `the topic ${topic} was made otherwise: ${what} is ${String(found)}, wanted ${String(wanted)}; ` +
      'alter it, or delete it while nobody reads it, and it is made anew',
  );
}

/** The same of a topic that others write: what is in it is kept as long as the cluster keeps things. */
export function ensureForeignTopic(kafka: Kafka, topic: string): Promise<void> {
  return ensureEach(kafka, [topic], []);
}

async function ensureEach(kafka: Kafka, topics: readonly string[], configEntries: typeof FOR_EVER): Promise<void> {
  const wanted = topics.flatMap((topic) => [
    { topic, numPartitions: PARTITIONS },
    { topic: deadLetterTopic(topic), numPartitions: 1 },
  ]);
  await asAdmin(kafka, async (admin) => {
    const there = new Set(await admin.listTopics());
    const missing = wanted.filter(({ topic }) => !there.has(topic));
    if (missing.length === 0) return;
    // As many replicas as the cluster gives by default.
    const topics = missing.map((topic) => ({ ...topic, replicationFactor: -1, configEntries }));
    await insisting(() => admin.createTopics({ waitForLeaders: true, topics }));
    for (const { topic } of missing) await insisting(() => admin.fetchTopicOffsets(topic));
  });
}

/** A broker that has just been made a leader or a coordinator does not know it at once, and refuses until then. */
export async function insisting<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      // What the broker says passes soon; one that says nothing is away, which is the caller's to wait for.
      if (tries >= MOST_TRIES || (error as Error).name !== 'KafkaJSProtocolError') throw error;
      await sleep(TRY_AGAIN_MS);
    }
  }
}
