/**
 * Holds the log against what was signed: each checkpoint is a claim about the heads that changed up to a position, told
 * before the log is read so far, and checked when that position passes. In memory: the streams that changed since the
 * last one, and the claims told ahead.
 */
import type { SignedCheckpoint } from '@haber/ledger';
import type { HeadEvidence } from '../evidence';
import type { Report } from '../finding';
import { headLeaf, isCheckpointStream, sortedHeads } from './changed-heads';
import { merkleRoot } from './merkle';

export interface RangeAuditOptions {
  readonly report: Report;
  /** Base64. Absent: whatever key signed, the checkpoint's own stream tells whether it was published. */
  readonly trustedKeys?: readonly string[] | undefined;
  /** Milliseconds since the epoch: the log must have been signed as it stood a while before. Absent: it need not be. */
  readonly signedAsOf?: number | undefined;
}

const NAMED = 5;
/** The product signs within a second, also what a killed one left, at its next start. */
const LONGEST_UNSIGNED_MS = 60_000;

export class RangeAuditor {
  /** Checked so far. */
  checked = 0;
  /** Up to which the log is what was signed, or was told not to be. */
  through = 0n;
  /** Events behind it, those of checkpoints not counted. */
  unsigned = 0;
  private oldestUnsigned = '';
  /** Of all events. */
  private newest = '';
  private readonly claims: SignedCheckpoint[] = [];
  /** Of streams whose auditors move on: read only when a claim is checked. */
  private readonly changed = new Set<HeadEvidence>();

  constructor(private readonly options: RangeAuditOptions) {}

  /** In order, before the log was read up to the position that they claim something of. */
  expect(claims: readonly SignedCheckpoint[]): void {
    this.claims.push(...claims);
  }

  /** Before an event of this position is looked at. */
  before(position: bigint): void {
    for (let [next] = this.claims; next && BigInt(next.throughPosition) < position; [next] = this.claims) {
      this.claims.shift();
      this.check(next);
    }
  }

  /** @param recordedAt undefined where it cannot be read */
  note(head: HeadEvidence, recordedAt: string | undefined): void {
    if (isCheckpointStream(head.stream)) return;
    this.changed.add(head);
    this.unsigned += 1;
    if (recordedAt === undefined) return;
    if (this.oldestUnsigned === '' || recordedAt < this.oldestUnsigned) this.oldestUnsigned = recordedAt;
    if (recordedAt > this.newest) this.newest = recordedAt;
  }

  /** After the last event of the log. */
  finish(last: bigint): void {
    this.before(last + 1n);
    if (this.options.signedAsOf !== undefined) this.checkSignedThrough(this.options.signedAsOf);
  }

  /**
   * A log goes on for a minute without a signature only where nobody signs. Its own newest event tells that, not the
   * clock: what a killed product left unsigned is the last it wrote, and stays so in every copy. Where there is no
   * checkpoint at all the clock tells: there nothing was ever signed, or everything signed was taken away.
   */
  private checkSignedThrough(asOfMs: number): void {
    const untilMs = this.checked === 0 ? asOfMs : Date.parse(this.newest);
    if (!(untilMs - Date.parse(this.oldestUnsigned) > LONGEST_UNSIGNED_MS)) return;
    const since = this.checked === 0 ? 'there is no checkpoint at all:' : `since position ${this.through}`;
    const cause = 'no product has run on them that signs, or its checkpoints were removed';
    this.tell(this.through + 1n, `${since} ${this.unsigned} events were never signed: ${cause}`);
  }

  private check(claim: SignedCheckpoint): void {
    const heads = sortedHeads([...this.changed]);
    this.changed.clear();
    this.checked += 1;
    [this.unsigned, this.oldestUnsigned] = [0, ''];
    this.through = BigInt(claim.throughPosition);
    const { trustedKeys } = this.options;
    if (trustedKeys && !trustedKeys.includes(claim.publicKey)) {
      this.tell(this.through, `is signed under ${claim.publicKey}, which is no key of this installation`);
    }
    if (heads.length === claim.heads && merkleRoot(heads.map(headLeaf)).toString('hex') === claim.root) return;
    const range = `after ${claim.afterPosition} up to ${claim.throughPosition}`;
    const counts = `${heads.length} streams changed there, ${claim.heads} were signed`;
    this.tell(this.through, `${range} is not what was signed at ${claim.signedAt}: ${counts}: ${named(heads)}`);
  }

  private tell(position: bigint, what: string): void {
    this.options.report({ kind: 'checkpoint', stream: null, revision: null, position, what });
  }
}

function named(heads: readonly HeadEvidence[]): string {
  const names = heads.slice(0, NAMED).map(({ stream, revision }) => `${stream}@${revision}`);
  return heads.length > NAMED ? `${names.join(', ')}, …` : names.join(', ');
}
