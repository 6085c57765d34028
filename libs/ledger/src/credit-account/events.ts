/**
 * The events of a credit account (commercial, revolving and line share them). What stands here is stored for ever and
 * published: a shape is never edited, a new version is added beside it. Type names never follow a rename in the code.
 */
import {
  choice,
  date,
  eventSchema,
  type EventOf,
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

export const creditUsed = eventSchema('credit-account.credit-used.v1', {
  accountId: text,
  usageId: text,
  orderId: text,
  bucket,
  amountMinor: minor,
  usedOn: date,
  dueOn: date,
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
  creditApproved,
  creditRejected,
  creditBlocked,
  creditUnblocked,
  creditClosed,
  creditUsed,
  paymentReceived,
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
