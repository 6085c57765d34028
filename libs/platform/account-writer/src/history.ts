/**
 * The reading side of the writer: how a fold is made from a snapshot and the stream, what keys were used before the
 * fold remembers, and how the first answer to a repeated command is rebuilt. Reading writes nothing: whatever the store
 * fails with while it is read, the command at hand has not been done by this call.
 */
import { type EventStore, StoreBusy, type StoredEvent } from '@haber/event-store';
import type { CommandKey, PlainEvent, UsedNames, StreamDefinition, StreamId } from '@haber/ledger';
import { MAX_COMMAND_EVENTS } from './batch';
import type { Outcome, WrittenEvent } from './command';
import type { LookUpKeys, OldKeys } from './command-index';
import { inTime, LOOK_UP_PATIENCE_MS, SAVE_PATIENCE_MS } from './in-time';
import { emptyFold, type Folded, foldOne, namesIn, written } from './folded';
import { type AnyName, type KeyLimits, keyName, type RememberedKey, RememberedKeys } from './remembered-keys';
import { isIntact, sealedSnapshot, type Snapshots, stateFromJson, stateToJson } from './snapshots';

export interface HistoryOptions {
  readonly store: EventStore;
  /** Absent: the stream is read instead. */
  readonly lookUpKeys?: LookUpKeys;
  readonly snapshots?: Snapshots;
  /** Events read at once; default 500. Fewer, where they may be large. */
  readonly readPage?: number;
  /** Events between two snapshots of a stream; default 2,000. */
  readonly snapshotEvery?: number;
  /** Told of what went wrong behind the answers (a snapshot not saved); never of a command's own failure. */
  readonly onFault?: (error: unknown) => void;
}

/** The first event of a command that was done before, by one of its keys. */
export interface Replayed {
  readonly revision: number;
  readonly key: CommandKey;
  readonly used: UsedNames;
}

const READ_PAGE = 500;
/** Events read in search of keys that the index does not cover; beyond, the index must catch up first. */
const MOST_EVENTS_SEARCHED = 200_000;

const NO_KEYS: ReadonlyMap<string, RememberedKey> = new Map();
const NOTHING_INDEXED: OldKeys = { found: NO_KEYS, through: 0n };

export class StreamHistory<S, E extends PlainEvent, D> {
  /** The last position that the command index was seen to reach. */
  private indexedThrough = 0n;
  private savingSnapshot: Promise<void> | undefined;
  private readonly readPage: number;

  constructor(
    private readonly definition: StreamDefinition<S, E, D>,
    private readonly options: HistoryOptions,
    private readonly limits: KeyLimits,
  ) {
    this.readPage = options.readPage ?? READ_PAGE;
  }

  /** Reads on from a fold to the stream's head. Bounded by the stream: every page starts after the one before. */
  async toHead(stream: StreamId, from: Folded<S>): Promise<Folded<S>> {
    let folded = from;
    for (;;) {
      const page = await this.read(stream, folded.revision + 1, this.readPage);
      for (const stored of page) folded = foldOne(this.definition, folded, stored);
      this.prune(folded.keys);
      if (page.length < this.readPage) return folded;
    }
  }

  /** From a snapshot that still fits the stream, else from the beginning; to the head. */
  async coldStart(stream: StreamId): Promise<Folded<S>> {
    return this.toHead(stream, (await this.fromSnapshot(stream)) ?? emptyFold(this.definition.initial));
  }

  prune(keys: RememberedKeys): void {
    keys.prune(this.indexedThrough, this.limits);
  }

  /** The first answer, rebuilt from the events that the command wrote then. */
  async replay(stream: StreamId, at: Replayed): Promise<Outcome<E, unknown>> {
    const events: WrittenEvent<E>[] = [];
    for (const stored of await this.read(stream, at.revision, MAX_COMMAND_EVENTS)) {
      const event = written(this.definition, stored);
      if (!event.metadata.commandKeys.some((key) => keyName(key) === keyName(at.key))) break;
      events.push(event);
    }
    const last = events.at(-1);
    if (!last) throw new Error(`${stream}: no event under ${keyName(at.key)} at revision ${at.revision}`);
    const outcome = { kind: 'accepted', events, revision: last.revision, hash: last.hash, replayed: true } as const;
    return { ...outcome, used: at.used };
  }

  /** Keys of these commands that were used before what the fold remembers. Call it and decide in the same turn. */
  async oldKeys(
    stream: StreamId,
    keys: RememberedKeys,
    wanted: readonly AnyName[],
  ): Promise<ReadonlyMap<string, RememberedKey>> {
    // A full memory that holds everything asks all the same: it may let go only of what the index reaches.
    if (keys.complete && keys.size <= this.limits.keysKept) return NO_KEYS;
    const asked = wanted.filter((key) => keys.get(keyName(key)) === undefined);
    if (asked.length === 0) return NO_KEYS;
    const { found, through } = await this.lookUp(stream, asked);
    if (through > this.indexedThrough) this.indexedThrough = through;
    if (keys.complete || through >= keys.sincePosition) return found;
    return new Map([...(await this.keysBetween(stream, through, keys.sinceRevision)), ...found]);
  }

  private async lookUp(stream: StreamId, asked: readonly AnyName[]): Promise<OldKeys> {
    const { lookUpKeys } = this.options;
    if (!lookUpKeys) return NOTHING_INDEXED;
    try {
      return await inTime(lookUpKeys(stream, asked), LOOK_UP_PATIENCE_MS);
    } catch (error) {
      this.options.onFault?.(error);
      return NOTHING_INDEXED;
    }
  }

  /** Saves a snapshot when one is due, without waiting for it; at most one at a time. */
  snapshotBehind(stream: StreamId, folded: Folded<S>): Folded<S> {
    const { snapshots, snapshotEvery = 2_000, onFault } = this.options;
    if (!snapshots || this.savingSnapshot || folded.revision - folded.snapshotAt < snapshotEvery) return folded;
    const { revision, hash: headHash } = folded;
    const { foldVersion } = this.definition;
    const content = { stream, revision, foldVersion, headHash, state: stateToJson(folded.state) };
    this.savingSnapshot = inTime(snapshots.save(sealedSnapshot(content)), SAVE_PATIENCE_MS)
      .catch((error: unknown) => onFault?.(error))
      .finally(() => (this.savingSnapshot = undefined));
    return { ...folded, snapshotAt: revision };
  }

  /** Resolves when no snapshot is being saved. */
  async idle(): Promise<void> {
    await this.savingSnapshot;
  }

  private async fromSnapshot(stream: StreamId): Promise<Folded<S> | undefined> {
    const { snapshots, onFault } = this.options;
    if (!snapshots) return undefined;
    const snapshot = await inTime(snapshots.read(stream), LOOK_UP_PATIENCE_MS).catch((error: unknown) => {
      onFault?.(error);
      return undefined;
    });
    if (snapshot?.foldVersion !== this.definition.foldVersion || !isIntact(snapshot)) return undefined;
    const [stored] = await this.read(stream, snapshot.revision, 1);
    const head = stored && written(this.definition, stored);
    if (!head || head.hash !== snapshot.headHash) return undefined;
    const { revision, hash } = head;
    const state = stateFromJson(snapshot.state) as S;
    const keys = new RememberedKeys(revision, stored.position);
    const { recordedAt } = head.metadata;
    return { state, revision, hash, position: stored.position, recordedAt, keys, snapshotAt: revision };
  }

  /**
   * Keys of the events after a position and up to a revision: page by page backwards, to where the index reaches.
   * @throws StoreBusy when that is too far away.
   */
  private async keysBetween(
    stream: StreamId,
    after: bigint,
    throughRevision: number,
  ): Promise<ReadonlyMap<string, RememberedKey>> {
    const found = new Map<string, RememberedKey>();
    const lowest = Math.max(0, throughRevision + 1 - MOST_EVENTS_SEARCHED);
    for (let end = throughRevision + 1; end > lowest; end -= this.readPage) {
      const start = Math.max(lowest, end - this.readPage);
      const page = await this.read(stream, start, end - start);
      this.collectKeys(page, found);
      if (start === 0 || (page[0]?.position ?? 0n) <= after) return found;
    }
    throw new StoreBusy(`the command index is too far behind ${stream}`);
  }

  /** Newest first, overwriting: the first event under a key counts. */
  private collectKeys(page: readonly StoredEvent[], into: Map<string, RememberedKey>): void {
    for (const stored of page.toReversed()) {
      const event = written(this.definition, stored);
      const { revision } = event;
      for (const name of namesIn(this.definition, event)) {
        into.set(keyName(name), { revision, fingerprint: name.fingerprint });
      }
    }
  }

  private async read(stream: StreamId, from: number, limit: number): Promise<readonly StoredEvent[]> {
    try {
      return await this.options.store.read(stream, from, limit);
    } catch (error) {
      if (error instanceof StoreBusy) throw error;
      this.options.onFault?.(error);
      throw new StoreBusy(`${stream} could not be read`, { cause: error });
    }
  }
}
