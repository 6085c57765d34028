/**
 * Who may be paid out, in the order in which it is refused (contract.md B): an approved customer, to a verified bank
 * account of its own, in the merchant's currency, and only where there is a bank to pay it.
 */
import type {
  BankAccount,
  BoundName,
  CapacityAccount,
  CapacityAccountDraft,
  Customer,
  Decision,
  NamedDecideContext,
  PayoutDestination,
  Sealed,
  UsedName,
} from '@haber/ledger';
import { reserve, type ReserveExecution, type ReserveRejection } from './reserve';

export interface ExecuteCredit extends Omit<ReserveExecution, 'destination' | 'concept'> {
  /** The merchant's own. */
  readonly customer: Customer;
  readonly customerId: string;
  readonly bankAccount: BankAccount;
  /** Null: the customer is being erased. */
  readonly concept: Sealed | null;
  readonly hasBank: boolean;
}

/** In order of precedence. */
export type ExecuteRejection =
  | { readonly code: 'kyc_not_approved' }
  | { readonly code: 'bank_account_not_found' }
  | { readonly code: 'bank_account_in_other_currency' }
  | ReserveRejection
  | { readonly code: 'no_bank' };

/** @throws RangeError when the amount is not above zero */
export function executeCredit(
  state: CapacityAccount,
  command: ExecuteCredit,
  context: NamedDecideContext,
): Decision<CapacityAccountDraft, ExecuteRejection> {
  const { customer, customerId, bankAccount, concept, hasBank, ...rest } = command;
  if (concept === null || !isApproved(customer)) return { reject: { code: 'kyc_not_approved' } };
  const destination = destinationOf(bankAccount, customerId);
  if (!destination) return { reject: { code: 'bank_account_not_found' } };
  if (state.status === 'open' && destination.currency !== state.balances.currency) {
    return { reject: { code: 'bank_account_in_other_currency' } };
  }
  const { currency: _, ...to } = destination;
  const decision = reserve(state, { ...rest, destination: to, concept }, context);
  return 'accept' in decision && !hasBank ? { reject: { code: 'no_bank' } } : decision;
}

/** An erased one is known, and not paid any more; an inactive one does no business until it is active again. */
function isApproved(customer: Customer): boolean {
  return customer.status === 'registered' && customer.kyc === 'approved' && customer.active;
}

/** Unknown, somebody else's and unverified are one to the merchant. */
function destinationOf(
  account: BankAccount,
  customerId: string,
): (PayoutDestination & { readonly currency: string }) | undefined {
  if (account.status === 'absent' || account.verification !== 'verified') return undefined;
  const { customerId: owner, bankAccountId, bank, accountType, accountNumber, holderName, currency } = account.details;
  if (owner !== customerId) return undefined;
  return { bankAccountId, bank, accountType, accountNumber, holderName, currency };
}

/** Where an execution stands in its stream. */
export interface ExecutionPlace {
  readonly reservedAt: number;
  /** Undefined: the bank has not decided. */
  readonly decidedAt: number | undefined;
  /** The stream's last event. */
  readonly head: number;
}

type Named = Pick<ReserveExecution, 'executionId' | 'payoutId'>;

/** What a question for an execution's place must name. */
export function placeNames({ executionId, payoutId }: Named): readonly BoundName[] {
  return [executionOf(executionId), { kind: 'outcome', key: payoutId, fingerprint: '' }];
}

const executionOf = (executionId: string): BoundName => ({ kind: 'execution', key: executionId, fingerprint: '' });

/** A question, not a command: it writes nothing, and its answer is what a rejection carries. */
export function placeOf(
  { executionId, payoutId }: Named,
  { used, revision }: NamedDecideContext,
): { readonly reject: ExecutionPlace | { readonly code: 'execution_unknown' } } {
  const reserved: UsedName | undefined = used(executionOf(executionId));
  if (!reserved) return { reject: { code: 'execution_unknown' } };
  const decided = used({ kind: 'outcome', key: payoutId });
  return { reject: { reservedAt: reserved.revision, decidedAt: decided?.revision, head: revision } };
}
