/** How many messages a group has not committed yet, by topic: what an operator watches, asked of the brokers. */
import type { Kafka } from 'kafkajs';
import { asAdmin, insisting } from './client';

export function groupLag(kafka: Kafka, group: string, topics: readonly string[]): Promise<ReadonlyMap<string, bigint>> {
  return asAdmin(kafka, async (admin) => {
    const committed = await insisting(() => admin.fetchOffsets({ groupId: group, topics: [...topics] }));
    const lags = new Map<string, bigint>();
    for (const { topic, partitions } of committed) {
      const offsets = new Map(partitions.map(({ partition, offset }) => [partition, BigInt(offset)]));
      let lag = 0n;
      for (const { partition, high, low } of await admin.fetchTopicOffsets(topic)) {
        const at = offsets.get(partition) ?? -1n;
        lag += BigInt(high) - (at < 0n ? BigInt(low) : at);
      }
      lags.set(topic, lag);
    }
    return lags;
  });
}
