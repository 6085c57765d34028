/**
 * "Can what was recorded by an instant still become more?" An event has the time of its decision and is stored a little
 * later: one that is on its way is missing from an answer into which it belongs by its time.
 */
import { SETTLED_AFTER_MS } from '@haber/account-writer';

/** `nowMs`: from before the books were read. */
export function isSettled(instant: string, nowMs: number): boolean {
  return Date.parse(instant) <= nowMs - SETTLED_AFTER_MS;
}
