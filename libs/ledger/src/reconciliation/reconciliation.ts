/**
 * What a bank says and our books do not bear out, for a person to look at. Nothing of an item moves money: it names a
 * payout, what the bank said of it, and what came of it. One item a mismatch, however often the bank repeats itself.
 */
import {
  choice,
  eventSchema,
  type EventOf,
  minor,
  nullable,
  personal,
  record,
  type Sealed,
  text,
  type TypeOf,
} from '../event-schema';

const cause = choice(
  /** Another amount or currency than was reserved. */
  'amount_mismatch',
  /** Another outcome than the bank's own word before. */
  'outcome_contradicts',
  /** Of a payout that nobody ordered. */
  'unknown_reference',
  /** Of a payout that this bank was never asked for. */
  'never_submitted',
  /** No word of the bank for too long. */
  'open_too_long',
);

const said = record({
  status: choice('approved', 'rejected'),
  amountMinor: minor,
  currency: text,
  bankReference: nullable(text),
  bankCode: nullable(text),
});

const recorded = record({
  status: choice('in_process', 'approved', 'rejected'),
  amountMinor: minor,
  currency: text,
  bankReference: nullable(text),
  /** Of an open payout, whom it was sent to; null: to nobody, or it is decided. */
  bankAdapter: nullable(text),
});

export const reconciliationOpened = eventSchema('reconciliation.opened.v1', {
  itemId: text,
  cause,
  /** As the bank names it. */
  payoutId: text,
  /** The adapter's name. */
  bankAdapter: text,
  /** Null: of no payout of ours. */
  executionId: nullable(text),
  customerId: nullable(text),
  /** Null: nothing. */
  said: nullable(said),
  /** What our books said of it at that moment; null: nothing. */
  recorded: nullable(recorded),
  learnedFrom: choice('response', 'query', 'callback', 'clock'),
});

export const reconciliationResolved = eventSchema('reconciliation.resolved.v1', {
  itemId: text,
  resolution: choice(
    /** Our books are right as they are. */
    'no_change',
    /** A person took the bank's word for the payout. */
    'payout_approved',
    'payout_rejected',
    /** The bank has spoken after all. */
    'bank_decided',
  ),
  reason: personal(nullable(text)),
  /** The partner's own id of the case, in clear. */
  externalId: nullable(text),
});

export const reconciliationSchemas = [reconciliationOpened, reconciliationResolved] as const;
export type ReconciliationEvent = EventOf<(typeof reconciliationSchemas)[number]>;
export type OpenedItem = EventOf<typeof reconciliationOpened>['data'];
export type ResolvedItem = EventOf<typeof reconciliationResolved>['data'];
export type ItemCause = TypeOf<typeof cause>;
export type BankSaid = TypeOf<typeof said>;
export type RecordedPayout = TypeOf<typeof recorded>;

export interface KnownItem {
  readonly status: 'open' | 'resolved';
  readonly opened: OpenedItem;
  readonly resolved: {
    readonly resolution: ResolvedItem['resolution'];
    readonly reason: Sealed | null;
    readonly externalId: string | null;
  } | null;
}
export type ReconciliationItem = { readonly status: 'absent' } | KnownItem;

export const RECONCILIATION_FOLD_VERSION = 1;
export const initialReconciliationItem: ReconciliationItem = { status: 'absent' };

export function evolveReconciliation(state: ReconciliationItem, event: ReconciliationEvent): ReconciliationItem {
  if (event.type === 'reconciliation.opened.v1') return { status: 'open', opened: event.data, resolved: null };
  if (state.status === 'absent') return state;
  const { resolution, reason, externalId } = event.data;
  return { ...state, status: 'resolved', resolved: { resolution, reason, externalId } };
}

export type Mismatch = Pick<OpenedItem, 'cause' | 'payoutId' | 'bankAdapter' | 'said'>;

/** The natural key of an item: the same mismatch, told again in whatever way, is the same item. Never changes. */
export function mismatchKey({ cause: why, payoutId, bankAdapter, said: word }: Mismatch): string {
  const told = word && [word.status, `${word.amountMinor}`, word.currency, word.bankReference, word.bankCode];
  // Of what is merely open it is the same item before a bank was asked and after.
  return JSON.stringify([why, why === 'open_too_long' ? '' : bankAdapter, payoutId, told]);
}
