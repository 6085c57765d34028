/**
 * A clock that stands until it is told to move, and ids that count: with both, every run of a test writes the same
 * events, byte for byte.
 */

const DAY_MS = 86_400_000;

export interface FakeClock {
  /** Milliseconds since the epoch, as the writer's clock port wants it. */
  readonly clock: () => number;
  /** The same as an instant, `YYYY-MM-DDTHH:MM:SS.sssZ`. */
  now(): string;
  advanceMs(ms: number): void;
  advanceDays(days: number): void;
  /** Sets the time; also backwards, as a machine's clock may go. */
  setTo(instant: string): void;
}

export function fakeClock(start = '2025-11-24T10:00:00.000Z'): FakeClock {
  let nowMs = parsed(start);
  return {
    clock: () => nowMs,
    now: () => new Date(nowMs).toISOString(),
    advanceMs: (ms) => void (nowMs += ms),
    advanceDays: (days) => void (nowMs += days * DAY_MS),
    setTo: (instant) => void (nowMs = parsed(instant)),
  };
}

function parsed(instant: string): number {
  const ms = Date.parse(instant);
  if (Number.isNaN(ms)) throw new Error(`${instant} is no instant`);
  return ms;
}

/** UUIDs in order: `00000000-0000-4000-8000-000000000001`, …2, … */
export function countingIds(): () => string {
  let count = 0;
  return () => {
    count += 1;
    return `00000000-0000-4000-8000-${count.toString(16).padStart(12, '0')}`;
  };
}
