/** How many messages a group has not committed yet, by topic: what an operator watches, asked of the brokers. */
import type { Kafka } from 'kafkajs';
import type { GroupLag } from '../bus-server';
import { asAdmin, insisting } from './client';

interface Ends {
  readonly partition: number;
  readonly high: string;
  readonly low: string;
}

/** Between two questions: whoever scrapes may come more often. */
const LOOK_EVERY_MS = 5_000;
/** What is older says nothing about now. */
const GOOD_FOR_MS = 30_000;

/** The lag as of a moment ago: whoever reads it does not wait for brokers, and hears nothing where they do not tell. */
export class WatchedLag {
  private latest: GroupLag = new Map();
  private latestMs = -Infinity;
  private lookedMs = -Infinity;
  private looking: Promise<void> | undefined;

  constructor(
    private readonly kafka: Kafka,
    private readonly of: { readonly groupId: string; readonly topics: readonly string[] },
  ) {}

  read(nowMs = performance.now()): GroupLag {
    if (nowMs - this.lookedMs >= LOOK_EVERY_MS && !this.looking) {
      this.lookedMs = nowMs;
      this.looking = this.look(nowMs).finally(() => (this.looking = undefined));
    }
    return nowMs - this.latestMs <= GOOD_FOR_MS ? this.latest : new Map();
  }

  /** A failure is told by the source's own health. */
  private async look(nowMs: number): Promise<void> {
    const { groupId, topics } = this.of;
    const lag = await groupLag(this.kafka, groupId, topics).catch(() => undefined);
    if (lag) [this.latest, this.latestMs] = [lag, nowMs];
  }
}

export function groupLag(kafka: Kafka, group: string, topics: readonly string[]): Promise<GroupLag> {
  return asAdmin(kafka, async (admin) => {
    // Ends first: kafkajs knows no coordinator before it has read the cluster's metadata, for which it asks here.
    const ends = new Map<string, readonly Ends[]>();
    for (const topic of topics) ends.set(topic, await insisting(() => admin.fetchTopicOffsets(topic)));
    const committed = await insisting(() => admin.fetchOffsets({ groupId: group, topics: [...topics] }));
    const lags = new Map<string, bigint>();
    for (const { topic, partitions } of committed) {
      const offsets = new Map(partitions.map(({ partition, offset }) => [partition, BigInt(offset)]));
      let lag = 0n;
      for (const { partition, high, low } of ends.get(topic) ?? []) {
        const at = offsets.get(partition) ?? -1n;
        const left = BigInt(high) - (at < 0n ? BigInt(low) : at);
        if (left > 0n) lag += left; // what was committed since the end was read lies behind it
      }
      lags.set(topic, lag);
    }
    return lags;
  });
}
