/**
 * The checkpoints in order, read ahead of the log: what was signed about a position must be known before the log is
 * read so far. One page is in memory. What cannot be read as a checkpoint is passed over: its own stream's audit tells.
 */
import { NO_STREAM, type StoredEvent } from '@haber/event-store';
import type { SignedCheckpoint } from '@haber/ledger';
import { checkpointIn } from './checkpoint-stream';

/** Events of the stream of checkpoints from a revision on, a page of them. */
export type ReadCheckpoints = (from: number) => Promise<readonly StoredEvent[]>;

export class CheckpointClaims {
  private ahead: SignedCheckpoint[] = [];
  private revision = NO_STREAM;

  constructor(private readonly read: ReadCheckpoints) {}

  /** Those not taken yet that say something about positions up to this one, and the first that goes beyond. */
  async take(position: bigint): Promise<readonly SignedCheckpoint[]> {
    const taken: SignedCheckpoint[] = [];
    for (;;) {
      const [next] = this.ahead;
      if (next === undefined) {
        if (!(await this.readOn())) return taken;
      } else if (BigInt(next.throughPosition) > position) return taken;
      else taken.push(...this.ahead.splice(0, 1));
    }
  }

  private async readOn(): Promise<boolean> {
    const page = await this.read(this.revision + 1);
    const last = page.at(-1);
    if (!last) return false;
    this.revision = last.revision;
    this.ahead.push(...page.flatMap(claimIn));
    return true;
  }
}

const DIGITS = /^\d{1,19}$/;

function claimIn(stored: StoredEvent): readonly SignedCheckpoint[] {
  try {
    const claim = checkpointIn(stored);
    return claim && DIGITS.test(claim.throughPosition) ? [claim] : [];
  } catch {
    return [];
  }
}
