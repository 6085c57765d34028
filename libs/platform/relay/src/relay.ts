/**
 * From the event log to the bus: in order, one request in flight, the position saved only after the broker has it all.
 * So a crash repeats and never skips. Of several relays one is active; one that has lost its lease neither saves nor
 * goes on. While the broker or the database is away it waits, holding one page, and goes on where it was. While a page
 * is on its way the next one is read, and no further.
 */
import { type BusMessage, messageOf, type Publisher, PUBLISHED_CATEGORIES, type Topics } from '@haber/bus';
import type { EventStore, LogPage, StoredEvent } from '@haber/event-store';
import type { Pool } from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import { batchesOf } from './batches';
import { Lease, LeaseLost } from './lease';

export interface RelayOptions {
  readonly store: EventStore;
  /** For the lease and the position. Lends one connection at a time, each briefly. */
  readonly pool: Pool;
  readonly publisher: Publisher;
  readonly topics: Topics;
  /** Makes what must be there before the first message. Tried until it works. */
  readonly prepare: () => Promise<void>;
  /** Which relay this is, for whoever reads the lease. */
  readonly holder: string;
  /** How long a silent relay keeps the others waiting; default 10,000. */
  readonly leaseMs?: number;
  /** Told when trouble begins. */
  readonly onFault: (error: Error) => void;
  /** Told of events that the broker has, before the position is saved. What it throws counts as a failure. */
  readonly onPublished?: (published: Published) => void | Promise<void>;
}

export interface Published {
  readonly events: readonly StoredEvent[];
  readonly through: bigint;
  readonly tookMs: number;
}

export interface RelayHealth {
  readonly role: 'active' | 'standby' | 'stopped';
  /** Everything up to here is on the bus, as far as this process knows. */
  readonly through: bigint;
  /** For how long it has not been able to go on; 0 when it can. */
  readonly failingMs: number;
  readonly fault: string | undefined;
}

export interface Relay {
  health(): RelayHealth;
  /** Finishes the request under way, saves, and lets another one begin at once. */
  stop(): Promise<void>;
}

const PAGE_SIZE = 1_000;
const LEASE_MS = 10_000;
const STANDBY_POLL_MS = 250;
const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 2_000;

export function startRelay(options: RelayOptions): Relay {
  return new RunningRelay(options);
}

class RunningRelay implements Relay {
  private readonly stopping = new AbortController();
  private readonly running: Promise<void>;
  private role: RelayHealth['role'] = 'standby';
  private through = 0n;
  private failures = 0;
  private failingSinceMs: number | undefined;
  private fault: string | undefined;

  constructor(private readonly options: RelayOptions) {
    this.running = this.run();
  }

  health(): RelayHealth {
    const { role, through, fault } = this;
    const failingMs = this.failingSinceMs === undefined ? 0 : Math.round(performance.now() - this.failingSinceMs);
    return { role, through, failingMs, fault };
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private get stopped(): boolean {
    return this.stopping.signal.aborted;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      try {
        await this.turn();
      } catch (error) {
        await this.failed(error as Error);
      }
    }
    this.role = 'stopped';
    await this.options.publisher.close();
  }

  /** From taking the lease to losing it. */
  private async turn(): Promise<void> {
    this.role = 'standby';
    const { pool, holder, leaseMs = LEASE_MS } = this.options;
    const lease = await Lease.take({ pool, holder, ttlMs: leaseMs });
    if (!lease) {
      this.recovered(); // another one has it, and the database answers
      return this.pause(STANDBY_POLL_MS);
    }
    this.role = 'active';
    this.through = lease.position;
    try {
      await this.untilItWorks(lease, () => this.options.prepare());
      // Else only what is saved tells that it goes on: an event that cannot be published would be met again.
      if ((await this.options.store.end()) <= lease.position) this.recovered();
      await this.follow(lease);
    } finally {
      await lease.release();
    }
  }

  private async follow(lease: Lease): Promise<void> {
    const from = { after: lease.position, filter: { categories: PUBLISHED_CATEGORIES }, pageSize: PAGE_SIZE };
    let underWay: Promise<void> = Promise.resolve();
    const subscription = this.options.store.subscribe(from, async (page) => {
      await underWay;
      if (this.stopped) return;
      underWay = this.page(lease, page);
      underWay.catch(stop); // thrown below
    });
    const stop = (): void => void subscription.stop();
    this.stopping.signal.addEventListener('abort', stop);
    if (this.stopped) stop();
    // A quiet log brings no page that would tell of a lost lease.
    const watch = setInterval(() => this.stillHeld(lease) || stop(), STANDBY_POLL_MS);
    try {
      // Also when reading failed: the lease is let go once nothing is on its way any more.
      await subscription.done.finally(() => underWay);
    } finally {
      clearInterval(watch);
      this.stopping.signal.removeEventListener('abort', stop);
    }
    if (!this.stopped) lease.demand();
  }

  private stillHeld(lease: Lease): boolean {
    try {
      lease.demand();
      return true;
    } catch {
      return false;
    }
  }

  private async page(lease: Lease, { events, through }: LogPage): Promise<void> {
    const messages = events.map((event) => messageOf(event, this.options.topics));
    const beganAtMs = performance.now();
    for (const batch of batchesOf(messages)) await this.untilItWorks(lease, () => this.send(lease, batch));
    if (events.length > 0) await this.options.onPublished?.({ events, through, tookMs: performance.now() - beganAtMs });
    await this.untilItWorks(lease, () => lease.save(through));
    this.through = through;
    this.recovered();
  }

  private async send(lease: Lease, batch: readonly BusMessage[]): Promise<void> {
    lease.demand();
    await this.options.publisher.publish(batch);
  }

  /** @throws LeaseLost, also when told to stop: then whatever has not been saved is done again by the next one */
  private async untilItWorks(lease: Lease, work: () => Promise<void>): Promise<void> {
    for (;;) {
      lease.demand();
      try {
        return await work();
      } catch (error) {
        if (error instanceof LeaseLost) throw error;
        if (this.stopped) throw new LeaseLost('told to stop');
        await this.failed(error as Error);
      }
    }
  }

  private async failed(error: Error): Promise<void> {
    if (this.stopped) return;
    if (this.failures === 0) this.options.onFault(error);
    this.failures += 1;
    this.fault = error.message;
    this.failingSinceMs ??= performance.now();
    await this.pause(Math.min(FIRST_RETRY_MS * 2 ** Math.min(this.failures - 1, 10), LAST_RETRY_MS));
  }

  private recovered(): void {
    this.failures = 0;
    this.fault = undefined;
    this.failingSinceMs = undefined;
  }

  private pause(ms: number): Promise<void> {
    return sleep(ms, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }
}
