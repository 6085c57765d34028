/** The transactions of one request on their way into the accounts, and what has become of them so far. */
import { WriterUnavailable } from '@haber/account-writer';
import { type CommandOrigin, platformProblem } from '@haber/http';
import { atOnce, type GatheredBatch } from '../intake/gathered';
import { keysOf, recordBatch, type Recorded } from '../intake/record-batch';
import { Tally } from '../intake/tally';
import type { CapacityPorts } from '../ports';

/** Accounts of one request that are written at once: one group commit is under way while the next is being decided. */
const ACCOUNTS_AT_ONCE = 384;

type Evidence = Pick<Extract<Recorded, { kind: 'recorded' }>, 'revision' | 'hash' | 'replayed'>;

export class Recording {
  readonly tally = new Tally();
  private underWay: Promise<void> = Promise.resolve();

  constructor(
    private readonly ports: CapacityPorts,
    private readonly origin: CommandOrigin,
  ) {}

  /**
   * All of a request at once. The evidence where there is one account.
   * @throws Problem, WriterUnavailable
   */
  async recordWhole(batches: readonly GatheredBatch<number>[]): Promise<Evidence | undefined> {
    if (batches.length > 1 && this.origin.expectedRevision !== undefined) {
      throw platformProblem('invalid_if_match', { detail: 'the transactions are of more than one account' });
    }
    let evidence: Evidence | undefined;
    await this.record(batches, (recorded) => (evidence = recorded.kind === 'recorded' ? recorded : undefined));
    return batches.length === 1 ? evidence : undefined;
  }

  /** Resolves when what was begun before is recorded, and this is begun. @throws WriterUnavailable, Problem */
  async recordNext(batches: readonly GatheredBatch<number>[]): Promise<void> {
    await this.underWay;
    this.underWay = this.record(batches);
    this.underWay.catch(() => undefined); // told to whoever waits for it
  }

  /** @throws WriterUnavailable, Problem */
  async recorded(): Promise<void> {
    await this.underWay;
  }

  private async record(
    batches: readonly GatheredBatch<number>[],
    tell: (recorded: Recorded) => void = () => undefined,
  ): Promise<void> {
    const { ports, origin, tally } = this;
    try {
      await atOnce(batches, ACCOUNTS_AT_ONCE, async (batch) => {
        const recorded = await recordBatch(ports, { ...origin, keys: keysOf(origin.keys, batch.ordinal) }, batch);
        if (recorded.kind === 'stale') throw platformProblem('precondition_failed');
        tally.add(batch, recorded);
        tell(recorded);
      });
    } catch (error) {
      throw tally.accepted > 0 ? inPart(error) : error;
    }
  }
}

/** Some of the request is done: whoever is told that nothing was must not believe it. */
function inPart(error: unknown): unknown {
  if (!(error instanceof WriterUnavailable)) return error;
  const { retryAfterSeconds } = error;
  return platformProblem('outcome_unknown', { outcome: 'unknown', retryAfterSeconds });
}
