/**
 * The stream of checkpoints, read from its end or by bisection: it grows by one event a second for years, and nobody
 * ever needs the whole of it but whoever verifies everything.
 */
import { type EventStore, GENESIS_HASH, hashOf, NO_STREAM, type StoredEvent } from '@haber/event-store';
import { checkpointDefinition, checkpointStream, decodeMetadata, type SignedCheckpoint } from '@haber/ledger';
import { decodeStored } from '../fold';

export interface CheckpointTail {
  /** Of the last event, −1 when there is none. */
  readonly revision: number;
  readonly hash: string;
  readonly recordedAt: string;
  readonly last: SignedCheckpoint | undefined;
}

export const NO_CHECKPOINTS: CheckpointTail = {
  revision: NO_STREAM,
  hash: GENESIS_HASH,
  recordedAt: '',
  last: undefined,
};

const decoder = new TextDecoder('utf-8', { fatal: true });

/** Undefined for an event that is no checkpoint. @throws UnreadableEvent */
export function checkpointIn(stored: StoredEvent): SignedCheckpoint | undefined {
  const event = decodeStored(checkpointDefinition.codec, stored);
  return event.type === 'checkpoint.signed.v1' ? event.data : undefined;
}

/** @throws UnreadableEvent */
function tailAfter(before: CheckpointTail, stored: StoredEvent): CheckpointTail {
  const { revision, stream } = stored;
  const { recordedAt } = decodeMetadata(decoder.decode(stored.metadata));
  const last = checkpointIn(stored) ?? before.last;
  return { revision, hash: hashOf(stream, revision, stored), recordedAt, last };
}

/** A key is published right before a checkpoint under it, in one append: two events back there is always one. */
const BACK = 1;

/** @throws UnreadableEvent */
export async function readTail(store: EventStore): Promise<CheckpointTail> {
  const stream = checkpointStream();
  const revision = (await store.head(stream))?.revision ?? NO_STREAM;
  if (revision === NO_STREAM) return NO_CHECKPOINTS;
  const events = await store.read(stream, Math.max(0, revision - BACK), BACK + 1);
  return events.reduce(tailAfter, NO_CHECKPOINTS);
}

/** The first checkpoint that goes at least as far as this position; undefined when none does yet. O(log n) reads. */
export async function checkpointCovering(store: EventStore, position: bigint): Promise<SignedCheckpoint | undefined> {
  const tail = await readTail(store);
  if (!tail.last || BigInt(tail.last.throughPosition) < position) return undefined;
  let [low, high] = [0, tail.revision];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const { at, found } = await checkpointFrom(store, middle);
    if (found && BigInt(found.throughPosition) >= position) high = middle;
    else low = at + 1;
  }
  return (await checkpointFrom(store, low)).found;
}

/** The first checkpoint at or after a revision. */
async function checkpointFrom(store: EventStore, revision: number): Promise<{ at: number; found?: SignedCheckpoint }> {
  for (const stored of await store.read(checkpointStream(), revision, BACK + 1)) {
    const found = checkpointIn(stored);
    if (found) return { at: stored.revision, found };
  }
  return { at: revision };
}
