/**
 * `haber verify`: the whole log once, in order, and everything that was derived from it at exactly the position that it
 * claims to reflect. First the log up to near its end; then one snapshot of the database, in which the rest of the log,
 * the checkpoints, heads and rows all belong together. So a loaded system gives no false alarm, and nobody waits.
 */
import { categoryOf, type EventStore, type StoredEvent } from '@haber/event-store';
import type { ClientBase, Pool, PoolClient } from 'pg';
import { CheckpointClaims } from './checkpoints/checkpoint-claims';
import { type Evidence, formatLogEvidence } from './evidence';
import { type Finding, Findings, type Report } from './finding';
import { LogAuditor } from './log-auditor';
import { lastSignedPosition, type LogSource, storeLog } from './log-source';
import { capacityAccountRows } from './postgres/capacity-account-rows';
import { commandIndexRows } from './postgres/command-index-rows';
import { creditAccountRows } from './postgres/credit-account-rows';
import type { DerivedTable } from './postgres/derived';
import { erasedWithLiveKey, tellLiveKeys } from './postgres/live-keys';
import { executionRows } from './postgres/execution-rows';
import { payoutRows } from './postgres/payout-rows';
import { postingRows } from './postgres/posting-rows';
import { productRows } from './postgres/product-rows';
import { reconciliationRows } from './postgres/reconciliation-rows';
import { logTables } from './postgres/log-tables';
import { readSnapshots } from './postgres/snapshots';
import { compareLogHead, compareStreamHeads } from './postgres/stream-heads';
import { checkpointsOf, snapshotOf } from './postgres/database-snapshot';

export interface VerifyOptions {
  /** Of the database's owner. Lends one connection. */
  readonly pool: Pool;
  /** Where the log is, if not in that database. */
  readonly store?: EventStore | undefined;
  readonly evidence?: Evidence;
  /** Base64: the only keys that may have signed checkpoints. Absent: those published in the log itself. */
  readonly trustedKeys?: readonly string[];
  /** Milliseconds since the epoch: the log must have been signed as it stood a while before. Absent: it need not be. */
  readonly signedAsOf?: number;
  /** One stream instead of the log: positions, the other streams and the log's evidence are not looked at. */
  readonly stream?: string;
  readonly onFinding?: Report;
  readonly onProgress?: (progress: VerifyProgress) => void;
  /** Findings kept and told; further ones are only counted. Default 10,000. */
  readonly maxFindings?: number;
}

export interface VerifyProgress {
  readonly events: number;
  readonly position: bigint;
  /** The end of the log as it was last seen. */
  readonly end: bigint;
}

export interface Verified {
  readonly findings: readonly Finding[];
  /** Those not kept included: 0 when all is well. */
  readonly differences: number;
  readonly events: number;
  readonly streams: number;
  /** The end of the log that was read. */
  readonly position: bigint;
  /** To be kept outside: the whole log in one line. Absent when one stream was verified. */
  readonly logEvidence?: string;
  readonly derived: readonly DerivedResult[];
  /** Signed checkpoints that were held against the log, how far they go. None when one stream was verified. */
  readonly checkpoints: SignedResult;
  readonly seconds: number;
}

export interface SignedResult {
  readonly count: number;
  readonly position: bigint;
  /** Events behind that position, those of checkpoints not counted. */
  readonly unsigned: number;
}

/** What was compared of one derived table, and how far it was. */
export interface DerivedResult {
  readonly table: string;
  readonly rows: number;
  readonly position: bigint;
}

const DERIVED: readonly DerivedTable[] = [
  creditAccountRows,
  capacityAccountRows,
  executionRows,
  payoutRows,
  reconciliationRows,
  productRows,
  commandIndexRows,
  postingRows,
];
/** So close to the end of the log the snapshot is opened. */
const NEAR_END = 5_000n;
/** The same of a log whose positions are bytes. */
const NEAR_END_BYTES = 5_000_000n;
const MAX_ROUNDS = 50;

export async function verify(options: VerifyOptions): Promise<Verified> {
  const client = await options.pool.connect();
  client.on('error', () => undefined); // the next query tells
  try {
    // Long scans in order of an index, whatever the statistics of a young table say.
    await client.query('SET enable_seqscan = off; SET enable_bitmapscan = off; SET statement_timeout = 0');
    return await new Verification(client, options).run();
  } finally {
    client.release(true);
  }
}

class Verification {
  private readonly startedMs = performance.now();
  private readonly findings: Findings;
  private readonly derived: DerivedResult[] = [];
  private readonly claims: CheckpointClaims;
  private readonly log: LogSource;
  private end = 0n;

  constructor(
    private readonly client: PoolClient,
    private readonly options: VerifyOptions,
  ) {
    this.findings = new Findings(options.maxFindings ?? 10_000, options.onFinding);
    this.log = options.store ? storeLog(options.store) : logTables(client);
    this.claims = new CheckpointClaims((from) => this.log.checkpoints(from));
  }

  async run(): Promise<Verified> {
    const { evidence, stream, trustedKeys, signedAsOf } = this.options;
    const snapshots = await readSnapshots(this.client, stream);
    const auditor = new LogAuditor({
      report: this.findings.add,
      snapshots,
      trustedKeys,
      signedAsOf,
      ...(evidence && { evidence }),
      dense: this.log.dense,
      oneStream: stream,
    });
    if (stream === undefined) await this.readTowardsEnd(auditor);
    const suspects = await snapshotOf(this.client, DERIVED, async (present) => {
      await this.inSnapshot(auditor, present);
      return erasedWithLiveKey(this.client, auditor);
    });
    await tellLiveKeys({ client: this.client, log: this.log }, auditor, suspects);
    return this.result(auditor);
  }

  /**
   * Up to what all checkpoints, of projections and signed ones, have passed, again and again until little is left.
   * Bounded: a faster writer wins.
   */
  private async readTowardsEnd(auditor: LogAuditor): Promise<void> {
    const nearEnd = this.log.dense ? NEAR_END : NEAR_END_BYTES;
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const reached = await checkpointsOf(this.client);
      const end = await this.log.end();
      this.end = end;
      const signed = await lastSignedPosition(this.log);
      const through = [...reached.values(), signed ?? end].reduce((a, b) => (a < b ? a : b), end);
      if (through - auditor.position <= nearEnd) return;
      const before = auditor.position;
      await this.read(auditor, through);
      if (auditor.position === before) return; // what stands there is not ours
    }
  }

  private async read(auditor: LogAuditor, through?: bigint): Promise<void> {
    const { stream, onProgress } = this.options;
    for await (const page of this.log.events({ stream, after: auditor.position, through })) {
      if (stream === undefined) await this.tellClaims(auditor, page);
      for (const event of page) auditor.feed(event);
      onProgress?.({ events: auditor.events, position: auditor.position, end: this.end });
    }
  }

  /** Of what was signed about the positions of a page, before it is looked at. */
  private async tellClaims(auditor: LogAuditor, page: readonly StoredEvent[]): Promise<void> {
    auditor.ranges.expect(await this.claims.take(page.at(-1)?.position ?? auditor.position));
  }

  private async inSnapshot(auditor: LogAuditor, present: readonly DerivedTable[]): Promise<void> {
    const reached = await checkpointsOf(this.client);
    this.end = await this.log.end();
    const positionOf = ({ projection }: DerivedTable): bigint => reached.get(projection) ?? 0n;
    const inOrder = present.toSorted((a, b) => (positionOf(a) < positionOf(b) ? -1 : 1));
    for (const table of inOrder) {
      const position = positionOf(table);
      await this.read(auditor, position);
      const { client, log } = this;
      const comparison = { client, log, auditor, report: this.findings.add, stream: this.options.stream };
      this.derived.push({ table: table.table, position, rows: await table.compare(comparison) });
    }
    await this.read(auditor);
    auditor.finish();
    if (!this.options.store) await this.compareHeads(auditor);
    this.compareCheckpoints(auditor, present, reached);
  }

  private async compareHeads(auditor: LogAuditor): Promise<void> {
    const { stream } = this.options;
    const compared = { client: this.client as ClientBase, auditor, report: this.findings.add, stream };
    const rows = await compareStreamHeads(compared);
    this.derived.push({ table: 'event_log.streams', rows, position: auditor.position });
    if (stream === undefined) await compareLogHead(compared);
  }

  private compareCheckpoints(
    auditor: LogAuditor,
    present: readonly DerivedTable[],
    reached: ReadonlyMap<string, bigint>,
  ): void {
    if (this.options.stream !== undefined) return;
    const last = this.lastPlaceOf(auditor);
    const tell = (what: string, position: bigint): void =>
      this.findings.add({ kind: 'read-model', stream: null, revision: null, position, what });
    for (const table of DERIVED) {
      const position = reached.get(table.projection);
      if (!present.includes(table) || position === undefined) {
        const expected = [...auditor.streams.keys()].some((stream) => categoryOf(stream) === table.category);
        if (expected) tell(`${table.table} does not exist, or its checkpoint does not`, auditor.position);
      } else if (position > last) {
        tell(`${table.table} stands at position ${position}, the log ends at ${last}: events were deleted`, position);
      }
    }
  }

  /** In a log that others write to, what is theirs may stand behind our last event, and was passed as well. */
  private lastPlaceOf({ position }: LogAuditor): bigint {
    return this.log.dense || this.end < position ? position : this.end;
  }

  private result(auditor: LogAuditor): Verified {
    return {
      findings: this.findings.kept,
      differences: this.findings.total,
      events: auditor.events,
      streams: auditor.streams.size,
      position: auditor.position,
      ...(this.options.stream === undefined && { logEvidence: formatLogEvidence(auditor.evidence) }),
      derived: this.derived,
      checkpoints: {
        count: auditor.ranges.checked,
        position: auditor.ranges.through,
        unsigned: auditor.ranges.unsigned,
      },
      seconds: (performance.now() - this.startedMs) / 1_000,
    };
  }
}
