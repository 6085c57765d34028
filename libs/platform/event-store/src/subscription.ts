/**
 * The loop behind every subscription: read a page, hand it over, wait until its handler has settled, go on. A wake-up
 * only shortens the wait; what it misses, polling finds. Nothing is handed over after `stop` was called.
 */
import type { LogPage, ReadAllOptions, SubscribeOptions, Subscription } from './event-store';

/** `undefined`: events of any category may have come. */
export type OnWake = (categories: readonly string[] | undefined) => void;

export interface PageSource {
  readAll(options: ReadAllOptions): Promise<LogPage>;
  /** Calls `onWake` after appends, until the returned function is called. */
  watch(onWake: OnWake): () => void;
  /** Longest wait without a wake-up; absent: wake-ups are never missed. */
  readonly pollMs?: number;
  /** Shortest time between two reads that follow wake-ups: under load it makes pages larger instead of reads more. */
  readonly spacingMs: number;
  /** A page without events only moves a checkpoint: not more often than this. */
  readonly emptyPageEveryMs: number;
  /** True: worth reading again. */
  isTransient(error: unknown): boolean;
}

const DEFAULT_PAGE_SIZE = 500;
/** Pages of large events are shorter than asked for: of the size of the page before, about so much. */
const PAGE_BYTES = 4 * 1024 * 1024;
const SHORTEST_PAGE = 16;
const FIRST_RETRY_MS = 50;
const LAST_RETRY_MS = 2_000;

export class PagedSubscription implements Subscription {
  readonly done: Promise<void>;
  private stopped = false;
  /** A wake-up has come since the last read began. */
  private woken = false;
  /** Ends the read or the sleep under way, if any. */
  private interrupt: () => void = () => undefined;
  private wakeable = false;
  private readAtMs = 0;
  private handed = 0n;
  private handedAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly source: PageSource,
    private readonly options: SubscribeOptions,
    private readonly onPage: (page: LogPage) => Promise<void>,
  ) {
    const unwatch = source.watch((categories) => this.wake(categories));
    this.done = this.run().finally(unwatch);
  }

  /** Resolves when the page under way, if any, has been handled. Not to be awaited inside the handler. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.interrupt();
    await this.done.catch(() => undefined);
  }

  private async run(): Promise<void> {
    const { after, pageSize = DEFAULT_PAGE_SIZE } = this.options;
    this.handed = after;
    let through = after;
    let limit = pageSize;
    while (!this.stopped) {
      const page = await this.next(through, limit);
      if (!page || this.stopped) return;
      through = page.through;
      const full = page.events.length >= limit;
      if (page.events.length > 0 || this.mayHandEmpty(through)) await this.hand({ ...page, full });
      limit = limitAfter(page, limit, pageSize);
      if (!full) await this.rest();
    }
  }

  private async hand(page: LogPage): Promise<void> {
    await this.onPage(page);
    this.handed = page.through;
    this.handedAtMs = performance.now();
  }

  /** The next page, however often it must be asked for; undefined once stopped. */
  private async next(after: bigint, limit: number): Promise<LogPage | undefined> {
    const { filter } = this.options;
    for (let retryMs = FIRST_RETRY_MS; !this.stopped; retryMs = Math.min(retryMs * 2, LAST_RETRY_MS)) {
      this.woken = false;
      this.readAtMs = performance.now();
      try {
        return await this.unlessStopped(this.source.readAll({ after, limit, ...(filter && { filter }) }));
      } catch (error) {
        if (!this.source.isTransient(error)) throw error;
      }
      await this.sleep(retryMs);
    }
    return undefined;
  }

  private mayHandEmpty(through: bigint): boolean {
    return through > this.handed && performance.now() - this.handedAtMs >= this.source.emptyPageEveryMs;
  }

  private async rest(): Promise<void> {
    if (!this.woken) await this.sleep(this.source.pollMs, 'until woken');
    const early = this.readAtMs + this.source.spacingMs - performance.now();
    if (early > 0) await this.sleep(early);
  }

  private wake(categories: readonly string[] | undefined): void {
    const wanted = this.options.filter?.categories;
    if (categories && wanted && !categories.some((category) => wanted.includes(category))) return;
    this.woken = true;
    if (this.wakeable) this.interrupt();
  }

  /** A read from a silent server must not hold up `stop`. A race with one long-lived promise would keep every read. */
  private unlessStopped<T>(work: Promise<T>): Promise<T | undefined> {
    this.wakeable = false;
    return new Promise((resolve, reject) => {
      this.interrupt = () => resolve(undefined);
      work.then(resolve, reject);
    });
  }

  private async sleep(ms: number | undefined, until?: 'until woken'): Promise<void> {
    if (this.stopped) return;
    this.wakeable = until !== undefined;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.interrupt = resolve;
      if (ms !== undefined) timer = setTimeout(resolve, ms);
    });
    clearTimeout(timer);
  }
}

/** Doubles at most, so that one page of small events is not followed by one of many large ones. */
function limitAfter({ events }: LogPage, limit: number, pageSize: number): number {
  if (events.length === 0) return limit;
  const bytes = events.reduce((sum, { data, metadata }) => sum + data.byteLength + metadata.byteLength, 0);
  const fitting = Math.floor((PAGE_BYTES * events.length) / Math.max(1, bytes));
  return Math.min(pageSize, Math.max(SHORTEST_PAGE, Math.min(fitting, 2 * limit)));
}
