/**
 * A consumer group as a source of messages: batches of a partition, cut into slices, each committed once every message
 * of it is handled or parked. While a slice is worked on, heartbeats go on; when the group rebalances, the slice is
 * given up, and whoever has the partition next begins behind the last commit.
 */
import { type Admin, type Consumer, type EachBatchPayload, type Kafka, type KafkaMessage } from 'kafkajs';
import {
  BusServer,
  type Deliver,
  type GroupLag,
  type ReactionOptions,
  type Source,
  type SourceHealth,
} from '../bus-server';
import { causeOf } from '../cause';
import type { BusMessage } from '../cloud-event';
import type { Delivered, Failure } from '../parking';
import { type Backoff, persist, Stopped } from '../retries';
import { PUBLISHED_CATEGORIES, topicsOf } from '../topics';
import { ensureTopics, kafkaClient, type KafkaOptions } from './client';
import { DeadLetters } from './dead-letters';
import { WatchedLag } from './group-lag';
import { kafkaPublisher } from './publisher';
import { Pulse } from './pulse';

export interface KafkaTransportOptions extends ReactionOptions, KafkaOptions {
  /** Default: all that are published. */
  readonly categories?: readonly string[];
  readonly topicPrefix?: string;
  /** How long a silent member keeps its partitions; default 30,000. */
  readonly sessionTimeoutMs?: number;
}

export function kafkaTransport(options: KafkaTransportOptions): BusServer {
  const topics = topicsOf(options.topicPrefix);
  const { categories = PUBLISHED_CATEGORIES } = options;
  const source = new KafkaSource({
    ...options,
    groupId: topics.groupId(options.group),
    topics: categories.map(topics.ofCategory),
    prepare: (kafka) => ensureTopics(kafka, topics),
    keyOf: ({ key }) => key,
    sliceMessages: SLICE,
  });
  return new BusServer(source, options);
}

export interface KafkaSourceOptions extends KafkaOptions, Pick<ReactionOptions, 'group' | 'onFault'> {
  /** On the broker. */
  readonly groupId: string;
  readonly topics: readonly string[];
  /** Before they are read: makes what must be there. */
  readonly prepare: (kafka: Kafka) => Promise<void>;
  /** What a message parks under, and waits behind. Never throws, whatever it is given. */
  readonly keyOf: (message: BusMessage) => string;
  /** What may be delivered again after a crash, of each partition. */
  readonly sliceMessages: number;
  readonly sessionTimeoutMs?: number;
}

const SLICE = 200;
const PARTITIONS_AT_ONCE = 3;
const SESSION_TIMEOUT_MS = 30_000;
const LONGEST_FETCH_WAIT_MS = 1_000;
const BACKOFF: Backoff = { firstMs: 200, lastMs: 5_000 };

export class KafkaSource implements Source {
  private readonly kafka: Kafka;
  private readonly deadLetters: DeadLetters;
  private readonly pulse: Pulse;
  private readonly stopping = new AbortController();
  private readonly admin: Admin;
  private readonly watchedLag: WatchedLag;
  private consumer: Consumer | undefined;
  private starting: Promise<void> = Promise.resolve();
  /** Why it could not begin, while it has not. */
  private notBegun: string | undefined;

  constructor(private readonly options: KafkaSourceOptions) {
    this.kafka = kafkaClient(options);
    this.deadLetters = new DeadLetters({ ...options, publisher: kafkaPublisher(options) });
    this.pulse = new Pulse(options.sessionTimeoutMs ?? SESSION_TIMEOUT_MS);
    // Whoever asks for health wants to know now.
    const asking = kafkaClient(options, { retries: 0 });
    this.admin = asking.admin();
    this.watchedLag = new WatchedLag(asking, options);
  }

  start(deliver: Deliver): void {
    const { onFault } = this.options;
    const { signal } = this.stopping;
    const begin = async (): Promise<void> => {
      try {
        await this.begin(deliver);
        this.notBegun = undefined;
      } catch (error) {
        this.notBegun = causeOf(error);
        throw error;
      }
    };
    this.starting = persist(begin, { signal, backoff: BACKOFF, onFault }).catch(() => undefined); // told to stop
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.starting;
    await this.consumer?.disconnect().catch(() => undefined); // a broker that is gone has forgotten us by itself
    this.pulse.stopped();
    await Promise.all([this.deadLetters.close(), this.admin.disconnect().catch(() => undefined)]);
  }

  /** kafkajs cannot say whether it is connected: its signs of life can, and whether the cluster answers now. */
  async health(): Promise<SourceHealth> {
    const fault = this.pulse.fault() ?? this.notBegun ?? (await this.clusterFault());
    return { role: this.pulse.role, healthy: fault === undefined && this.pulse.role === 'active', fault };
  }

  lag(): Promise<GroupLag> {
    return Promise.resolve(this.watchedLag.read());
  }

  readonly onParked = (delivered: Delivered, failure: Failure | undefined): Promise<void> =>
    this.deadLetters.copy(delivered, failure);

  private async clusterFault(): Promise<string | undefined> {
    try {
      await this.admin.connect();
      await this.admin.describeCluster();
      return undefined;
    } catch (error) {
      return `the cluster does not answer: ${(error as Error).message}`;
    }
  }

  private async begin(deliver: Deliver): Promise<void> {
    const { groupId, topics, prepare, sessionTimeoutMs = SESSION_TIMEOUT_MS } = this.options;
    await prepare(this.kafka);
    const consumer = this.kafka.consumer({
      groupId,
      sessionTimeout: sessionTimeoutMs,
      heartbeatInterval: Math.ceil(sessionTimeoutMs / 10),
      maxWaitTimeInMs: LONGEST_FETCH_WAIT_MS,
      allowAutoTopicCreation: false,
      // What passes is tried for ever; what does not is told, and leaves a consumer that only a restart replaces.
      retry: { restartOnFailure: () => Promise.resolve(!this.stopping.signal.aborted) },
    });
    this.pulse.listenTo(consumer, this.options.onFault);
    try {
      await consumer.connect();
      await consumer.subscribe({ topics: [...topics], fromBeginning: true });
      await consumer.run({
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: PARTITIONS_AT_ONCE,
        eachBatch: (batch) => this.batch(batch, deliver),
      });
      this.consumer = consumer;
    } catch (error) {
      await consumer.disconnect().catch(() => undefined); // the first error says it
      throw error;
    }
  }

  private async batch(payload: EachBatchPayload, deliver: Deliver): Promise<void> {
    const { batch, resolveOffset, isRunning, isStale, commitOffsetsIfNecessary, uncommittedOffsets } = payload;
    const { topic, partition, messages } = batch;
    const { sliceMessages, keyOf } = this.options;
    for (let from = 0; from < messages.length; from += sliceMessages) {
      if (!isRunning() || isStale() || this.stopping.signal.aborted) return;
      const slice = messages.slice(from, from + sliceMessages);
      const delivered = slice.map((message) => deliveredOf(message, { topic, partition, keyOf }));
      const done = await this.alive(payload, (signal) => deliver(delivered, signal));
      if (!done) return;
      resolveOffset(slice.at(-1)?.offset ?? batch.lastOffset());
      await commitOffsetsIfNecessary(uncommittedOffsets());
    }
  }

  /** False: told to stop. @throws what a heartbeat says when the partition is no longer ours */
  private async alive({ heartbeat }: EachBatchPayload, work: (signal: AbortSignal) => Promise<void>): Promise<boolean> {
    const { sessionTimeoutMs = SESSION_TIMEOUT_MS } = this.options;
    const { signal } = this.stopping;
    const ending = new AbortController();
    let lost: Error | undefined;
    const end = (): void => ending.abort();
    signal.addEventListener('abort', end);
    const beating = setInterval(() => {
      heartbeat().catch((error: Error) => {
        lost ??= error;
        end();
      });
    }, sessionTimeoutMs / 10);
    try {
      await work(ending.signal);
      return true;
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
      if (lost) throw lost;
      return false;
    } finally {
      clearInterval(beating);
      signal.removeEventListener('abort', end);
    }
  }
}

function deliveredOf(
  { key, value, headers, offset }: KafkaMessage,
  { topic, partition, keyOf }: { topic: string; partition: number } & Pick<KafkaSourceOptions, 'keyOf'>,
): Delivered {
  const texts = Object.entries(headers ?? {}).map(([name, of]) => [name, String(Array.isArray(of) ? of[0] : of)]);
  const message: BusMessage = {
    topic,
    key: key?.toString('utf8') ?? '',
    value,
    headers: Object.fromEntries(texts) as Record<string, string>,
  };
  return { message, place: `${topic} partition ${partition} offset ${offset}`, key: keyOf(message) };
}
