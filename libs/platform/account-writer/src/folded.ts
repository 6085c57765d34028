/** An account as this process last knew it: the fold at one revision, with what the next append must follow. */
import { GENESIS_HASH, hashOf, NO_STREAM, type StoredEvent } from '@haber/event-store';
import { decodeMetadata, type PlainEvent, type StreamDefinition } from '@haber/ledger';
import type { WrittenEvent } from './command';
import { type AnyName, RememberedKeys } from './remembered-keys';

export interface Folded<S> {
  readonly state: S;
  readonly revision: number;
  /** Hash of the last event. */
  readonly hash: string;
  readonly position: bigint;
  /** Record time of the last event: time never goes back within a stream. */
  readonly recordedAt: string;
  /** The one mutable part: handed from each fold of a stream to the next. Only the stream's own turn may touch it. */
  readonly keys: RememberedKeys;
  /** Revision of the newest snapshot that is known to exist; −1 for none. */
  readonly snapshotAt: number;
  /** Present while another process writes to this stream too. */
  readonly rivalry?: Rivalry;
}

export interface Rivalry {
  /** Turns for which to leave it room. */
  readonly politeTurns: number;
  /** When our own last turn ended, on the clock of `performance.now()`. */
  readonly turnEndedMs: number;
}

/** The stored chain does not hold: nothing is appended on top of it, and `haber verify` says where it breaks. */
export class BrokenChain extends Error {
  override readonly name = 'BrokenChain';
}

export function emptyFold<S>(initial: S): Folded<S> {
  return {
    state: initial,
    revision: NO_STREAM,
    hash: GENESIS_HASH,
    position: 0n,
    recordedAt: '',
    keys: new RememberedKeys(),
    snapshotAt: NO_STREAM,
  };
}

const decoder = new TextDecoder('utf-8', { fatal: true });

/** A stored event with its hash, decoded. @throws UnreadableEvent */
export function written<S, E extends PlainEvent, D>(
  definition: StreamDefinition<S, E, D>,
  stored: StoredEvent,
): WrittenEvent<E> {
  return {
    id: stored.id,
    revision: stored.revision,
    hash: hashOf(stored.stream, stored.revision, stored),
    event: definition.codec.decode(stored.type, decoder.decode(stored.data)),
    metadata: decodeMetadata(decoder.decode(stored.metadata)),
  };
}

/** All that an event is remembered by: its command's keys, and the names that it binds by what it says. */
export function namesIn<S, E extends PlainEvent, D>(
  definition: StreamDefinition<S, E, D>,
  { event, metadata }: Pick<WrittenEvent<E>, 'event' | 'metadata'>,
): readonly AnyName[] {
  const bound = definition.namesOf?.(event) ?? [];
  return bound.length > 0 ? [...metadata.commandKeys, ...bound] : metadata.commandKeys;
}

/** The fold with one more event. @throws BrokenChain, UnreadableEvent */
export function foldOne<S, E extends PlainEvent, D>(
  definition: StreamDefinition<S, E, D>,
  before: Folded<S>,
  stored: StoredEvent,
): Folded<S> {
  const next = written(definition, stored);
  if (stored.revision !== before.revision + 1 || next.metadata.prevHash !== before.hash) {
    throw new BrokenChain(`${stored.stream} at revision ${stored.revision}`);
  }
  const state = definition.evolve(before.state, next.event);
  const { revision, position } = stored;
  before.keys.remember(namesIn(definition, next), { revision, position });
  return { ...before, state, revision, hash: next.hash, position, recordedAt: next.metadata.recordedAt };
}
