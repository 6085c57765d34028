/**
 * The event log in Postgres, schema `event_log`: the embedded default, and a production choice up to one node. Appends,
 * reads and wake-ups have connections of their own, so that a slow reader never delays a writer.
 */
import { join } from 'node:path';
import { Pool, type PoolConfig } from 'pg';
import { checkEntries } from './checked';
import {
  type Append,
  type AppendResult,
  type EventStore,
  type LogPage,
  type ReadAllOptions,
  StoreBusy,
  type StoredEvent,
  type StreamHead,
  type SubscribeOptions,
  type Subscription,
} from './event-store';
import { appendGroup, ATTEMPTS } from './postgres/append';
import { endOf, headOf, readLog, readStream } from './postgres/read';
import { withSettings } from './postgres/session';
import { PostgresWakeUps } from './postgres/wake-ups';
import { PagedSubscription, type PageSource } from './subscription';

export { runtimeUrl } from './postgres/session';

/** SQL files for `migrate()`; run by the owner, who must be another role than the processes' (`runtimeUrl`). */
export const eventStoreMigrations = join(__dirname, '../migrations');

export interface PostgresEventStoreOptions {
  /** Of a role that is, or takes on, `haber_runtime`. */
  readonly url: string;
  /** Groups that may be under way together; default 2. More of them only wait for each other at the head row. */
  readonly writers?: number;
  /** Default 4. */
  readonly readers?: number;
  /** An append without an answer for this long has an unknown outcome; default 5,000. */
  readonly appendTimeoutMs?: number;
  /** Default 10,000. */
  readonly readTimeoutMs?: number;
  /** Longest wait of a subscription that no notification wakes; 250 to 1,000, default 500. */
  readonly pollMs?: number;
  /** False where notifications cannot arrive, as behind a transaction pooler: then only polling. Default true. */
  readonly listen?: boolean;
  /** How often the connection for notifications must show that it still stands; default 10,000. */
  readonly checkListeningEveryMs?: number;
  /** Told of what goes wrong behind the calls: lost connections, failed reads of subscriptions. */
  readonly onFault?: (error: unknown) => void;
}

const DEFAULTS = {
  writers: 2,
  readers: 4,
  appendTimeoutMs: 5_000,
  readTimeoutMs: 10_000,
  pollMs: 500,
  listen: true,
  onFault: (_error: unknown): void => undefined,
};

/** What becomes of an append is done by then: a wait for a connection, and every attempt. */
export const LONGEST_APPEND_MS = DEFAULTS.appendTimeoutMs * (1 + ATTEMPTS);

/** Index look-ups always: a prepared plan made while the log was short must not scan it when it is long. */
const READ_SETTINGS = {
  enable_seqscan: 'off',
  enable_bitmapscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
};
/** An answer means that the append is on disk, whatever the role's or the database's default is. */
const WRITE_SETTINGS = { synchronous_commit: 'on' };
/** The server gives up before we do, so that most waits for locks end in a definite answer. */
const SERVER_SHARE = 0.8;
const SPACING_MS = 10;
const EMPTY_PAGE_EVERY_MS = 500;

/** Connects when first used. */
export function postgresEventStore(options: PostgresEventStoreOptions): EventStore {
  return new PostgresEventStore({ ...DEFAULTS, ...options });
}

class PostgresEventStore implements EventStore {
  readonly dense = true;
  private readonly writers: Pool;
  private readonly readers: Pool;
  private readonly wakeUps: PostgresWakeUps;
  private readonly source: PageSource;
  private readonly subscriptions = new Set<Subscription>();
  private readonly sending = new Set<Promise<unknown>>();
  private closing: Promise<void> | undefined;

  constructor(private readonly options: PostgresEventStoreOptions & typeof DEFAULTS) {
    const { url, writers, readers, appendTimeoutMs, readTimeoutMs, onFault } = options;
    const shared = { keepAlive: true, idleTimeoutMillis: 0 };
    this.writers = poolOf(onFault, {
      ...shared,
      connectionString: withSettings(url, WRITE_SETTINGS),
      max: writers,
      connectionTimeoutMillis: appendTimeoutMs,
      statement_timeout: Math.ceil(appendTimeoutMs * SERVER_SHARE),
      application_name: 'haber event writer',
    });
    this.readers = poolOf(onFault, {
      ...shared,
      connectionString: withSettings(url, READ_SETTINGS),
      max: readers,
      connectionTimeoutMillis: readTimeoutMs,
      statement_timeout: Math.ceil(readTimeoutMs * SERVER_SHARE),
      query_timeout: readTimeoutMs,
      application_name: 'haber event reader',
    });
    this.wakeUps = new PostgresWakeUps({ url, onFault, checkEveryMs: options.checkListeningEveryMs });
    this.source = this.pageSource();
  }

  async append(entries: readonly Append[]): Promise<readonly AppendResult[]> {
    this.checkOpen();
    checkEntries(entries);
    if (entries.length === 0) return [];
    const sending = appendGroup(this.writers, entries, this.options.appendTimeoutMs);
    this.sending.add(sending);
    try {
      return await sending;
    } finally {
      this.sending.delete(sending);
    }
  }

  async read(stream: string, from: number, limit: number): Promise<readonly StoredEvent[]> {
    this.checkOpen();
    return readStream(this.readers, { stream, from, limit });
  }

  async head(stream: string): Promise<StreamHead | undefined> {
    this.checkOpen();
    return headOf(this.readers, stream);
  }

  async end(): Promise<bigint> {
    this.checkOpen();
    return endOf(this.readers);
  }

  async readAll(options: ReadAllOptions): Promise<LogPage> {
    this.checkOpen();
    return readLog(this.readers, options);
  }

  subscribe(options: SubscribeOptions, onPage: (page: LogPage) => Promise<void>): Subscription {
    this.checkOpen();
    const subscription = new PagedSubscription(this.source, options, onPage);
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
    await Promise.all([this.wakeUps.close(), this.writers.end(), this.readers.end()]);
  }

  private pageSource(): PageSource {
    const { listen, pollMs, onFault } = this.options;
    return {
      pollMs,
      spacingMs: SPACING_MS,
      emptyPageEveryMs: EMPTY_PAGE_EVERY_MS,
      readAll: (options) => readLog(this.readers, options),
      watch: (onWake) => (listen ? this.wakeUps.watch(onWake) : () => undefined),
      isTransient: (error) => {
        onFault(error);
        return error instanceof StoreBusy;
      },
    };
  }

  private checkOpen(): void {
    if (this.closing) throw new Error('the event store is closed');
  }
}

function poolOf(onFault: (error: unknown) => void, config: PoolConfig): Pool {
  const pool = new Pool(config);
  pool.on('error', onFault);
  // While a connection is in use its loss is told to nobody but the call; without a listener it would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
