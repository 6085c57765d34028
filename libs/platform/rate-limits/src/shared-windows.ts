/**
 * Sliding windows that hold over all processes on one Postgres, exact to the request. All requests of a name that wait
 * in a process are counted in one call, and a full window is refused from memory until its next place is free (only
 * time frees one): so neither a crowd nor a flood takes more than one connection, or keeps the database busy.
 */
import type { Pool } from 'pg';
import { LimiterUnavailable, type RateLimit, type Verdict } from './limit';

export interface SharedWindowsOptions {
  /** Of its own: a row that is locked must not keep commands from a connection. */
  readonly pool: Pick<Pool, 'query'>;
  /** Never goes back. */
  readonly nowMs: () => number;
  /** Told when old windows could not be removed; they are next time. */
  readonly onFault: (error: unknown) => void;
}

interface Waiting {
  readonly resolve: (verdict: Verdict) => void;
  readonly reject: (error: unknown) => void;
}

interface Counted {
  readonly granted: number;
  readonly remaining: number;
  readonly reset_us: bigint;
}

const MOST_WAITING = 10_000;
const SWEEP_EVERY_MS = 60_000;
const SWEEP_FROM = 1_024;
const SWEEP = `DELETE FROM rate_limits.windows WHERE name IN
  (SELECT name FROM rate_limits.windows WHERE ends_at < now() FOR UPDATE SKIP LOCKED)`;

export class SharedWindows {
  /** Whoever waits for a call, by name and limit; there while a call is under way. */
  private readonly queues = new Map<string, Waiting[]>();
  /** Until when windows are full, by name and limit. */
  private readonly fullUntilMs = new Map<string, number>();
  private waiting = 0;
  private readonly underWay = new Set<Promise<void>>();
  private sweptAtMs: number;

  constructor(private readonly options: SharedWindowsOptions) {
    this.sweptAtMs = options.nowMs();
  }

  /** @throws LimiterUnavailable, also as a rejection */
  take(name: string, limit: RateLimit): Verdict | Promise<Verdict> {
    const key = `${name} ${limit.requests}/${limit.windowSeconds}`;
    const resetMs = (this.fullUntilMs.get(key) ?? -Infinity) - this.options.nowMs();
    if (resetMs > 0) return { granted: false, remaining: 0, resetMs };
    if (this.waiting >= MOST_WAITING) throw new LimiterUnavailable('too many requests wait to be counted');
    this.waiting += 1;
    return new Promise((resolve, reject) => {
      const queue = this.queues.get(key);
      if (queue) return void queue.push({ resolve, reject });
      this.queues.set(key, [{ resolve, reject }]);
      this.follow(this.run(key, name, limit));
    });
  }

  /** Resolves when no call is under way any more. */
  async close(): Promise<void> {
    while (this.underWay.size > 0) await Promise.all(this.underWay);
  }

  private follow(work: Promise<void>): void {
    this.underWay.add(work);
    void work.finally(() => this.underWay.delete(work));
  }

  /** Call after call until nobody waits. Never rejects. */
  private async run(key: string, name: string, limit: RateLimit): Promise<void> {
    for (;;) {
      const batch = this.queues.get(key) ?? [];
      if (batch.length === 0) break;
      this.queues.set(key, []);
      await this.answer(batch, () => this.count(key, { name, limit, wanted: batch.length }));
      this.waiting -= batch.length;
    }
    this.queues.delete(key);
    if (this.options.nowMs() - this.sweptAtMs >= SWEEP_EVERY_MS) this.follow(this.sweep());
  }

  private async answer(batch: readonly Waiting[], count: () => Promise<Counted>): Promise<void> {
    try {
      const { granted, remaining, reset_us } = await count();
      const resetMs = Number(reset_us) / 1_000;
      batch.forEach(({ resolve }, i) => {
        resolve({ granted: i < granted, remaining: remaining + Math.max(0, granted - 1 - i), resetMs });
      });
    } catch (cause) {
      batch.forEach(({ reject }) => reject(new LimiterUnavailable('requests cannot be counted', { cause })));
    }
  }

  private async count(
    key: string,
    { name, limit, wanted }: { readonly name: string; readonly limit: RateLimit; readonly wanted: number },
  ): Promise<Counted> {
    const { rows } = await this.options.pool.query<Counted>({
      name: 'rate-limit-take',
      text: 'SELECT granted, remaining, reset_us FROM rate_limits.take($1, $2, $3, $4)',
      values: [name, limit.requests, limit.windowSeconds * 1_000_000, wanted],
    });
    const [counted] = rows;
    if (!counted) throw new Error('nothing was counted');
    if (counted.granted < wanted) this.remember(key, Number(counted.reset_us) / 1_000);
    return counted;
  }

  private remember(key: string, resetMs: number): void {
    const nowMs = this.options.nowMs();
    if (this.fullUntilMs.size >= SWEEP_FROM) {
      for (const [old, untilMs] of this.fullUntilMs) if (untilMs <= nowMs) this.fullUntilMs.delete(old);
    }
    this.fullUntilMs.set(key, nowMs + resetMs);
  }

  private async sweep(): Promise<void> {
    this.sweptAtMs = this.options.nowMs();
    await this.options.pool.query(SWEEP).catch(this.options.onFault);
  }
}
