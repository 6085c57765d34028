/**
 * What must hold between the event log and Kafka, however often anything was killed in between: every event of a
 * published stream is there, the same bytes under the same hash, and of each stream the first copies come in the order
 * of the stream. Written from what is promised to consumers, not with the code that publishes.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { asAdmin, kafkaClient } from '@haber/bus';
import { allEvents, type EventStore, hashOf, type StoredEvent } from '@haber/event-store';
import type { Consumer, IHeaders, KafkaMessage } from 'kafkajs';

const TOPICS: Readonly<Record<string, string>> = {
  account: 'accounts',
  application: 'applications',
  customer: 'customers',
  product: 'products',
};

/** Of the streams that are published. */
const CATEGORIES = Object.keys(TOPICS);

/** Where a product publishes. */
export interface PublishedOn {
  readonly brokers: readonly string[];
  /** `haber`, where the broker is the product's own. */
  readonly topicPrefix: string;
}

const topicsOn = ({ topicPrefix }: PublishedOn): string[] =>
  Object.values(TOPICS).map((name) => `${topicPrefix}.${name}`);
const POLL_MS = 100;
/** Without anything new: then what is missing does not come. */
const PATIENCE_MS = 60_000;
const MOST_BREACHES = 10;

export interface PublishedMessage {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly key: string;
  readonly id: string;
  readonly type: string;
  readonly stream: string;
  readonly revision: number;
  readonly hash: string;
  readonly data: Buffer;
}

/** Reads everything that stands on the topics, and what comes. */
export class TopicReader {
  readonly messages: PublishedMessage[] = [];

  private constructor(
    private readonly consumer: Consumer,
    private readonly on: PublishedOn,
  ) {}

  static async start(on: PublishedOn): Promise<TopicReader> {
    const kafka = kafkaClient({ brokers: on.brokers, clientId: 'reader' });
    const consumer = kafka.consumer({ groupId: `reader-${randomUUID()}`, maxWaitTimeInMs: 100 });
    const reader = new TopicReader(consumer, on);
    await consumer.connect();
    await consumer.subscribe({ topics: topicsOn(on), fromBeginning: true });
    await consumer.run({
      eachBatch: ({ batch: { topic, partition, messages } }) => {
        for (const message of messages) reader.messages.push(publishedOf({ topic, partition, message }));
        return Promise.resolve();
      },
    });
    return reader;
  }

  /** Once everything has been read that stands there now. @throws when nothing comes any more before */
  async untilTheEnd(): Promise<void> {
    const standing = await this.standing();
    let [seen, lastNewsMs] = [0, performance.now()];
    while (this.messages.length < standing) {
      if (this.messages.length > seen) lastNewsMs = performance.now();
      seen = this.messages.length;
      if (performance.now() - lastNewsMs > PATIENCE_MS) throw new Error(`read ${seen} of ${standing} messages`);
      await sleep(POLL_MS);
    }
  }

  async stop(): Promise<void> {
    await this.consumer.disconnect();
  }

  private standing(): Promise<number> {
    return asAdmin(kafkaClient({ brokers: this.on.brokers, clientId: 'reader' }), async (admin) => {
      const offsets = await Promise.all(topicsOn(this.on).map((topic) => admin.fetchTopicOffsets(topic)));
      return offsets.flat().reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0);
    });
  }
}

/**
 * Waits until all of the log has been published. Nothing may be written meanwhile.
 * @returns sentences about what is wrong; empty is what is wanted
 */
export async function publicationBreaches(store: EventStore, on: PublishedOn): Promise<readonly string[]> {
  const log: StoredEvent[] = [];
  for await (const event of allEvents(store, { categories: CATEGORIES })) log.push(event);
  const reader = await TopicReader.start(on);
  try {
    await untilAllIsThere(log, reader);
    return breachesBetween(log, reader.messages, on.topicPrefix);
  } finally {
    await reader.stop();
  }
}

/** Or until nothing comes any more: what is missing is said by whoever compares. */
async function untilAllIsThere(log: readonly StoredEvent[], { messages }: TopicReader): Promise<void> {
  const missing = new Set(log.map(placeOf));
  let [seen, lastNewsMs] = [0, performance.now()];
  while (missing.size > 0 && performance.now() - lastNewsMs < PATIENCE_MS) {
    if (messages.length > seen) lastNewsMs = performance.now();
    for (; seen < messages.length; seen += 1) missing.delete(placeOf(messages[seen]));
    await sleep(POLL_MS);
  }
}

/** `messages` in the order in which a consumer of each partition gets them. */
export function breachesBetween(
  log: readonly StoredEvent[],
  messages: readonly PublishedMessage[],
  topicPrefix: string,
): readonly string[] {
  const written = new Map(log.map((event) => [placeOf(event), event]));
  const firsts = new Map<string, PublishedMessage>();
  const next = new Map<string, number>();
  const breaches: string[] = [];
  for (const message of messages) {
    const place = placeOf(message);
    const wrong = wrongIn(message, written.get(place), topicPrefix) ?? wrongBeside(message, firsts.get(place));
    if (wrong !== undefined)
      breaches.push(`${place} (${message.topic}/${message.partition}/${message.offset}): ${wrong}`);
    if (firsts.has(place)) continue;
    firsts.set(place, message);
    const due = next.get(message.stream) ?? 0;
    if (message.revision !== due) breaches.push(`${place} comes where revision ${due} was due`);
    next.set(message.stream, message.revision + 1);
  }
  const missing = [...written.keys()].filter((place) => !firsts.has(place));
  if (missing.length > 0) breaches.push(`${missing.length} of ${log.length} are not published: ${missing[0]} …`);
  return breaches.slice(0, MOST_BREACHES);
}

function wrongIn(message: PublishedMessage, event: StoredEvent | undefined, topicPrefix: string): string | undefined {
  const { stream, topic, key, id, type, hash, data } = message;
  if (!event) return 'stands in no log';
  if (topic !== `${topicPrefix}.${TOPICS[stream.slice(0, -37)]}` || key !== stream)
    return `published on ${topic} under ${key}`;
  if (id !== event.id || type !== event.type) return `is ${id} ${type}, the log has ${event.id} ${event.type}`;
  if (hash !== hashOf(event.stream, event.revision, event)) return `its hash ${hash} is not the log's`;
  return data.equals(event.data) ? undefined : 'its data is not the log’s';
}

/** All of a stream must be in one partition: another one has another order. */
function wrongBeside({ partition }: PublishedMessage, first: PublishedMessage | undefined): string | undefined {
  return first && first.partition !== partition ? `a copy stands in partition ${first.partition}` : undefined;
}

const placeOf = (at?: { readonly stream: string; readonly revision: number }): string =>
  `${at?.stream}@${at?.revision}`;

interface Received {
  readonly topic: string;
  readonly partition: number;
  readonly message: KafkaMessage;
}

function publishedOf({ topic, partition, message: { key, value, offset, headers } }: Received): PublishedMessage {
  const text = (name: string): string => textOf(headers, name);
  return {
    ...{ topic, partition, offset, key: String(key) },
    ...{ id: text('ce_id'), type: text('ce_type'), stream: text('ce_subject'), revision: Number(text('ce_sequence')) },
    ...{ hash: text('ce_hash'), data: value ?? Buffer.alloc(0) },
  };
}

function textOf(headers: IHeaders | undefined, name: string): string {
  const value = headers?.[name];
  return value === undefined ? '' : value.toString();
}
