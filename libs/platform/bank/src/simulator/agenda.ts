/**
 * What is to be done later, in the order of its time and a few at once. Time is the clock that was handed in, looked at
 * several times a second: a test may move it.
 */
import type { Clock } from '@haber/boot';

/** At once. */
const WIDTH = 8;
const LOOK_MS = 50;

interface Entry {
  readonly dueMs: number;
  readonly work: () => Promise<void>;
}

export class Agenda {
  /** The last is due first. */
  private readonly entries: Entry[] = [];
  private readonly running = new Set<Promise<void>>();
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;

  /** `onFault`: a work that rejected is not done again. */
  constructor(
    private readonly clock: Clock,
    private readonly onFault: (error: unknown) => void,
  ) {}

  add(dueMs: number, work: () => Promise<void>): void {
    if (this.stopped) return;
    this.entries.splice(this.placeOf(dueMs), 0, { dueMs, work });
    this.timer ??= setTimeout(() => this.look(), 0);
  }

  /** Behind what is due later, before what is due sooner or was there first. */
  private placeOf(dueMs: number): number {
    let [from, to] = [0, this.entries.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.entries[middle]?.dueMs ?? 0) > dueMs) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  /** What is under way is waited for; what is not is left: it is in the book. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    this.entries.length = 0;
    await Promise.all(this.running);
  }

  private look(): void {
    clearTimeout(this.timer);
    const nowMs = this.clock();
    while (this.running.size < WIDTH) {
      const next = this.entries.at(-1);
      if (!next || next.dueMs > nowMs) break;
      this.entries.pop();
      this.run(next.work);
    }
    this.timer = this.entries.length > 0 && !this.stopped ? setTimeout(() => this.look(), LOOK_MS) : undefined;
  }

  private run(work: () => Promise<void>): void {
    const running = work()
      .catch((error: unknown) => this.onFault(error))
      .finally(() => {
        this.running.delete(running);
        if (!this.stopped && this.entries.length > 0) this.look();
      });
    this.running.add(running);
  }
}
