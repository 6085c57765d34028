/**
 * The event log in EventStoreDB or KurrentDB, 23.10 or later: for more than one node. Positions are the log's own, byte
 * offsets of commits: in order, and with gaps. Its user reads `$all`, reads and appends to our streams, and may neither
 * delete a stream nor write metadata.
 */
import { checkEntries } from './checked';
import {
  type Append,
  type AppendResult,
  type EventStore,
  type LogPage,
  type ReadAllOptions,
  type StoredEvent,
  type StreamHead,
  type SubscribeOptions,
  type Subscription,
} from './event-store';
import { Appender } from './eventstoredb/append';
import { Connection } from './eventstoredb/connection';
import { LogSubscription } from './eventstoredb/log-subscription';
import { LogReader } from './eventstoredb/read';

export { refuseHiddenHistory } from './eventstoredb/hidden-history';

export interface EventStoreDbOptions {
  /** `esdb://…` or `esdb+discover://…`. Credentials in it need TLS: without it the client leaves them out. */
  readonly connectionString: string;
  /** An append without a definite answer for this long has an unknown outcome; default 5,000. */
  readonly appendTimeoutMs?: number;
  /** Default 10,000. */
  readonly readTimeoutMs?: number;
  /** Of one page of the log: the server may look through all of it for few events. Default 600,000. */
  readonly scanTimeoutMs?: number;
  /** How often a subscription that hears nothing reads the log besides; default 500. */
  readonly pollMs?: number;
  /** Of one entry, counted as the server does, whose own limit is 1 MiB unless it was set; default 1,000,000. */
  readonly maxAppendBytes?: number;
  /** Told of what goes wrong behind the calls: lost connections, subscriptions that ended. */
  readonly onFault?: (error: unknown) => void;
}

const DEFAULTS = {
  appendTimeoutMs: 5_000,
  readTimeoutMs: 10_000,
  scanTimeoutMs: 600_000,
  pollMs: 500,
  maxAppendBytes: 1_000_000,
  onFault: (_error: unknown): void => undefined,
};

/** Connects when first used. */
export function eventStoreDbStore(options: EventStoreDbOptions): EventStore {
  return new EventStoreDbStore({ ...DEFAULTS, ...options });
}

class EventStoreDbStore implements EventStore {
  readonly dense = false;
  private readonly connection: Connection;
  private readonly reader: LogReader;
  private readonly appender: Appender;
  private readonly subscriptions = new Set<Subscription>();
  private readonly sending = new Set<Promise<unknown>>();
  private closing: Promise<void> | undefined;

  constructor(private readonly options: EventStoreDbOptions & typeof DEFAULTS) {
    this.connection = new Connection(options);
    this.reader = new LogReader(this.connection, options);
    this.appender = new Appender(this.connection, this.reader, options);
  }

  async append(entries: readonly Append[]): Promise<readonly AppendResult[]> {
    this.checkOpen();
    checkEntries(entries);
    const sending = this.appender.append(entries);
    this.sending.add(sending);
    try {
      return await sending;
    } finally {
      this.sending.delete(sending);
    }
  }

  async read(stream: string, from: number, limit: number): Promise<readonly StoredEvent[]> {
    this.checkOpen();
    return this.reader.stream(stream, from, limit);
  }

  async head(stream: string): Promise<StreamHead | undefined> {
    this.checkOpen();
    return this.reader.head(stream);
  }

  async end(): Promise<bigint> {
    this.checkOpen();
    return this.reader.end();
  }

  async readAll(options: ReadAllOptions): Promise<LogPage> {
    this.checkOpen();
    return this.reader.log(options);
  }

  subscribe(options: SubscribeOptions, onPage: (page: LogPage) => Promise<void>): Subscription {
    this.checkOpen();
    const { connection, reader } = this;
    const { pollMs, readTimeoutMs, onFault } = this.options;
    const about = { ...options, pollMs, readTimeoutMs, onFault };
    const subscription = new LogSubscription({ connection, reader }, about, onPage);
    this.subscriptions.add(subscription);
    const forget = () => this.subscriptions.delete(subscription);
    subscription.done.then(forget, forget);
    return subscription;
  }

  /** Stops subscriptions, and waits for handlers and appends that are under way. */
  close(): Promise<void> {
    this.closing ??= this.closeAll();
    return this.closing;
  }

  private async closeAll(): Promise<void> {
    await Promise.all([...this.subscriptions].map((subscription) => subscription.stop()));
    await Promise.allSettled(this.sending);
    this.connection.close();
  }

  private checkOpen(): void {
    if (this.closing) throw new Error('the event store is closed');
  }
}
