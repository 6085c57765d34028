/**
 * The event log in memory, for unit tests and simulation: no timer, no chance, one order of everything. It keeps copies
 * of what it is given; what it gives out is shared and must not be changed.
 */
import { checkEntries, checkLimit, throughOf } from './checked';
import {
  type Append,
  type AppendResult,
  categoryOf,
  type EventStore,
  type LogFilter,
  type LogPage,
  type ReadAllOptions,
  type StoredEvent,
  type StreamHead,
  type SubscribeOptions,
  type Subscription,
} from './event-store';
import { type OnWake, PagedSubscription, type PageSource } from './subscription';

export function memoryEventStore(): EventStore {
  return new MemoryEventStore();
}

class MemoryEventStore implements EventStore, PageSource {
  readonly dense = true;
  readonly spacingMs = 0;
  readonly emptyPageEveryMs = 0;
  /** Position n stands at index n - 1. */
  private readonly log: StoredEvent[] = [];
  private readonly streams = new Map<string, StoredEvent[]>();
  private readonly watchers = new Set<OnWake>();
  private readonly subscriptions = new Set<Subscription>();
  private closed = false;

  async append(entries: readonly Append[]): Promise<readonly AppendResult[]> {
    this.checkOpen();
    checkEntries(entries);
    const before = this.log.length;
    const results = entries.map((entry) => this.appendOne(entry));
    // Everybody, whatever the filter: nothing polls here, and checkpoints move over the events of others.
    if (this.log.length > before) for (const onWake of this.watchers) onWake(undefined);
    return results;
  }

  async read(stream: string, from: number, limit: number): Promise<readonly StoredEvent[]> {
    this.checkOpen();
    checkLimit(limit);
    return (this.streams.get(stream) ?? []).slice(from, from + limit);
  }

  async head(stream: string): Promise<StreamHead | undefined> {
    this.checkOpen();
    const last = this.streams.get(stream)?.at(-1);
    return last && { revision: last.revision, position: last.position };
  }

  async end(): Promise<bigint> {
    this.checkOpen();
    return BigInt(this.log.length);
  }

  async readAll(options: ReadAllOptions): Promise<LogPage> {
    this.checkOpen();
    checkLimit(options.limit);
    const { after, inclusive = false, limit, filter } = options;
    const wanted = wantedBy(filter);
    const events: StoredEvent[] = [];
    for (
      let at = Math.max(0, Number(after) - Number(inclusive));
      at < this.log.length && events.length < limit;
      at += 1
    ) {
      const event = this.log[at];
      if (event && wanted(event)) events.push(event);
    }
    const last = events.length === limit ? events.at(-1)?.position : undefined;
    return { events, through: throughOf({ last, head: BigInt(this.log.length) }, after) };
  }

  subscribe(options: SubscribeOptions, onPage: (page: LogPage) => Promise<void>): Subscription {
    this.checkOpen();
    const subscription = new PagedSubscription(this, options, onPage);
    this.subscriptions.add(subscription);
    const forget = () => this.subscriptions.delete(subscription);
    subscription.done.then(forget, forget);
    return subscription;
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.all([...this.subscriptions].map((subscription) => subscription.stop()));
  }

  watch(onWake: OnWake): () => void {
    this.watchers.add(onWake);
    return () => this.watchers.delete(onWake);
  }

  isTransient(): boolean {
    return false;
  }

  private appendOne({ stream, expectedRevision, events }: Append): AppendResult {
    const stored = this.streams.get(stream) ?? [];
    const actualRevision = stored.length - 1;
    const last = expectedRevision + events.length;
    if (actualRevision !== expectedRevision) {
      const standing = stored[last];
      const same = events.every(({ id }, i) => stored[expectedRevision + 1 + i]?.id === id);
      if (events.length === 0 || !standing || !same) return { kind: 'conflict', actualRevision };
      return { kind: 'duplicate', revision: last, position: standing.position };
    }
    if (events.length === 0) return { kind: 'asserted', revision: expectedRevision };

    for (const event of events) {
      const position = BigInt(this.log.length + 1);
      const copy = { data: Uint8Array.from(event.data), metadata: Uint8Array.from(event.metadata) };
      const { id, type } = event;
      const place = { id, type, ...copy, stream, revision: stored.length, position };
      stored.push(place);
      this.log.push(place);
    }
    this.streams.set(stream, stored);
    return { kind: 'appended', revision: last, position: BigInt(this.log.length) };
  }

  private checkOpen(): void {
    if (this.closed) throw new Error('the event store is closed');
  }
}

function wantedBy(filter: LogFilter | undefined): (event: StoredEvent) => boolean {
  const categories = filter?.categories;
  return ({ stream }) => categories?.includes(categoryOf(stream)) ?? true;
}
