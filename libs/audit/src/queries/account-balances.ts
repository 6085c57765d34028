/**
 * "What were the balances?": now, at a revision, as the books said at a time, as they were effective at a time
 * (docs/decisions/0011). All from the stream itself: what an auditor is told depends on nothing that was derived.
 * Only the last question reads more than a few events: those up to that time, and behind it as far as payments reach.
 */
import type { AccountWriter } from '@haber/account-writer';
import type { EventStore } from '@haber/event-store';
import {
  agedTo,
  type Balances,
  type CreditAccount,
  type CreditAccountDraft,
  type CreditAccountEvent,
  initialCreditAccount,
  isBackdated,
  isOutOfReach,
  standingAt,
  type StreamId,
  takeEffect,
} from '@haber/ledger';
import { hashOfRecorded, recorded, type RecordedEvent } from './recorded-event';
import { isSettled } from './settled';

export interface BalancesSource {
  readonly store: Pick<EventStore, 'read' | 'head'>;
  readonly accounts: Pick<AccountWriter<CreditAccount, CreditAccountEvent, CreditAccountDraft>, 'load'>;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

/** Instants with milliseconds; neither: now. */
export type BalancesQuestion =
  { readonly revision: number } | { readonly at: string | undefined; readonly knownAt: string | undefined };

export interface AccountBalances {
  readonly accountId: string;
  readonly asOf: string;
  readonly knownAt: string;
  /** Of the last event that was known by then. */
  readonly revision: number;
  readonly hash: string;
  /** Recorded after `asOf` and effective by then; the first hundred. */
  readonly backdatedRevisions: readonly number[];
  readonly backdatedCount: number;
  readonly balances: Balances;
}

export interface AnsweredBalances extends AccountBalances {
  /** Nothing that was recorded by `knownAt` is still on its way: asked again, this is the answer. */
  readonly settled: boolean;
}

const MOST_BACKDATED_TOLD = 100;
/** So few that other requests hardly wait while a page is folded. */
const PAGE = 250;

/** Undefined: the account was not there then, or has no such revision. */
export async function accountBalances(
  source: BalancesSource,
  stream: StreamId,
  question: BalancesQuestion,
): Promise<AnsweredBalances | undefined> {
  if ('revision' in question) {
    const event = await eventAt(source, stream, question.revision);
    return event && { ...asCarried(event, event.recordedAt), settled: true };
  }
  const nowMs = source.clock();
  const now = new Date(nowMs).toISOString();
  const found = await balancesAt(source, stream, { ...question, now });
  return found && { ...found, settled: isSettled(question.knownAt ?? now, nowMs) };
}

interface AtInstants {
  readonly at: string | undefined;
  readonly knownAt: string | undefined;
  readonly now: string;
}

async function balancesAt(
  source: BalancesSource,
  stream: StreamId,
  { at, knownAt, now }: AtInstants,
): Promise<AccountBalances | undefined> {
  if (at !== undefined)
    return effectiveAt(source, stream, { at, knownAt: knownAt ?? now, isNow: knownAt === undefined });
  if (knownAt === undefined) return current(source, stream, now);
  const event = await lastRecordedBy(source, stream, knownAt);
  return event && asCarried(event, knownAt);
}

function asCarried(event: RecordedEvent, instant: string): AccountBalances {
  const { accountId, balances } = event.event.data;
  const times = { asOf: instant, knownAt: instant };
  return { accountId, ...times, ...proofOf(event), backdatedRevisions: [], backdatedCount: 0, balances };
}

function proofOf(event: RecordedEvent): { readonly revision: number; readonly hash: string } {
  return { revision: event.revision, hash: hashOfRecorded(event) };
}

/** The fold that commands are decided on, of age by the calendar. */
async function current(source: BalancesSource, stream: StreamId, at: string): Promise<AccountBalances | undefined> {
  const { state, revision } = await source.accounts.load(stream);
  const event = await eventAt(source, stream, revision);
  if (!event || state.status === 'absent') return undefined;
  return { ...asCarried(event, at), balances: agedTo(state, at).balances };
}

interface Instants {
  readonly at: string;
  readonly knownAt: string;
  /** Known is all that is recorded. */
  readonly isNow: boolean;
}

async function effectiveAt(
  source: BalancesSource,
  stream: StreamId,
  { at, knownAt, isNow }: Instants,
): Promise<AccountBalances | undefined> {
  const head = await headOf(source, stream);
  // Nothing was recorded since: what stands now stood then, younger or older.
  if (isNow && head && head.recordedAt <= at) {
    const found = await current(source, stream, at);
    return found && { ...found, knownAt };
  }
  const known = isNow ? head : await lastRecordedBy(source, stream, knownAt);
  if (!known) return undefined;
  const { state, backdated } = await foldedAt(source, known, at);
  if (state.status === 'absent') return undefined;
  return {
    accountId: state.accountId,
    asOf: at,
    knownAt,
    ...proofOf(known),
    ...backdated,
    balances: standingAt(state, at).balances,
  };
}

/** From the first event to the last known one, or to where nothing can have taken effect by `at` any more. */
async function foldedAt({ store }: BalancesSource, known: RecordedEvent, at: string) {
  const backdated = { backdatedRevisions: [] as number[], backdatedCount: 0 };
  let state: CreditAccount = initialCreditAccount;
  for (let from = 0; from <= known.revision; from += PAGE) {
    const page = await store.read(known.stored.stream, from, Math.min(PAGE, known.revision - from + 1));
    for (const event of page.map(recorded)) {
      if (state.status !== 'absent' && isOutOfReach(state, event.recordedAt, at)) return { state, backdated };
      const counts = isBackdated(state, event, at);
      state = takeEffect(state, event, at);
      // Nothing takes effect before the opening does.
      if (state.status === 'absent') return { state, backdated };
      if (counts && ++backdated.backdatedCount <= MOST_BACKDATED_TOLD) {
        backdated.backdatedRevisions.push(event.revision);
      }
    }
  }
  return { state, backdated };
}

async function headOf(source: BalancesSource, stream: StreamId): Promise<RecordedEvent | undefined> {
  const head = await source.store.head(stream);
  return head && eventAt(source, stream, head.revision);
}

async function eventAt(
  { store }: BalancesSource,
  stream: StreamId,
  revision: number,
): Promise<RecordedEvent | undefined> {
  if (revision < 0) return undefined;
  const [stored] = await store.read(stream, revision, 1);
  return stored && recorded(stored);
}

/** By halves: record times never go back within a stream. */
async function lastRecordedBy(
  source: BalancesSource,
  stream: StreamId,
  instant: string,
): Promise<RecordedEvent | undefined> {
  const head = await source.store.head(stream);
  let found: RecordedEvent | undefined;
  for (let from = 0, to = head?.revision ?? -1; from <= to;) {
    const middle = Math.ceil((from + to) / 2);
    const event = await eventAt(source, stream, middle);
    if (event && event.recordedAt <= instant) {
      found = event;
      from = middle + 1;
    } else to = middle - 1;
  }
  return found;
}
