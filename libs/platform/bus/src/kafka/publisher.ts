/**
 * Writes to Kafka, in the order given, one request in flight. A failed request leaves open what of it was written, and
 * a producer would number the next one alike, for the broker to drop it as a repeat: so a producer whose request failed
 * is never used again. What is published again by another producer stands there twice, and nothing is missing.
 */
import type { Kafka, Producer, TopicMessages } from 'kafkajs';
import type { BusMessage } from '../cloud-event';
import { kafkaClient, type KafkaOptions } from './client';
import { likeJavaPartitioner } from './partitions';

export interface Publisher {
  /** Resolves when the broker has all of them; rejects when that is not known. One call at a time. */
  publish(messages: readonly BusMessage[]): Promise<void>;
  close(): Promise<void>;
}

/** kafkajs wants at least one; longer waits are the caller's, who knows whether he still may. */
const RETRIES = 1;
const ALL_REPLICAS = -1;

export function kafkaPublisher(options: KafkaOptions): Publisher {
  return new KafkaPublisher(kafkaClient(options, { retries: RETRIES }));
}

class KafkaPublisher implements Publisher {
  private producer: Producer | undefined;

  constructor(private readonly kafka: Kafka) {}

  async publish(messages: readonly BusMessage[]): Promise<void> {
    try {
      this.producer ??= await this.connected();
      await this.producer.sendBatch({ acks: ALL_REPLICAS, topicMessages: byTopic(messages) });
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    const { producer } = this;
    this.producer = undefined;
    await producer?.disconnect().catch(() => undefined); // a broker that is gone is disconnected
  }

  private async connected(): Promise<Producer> {
    const producer = this.kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: likeJavaPartitioner,
      retry: { retries: RETRIES },
    });
    await producer.connect();
    return producer;
  }
}

function byTopic(messages: readonly BusMessage[]): TopicMessages[] {
  const groups = Map.groupBy(messages, ({ topic }) => topic);
  return [...groups].map(([topic, of]) => ({
    topic,
    messages: of.map(({ key, value, headers }) => ({
      key,
      value: value && Buffer.from(value.buffer, value.byteOffset, value.byteLength),
      headers: { ...headers },
    })),
  }));
}
