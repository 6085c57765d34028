/**
 * A customer's bank account, which payouts go to. Protects: nobody is paid out to other details than those that
 * somebody has verified, an account never passes from one customer to another, and what is put again as it stands
 * appends nothing.
 */
import {
  type BankAccount,
  type BankAccountDetails,
  type BankAccountEvent,
  type BankAccountVerification,
  type Customer,
  type Decision,
  sameContent,
  type Sealed,
} from '@haber/ledger';

export type BankAccountCommand =
  | {
      readonly type: 'put-bank-account';
      readonly details: BankAccountDetails;
      /** What `details` was compared with: whatever is equal in it carries the very same ciphertext. */
      readonly over: BankAccountDetails | null;
      /** Of the customer that the details name. */
      readonly owner: Customer['status'];
    }
  | {
      readonly type: 'decide-verification';
      readonly status: BankAccountVerification;
      /** Null too when the owner's personal data was erased: nothing new is kept about him. */
      readonly reason: Sealed | null;
    };

/** In order of precedence. */
export type BankAccountRejection =
  | { readonly code: 'bank_account_not_found' }
  | { readonly code: 'customer_not_found' }
  /** It is another customer's. */
  | { readonly code: 'id_taken' }
  /** There is no key to seal under until the owner is registered anew. */
  | { readonly code: 'personal_data_erased' }
  /** Somebody else has put other details since these were compared: compare again. */
  | { readonly code: 'bank_account_changed' };

type Answer = Decision<BankAccountEvent, BankAccountRejection>;
type CommandOf<T extends BankAccountCommand['type']> = Extract<BankAccountCommand, { type: T }>;

export function decideBankAccount(state: BankAccount, command: BankAccountCommand): Answer {
  switch (command.type) {
    case 'put-bank-account':
      return put(state, command);
    case 'decide-verification':
      return decideVerification(state, command);
  }
}

function put(state: BankAccount, command: CommandOf<'put-bank-account'>): Answer {
  const refusal = mayPut(state, command);
  if (refusal) return { reject: refusal };
  const { details } = command;
  if (state.status === 'absent') return { accept: [{ type: 'bank-account.registered.v1', data: details }] };
  if (sameContent(state.details, details)) return { accept: [] };
  const updated = { type: 'bank-account.updated.v1', data: details } as const;
  const stillPending = state.verification === 'pending';
  if (stillPending || samePayee(state.details, details)) return { accept: [updated] };
  const { bankAccountId } = details;
  const data = { bankAccountId, status: 'pending', reason: null } as const;
  return { accept: [updated, { type: 'bank-account.verification-decided.v1', data }] };
}

function decideVerification(state: BankAccount, { status, reason }: CommandOf<'decide-verification'>): Answer {
  if (state.status === 'absent') return { reject: { code: 'bank_account_not_found' } };
  if (state.verification === status && state.verificationReason === reason) return { accept: [] };
  const { bankAccountId } = state.details;
  return { accept: [{ type: 'bank-account.verification-decided.v1', data: { bankAccountId, status, reason } }] };
}

export function detailsOf(state: BankAccount): BankAccountDetails | null {
  return state.status === 'absent' ? null : state.details;
}

function mayPut(
  state: BankAccount,
  { details, over, owner }: CommandOf<'put-bank-account'>,
): BankAccountRejection | undefined {
  const present = detailsOf(state);
  if (owner === 'absent') return { code: 'customer_not_found' };
  if (present && present.customerId !== details.customerId) return { code: 'id_taken' };
  if (owner === 'erased') return { code: 'personal_data_erased' };
  return sameContent(present, over) ? undefined : { code: 'bank_account_changed' };
}

/** Would money still go to the same place? What the partner notes beside it changes nothing about that. */
function samePayee(a: BankAccountDetails, b: BankAccountDetails): boolean {
  const members = ['bank', 'accountType', 'accountNumber', 'holderName', 'currency'] as const;
  return members.every((member) => a[member] === b[member]);
}
