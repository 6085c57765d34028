/**
 * "What happened on this account?": its events in order of revision, either way, a page at the cost of a page wherever
 * it lies. Personal texts are shown as the caller may see them, which the hash, made of the ciphertext, does not prove.
 */
import type { EventStore } from '@haber/event-store';
import {
  accountCodec,
  accountPostingsOf,
  type Balances,
  type CapacityBalances,
  type EventMetadata,
  type Posting,
  SEALED_PREFIX,
  type StreamId,
} from '@haber/ledger';
import { hashOfRecorded, recorded, type RecordedEvent } from './recorded-event';

export interface HistoryQuestion {
  readonly order: 'asc' | 'desc';
  /** At least one. */
  readonly limit: number;
  /** Where the page begins; at the end that `order` begins with when absent. */
  readonly from?: number | undefined;
}

export interface EventOfHistory {
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly metadata: EventMetadata;
  readonly data: Readonly<Record<string, unknown>>;
  readonly postings: readonly Posting[];
  readonly balances: Balances | CapacityBalances;
  readonly hash: string;
}

export interface HistoryPage {
  readonly events: readonly EventOfHistory[];
  /** The revision with which the next page begins; undefined on the last. */
  readonly next: number | undefined;
  /** The newest revision of the account. */
  readonly head: number;
}

/** Opens sealed texts by their stored names; null for a person who was erased. Absent: the caller may not read them. */
export type OpenTexts = (sealed: Readonly<Record<string, string>>) => Promise<Readonly<Record<string, string | null>>>;

export interface HistorySource {
  readonly store: Pick<EventStore, 'read' | 'head'>;
  readonly open?: OpenTexts | undefined;
}

/** Of a stream that exists. */
export async function historyPage(
  { store, open }: HistorySource,
  stream: StreamId,
  question: HistoryQuestion,
): Promise<HistoryPage> {
  const head = (await store.head(stream))?.revision ?? -1;
  const { first, last, next } = question.order === 'asc' ? forwards(question, head) : backwards(question, head);
  const stored = last < first ? [] : await store.read(stream, first, last - first + 1);
  const told = await Promise.all(stored.map((event) => shown(recorded(event), open)));
  return { events: question.order === 'asc' ? told : told.toReversed(), next, head };
}

interface Stretch {
  readonly first: number;
  readonly last: number;
  readonly next: number | undefined;
}

function forwards({ limit, from: first = 0 }: HistoryQuestion, head: number): Stretch {
  const last = Math.min(first + limit - 1, head);
  return { first, last, next: last < head ? last + 1 : undefined };
}

function backwards({ limit, from }: HistoryQuestion, head: number): Stretch {
  const last = Math.min(from ?? head, head);
  const first = Math.max(0, last - limit + 1);
  return { first, last, next: first > 0 ? first - 1 : undefined };
}

const decoder = new TextDecoder();

async function shown(event: RecordedEvent, open: OpenTexts | undefined): Promise<EventOfHistory> {
  const { id, type, data } = event.stored;
  const { balances: _, ...stored } = JSON.parse(decoder.decode(data)) as Record<string, unknown>;
  return {
    revision: event.revision,
    id,
    type,
    metadata: event.metadata,
    data: await withTexts(type, stored, open),
    postings: accountPostingsOf(event.event),
    balances: event.event.data.balances,
    hash: hashOfRecorded(event),
  };
}

/** Personal fields stand at the top of an account's events. */
async function withTexts(
  type: string,
  stored: Readonly<Record<string, unknown>>,
  open: OpenTexts | undefined,
): Promise<Readonly<Record<string, unknown>>> {
  const { fields } = accountCodec.schemaOf(type);
  const sealed = Object.entries(stored).filter((entry): entry is [string, string] => {
    const [name, value] = entry;
    return fields[name]?.personal === true && typeof value === 'string' && value.startsWith(SEALED_PREFIX);
  });
  if (sealed.length === 0) return stored;
  const texts = open && (await open(Object.fromEntries(sealed)));
  const told = sealed.map(([name]) => [name, texts ? (texts[name] ?? 'erased') : 'sealed']);
  return { ...stored, ...(Object.fromEntries(told) as object) };
}
