/**
 * The log of the in-test server: what the real one does with an append and with a stream's metadata, no more. Sources
 * are files of EventStoreDB 23.10, `src/EventStore.Core/`:
 * - `Services/Storage/ReaderIndex/IndexWriter.cs`, `CheckCommit`: expected revision and idempotency;
 * - `Services/Storage/StorageWriterService.cs`, `ActOnCommitCheckFailure`: a half-equal append is a wrong version;
 * - `Services/Storage/ReaderIndex/AllReader.cs`: events that commit themselves stand at their own log position.
 */

export interface ProposedEvent {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export interface LogRecord extends ProposedEvent {
  readonly stream: string;
  readonly revision: number;
  readonly position: bigint;
  /** Of the first event of the same append. */
  readonly transaction: bigint;
}

export type Written =
  | { readonly kind: 'written'; readonly revision: number; readonly position: bigint }
  | { readonly kind: 'wrong-version'; readonly current: number };

/** Enough for a header, as between records of the real log: positions are byte offsets. */
const RECORD_BYTES = 98;
/** The real server's own events come every 30 s; here often, so that nobody takes positions for a count. */
const APPENDS_A_STATISTIC = 5;
/** `$tb` of a soft delete: the largest revision (`EventNumber.DeletedStream`, docs "Deleting streams"). */
const DELETED = 2 ** 62;

export class TestLog {
  readonly records: LogRecord[] = [];
  private readonly streams = new Map<string, LogRecord[]>();
  private readonly listeners = new Set<() => void>();
  private end = 0n;
  private appends = 0;

  constructor() {
    // The real log begins with an epoch of the server's own: no event of a user ever stands at position 0.
    this.commit('$epoch-information', [systemEvent()]);
  }

  /** `CheckCommit`, for a concrete revision; -1 is `no_stream`. */
  append(stream: string, expected: number, events: readonly ProposedEvent[]): Written {
    const stored = this.streams.get(stream) ?? [];
    const current = stored.length - 1;
    const standing = stored.slice(expected + 1, expected + 1 + events.length);
    // By ids alone, whatever the bytes; the position is that of the event that stands there.
    const last = events.every(({ id }, i) => standing[i]?.id === id) ? standing.at(-1) : undefined;
    if (last) return placeOf(last);
    const anew = expected === -1 && this.isDeleted(stream);
    return expected === current || anew ? this.written(stream, events) : { kind: 'wrong-version', current };
  }

  /** Visible events of a stream; undefined: "not found". Truncated as its metadata says (docs "Stream metadata"). */
  visible(stream: string): readonly LogRecord[] | undefined {
    const stored = this.streams.get(stream);
    if (!stored || this.isDeleted(stream)) return undefined;
    const { $maxCount, $tb } = this.metadataOf(stream);
    const first = Math.max(0, $tb ?? 0, $maxCount ? stored.length - $maxCount : 0);
    return first === 0 ? stored : stored.slice(first);
  }

  /** Somebody with more rights than ours. */
  setMetadata(stream: string, metadata: string): void {
    const data = Buffer.from(metadata);
    this.commit(`$$${stream}`, [{ ...systemEvent('$metadata'), data }]);
  }

  onAppend(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private written(stream: string, events: readonly ProposedEvent[]): Written {
    // A deleted stream that is written to again goes on where it ended (`SoftUndeleteStream`).
    if (this.isDeleted(stream)) this.setMetadata(stream, `{"$tb":${this.streams.get(stream)?.length ?? 0}}`);
    const last = this.commit(stream, events).at(-1);
    if (!last) throw new Error('an append without events');
    this.appends += 1;
    if (this.appends % APPENDS_A_STATISTIC === 0)
      this.commit('$stats-127.0.0.1:2113', [systemEvent('$statsCollected')]);
    for (const listener of this.listeners) listener();
    return placeOf(last);
  }

  private commit(stream: string, events: readonly ProposedEvent[]): readonly LogRecord[] {
    const stored = this.streams.get(stream) ?? [];
    const transaction = this.end;
    const records = events.map((event, i) => {
      const record = { ...event, stream, revision: stored.length + i, position: this.end, transaction };
      this.end += BigInt(RECORD_BYTES + event.type.length * 2 + event.data.length + event.metadata.length);
      return record;
    });
    stored.push(...records);
    this.streams.set(stream, stored);
    this.records.push(...records);
    return records;
  }

  private isDeleted(stream: string): boolean {
    return (this.metadataOf(stream).$tb ?? 0) >= DELETED;
  }

  private metadataOf(stream: string): { readonly $maxCount?: number; readonly $tb?: number } {
    const last = this.streams.get(`$$${stream}`)?.at(-1);
    return last ? (JSON.parse(Buffer.from(last.data).toString()) as object) : {};
  }
}

function placeOf({ revision, position }: LogRecord): Written {
  return { kind: 'written', revision, position };
}

function systemEvent(type = '$epoch'): ProposedEvent {
  const contentType = 'application/json';
  return { id: crypto.randomUUID(), type, contentType, data: Buffer.from('{}'), metadata: Buffer.alloc(0) };
}
