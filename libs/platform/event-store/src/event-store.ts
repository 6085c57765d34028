/**
 * The port to the append-only event log, the only truth in Haber. A store keeps bytes exactly as they were given,
 * appends at exact revisions only, and orders everything by a position that never shows a gap to a subscriber.
 * Every driver passes the same contract suite (`event-store.contract.ts`).
 */

/** An event as a writer hands it over: bytes are opaque to the store and are kept unchanged. */
export interface EventToAppend {
  /** Lower-case UUID, derived from the command or the due date, so that a repeat carries the same id. */
  readonly id: string;
  /** Stored, versioned type name, e.g. `credit-account.credit-used.v1`. */
  readonly type: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export interface StoredEvent extends EventToAppend {
  readonly stream: string;
  /** 0 for the first event of a stream, then without a gap. */
  readonly revision: number;
  /** Order of commit over all streams; comparable, otherwise opaque: it may have gaps. */
  readonly position: bigint;
}

/** The revision before the first event: "the stream must not exist yet". */
export const NO_STREAM = -1;

/** One entry of a group. No events: only assert that the stream is at `expectedRevision`. */
export interface Append {
  readonly stream: string;
  readonly expectedRevision: number;
  readonly events: readonly EventToAppend[];
}

/**
 * What became of one entry; entries of a group succeed and fail independently.
 * `appended`: these very bytes stand there. Of equal sends at once more than one may be told so, by a driver whose
 * server does not say which was first. `duplicate`: exactly these event ids already stand right after
 * `expectedRevision` (an earlier send succeeded, or another writer's: the bytes may be others).
 */
export type AppendResult =
  | { readonly kind: 'appended' | 'duplicate'; readonly revision: number; readonly position: bigint }
  | { readonly kind: 'asserted'; readonly revision: number }
  | { readonly kind: 'conflict'; readonly actualRevision: number };

export interface StreamHead {
  readonly revision: number;
  readonly position: bigint;
}

/** Categories are the part of a stream id before the first `-` that precedes a UUID: `account`, `bank-account`, … */
export interface LogFilter {
  readonly categories?: readonly string[];
}

export interface ReadAllOptions {
  /**
   * Exclusive: a position that the store has given, never one counted from it; 0n reads from the beginning. Beyond the
   * log's end: an error, since later events would be missed.
   */
  readonly after: bigint;
  /** The event at `after` too. */
  readonly inclusive?: boolean;
  readonly limit: number;
  readonly filter?: LogFilter;
}

export interface LogPage {
  readonly events: readonly StoredEvent[];
  /**
   * Everything up to here (inclusive) has been seen, filtered-out events included: a safe checkpoint. Never beyond what
   * is committed and visible.
   */
  readonly through: bigint;
  /** Of a subscription: as many events as it read for, so that more may be there already. */
  readonly full?: boolean;
}

export interface Subscription {
  /** Resolves once the subscription has stopped; rejects if the handler threw or no retry can mend the reading. */
  readonly done: Promise<void>;
  /** Resolves when the page under way, if any, has been handled; never rejects. Not to be awaited in the handler. */
  stop(): Promise<void>;
}

export interface SubscribeOptions {
  readonly after: bigint;
  readonly filter?: LogFilter;
  /** Largest page handed to the handler; default 500. */
  readonly pageSize?: number;
}

export interface EventStore {
  /** True: positions count the events, 1, 2, 3 … False: they are only in order, and others may write to the log too. */
  readonly dense: boolean;
  /**
   * Appends many streams in one round trip; a stream stands at most once in a group. Results are in entry order.
   * An `asserted` revision was the head at some instant of the call. Malformed input fails the whole group, plainly.
   * @throws UnknownOutcome when the answer was lost: the caller re-sends the very same entries.
   * @throws StoreBusy when nothing was appended and a retry may succeed.
   */
  append(entries: readonly Append[]): Promise<readonly AppendResult[]>;
  /** Events of one stream from `from` (inclusive), oldest first, at most `limit`. A missing stream is empty. */
  read(stream: string, from: number, limit: number): Promise<readonly StoredEvent[]>;
  /** Undefined when the stream does not exist. */
  head(stream: string): Promise<StreamHead | undefined>;
  /** The position at which the log ends now, whoever's event stands there; 0n: it is empty. */
  end(): Promise<bigint>;
  readAll(options: ReadAllOptions): Promise<LogPage>;
  /**
   * Pages in order, the next only after the handler's promise settled. Woken by the store, with polling besides; what
   * passes is retried for ever. A page without events only moves the checkpoint, and comes now and then.
   */
  subscribe(options: SubscribeOptions, onPage: (page: LogPage) => Promise<void>): Subscription;
  close(): Promise<void>;
}

/** The append may or may not have happened. */
export class UnknownOutcome extends Error {
  override readonly name = 'UnknownOutcome';
}

/** Nothing was appended; try again. */
export class StoreBusy extends Error {
  override readonly name = 'StoreBusy';
}

/** `account` of `account-<uuid>`, `bank-account` of `bank-account-<uuid>`. */
export function categoryOf(stream: string): string {
  return stream.slice(0, -37);
}
