/**
 * Sliding windows in the memory of one process, without a round trip: for limits of a second, where each process counts
 * on its own. Memory is bounded by what was granted within the last window: idle names are dropped.
 */
import type { RateLimit, Verdict } from './limit';

/** Spent hits are cut off when they are at least so many, and at least half. */
const CUT_FROM = 64;
const SWEEP_FROM = 1_024;

class Window {
  /** Oldest first; before `first` they have left the window. */
  private hits: number[] = [];
  private first = 0;

  take({ requests, windowSeconds }: RateLimit, nowMs: number): Verdict {
    const beginsMs = nowMs - windowSeconds * 1_000;
    this.forgetUntil(beginsMs);
    const used = this.hits.length - this.first;
    const granted = used < requests;
    if (granted) this.hits.push(nowMs);
    // Where a limit was made smaller, more hits than it allows must leave before a place is free.
    const next = this.hits[this.first + Math.max(0, used - requests)] ?? nowMs;
    return { granted, remaining: Math.max(0, requests - used - 1), resetMs: next - beginsMs };
  }

  /** Nothing of it counts any more. */
  isIdle(beginsMs: number): boolean {
    return (this.hits.at(-1) ?? -Infinity) <= beginsMs;
  }

  private forgetUntil(beginsMs: number): void {
    while (this.first < this.hits.length && (this.hits[this.first] ?? Infinity) <= beginsMs) this.first += 1;
    if (this.first < CUT_FROM || this.first * 2 < this.hits.length) return;
    this.hits = this.hits.slice(this.first);
    this.first = 0;
  }
}

export class LocalWindows {
  private readonly windows = new Map<string, Window>();
  private longestMs = 0;
  private sweepAt = SWEEP_FROM;

  /** `nowMs`: never goes back. */
  constructor(private readonly nowMs: () => number) {}

  take(name: string, limit: RateLimit): Verdict {
    let window = this.windows.get(name);
    if (!window) {
      this.makeRoom();
      window = new Window();
      this.windows.set(name, window);
    }
    this.longestMs = Math.max(this.longestMs, limit.windowSeconds * 1_000);
    return window.take(limit, this.nowMs());
  }

  /** Names that have a window now. */
  get size(): number {
    return this.windows.size;
  }

  /** Each sweep costs as much as the names that came since the last one. */
  private makeRoom(): void {
    if (this.windows.size < this.sweepAt) return;
    const beginsMs = this.nowMs() - this.longestMs;
    for (const [name, window] of this.windows) if (window.isIdle(beginsMs)) this.windows.delete(name);
    this.sweepAt = Math.max(SWEEP_FROM, 2 * this.windows.size);
  }
}
