/** Which rate limits a key or a partner may have: few enough requests to be counted one by one. */
import { type RateLimits, ROUTE_CLASSES } from './partner';

export const MOST_REQUESTS = 10_000;
/** A day. */
export const LONGEST_WINDOW_SECONDS = 86_400;

export function areUsableLimits(limits: RateLimits): boolean {
  return Object.entries(limits).every(([name, limit]) => {
    if (!(ROUTE_CLASSES as readonly string[]).includes(name)) return false;
    return (
      limit === null || (isUpTo(limit.requests, MOST_REQUESTS) && isUpTo(limit.windowSeconds, LONGEST_WINDOW_SECONDS))
    );
  });
}

function isUpTo(figure: number, most: number): boolean {
  return Number.isSafeInteger(figure) && figure >= 1 && figure <= most;
}
