/**
 * What a context hands to the writer and what it gets back. A command carries its own pure `decide`, so that several
 * contexts write the same streams through the one queue that each account has.
 */
import type {
  BoundName,
  CommandKey,
  Decision,
  EventMetadata,
  NamedDecideContext,
  PlainEvent,
  StreamId,
  Tenant,
  UsedNames,
} from '@haber/ledger';

export interface Command<S, D, R> {
  readonly stream: StreamId;
  readonly tenant: Tenant;
  readonly actor: string;
  /** See `EventMetadata`. */
  readonly assertedBy?: string;
  readonly keyId?: string;
  readonly correlationId: string;
  readonly causationId?: string;
  /** In order of precedence; the first one names the command's events. Empty: every call is a new command. */
  readonly keys: readonly CommandKey[];
  /**
   * Names that its events may bind by their data, at most `MOST_NAMES`. Unlike a key, one that was used before does not
   * make the command a repeat: `decide` is told, and leaves it out. All are looked up at once.
   */
  readonly names?: readonly BoundName[];
  /** Revisions of other streams that the decision looks at. */
  readonly relied?: Readonly<Record<StreamId, number>>;
  /**
   * The revision that the caller has seen (`If-Match`); at any other one nothing is decided. A repeat of what was done
   * is answered all the same. What falls due with this very command is no change by others; what stands in the stream
   * by now is one, also where nobody but the calendar has brought it about: the account is not as it was seen.
   */
  readonly expectedRevision?: number;
  decide(state: S, context: NamedDecideContext): Decision<D, R>;
}

/** An event in its place, with what it takes to answer a command byte for byte. */
export interface WrittenEvent<E extends PlainEvent> {
  readonly id: string;
  readonly revision: number;
  readonly hash: string;
  readonly event: E;
  readonly metadata: EventMetadata;
}

export type Outcome<E extends PlainEvent, R> =
  | {
      readonly kind: 'accepted';
      /** The events of this command alone, without what had fallen due before it. Empty if it changed nothing. */
      readonly events: readonly WrittenEvent<E>[];
      readonly revision: number;
      readonly hash: string;
      /** True when an earlier send of the same command did it. */
      readonly replayed: boolean;
      /** Which of the command's `names` were bound before its events: of a repeat, the same as at first. */
      readonly used: UsedNames;
    }
  | { readonly kind: 'rejected'; readonly rejection: R; readonly revision: number }
  /** The stream is not at the revision that the command expects. */
  | { readonly kind: 'stale'; readonly revision: number }
  /** The key was used before for another command, whose first event is at this revision. */
  | { readonly kind: 'key-reused'; readonly key: CommandKey; readonly revision: number };

/** The command was not done, or nobody knows; the caller may repeat it under the same key. */
export class WriterUnavailable extends Error {
  override readonly name = 'WriterUnavailable';
  constructor(
    readonly outcome: 'none' | 'unknown',
    readonly reason: 'queue_full' | 'store_unavailable' | 'outcome_unknown' | 'too_contended' | 'shutting_down',
    readonly retryAfterSeconds: number,
  ) {
    super(reason);
  }
}

/** One writer per category and process. */
export interface AccountWriter<S, E extends PlainEvent, D> {
  /** @throws WriterUnavailable */
  execute<R>(command: Command<S, D, R>): Promise<Outcome<E, R>>;
  /** The fold at the stream's head, confirmed against the store; revision −1 when the stream does not exist. */
  load(stream: StreamId): Promise<{ readonly state: S; readonly revision: number }>;
}
