/**
 * Audits one stream, event by event, in memory that does not grow with its length: revisions, chain, record time,
 * place, ids and keys of commands, and the fold with its invariants. Evidence and snapshots of the stream are claims
 * that are checked when their revision passes.
 */
import { categoryOf, GENESIS_HASH, hashOf, NO_STREAM, type StoredEvent } from '@haber/event-store';
import { decodeMetadata, type EventMetadata } from '@haber/ledger';
import { canonical } from './canonical';
import { CommandRuns, dueIdOf, KeyTally } from './command-keys';
import type { HeadEvidence } from './evidence';
import type { FindingKind, Report } from './finding';
import type { StreamFold } from './fold';
import { foldFor } from './folds';

/** A row of `writer.snapshots`: what the fold is said to have been. */
export interface SnapshotClaim {
  readonly stream: string;
  readonly revision: number;
  readonly foldVersion: number;
  readonly headHash: string;
  /** JSON, amounts as `{"$minor":"…"}`. */
  readonly state: string;
}

/** An event, or as much of its place as is known. */
export interface Place {
  readonly revision: number;
  readonly position?: bigint | null;
}

export interface Claims {
  /** In order of revision. */
  readonly heads: readonly HeadEvidence[];
  readonly snapshot?: SnapshotClaim;
}

const NO_CLAIMS: Claims = { heads: [] };
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const TENANT = /^[^|/]+\/(live|test)$/;
const decoder = new TextDecoder('utf-8', { fatal: true });

export class StreamAuditor {
  revision = NO_STREAM;
  /** Of the last event. */
  hash = GENESIS_HASH;
  fold: StreamFold | undefined;
  /** First uses of command keys. */
  readonly keys = new KeyTally();
  tenant: string | undefined;
  /** False once an event is missing or cannot be read: then the fold proves nothing. */
  whole = true;
  /** Scans of read models leave their mark here, to know which streams have no row. */
  seenBy = '';
  private recordedAt = '';
  private readonly runs = new CommandRuns();
  /** Exact, where no command index stands beside; undefined where it does. */
  private readonly usedKeys: Set<string> | undefined;
  /** The revision whose link to the one before does not hold, until the next event tells which of the two changed. */
  private brokenLink: number | undefined;
  private told: FindingKind[] = [];
  private headsPassed = 0;

  constructor(
    readonly stream: string,
    private readonly report: Report,
    private readonly claims: Claims = NO_CLAIMS,
  ) {
    const category = categoryOf(stream);
    this.fold = foldFor(category, '');
    this.usedKeys = category === 'account' ? undefined : new Set();
    if (!this.fold) this.unreadable({ revision: 0 }, `no stream of category '${category}' is known`);
  }

  /** @returns the metadata, when it can be read */
  feed(event: StoredEvent): EventMetadata | undefined {
    if (!this.inPlace(event)) return undefined;
    // Which kind of account a stream is of, its first event says.
    if (this.revision === NO_STREAM) this.fold = foldFor(categoryOf(this.stream), event.type);
    const hash = hashOf(this.stream, event.revision, event);
    const metadata = this.metadataOf(event);
    if (metadata) {
      this.checkLink(event, metadata);
      this.checkMetadata(event, metadata);
      this.checkKeys(event, metadata);
      if (this.fold && this.whole) this.addToFold(this.fold, event, metadata);
    }
    this.revision = event.revision;
    this.hash = hash;
    this.checkClaims(event);
    return metadata;
  }

  /** After the last event: what only the end can tell. */
  finish(): void {
    this.tellBrokenLink(true);
    for (const { revision } of this.claims.heads.slice(this.headsPassed)) {
      this.tell('evidence', this.revision + 1, `evidence of revision ${revision} was kept; events are gone`);
    }
    const { snapshot } = this.claims;
    if (snapshot && snapshot.revision > this.revision) {
      this.tell('snapshot', this.revision + 1, `a snapshot stands at revision ${snapshot.revision}; events are gone`);
    }
  }

  /** Of each kind only the first of a stream. */
  tell(kind: FindingKind, at: Place | number, what: string): void {
    const { revision, position = null } = typeof at === 'number' ? { revision: at } : at;
    if (this.told.includes(kind)) return;
    this.told = [...this.told, kind];
    this.report({ kind, stream: this.stream, revision, position, what });
  }

  private inPlace(event: StoredEvent): boolean {
    const { revision, position } = event;
    const expected = this.revision + 1;
    if (revision === expected) return true;
    this.whole = false;
    if (revision < expected) {
      this.tell('revision', event, `stands at position ${position}, behind revision ${this.revision}`);
      return false;
    }
    this.tell(
      'revision',
      { revision: expected, position },
      `is missing: revision ${revision} follows ${this.revision}`,
    );
    this.tellBrokenLink(true);
    return true;
  }

  private metadataOf(event: StoredEvent): EventMetadata | undefined {
    try {
      return decodeMetadata(decoder.decode(event.metadata));
    } catch (error) {
      this.unreadable(event, messageOf(error));
      return undefined;
    }
  }

  /**
   * A link joins two events, and either may be the changed one. If the next link does not hold either, it was the event
   * between the two; else the event before, whose successor still fits its own.
   */
  private checkLink({ revision }: StoredEvent, { prevHash }: EventMetadata): void {
    const afterGap = revision !== this.revision + 1;
    const holds = afterGap || prevHash === this.hash;
    if (this.brokenLink !== undefined) this.tellBrokenLink(holds);
    else if (!holds && revision === 0) this.tell('chain', 0, 'names an event before it, and there can be none');
    else if (!holds) this.brokenLink = revision;
  }

  private tellBrokenLink(nextHolds: boolean): void {
    const at = this.brokenLink;
    if (at === undefined) return;
    this.brokenLink = undefined;
    if (nextHolds) this.tell('chain', at - 1, 'is not the event that the next one was chained to');
    else this.tell('chain', at, 'is chained neither to the event before nor to the one after');
  }

  private checkMetadata(event: StoredEvent, metadata: EventMetadata): void {
    const { tenant, recordedAt, effectiveAt } = metadata;
    this.tenant ??= tenant;
    if (tenant !== this.tenant || !TENANT.test(tenant)) {
      this.tell('place', event, `tenant ${tenant} in a stream of ${this.tenant}`);
    }
    if (!INSTANT.test(recordedAt) || !INSTANT.test(effectiveAt)) {
      this.tell('time', event, 'its times are no instants');
    }
    if (recordedAt < this.recordedAt) {
      this.tell('time', event, `recorded at ${recordedAt}, after an event of ${this.recordedAt}`);
    } else this.recordedAt = recordedAt;
  }

  private checkKeys(event: StoredEvent, { commandKeys }: EventMetadata): void {
    const { fresh, id } = this.runs.next(event, commandKeys);
    for (const used of fresh) {
      this.keys.add(used);
      if (this.usedKeys?.has(used.key)) {
        this.tell('command-key', event, `${used.key} was used before`);
      }
      this.usedKeys?.add(used.key);
    }
    if (id !== undefined && id !== event.id) {
      this.tell('event-id', event, `has the id ${event.id}; its command gives ${id}`);
    }
  }

  private addToFold(fold: StreamFold, event: StoredEvent, metadata: EventMetadata): void {
    try {
      for (const { kind, what } of fold.add(event, { stream: this.stream, metadata })) {
        this.tell(kind, event, what);
      }
      const dueId = metadata.commandKeys.length === 0 ? dueIdOf(event) : undefined;
      if (dueId !== undefined && dueId !== event.id) {
        this.tell('event-id', event, `has the id ${event.id}; what fell due gives ${dueId}`);
      }
    } catch (error) {
      this.unreadable(event, messageOf(error));
    }
  }

  private checkClaims(event: StoredEvent): void {
    const { revision } = event;
    const { heads, snapshot } = this.claims;
    for (let head = heads[this.headsPassed]; head && head.revision <= revision; head = heads[this.headsPassed]) {
      this.headsPassed += 1;
      if (head.revision === revision && head.hash !== this.hash) {
        this.tell('evidence', event, `its hash is ${this.hash}, evidence says ${head.hash}`);
      }
    }
    if (snapshot?.revision === revision) this.checkSnapshot(snapshot, event);
  }

  private checkSnapshot(snapshot: SnapshotClaim, place: Place): void {
    if (snapshot.headHash !== this.hash) {
      this.tell('snapshot', place, 'the snapshot stands on another event');
    } else if (this.whole && this.fold?.foldVersion === snapshot.foldVersion) {
      const claimed = parsed(snapshot.state);
      if (canonical(claimed) !== canonical(this.fold.state)) {
        this.tell('snapshot', place, 'the snapshot differs from the fold');
      }
    }
  }

  private unreadable(at: Place, what: string): void {
    this.whole = false;
    this.tell('unreadable', at, what);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Undefined when it is no JSON: then it equals no fold. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}
