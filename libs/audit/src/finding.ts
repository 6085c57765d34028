/**
 * What an audit says: every difference names its stream, the first revision that is wrong, and the fact that is wrong.
 * One damaged event makes everything behind it look wrong too, so of each kind only the first in a stream is told.
 */

export type FindingKind =
  /** The log's positions have a gap or its head disagrees with its last event. */
  | 'log'
  /** A revision is missing, doubled, or beyond the end of its stream. */
  | 'revision'
  /** The hash chain does not hold. */
  | 'chain'
  /** Differs from evidence that was kept outside. */
  | 'evidence'
  /** Differs from what the installation signed, or the signature does not hold. */
  | 'checkpoint'
  | 'unreadable'
  /** Tenant, customer and stream id do not belong together. */
  | 'place'
  | 'time'
  | 'event-id'
  /** A command has its effect more than once. */
  | 'command-key'
  /** A decision relied on a revision that was not there. */
  | 'relied'
  | 'invariant'
  /** The stored head of a stream is not its last event. */
  | 'stream-head'
  | 'snapshot'
  | 'read-model'
  | 'command-index'
  /** Somebody was erased, and has a key all the same. */
  | 'personal-data';

export interface Finding {
  readonly kind: FindingKind;
  /** Null when it concerns the log and no one stream. */
  readonly stream: string | null;
  /** The first broken revision, as far as it can be told. */
  readonly revision: number | null;
  readonly position: bigint | null;
  readonly what: string;
}

export type Report = (finding: Finding) => void;

/** Keeps what an audit found, in order, and counts what it does not keep. */
export class Findings {
  readonly kept: Finding[] = [];
  /** All findings, those not kept included. */
  total = 0;

  constructor(
    private readonly maxKept: number,
    private readonly onFinding: Report = () => undefined,
  ) {}

  readonly add: Report = (finding) => {
    this.total += 1;
    if (this.kept.length >= this.maxKept) return;
    this.kept.push(finding);
    this.onFinding(finding);
  };
}

/** A finding as JSON: the position as digits. */
export function findingToJson(finding: Finding): string {
  const { kind, stream, revision, position, what } = finding;
  return JSON.stringify({ finding: kind, stream, revision, position: position === null ? null : `${position}`, what });
}
