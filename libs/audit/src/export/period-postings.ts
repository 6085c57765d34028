/**
 * The postings of a period, as accountants take them over: derived from the events of one tenant, in the order in which
 * they were recorded. One page of events is in memory; the debits of every event equal its credits.
 */
import type { EventStore, StoredEvent } from '@haber/event-store';
import {
  accountCodec,
  type AccountEvent,
  accountPostingsOf,
  decodeMetadata,
  type EventMetadata,
  type Posting,
  type Tenant,
} from '@haber/ledger';
import { decodeStored } from '../fold';

export interface PostingsPeriod {
  readonly store: EventStore;
  readonly tenant: Tenant;
  /** Instant; inclusive. */
  readonly from: string;
  /** Instant; exclusive. */
  readonly to: string;
  /** Which of an event's times must lie in the period. */
  readonly by: 'recorded' | 'effective';
  /** One account instead of all. */
  readonly stream?: string;
}

export interface PeriodPosting {
  readonly stored: StoredEvent;
  readonly metadata: EventMetadata;
  readonly event: AccountEvent;
  readonly posting: Posting;
}

/** An event of volume may be of 100 KB. */
const PAGE = 200;
const decoder = new TextDecoder('utf-8', { fatal: true });

/** @throws UnreadableEvent */
export async function* periodPostings(period: PostingsPeriod): AsyncGenerator<PeriodPosting> {
  for await (const stored of accountEvents(period)) {
    const metadata = decodeMetadata(decoder.decode(stored.metadata));
    if (!isIn(period, metadata)) continue;
    const event = decodeStored(accountCodec, stored);
    for (const posting of accountPostingsOf(event)) yield { stored, metadata, event, posting };
  }
}

function isIn({ tenant, from, to, by }: PostingsPeriod, metadata: EventMetadata): boolean {
  const at = by === 'recorded' ? metadata.recordedAt : metadata.effectiveAt;
  return metadata.tenant === tenant && from <= at && at < to;
}

/** Of one account or of all: no index knows times, so the period is looked for in the whole of it. */
async function* accountEvents({ store, stream }: PostingsPeriod): AsyncGenerator<StoredEvent> {
  let [read, revision] = [0n, 0];
  for (let more = true; more;) {
    const events =
      stream === undefined
        ? (await store.readAll({ after: read, limit: PAGE, filter: { categories: ['account'] } })).events
        : await store.read(stream, revision, PAGE);
    yield* events;
    more = events.length === PAGE;
    read = events.at(-1)?.position ?? read;
    revision += events.length;
  }
}
