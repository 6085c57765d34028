/**
 * The heads of the streams that changed in a part of the log: what a checkpoint signs, and what a proof is made from.
 * Checkpoints themselves do not count, else an idle log would never come to rest.
 */
import { categoryOf, type EventStore, hashOf, type StoredEvent } from '@haber/event-store';
import { checkpointDefinition } from '@haber/ledger';
import { formatHead, type HeadEvidence } from '../evidence';
import { leafHash } from './merkle';

const PAGE = 1_000;
const LAST_POSITION = 9_223_372_036_854_775_807n;

export interface LogRange {
  /** Exclusive. */
  readonly after: bigint;
  /** Inclusive; absent: to the end, or until `maxEvents` were seen (then the range ends with a page). */
  readonly through?: bigint;
  readonly maxEvents?: number;
}

export interface ChangedHeads {
  /** In order of stream id. */
  readonly heads: readonly HeadEvidence[];
  /** Of the last event that counts; `after` when there is none. */
  readonly through: bigint;
  /** Whatever stands there, counted or not, up to this position was looked at. */
  readonly readTo: bigint;
  /** There may be more behind it. */
  readonly more: boolean;
}

export function isCheckpointStream(stream: string): boolean {
  return categoryOf(stream) === checkpointDefinition.category;
}

/** In memory: one head a stream, never more than a page of events. */
export async function changedHeads(store: EventStore, range: LogRange): Promise<ChangedHeads> {
  const { after, maxEvents = Number.POSITIVE_INFINITY } = range;
  const heads = new Map<string, HeadEvidence>();
  let [through, readTo, seen] = [after, after, 0];
  for await (const { events, read, more } of pagesOf(store, range)) {
    for (const head of lastOfEach(events)) heads.set(head.stream, head);
    through = events.at(-1)?.position ?? through;
    readTo = read;
    seen += events.length;
    if (more && seen >= maxEvents) return { heads: sortedHeads([...heads.values()]), through, readTo, more };
  }
  return { heads: sortedHeads([...heads.values()]), through, readTo, more: false };
}

/** Pages of what counts in the range. */
async function* pagesOf(store: EventStore, { after, through: end = LAST_POSITION }: LogRange) {
  for (let read = after, more = true; more;) {
    const page = await store.readAll({ after: read, limit: PAGE });
    read = page.through;
    more = page.events.length === PAGE && read < end;
    const events = page.events.filter(({ stream, position }) => position <= end && !isCheckpointStream(stream));
    yield { events, read, more };
  }
}

/** Only what nothing follows in the page is hashed. */
function lastOfEach(events: readonly StoredEvent[]): readonly HeadEvidence[] {
  const last = new Map(events.map((event) => [event.stream, event]));
  return [...last.values()].map((event) => {
    const { stream, revision } = event;
    return { stream, revision, hash: hashOf(stream, revision, event) };
  });
}

/** Stream ids are ASCII, so texts compare as their bytes do. */
export function sortedHeads<H extends { readonly stream: string }>(heads: readonly H[]): readonly H[] {
  return heads.toSorted((a, b) => (a.stream < b.stream ? -1 : 1));
}

/** A head as a leaf: the very line that `haber heads` prints. */
export function headLeaf(head: HeadEvidence): Buffer {
  return leafHash(formatHead(head));
}
