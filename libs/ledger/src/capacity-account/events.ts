/**
 * The events of a merchant's capacity (immediate credits) and of the payouts that it pays. What stands here is stored
 * for ever and published: a shape is never edited, a new version is added beside it. Type names never follow a rename.
 */
import {
  choice,
  eventSchema,
  type EventOf,
  instant,
  list,
  minor,
  nullable,
  personal,
  record,
  type ShapeOf,
  text,
  type TypeOf,
} from '../event-schema';

/** After the event. available = processed − credited, always; negative when reversals exceed what was left. */
const balances = record({
  currency: text,
  /** All processed transactions, less the reversed ones. */
  processedMinor: minor,
  /** All executions that were not rejected, from their reservation on. */
  creditedMinor: minor,
  availableMinor: minor,
  /** The part of `creditedMinor` that no bank has decided on yet. */
  inFlightMinor: minor,
});

const volumeLine = record({
  /** The partner's own id; a reversal names its original. Once per type, whatever else the line says. */
  transactionId: text,
  type: choice('processed', 'reversed'),
  amountMinor: minor,
  occurredAt: instant,
});

/** Where the money goes, as it was verified when the execution was reserved: a later change moves no payout. */
const destination = {
  bankAccountId: text,
  bank: text,
  accountType: choice('checking', 'savings', 'other'),
  /** The ciphertexts of the bank account's own event, hence under its names. */
  accountNumber: personal(text),
  holderName: personal(text),
};

/** How the bank's word reached us; `operator`: a person decided, from a reconciliation item. */
const learnedFrom = choice('response', 'query', 'callback', 'operator');

/** Which payout it is about, so that a reader of one event need not ask for another. */
const payout = {
  accountId: text,
  customerId: text,
  /** `OP-<year>-<digits>`: the name that the merchant knows. */
  executionId: text,
  /** A UUID: the reference under which the bank has one effect at most. */
  payoutId: text,
  amountMinor: minor,
};

/** Written with the first volume, in the same append. */
export const capacityOpened = eventSchema('capacity-account.opened.v1', {
  accountId: text,
  customerId: text,
  /** Of all volume and executions, for ever. */
  currency: text,
  balances,
});

/** At most 500 lines, none of which was recorded before. */
export const volumeRecorded = eventSchema('capacity-account.volume-recorded.v1', {
  accountId: text,
  lines: list(volumeLine),
  /** Greatest `occurredAt` of all processed transactions so far; null while there are only reversals. */
  lastTransactionAt: nullable(instant),
  balances,
});

/** It counts as credited from here on. */
export const executionReserved = eventSchema('capacity-account.execution-reserved.v1', {
  ...payout,
  ...destination,
  concept: personal(text),
  /** HMAC under a key of the tenant: two concepts are compared without being opened. */
  conceptFingerprint: text,
  requestedAt: instant,
  balances,
});

/** Written before the bank is called, once; further attempts ask or send under the same reference. */
export const payoutSubmitted = eventSchema('payout.submitted.v1', {
  ...payout,
  /** Which bank is asked: the adapter's name. A payout never changes it. */
  bankAdapter: text,
  balances,
});

export const payoutApproved = eventSchema('payout.approved.v1', {
  ...payout,
  bankReference: text,
  learnedFrom,
  balances,
});

/** Gives the capacity back. */
export const payoutRejected = eventSchema('payout.rejected.v1', {
  ...payout,
  cause: choice(
    'destination_unknown',
    'destination_closed',
    'destination_blocked',
    'holder_mismatch',
    'amount_not_allowed',
    'not_permitted',
    'insufficient_funds',
    /** The bank has never heard of it, and will not any more. */
    'never_received',
    /** Given up before any bank was asked. */
    'not_submitted',
    'other',
  ),
  /** As the bank spells it; null where it gives none. */
  bankCode: nullable(text),
  bankReference: nullable(text),
  learnedFrom,
  balances,
});

export const capacityAccountSchemas = [
  capacityOpened,
  volumeRecorded,
  executionReserved,
  payoutSubmitted,
  payoutApproved,
  payoutRejected,
] as const;

export type CapacityAccountEvent = EventOf<(typeof capacityAccountSchemas)[number]>;
export type CapacityBalances = TypeOf<typeof balances>;
export type VolumeLine = TypeOf<typeof volumeLine>;
export type PayoutDestination = ShapeOf<typeof destination>;
export type LearnedFrom = TypeOf<typeof learnedFrom>;

/** The event of one type name. */
export type CapacityAccountEventOf<T extends CapacityAccountEvent['type']> = Extract<CapacityAccountEvent, { type: T }>;
export type PayoutRejectionCause = CapacityAccountEventOf<'payout.rejected.v1'>['data']['cause'];

/** An event before the fold has given it what follows from all events before it (see `stampCapacity`). */
export type CapacityAccountDraft = DraftOf<CapacityAccountEvent>;
type DraftOf<E> = E extends { type: infer T; data: infer D }
  ? { readonly type: T; readonly data: Omit<D, 'balances' | 'lastTransactionAt'> }
  : never;

export const MOST_VOLUME_LINES = 500;
