/**
 * A bank account of a customer, as far as a payout needs to know one: whose it is, and whether somebody has verified
 * it. Number and holder are sealed under the customer's own key, so that erasing the customer erases them too.
 */
import {
  choice,
  eventSchema,
  type EventOf,
  map,
  nullable,
  personal,
  type Sealed,
  text,
  type TypeOf,
} from '../event-schema';

const verification = choice('pending', 'verified', 'rejected');

const details = {
  bankAccountId: text,
  customerId: text,
  /** The bank's name or code, as the partner calls it. */
  bank: text,
  accountType: choice('checking', 'savings', 'other'),
  accountNumber: personal(text),
  holderName: personal(text),
  currency: text,
  externalId: nullable(text),
  metadata: map(text),
};

export const bankAccountRegistered = eventSchema('bank-account.registered.v1', details);

/** Replaces the details; other details are to be verified anew, which an event of its own says. */
export const bankAccountUpdated = eventSchema('bank-account.updated.v1', details);

export const bankAccountVerificationDecided = eventSchema('bank-account.verification-decided.v1', {
  bankAccountId: text,
  status: verification,
  reason: personal(nullable(text)),
});

export const bankAccountSchemas = [bankAccountRegistered, bankAccountUpdated, bankAccountVerificationDecided] as const;
export type BankAccountEvent = EventOf<(typeof bankAccountSchemas)[number]>;
export type BankAccountDetails = EventOf<typeof bankAccountRegistered>['data'];
export type BankAccountVerification = TypeOf<typeof verification>;

export interface KnownBankAccount {
  readonly status: 'registered';
  readonly details: BankAccountDetails;
  readonly verification: BankAccountVerification;
  readonly verificationReason: Sealed | null;
}
export type BankAccount = { readonly status: 'absent' } | KnownBankAccount;

export const BANK_ACCOUNT_FOLD_VERSION = 1;
export const initialBankAccount: BankAccount = { status: 'absent' };

export function evolveBankAccount(state: BankAccount, event: BankAccountEvent): BankAccount {
  if (event.type === 'bank-account.registered.v1') {
    return { status: 'registered', details: event.data, verification: 'pending', verificationReason: null };
  }
  if (state.status === 'absent') return state;
  switch (event.type) {
    case 'bank-account.updated.v1':
      return { ...state, details: event.data };
    case 'bank-account.verification-decided.v1':
      return { ...state, verification: event.data.status, verificationReason: event.data.reason };
  }
}
