/**
 * A subscription that outlives its feeds: it goes on behind the last page that was handled, over as many catch-up
 * subscriptions as it takes. While a feed says nothing the log itself is read, which moves the checkpoint over what the
 * filter leaves out, and finds what a feed that fell silent has missed.
 */
import { throughOf } from '../checked';
import { type LogPage, StoreBusy, type SubscribeOptions, type Subscription } from '../event-store';
import type { Connection } from './connection';
import { Feed } from './feed';
import type { LogReader } from './read';
import { streamPattern } from './wire';

export interface SubscriptionSettings {
  readonly pollMs: number;
  readonly readTimeoutMs: number;
  readonly onFault: (error: unknown) => void;
}

const DEFAULT_PAGE_SIZE = 500;
const FIRST_RETRY_MS = 50;
const LAST_RETRY_MS = 2_000;
/** A feed that has not caught up is busy looking; reading beside it would look through the same events again. */
const POLLS_WHILE_BEHIND = 20;

export class LogSubscription implements Subscription {
  readonly done: Promise<void>;
  private stopped = false;
  private interrupt: () => void = () => undefined;
  private retryMs = FIRST_RETRY_MS;
  /** Everything up to here was seen; the handler knows of `handed`. */
  private through: bigint;
  private handed: bigint;
  private handedAtMs = Number.NEGATIVE_INFINITY;
  private handlerFailed = false;
  private readonly pageSize: number;

  constructor(
    private readonly log: { readonly connection: Connection; readonly reader: LogReader },
    private readonly options: SubscribeOptions & SubscriptionSettings,
    private readonly onPage: (page: LogPage) => Promise<void>,
  ) {
    this.through = options.after;
    this.handed = options.after;
    this.pageSize = options.pageSize ?? DEFAULT_PAGE_SIZE;
    this.done = this.run();
  }

  /** Resolves when the page under way, if any, has been handled. Not to be awaited inside the handler. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.interrupt();
    await this.done.catch(() => undefined);
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      try {
        await this.follow();
      } catch (error) {
        if (this.handlerFailed || !(error instanceof StoreBusy)) throw error;
        if (!this.stopped) this.options.onFault(error);
      }
      await this.pause(this.retryMs);
      this.retryMs = Math.min(this.retryMs * 2, LAST_RETRY_MS);
    }
  }

  /** Until the feed ends, or proves to have missed something. */
  private async follow(): Promise<void> {
    const end = await this.unlessStopped(this.log.reader.end());
    if (end === undefined) return;
    // The server would wait at a place beyond the log's end, for events that it never shows.
    throughOf({ last: undefined, head: end }, this.through);
    const { readTimeoutMs, filter } = this.options;
    const from = { after: this.through, pattern: streamPattern(filter), pageSize: this.pageSize };
    const feed = await this.unlessStopped(Feed.open(this.log.connection, { ...from, timeoutMs: readTimeoutMs }));
    if (!feed) return;
    try {
      await this.pump(feed);
    } finally {
      feed.stop();
    }
  }

  private async pump(feed: Feed): Promise<void> {
    const { pollMs } = this.options;
    while (!this.stopped) {
      this.interrupt = () => feed.stop();
      const came = await feed.news(feed.caughtUp ? pollMs : pollMs * POLLS_WHILE_BEHIND);
      if (this.stopped) return;
      const page = feed.take(this.pageSize);
      if (page) await this.hand(page);
      else if (!came && !(await this.readBeside())) return;
    }
  }

  /** One page, read from the log itself. False: it held events, so a feed that had none to give is to be renewed. */
  private async readBeside(): Promise<boolean> {
    const { filter } = this.options;
    const about = { after: this.through, limit: this.pageSize, ...(filter && { filter }) };
    const page = await this.unlessStopped(this.log.reader.log(about));
    if (!page || this.stopped) return false;
    await this.hand(page);
    return page.events.length === 0;
  }

  /** A page without events comes now and then only. */
  private async hand(page: LogPage): Promise<void> {
    if (page.through > this.through) this.through = page.through;
    this.retryMs = FIRST_RETRY_MS;
    const { events } = page;
    const quietMs = performance.now() - this.handedAtMs;
    if (events.length === 0 && (this.through === this.handed || quietMs < this.options.pollMs)) return;
    this.interrupt = () => undefined;
    try {
      await this.onPage({ events, through: this.through });
    } catch (error) {
      this.handlerFailed = true;
      throw error;
    }
    this.handed = this.through;
    this.handedAtMs = performance.now();
  }

  /** A silent server must not hold up `stop`. A race with one long-lived promise would keep every read. */
  private unlessStopped<T>(work: Promise<T>): Promise<T | undefined> {
    return new Promise((resolve, reject) => {
      this.interrupt = () => resolve(undefined);
      if (this.stopped) resolve(undefined);
      work.then(resolve, reject);
    });
  }

  private async pause(ms: number): Promise<void> {
    if (this.stopped) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.interrupt = resolve;
      timer = setTimeout(resolve, ms);
    });
    clearTimeout(timer);
  }
}
