/**
 * A topic that others write, taken in by batches: what a slice of a partition holds is handled together, and committed
 * once all of it is done or parked. What cannot be read, or cannot be done, parks its account like any reaction's
 * message does, and later messages of that one wait behind it (docs/decisions/0017).
 */
import type { Pool } from 'pg';
import { causeOf } from './cause';
import type { BusMessage } from './cloud-event';
import { ensureForeignTopic, kafkaClient, type KafkaOptions } from './kafka/client';
import { KafkaSource } from './kafka/consumer';
import { WatchedLag } from './kafka/group-lag';
import type { SourceHealth } from './bus-server';
import { countParkedAccounts, type Delivered, type Failure, Parking } from './parking';
import { redriveWhenAsked } from './redrive';
import { type Backoff, persist } from './retries';
import { topicsOf } from './topics';

export interface IntakeItem<T> {
  readonly value: T;
  /** Where the topic has it. */
  readonly place: string;
}

export interface IntakeOptions<T> extends KafkaOptions {
  readonly group: string;
  /** As it was agreed with whoever writes it; a prefix of the product's topics comes before it. */
  readonly topic: string;
  readonly topicPrefix?: string;
  /** Parked messages; lends a connection for long. */
  readonly pool: Pool;
  readonly sessionTimeoutMs?: number;
  /**
   * The account of a message: what it parks under, and waits behind. Messages of one account have one key in the topic,
   * and so one order. Never throws, also for what nobody can read.
   */
  readonly keyOf: (message: BusMessage) => string;
  /** @throws PoisonMessage, or anything else, which parks the message alike */
  readonly read: (message: BusMessage) => T;
  /**
   * Resolves when all are durably done; with the cause of each that cannot be, by the item. Is called again with the
   * same ones when it rejects, and after a crash.
   */
  readonly handle: (items: readonly IntakeItem<T>[]) => Promise<ReadonlyMap<IntakeItem<T>, string>>;
  readonly onFault: (error: Error) => void;
}

export interface IntakeHealth extends SourceHealth {
  readonly parkedKeys: number;
  /** Messages not committed yet; undefined when the brokers do not say. */
  readonly lag: bigint | undefined;
}

export interface Intake {
  health(): Promise<IntakeHealth>;
  /** What is under way is finished first; the rest is delivered again, here or elsewhere. */
  stop(): Promise<void>;
}

/** Thousands at once, so that one append takes many of a key; in memory they are no more than a fetch is anyway. */
const SLICE_MESSAGES = 5_000;
const BACKOFF: Backoff = { firstMs: 100, lastMs: 5_000 };

/** Returns at once: a broker that is down now is waited for, and `health` says so. */
export function startIntake<T>(options: IntakeOptions<T>): Intake {
  const { group, pool, onFault } = options;
  const topics = topicsOf(options.topicPrefix);
  const [topic, groupId] = [topics.foreign(options.topic), topics.groupId(group)];
  const source = new KafkaSource({
    ...options,
    groupId,
    topics: [topic],
    prepare: (kafka) => ensureForeignTopic(kafka, topic),
    sliceMessages: SLICE_MESSAGES,
  });
  const parking = new Parking(pool, group);
  const taking = new Taking(options, parking, source);
  const stopping = new AbortController();
  source.start((slice, signal) => taking.deliver(slice, signal));
  const redriving = redriveWhenAsked({
    handle: (message) => taking.redrive(message),
    ...{ onFault, group, pool, parking, signal: stopping.signal },
  });
  const lag = new WatchedLag(kafkaClient(options, { retries: 0 }), { groupId, topics: [topic] });
  return {
    async health() {
      const [health, parked] = await Promise.all([source.health(), countParkedAccounts(pool, group)]);
      return { ...health, parkedKeys: parked, lag: lag.read().get(topic) };
    },
    async stop() {
      stopping.abort();
      await Promise.all([source.stop(), redriving]);
    },
  };
}

export class Taking<T> {
  constructor(
    private readonly options: Pick<IntakeOptions<T>, 'read' | 'handle' | 'onFault'>,
    private readonly parking: Parking,
    private readonly source: Pick<KafkaSource, 'onParked'>,
  ) {}

  /** @throws Stopped: what was not handled must be delivered again */
  async deliver(slice: readonly Delivered[], signal: AbortSignal): Promise<void> {
    const kept = <R>(work: () => Promise<R>): Promise<R> =>
      persist(work, { signal, backoff: BACKOFF, onFault: this.options.onFault });
    const keys = [...new Set(slice.map(({ key }) => key))];
    const parked = new Set(await kept(() => this.parking.parkedAmong(keys)));
    const { items, failed } = this.readable(slice, parked);
    const undone = await kept(() => this.options.handle([...items.keys()]));
    const done = new Set<Delivered>();
    for (const [item, delivered] of items) {
      const cause = undone.get(item);
      if (cause === undefined) done.add(delivered);
      else failed.set(delivered, cause);
    }
    for (const delivered of slice) {
      if (!done.has(delivered)) await kept(() => this.park(delivered, { parked, cause: failed.get(delivered) }));
    }
  }

  /** Where something of an account waits already, or cannot be read, what follows is not looked at. */
  private readable(slice: readonly Delivered[], parked: ReadonlySet<string>) {
    const waiting = new Set(parked);
    const failed = new Map<Delivered, string>();
    const items = new Map<IntakeItem<T>, Delivered>();
    for (const delivered of slice) {
      const { key } = delivered;
      const cause = waiting.has(key) ? undefined : this.readInto(items, delivered);
      if (cause === undefined) continue;
      failed.set(delivered, cause);
      waiting.add(key);
    }
    return { items, failed };
  }

  /** One that was parked, for itself. */
  async redrive(message: BusMessage): Promise<Failure | undefined> {
    try {
      const item = { value: this.options.read(message), place: 'redriven' };
      const cause = (await this.options.handle([item])).get(item);
      return cause === undefined ? undefined : { cause, attempts: 1 };
    } catch (error) {
      return { cause: causeOf(error), attempts: 1 };
    }
  }

  /** Why it cannot be read; undefined: it was. */
  private readInto(items: Map<IntakeItem<T>, Delivered>, delivered: Delivered): string | undefined {
    try {
      items.set({ value: this.options.read(delivered.message), place: delivered.place }, delivered);
      return undefined;
    } catch (error) {
      return causeOf(error);
    }
  }

  /** Behind what waits of its account; what flows again meanwhile is tried by itself. */
  private async park(
    delivered: Delivered,
    { parked, cause }: { readonly parked: Set<string>; readonly cause: string | undefined },
  ): Promise<void> {
    const { key } = delivered;
    if (parked.has(key)) {
      if (await this.parking.parkBehind(delivered)) return this.source.onParked(delivered, undefined);
      parked.delete(key);
    }
    const failure = cause === undefined ? await this.redrive(delivered.message) : { cause, attempts: 1 };
    if (!failure) return;
    await this.parking.park(delivered, failure);
    parked.add(key);
    await this.source.onParked(delivered, failure);
  }
}
