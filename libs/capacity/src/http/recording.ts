/** The transactions of one request on their way into the accounts, and what has become of them so far. */
import { WriterUnavailable } from '@haber/account-writer';
import { type CommandOrigin, platformProblem } from '@haber/http';
import { atOnce, type GatheredBatch } from '../intake/gathered';
import { DryVolume } from '../intake/dry-volume';
import { keysOf, recordBatch, type Recorded } from '../intake/record-batch';
import { Tally } from '../intake/tally';
import type { CapacityPorts } from '../ports';
import { MOST_VOLUME_LINES } from '@haber/ledger';

/** Accounts of one request that are written at once: one group commit is under way while the next is being decided. */
const ACCOUNTS_AT_ONCE = 256;

type Evidence = Pick<Extract<Recorded, { kind: 'recorded' }>, 'revision' | 'hash' | 'replayed'>;
type Batches = readonly GatheredBatch<number>[];

export class Recording {
  readonly tally = new Tally();
  private underWay: Promise<void> = Promise.resolve();

  constructor(
    private readonly ports: CapacityPorts,
    private readonly origin: CommandOrigin,
    /** Nothing is written, and no key bound. */
    private readonly dryRun = false,
  ) {}

  /**
   * All of a request at once. The evidence where there is one batch: of more, no one event holds them.
   * @throws Problem, WriterUnavailable
   */
  async recordWhole(batches: Batches): Promise<Evidence | undefined> {
    if (batches.length > 1 && this.origin.expectedRevision !== undefined) {
      throw platformProblem('invalid_if_match', {
        detail: `takes transactions of one customer, at most ${MOST_VOLUME_LINES}`,
      });
    }
    let evidence: Evidence | undefined;
    await this.record(batches, (recorded) => (evidence = recorded.kind === 'recorded' ? recorded : undefined));
    return batches.length === 1 ? evidence : undefined;
  }

  /** Resolves when what was begun before is recorded, and this is begun. @throws WriterUnavailable, Problem */
  async recordNext(batches: Batches): Promise<void> {
    await this.underWay;
    this.underWay = this.record(batches);
    this.underWay.catch(() => undefined); // told to whoever waits for it
  }

  /** @throws WriterUnavailable, Problem */
  async recorded(): Promise<void> {
    await this.underWay;
  }

  private async record(batches: Batches, tell: (recorded: Recorded) => void = () => undefined): Promise<void> {
    const { tally, dryRun } = this;
    try {
      if (dryRun) await atOnce(byCustomer(batches), ACCOUNTS_AT_ONCE, (each) => this.tryOut(each, tell));
      else await atOnce(batches, ACCOUNTS_AT_ONCE, async (batch) => tell(await this.one(batch)));
    } catch (error) {
      throw tally.accepted > 0 && !dryRun ? inPart(error) : error;
    }
  }

  /** One after the other: each knows what those before it would have recorded. */
  private async tryOut(batches: Batches, tell: (recorded: Recorded) => void): Promise<void> {
    const dry = new DryVolume();
    for (const batch of batches) {
      const recorded = await this.one(batch, dry);
      if (recorded.kind === 'recorded') dry.add(batch.currency, batch.lines, recorded.results);
      tell(recorded);
    }
  }

  private async one(batch: GatheredBatch<number>, dry?: DryVolume): Promise<Recorded> {
    const { ports, origin, tally } = this;
    const keys = keysOf(origin.keys, batch.ordinal);
    const recorded = await recordBatch(ports, { ...origin, keys, ...(dry && { dry }) }, batch);
    if (recorded.kind === 'stale') throw platformProblem('precondition_failed');
    tally.add(batch, recorded);
    return recorded;
  }
}

/** In the order of the request. */
function byCustomer(batches: Batches): readonly Batches[] {
  const found = new Map<string, GatheredBatch<number>[]>();
  for (const batch of batches) found.set(batch.customerId, [...(found.get(batch.customerId) ?? []), batch]);
  return [...found.values()];
}

/** Some of the request is done: whoever is told that nothing was must not believe it. */
function inPart(error: unknown): unknown {
  if (!(error instanceof WriterUnavailable)) return error;
  const { retryAfterSeconds } = error;
  return platformProblem('outcome_unknown', { outcome: 'unknown', retryAfterSeconds });
}
