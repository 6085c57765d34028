/** How often a name may call: sliding windows, in memory for a second, in Postgres for longer (docs/decisions/0013). */
import { join } from 'node:path';
import type { TakePlace } from './limit';
import { LocalWindows } from './local-windows';
import { SharedWindows, type SharedWindowsOptions } from './shared-windows';

export { LimiterUnavailable, type RateLimit, type TakePlace, type Verdict } from './limit';
export type { SharedWindowsOptions } from './shared-windows';
export const rateLimitsMigrations = join(__dirname, '../migrations');

/** Above it, all processes count together. */
const LONGEST_LOCAL_SECONDS = 1;

export interface RateLimiter {
  /** @throws LimiterUnavailable, also as a rejection, and only for limits of more than a second */
  readonly take: TakePlace;
  close(): Promise<void>;
}

export function rateLimiter(options: SharedWindowsOptions): RateLimiter {
  const local = new LocalWindows(options.nowMs);
  const shared = new SharedWindows(options);
  return {
    take: (name, limit) => (limit.windowSeconds <= LONGEST_LOCAL_SECONDS ? local : shared).take(name, limit),
    close: () => shared.close(),
  };
}
