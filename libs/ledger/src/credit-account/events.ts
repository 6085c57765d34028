/**
 * The events of a credit account (commercial, revolving and line share them). What stands here is stored for ever and
 * published: a shape is never edited, a new version is added beside it. Type names never follow a rename in the code.
 */
import {
  choice,
  date,
  eventSchema,
  type EventOf,
  flag,
  instant,
  integer,
  list,
  map,
  minor,
  nullable,
  personal,
  record,
  type ShapeOf,
  text,
  type TypeOf,
} from '../event-schema';

export const bucket = choice('single_payment', 'installments', 'cash_advance');
export const age = choice('unbilled', 'billed', 'past_due');

const bucketBalances = record({
  limitMinor: minor,
  heldMinor: minor,
  unbilledMinor: minor,
  billedMinor: minor,
  pastDueMinor: minor,
});

/** After the event. granted (limit) = available + held + utilised, at every revision. */
const balances = record({
  currency: text,
  limitMinor: minor,
  heldMinor: minor,
  utilisedMinor: minor,
  availableMinor: minor,
  interestMinor: minor,
  feesMinor: minor,
  penaltiesMinor: minor,
  creditBalanceMinor: minor,
  buckets: map(bucketBalances),
});

/** The version of a product's terms that the account pins: self-contained, so that a replay needs no catalogue. */
const terms = record({
  productCode: text,
  productVersion: integer,
  currency: text,
  timeZone: text,
  backdatingDays: integer,
  chargesCounted: list(choice('interest', 'fees', 'penalties')),
  limitMayFall: flag,
});

const allocation = record({
  component: choice('penalty', 'fee', 'interest', 'principal'),
  bucket,
  age,
  usedOn: date,
  dueOn: date,
  /** When it takes effect on this debt: the payment's date, but not before the debt or the backdating boundary. */
  effectiveOn: date,
  amountMinor: minor,
});

/** The partner's own words about an object: its id there, and what it wants to find again. Never personal data. */
const description = { externalId: nullable(text), metadata: map(text) };

/** Of an object that the partner has said nothing about. */
export const NO_DESCRIPTION = { externalId: null, metadata: {} } as const;

export const creditRequested = eventSchema('credit-account.requested.v1', {
  accountId: text,
  customerId: text,
  kind: choice('commercial', 'revolving', 'line'),
  terms,
  requestedLimitMinor: minor,
  paymentTermDays: integer,
  requestedBy: text,
  balances,
});

/** Opened and granted at once, by a partner that has decided elsewhere. */
export const creditOpened = eventSchema('credit-account.opened.v1', {
  accountId: text,
  customerId: text,
  kind: choice('commercial', 'revolving', 'line'),
  terms,
  limitMinor: minor,
  paymentTermDays: integer,
  openedBy: text,
  ...description,
  balances,
});

/** An account that lived elsewhere, as it stood there on a day: opening balances by bucket and age. */
export const creditImported = eventSchema('credit-account.imported.v1', {
  accountId: text,
  customerId: text,
  kind: choice('commercial', 'revolving', 'line'),
  terms,
  status: choice('approved', 'paused', 'blocked'),
  limitMinor: minor,
  paymentTermDays: integer,
  debts: list(
    record({
      bucket,
      age,
      usedOn: date,
      dueOn: date,
      amountMinor: minor,
      /** The use's id in the ledger that it comes from. */
      reference: nullable(text),
    }),
  ),
  /** The business day at whose end the opening balances stood. */
  asOf: date,
  /** When the account was opened where it comes from. */
  openedAt: instant,
  /** Names the file: SHA-256 of its bytes, in hex. */
  batchId: text,
  importedBy: text,
  ...description,
  balances,
});

/** Replaces the whole description. */
export const creditDescribed = eventSchema('credit-account.described.v1', {
  accountId: text,
  ...description,
  balances,
});

export const creditApproved = eventSchema('credit-account.approved.v1', {
  accountId: text,
  limitMinor: minor,
  paymentTermDays: integer,
  approvedBy: text,
  notes: personal(nullable(text)),
  balances,
});

export const creditRejected = eventSchema('credit-account.rejected.v1', {
  accountId: text,
  rejectedBy: text,
  reason: personal(nullable(text)),
  balances,
});

export const creditBlocked = eventSchema('credit-account.blocked.v1', {
  accountId: text,
  cause: choice('operator', 'delinquency'),
  reason: personal(nullable(text)),
  balances,
});

export const creditUnblocked = eventSchema('credit-account.unblocked.v1', {
  accountId: text,
  reason: personal(nullable(text)),
  balances,
});

export const creditClosed = eventSchema('credit-account.closed.v1', {
  accountId: text,
  /** The limit that closing takes back. */
  limitCutMinor: minor,
  reason: personal(nullable(text)),
  balances,
});

/** The partner has stopped new spending for a while; nothing is wrong with the account. */
export const creditPaused = eventSchema('credit-account.paused.v1', {
  accountId: text,
  reason: personal(nullable(text)),
  balances,
});

export const creditResumed = eventSchema('credit-account.resumed.v1', {
  accountId: text,
  reason: personal(nullable(text)),
  balances,
});

export const limitChanged = eventSchema('credit-account.limit-changed.v1', {
  accountId: text,
  bucket,
  fromMinor: minor,
  toMinor: minor,
  changedBy: text,
  reason: personal(nullable(text)),
  balances,
});

export const creditUsed = eventSchema('credit-account.credit-used.v1', {
  accountId: text,
  usageId: text,
  orderId: text,
  bucket,
  amountMinor: minor,
  usedOn: date,
  dueOn: date,
  ...description,
  balances,
});

export const paymentReceived = eventSchema('credit-account.payment-received.v1', {
  accountId: text,
  paymentId: text,
  paymentReference: text,
  amountMinor: minor,
  /** As the partner sent it, even where it takes effect later. */
  paymentDate: date,
  allocations: list(allocation),
  ...description,
  balances,
});

/** An operator forgives part of what is owed, for a reason: always in the customer's favour. */
export const creditAdjusted = eventSchema('credit-account.adjusted.v1', {
  accountId: text,
  adjustmentId: text,
  amountMinor: minor,
  allocations: list(allocation),
  adjustedBy: text,
  reason: personal(nullable(text)),
  ...description,
  balances,
});

/** All that is owed is given up, the limit is taken back, and the account is closed. */
export const creditWrittenOff = eventSchema('credit-account.written-off.v1', {
  accountId: text,
  writeOffId: text,
  amountMinor: minor,
  allocations: list(allocation),
  limitCutMinor: minor,
  writtenOffBy: text,
  reason: personal(nullable(text)),
  ...description,
  balances,
});

/** All uses of one due date that were still owed when it had passed. */
export const usesFellPastDue = eventSchema('credit-account.uses-fell-past-due.v1', {
  accountId: text,
  bucket,
  fromAge: age,
  dueOn: date,
  amountMinor: minor,
  balances,
});

export const creditAccountSchemas = [
  creditRequested,
  creditOpened,
  creditImported,
  creditDescribed,
  creditApproved,
  creditRejected,
  creditBlocked,
  creditUnblocked,
  creditPaused,
  creditResumed,
  limitChanged,
  creditClosed,
  creditUsed,
  paymentReceived,
  creditAdjusted,
  creditWrittenOff,
  usesFellPastDue,
] as const;

export type CreditAccountEvent = EventOf<(typeof creditAccountSchemas)[number]>;
export type Balances = TypeOf<typeof balances>;
export type BucketBalances = TypeOf<typeof bucketBalances>;
export type Bucket = TypeOf<typeof bucket>;
export type Age = TypeOf<typeof age>;
export type PinnedTerms = TypeOf<typeof terms>;
export type Allocation = TypeOf<typeof allocation>;

/** An event before its balances are known: what `decide` writes. The fold computes the balances (see `stamp`). */
export type CreditAccountDraft = DraftOf<CreditAccountEvent>;
type DraftOf<E> = E extends { type: infer T; data: infer D }
  ? { readonly type: T; readonly data: Omit<D, 'balances'> }
  : never;

/** The event of one type name. */
export type CreditAccountEventOf<T extends CreditAccountEvent['type']> = Extract<CreditAccountEvent, { type: T }>;
export type { ShapeOf };
