// Keeps the balances of Haber's accounts from the events on Kafka, in a SQLite file, and prints what it does as JSON
// lines. Balances and the place in the topic change in one transaction, so the file is right after a kill at any line;
// Kafka's own commit comes later and serves only to show the lag. Several processes may share the file and the group.
import { parseArgs } from 'node:util';
import { Kafka, logLevel } from 'kafkajs';
import { Accounts } from './accounts.mjs';

const { values: asked } = parseArgs({
  options: { once: { type: 'boolean', default: false }, show: { type: 'boolean', default: false } },
});
const {
  KAFKA_BROKERS = '127.0.0.1:9092',
  KAFKA_TOPIC = 'haber.accounts',
  KAFKA_GROUP = 'haber-example-consumer',
  KAFKA_SESSION_TIMEOUT_MS = '30000',
  DATABASE = 'balances.sqlite',
} = process.env;

const say = (line) => console.log(JSON.stringify(line));
const SLICE = 100; // messages of one transaction
const POLL_MS = 100;

const accounts = new Accounts(DATABASE);
if (asked.show) {
  const text = JSON.stringify(accounts.all(), undefined, 1);
  // An exit would cut off what a pipe has not taken yet.
  await new Promise((taken) => process.stdout.write(`${text}\n`, taken));
  process.exit();
}

const sessionTimeout = Number(KAFKA_SESSION_TIMEOUT_MS);
const kafka = new Kafka({ brokers: KAFKA_BROKERS.split(','), clientId: KAFKA_GROUP, logLevel: logLevel.ERROR });
const consumer = kafka.consumer({
  groupId: KAFKA_GROUP,
  sessionTimeout,
  heartbeatInterval: Math.ceil(sessionTimeout / 10),
  maxWaitTimeInMs: 500,
  allowAutoTopicCreation: false,
});

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void end(0));
consumer.on(consumer.events.CRASH, ({ payload }) => {
  say({ what: 'crashed', why: payload.error.message });
  if (!payload.restart) void end(1);
});
// The file says where to go on, also where it is new, was restored from a copy, or Kafka has lost the group.
consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
  for (const partition of payload.memberAssignment[KAFKA_TOPIC] ?? []) {
    consumer.seek({ topic: KAFKA_TOPIC, partition, offset: accounts.position(KAFKA_TOPIC, partition) });
  }
});

const ends = await endsOfTopic();
if (asked.once && isRead()) process.exit(0);
await consumer.connect();
await consumer.subscribe({ topics: [KAFKA_TOPIC], fromBeginning: true });
await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch });
if (asked.once) setInterval(() => isRead() && void end(0), POLL_MS);

async function eachBatch({ batch, isRunning, isStale, resolveOffset, heartbeat, commitOffsetsIfNecessary }) {
  const { topic, partition, messages } = batch;
  for (let from = 0; from < messages.length; from += SLICE) {
    if (!isRunning() || isStale()) return;
    const slice = messages.slice(from, from + SLICE);
    const { offset } = slice.at(-1);
    const next = String(BigInt(offset) + 1n);
    for (const line of accounts.take(slice, { topic, partition, next })) say(line);
    resolveOffset(offset);
    await heartbeat();
    await commitOffsetsIfNecessary({ topics: [{ topic, partitions: [{ partition, offset: next }] }] });
  }
}

/** What stands in the topic now, by partition. */
async function endsOfTopic() {
  const admin = kafka.admin();
  await admin.connect();
  const partitions = await admin.fetchTopicOffsets(KAFKA_TOPIC);
  await admin.disconnect();
  for (const { partition, high } of partitions) {
    // Beyond its end: the topic has been made anew, and is read anew. What was counted stays counted.
    if (BigInt(accounts.position(KAFKA_TOPIC, partition)) > BigInt(high)) accounts.readAnew(KAFKA_TOPIC, partition);
  }
  return partitions.filter(({ low, high }) => low !== high);
}

function isRead() {
  return ends.every(({ partition, high }) => BigInt(accounts.position(KAFKA_TOPIC, partition)) >= BigInt(high));
}

/** Finishes its slice and leaves the group, so that others have its partitions at once. */
async function end(code) {
  await consumer.disconnect();
  process.exit(code);
}
