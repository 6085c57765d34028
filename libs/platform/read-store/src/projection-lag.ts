/**
 * How far behind the log a reader of it is, in positions and in time. Whoever learns where the log ends says so; what
 * has not reached an end that was seen so long ago is so far behind. Memory is bounded: of a reader that is far behind
 * fewer sights are kept, evenly, and the oldest always.
 */
interface Sight {
  readonly end: bigint;
  readonly atMs: number;
}

export interface Behind {
  /** Events, where the store is dense. */
  readonly positions: bigint;
  readonly ms: number;
}

const MAX_SIGHTS = 256;
const NOT_BEHIND: Behind = { positions: 0n, ms: 0 };

export class Lag {
  /** Of ends that the reader has not reached, as far as it is known. */
  private sights: Sight[] = [];
  private spacingMs = 0;
  private end = 0n;

  /** @param nowMs a clock that never goes back */
  constructor(private readonly nowMs: () => number) {}

  /** @param end the log's last position @param through the reader's */
  at(end: bigint, through: bigint): Behind {
    const nowMs = this.nowMs();
    this.end = end > this.end ? end : this.end;
    this.forget(through);
    const last = this.sights.at(-1) ?? { end: through, atMs: -Infinity };
    if (end > last.end && nowMs - last.atMs >= this.spacingMs) this.keep({ end, atMs: nowMs });
    const oldest = this.sights[0];
    return oldest ? { positions: this.end - through, ms: nowMs - oldest.atMs } : NOT_BEHIND;
  }

  private forget(through: bigint): void {
    const first = this.sights.findIndex((sight) => sight.end > through);
    this.sights = first < 0 ? [] : this.sights.slice(first);
    if (first < 0) this.spacingMs = 0;
  }

  private keep(sight: Sight): void {
    this.sights.push(sight);
    if (this.sights.length < MAX_SIGHTS) return;
    const [oldest, newest] = [this.sights[0], this.sights.at(-1)];
    this.sights = this.sights.filter((_, i) => i % 2 === 0);
    this.spacingMs = oldest && newest ? (newest.atMs - oldest.atMs) / this.sights.length : 0;
  }
}
