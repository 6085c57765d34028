/** The blocks that a process has leased: each of their numbers is given out once, and none beyond them. */

export const BLOCK = 50;
/** Series that a process has a block of; the oldest is let go, and leaves a gap. */
export const MOST_BLOCKS = 10_000;

interface Block {
  next: number;
  /** The first number behind it. */
  readonly end: number;
}

export class Blocks {
  private readonly blocks = new Map<string, Block>();

  /** Undefined: another block must be leased. */
  take(series: string): number | undefined {
    const block = this.blocks.get(series);
    return block && block.next < block.end ? block.next++ : undefined;
  }

  /** `end`: the first number behind the block that was leased. @throws when the series is at its end */
  put(series: string, end: number): void {
    if (!Number.isSafeInteger(end)) throw new Error(`${series} has no numbers left`);
    this.blocks.delete(series);
    this.blocks.set(series, { next: end - BLOCK, end });
    const [oldest] = this.blocks.keys();
    if (this.blocks.size > MOST_BLOCKS && oldest !== undefined) this.blocks.delete(oldest);
  }
}
