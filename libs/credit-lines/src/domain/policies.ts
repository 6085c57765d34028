/** The policies that several families of commands share. The first refusal wins. */
import { type CreditAccount, isOpenAccount, type OpenAccount } from '@haber/ledger';
import type { CreditLineRejection } from './credit-line';

/** Why an account takes no command that needs a granted one. */
export function notOpen(state: Exclude<CreditAccount, OpenAccount>): { readonly reject: CreditLineRejection } {
  return { reject: { code: state.status === 'absent' ? 'credit_not_found' : 'credit_not_approved' } };
}

/** One customer has one credit, or request for one, at a time: a new one begins where there is none left. */
export function mayOpenAnew(state: CreditAccount): boolean {
  return !isOpenAccount(state) && state.status !== 'pending';
}

/** @throws RangeError: amounts come checked from the edge, and nothing else may ever be stored */
export function mustNotBeNegative(amountMinor: bigint): void {
  if (amountMinor < 0n) throw new RangeError(`${amountMinor} is below zero`);
}
