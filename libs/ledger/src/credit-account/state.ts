/**
 * One credit account as its stream tells it. Protects: what is owed, what may still be spent, and who decided so.
 * The state stays small whatever the number of events: debts of one business date and one due date are one tranche.
 */
import type { Age, Balances, Bucket, BucketBalances, PinnedTerms } from './events';

/** Principal still owed that arose on one business date, is due on one date, and has one age. */
export interface Tranche {
  readonly bucket: Bucket;
  readonly usedOn: string;
  readonly dueOn: string;
  readonly age: Age;
  readonly owedMinor: bigint;
}

interface Known {
  readonly accountId: string;
  readonly customerId: string;
  readonly terms: PinnedTerms;
  readonly requestedLimitMinor: bigint;
  readonly paymentTermDays: number;
  /** Who asked for it, or opened or imported it. */
  readonly requestedBy: string;
  /** The partner's own id of it. */
  readonly externalId: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly balances: Balances;
  /** Sorted by due date, then date of use. Empty until approval and after closing. */
  readonly tranches: readonly Tranche[];
}

export interface AbsentAccount {
  readonly status: 'absent';
}
export interface PendingAccount extends Known {
  readonly status: 'pending';
}
export interface RejectedAccount extends Known {
  readonly status: 'rejected';
}
export interface ApprovedAccount extends Known {
  readonly status: 'approved';
}
export interface PausedAccount extends Known {
  readonly status: 'paused';
}
export interface BlockedAccount extends Known {
  readonly status: 'blocked';
}
export interface ClosedAccount extends Known {
  readonly status: 'closed';
}

/** Granted, and not closed: it may owe, and takes payments, whether or not it may spend. */
export type OpenAccount = ApprovedAccount | PausedAccount | BlockedAccount;
export type KnownAccount = PendingAccount | RejectedAccount | OpenAccount | ClosedAccount;
export type CreditAccount = AbsentAccount | KnownAccount;

/** Version of the state's shape and of its fold: a snapshot written under another one is ignored. */
export const CREDIT_ACCOUNT_FOLD_VERSION = 1;

export const initialCreditAccount: CreditAccount = { status: 'absent' };

export function isOpenAccount(state: CreditAccount): state is OpenAccount {
  return state.status === 'approved' || state.status === 'paused' || state.status === 'blocked';
}

const NO_BUCKET_BALANCES: BucketBalances = {
  limitMinor: 0n,
  heldMinor: 0n,
  unbilledMinor: 0n,
  billedMinor: 0n,
  pastDueMinor: 0n,
};

export function noBalances(currency: string, buckets: readonly Bucket[]): Balances {
  return {
    currency,
    limitMinor: 0n,
    heldMinor: 0n,
    utilisedMinor: 0n,
    availableMinor: 0n,
    interestMinor: 0n,
    feesMinor: 0n,
    penaltiesMinor: 0n,
    creditBalanceMinor: 0n,
    buckets: Object.fromEntries(buckets.map((name) => [name, NO_BUCKET_BALANCES])),
  };
}

export function bucketOf(balances: Balances, name: Bucket): BucketBalances {
  return balances.buckets[name] ?? NO_BUCKET_BALANCES;
}

/** Principal of all buckets and ages, in minor units. */
export function principalOf(balances: Balances): bigint {
  return Object.values(balances.buckets).reduce((sum, b) => sum + b.unbilledMinor + b.billedMinor + b.pastDueMinor, 0n);
}

/** All that the customer owes: principal, billed interest, fees and penalties. */
export function owedOf(balances: Balances): bigint {
  return principalOf(balances) + balances.interestMinor + balances.feesMinor + balances.penaltiesMinor;
}

const AGE_MEMBER = { unbilled: 'unbilledMinor', billed: 'billedMinor', past_due: 'pastDueMinor' } as const;

/** Adds to one age of a bucket's principal. */
export function withPrincipal(of: BucketBalances, at: Age, addMinor: bigint): BucketBalances {
  const member = AGE_MEMBER[at];
  return { ...of, [member]: of[member] + addMinor };
}

/** `available = limit − held − utilised`; `utilised = principal + charges that the product counts` (domain.md §2). */
export function settled(balances: Balances, terms: PinnedTerms): Balances {
  const charges = { interest: balances.interestMinor, fees: balances.feesMinor, penalties: balances.penaltiesMinor };
  const counted = terms.chargesCounted.reduce((sum, charge) => sum + charges[charge], 0n);
  const utilisedMinor = principalOf(balances) + counted;
  return { ...balances, utilisedMinor, availableMinor: balances.limitMinor - balances.heldMinor - utilisedMinor };
}
