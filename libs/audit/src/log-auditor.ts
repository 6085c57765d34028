/**
 * Audits the whole log in order of position: every stream by its own auditor, and what only the log as a whole can
 * tell. Memory is O(streams): a fold and a few fields each, 1.5 KB on average, whatever the number of
 * events.
 */
import { hash } from 'node:crypto';
import { GENESIS_HASH, type StoredEvent } from '@haber/event-store';
import type { EventMetadata } from '@haber/ledger';
import { RangeAuditor } from './checkpoints/range-auditor';
import type { Evidence, HeadEvidence, LogEvidence } from './evidence';
import type { Report } from './finding';
import { type Claims, type SnapshotClaim, StreamAuditor } from './stream-auditor';

export interface LogAuditOptions {
  readonly report: Report;
  readonly evidence?: Evidence;
  readonly snapshots?: readonly SnapshotClaim[];
  /** Base64 of the public keys that checkpoints may be signed under; absent: of those published in the log. */
  readonly trustedKeys?: readonly string[] | undefined;
  /** Milliseconds since the epoch: the log must have been signed as it stood a while before. Absent: it need not be. */
  readonly signedAsOf?: number | undefined;
  /** Only this stream of the log is read: positions have gaps, and nothing can be said of other streams. */
  readonly oneStream?: string | undefined;
  /** False: positions are in order only, and do not tell whether an event is gone. Default true. */
  readonly dense?: boolean;
}

export class LogAuditor {
  readonly streams = new Map<string, StreamAuditor>();
  /** To be told of the checkpoints before the log is read up to them. */
  readonly ranges: RangeAuditor;
  /** Of the last event. */
  position = 0n;
  events = 0;
  /** Chains the hashes of all events in order of position: one line of evidence for the whole log. */
  private digest = GENESIS_HASH;
  private readonly claims: ReadonlyMap<string, Claims>;
  private readonly logEvidence: readonly LogEvidence[];
  private evidencePassed = 0;

  constructor(private readonly options: LogAuditOptions) {
    const { evidence, snapshots = [], oneStream } = options;
    this.ranges = new RangeAuditor(options);
    const isRead = ({ stream }: { readonly stream: string }): boolean => (oneStream ?? stream) === stream;
    this.claims = claimsByStream((evidence?.heads ?? []).filter(isRead), snapshots.filter(isRead));
    this.logEvidence = (oneStream === undefined ? (evidence?.log ?? []) : []).toSorted((a, b) =>
      a.position < b.position ? -1 : 1,
    );
  }

  get evidence(): LogEvidence {
    return { position: this.position, hash: this.digest };
  }

  feed(event: StoredEvent): void {
    const whole = this.options.oneStream === undefined;
    if (whole) {
      this.ranges.before(event.position);
      this.checkPosition(event);
    }
    let auditor = this.streams.get(event.stream);
    if (!auditor) {
      auditor = new StreamAuditor(event.stream, this.options.report, this.claims.get(event.stream));
      this.streams.set(event.stream, auditor);
    }
    const metadata = auditor.feed(event);
    this.events += 1;
    this.position = event.position;
    if (!whole) return;
    this.ranges.note(auditor, metadata?.recordedAt);
    if (metadata) this.checkRelied(auditor, event, metadata);
    this.digest = hash('sha256', this.digest + auditor.hash, 'hex');
    this.checkEvidence();
  }

  /** After the last event of the log. */
  finish(): void {
    for (const auditor of this.streams.values()) auditor.finish();
    if (this.options.oneStream === undefined) this.ranges.finish(this.position);
    for (const [stream, claims] of this.claims) {
      if (!this.streams.has(stream)) new StreamAuditor(stream, this.options.report, claims).finish();
    }
    for (const { position } of this.logEvidence.slice(this.evidencePassed)) {
      this.tellLog('evidence', `evidence of position ${position} was kept; the log ends at ${this.position}`);
    }
  }

  private checkPosition({ position, stream, revision }: StoredEvent): void {
    if (this.options.dense === false) return;
    const expected = this.position + 1n;
    if (position === expected) return;
    const missing =
      position - expected === 1n
        ? `position ${expected} is missing`
        : `positions ${expected} to ${position - 1n} are missing`;
    const next = `next is ${stream} at revision ${revision}`;
    this.tellLog('log', `${missing}: events were deleted (${next})`, expected);
  }

  private checkRelied(auditor: StreamAuditor, event: StoredEvent, { relied }: EventMetadata): void {
    for (const stream in relied) {
      const needed = relied[stream] ?? 0;
      const there = this.streams.get(stream)?.revision ?? -1;
      if (needed <= there) continue;
      auditor.tell('relied', event, `relied on ${stream} at revision ${needed}, which ended at ${there}`);
    }
  }

  private checkEvidence(): void {
    const kept = this.logEvidence;
    for (
      let next = kept[this.evidencePassed];
      next && next.position <= this.position;
      next = kept[this.evidencePassed]
    ) {
      this.evidencePassed += 1;
      if (next.position === this.position && next.hash !== this.digest) {
        this.tellLog('evidence', `the log up to position ${next.position} is not what it was: ${this.digest} now`);
      }
    }
  }

  private tellLog(kind: 'log' | 'evidence', what: string, position = this.position): void {
    this.options.report({ kind, stream: null, revision: null, position, what });
  }
}

function claimsByStream(
  heads: readonly HeadEvidence[],
  snapshots: readonly SnapshotClaim[],
): ReadonlyMap<string, Claims> {
  const claims = new Map<string, Claims>();
  const byRevision = heads.toSorted((a, b) => a.revision - b.revision);
  for (const head of byRevision) {
    claims.set(head.stream, { heads: [...(claims.get(head.stream)?.heads ?? []), head] });
  }
  for (const snapshot of snapshots) {
    claims.set(snapshot.stream, { heads: claims.get(snapshot.stream)?.heads ?? [], snapshot });
  }
  return claims;
}
