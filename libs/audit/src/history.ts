/**
 * The life of one stream, event by event, as an auditor reads it: who, when (both times), what it moved, and what stood
 * afterwards. One page of events is in memory at a time.
 */
import { categoryOf, type EventStore, GENESIS_HASH, hashOf, type StoredEvent } from '@haber/event-store';
import {
  accountCodec,
  type AccountEvent,
  accountPostingsOf,
  decodeMetadata,
  type EventMetadata,
  type Posting,
} from '@haber/ledger';

export interface HistoryEntry {
  readonly stream: string;
  readonly revision: number;
  readonly position: bigint;
  readonly id: string;
  readonly type: string;
  readonly metadata: EventMetadata;
  /** As stored: amounts as digits of minor units, personal fields as ciphertext. */
  readonly data: Readonly<Record<string, unknown>>;
  /** Debits positive; empty for streams without figures. */
  readonly postings: readonly Posting[];
  /** After the event, as it carries them. */
  readonly balances: AccountEvent['data']['balances'] | undefined;
  readonly hash: string;
  /** False when the event does not follow the one before: the stream was changed. */
  readonly chained: boolean;
}

const PAGE = 500;

/** Empty for a stream that does not exist. @throws UnreadableEvent */
export async function* history(store: EventStore, stream: string): AsyncGenerator<HistoryEntry> {
  let before = GENESIS_HASH;
  for (let from = 0; ;) {
    const page = await store.read(stream, from, PAGE);
    for (const stored of page) {
      const entry = entryOf(stored, before);
      before = entry.hash;
      yield entry;
    }
    const last = page.at(-1);
    if (!last || page.length < PAGE) return;
    from = last.revision + 1;
  }
}

const decoder = new TextDecoder();

function entryOf(stored: StoredEvent, before: string): HistoryEntry {
  const { stream, revision, position, id, type } = stored;
  const metadata = decodeMetadata(decoder.decode(stored.metadata));
  const text = decoder.decode(stored.data);
  const isAccount = categoryOf(stream) === 'account';
  const event = isAccount ? accountCodec.decode(type, text) : undefined;
  return {
    ...{ stream, revision, position, id, type, metadata },
    data: JSON.parse(text) as Record<string, unknown>,
    postings: event ? accountPostingsOf(event) : [],
    balances: event?.data.balances,
    hash: hashOf(stream, revision, stored),
    chained: metadata.prevHash === before,
  };
}

/** One line of JSON: amounts and positions as digits, postings with the debit positive. */
export function historyToJson(entry: HistoryEntry): string {
  const { stream, revision, position, id, type, metadata, data, postings, hash, chained } = entry;
  const { balances, ...rest } = data;
  const about = { stream, revision, position, id, type, ...metadata };
  return JSON.stringify({ ...about, data: rest, postings, balances, hash, chained }, (_, value: unknown) =>
    typeof value === 'bigint' ? `${value}` : value,
  );
}
