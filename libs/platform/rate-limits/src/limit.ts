/** What a limit says, and what a request is told by it. */

/** At most so many requests in any span of time of this length. Both are whole numbers above 0. */
export interface RateLimit {
  readonly requests: number;
  readonly windowSeconds: number;
}

export interface Verdict {
  readonly granted: boolean;
  /** How many more requests would be granted now. */
  readonly remaining: number;
  /** Until the next place is free: a request that comes then is granted, unless another one takes the place. */
  readonly resetMs: number;
}

/** Counts one request of a name, such as a key's. */
export type TakePlace = (name: string, limit: RateLimit) => Verdict | Promise<Verdict>;

/** Nobody knows how many requests there were: none is let through (docs/decisions/0013). */
export class LimiterUnavailable extends Error {
  override readonly name = 'LimiterUnavailable';
}
