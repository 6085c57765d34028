/**
 * The account that a request of Haber's own API names, as it stands; and how a refusal on it is told. Another tenant's
 * account, or one of a customer that the key is not bound to, is answered exactly like one that is not there.
 */
import {
  inCurrency,
  ownError,
  type OwnError,
  ownNameReused,
  ownValidationError,
  statusAnswer,
  wireDecimal,
} from '@haber/dialects';
import { callerOf, mayActFor, Problem, type Refusals, type RequestContext, valid } from '@haber/http';
import {
  accountStream,
  type CommandKey,
  type CreditAccount,
  type CreditAccountDraft,
  customerStream,
  type DecideContext,
  type Decision,
  isAccountOf,
  isNameFromElsewhere,
  type KnownAccount,
  type Sealed,
  type StreamId,
} from '@haber/ledger';
import { digitsOf } from '@haber/money';
import { type CreditLineCommand, type CreditLineRejection, decide } from '../domain/credit-line';
import type { CreditLinePorts } from '../ports';

export interface AskedAccount {
  readonly stream: StreamId;
  readonly state: KnownAccount;
}

/** @throws Problem */
export async function askedAccount(
  { accounts }: Pick<CreditLinePorts, 'accounts'>,
  context: RequestContext,
  id: string,
): Promise<AskedAccount> {
  const stream = accountStream(id);
  if (stream === undefined) throw accountNotFound();
  const { state } = await accounts.load(stream);
  const theirs = state.status !== 'absent' && isAccountOf(callerOf(context).tenant, stream, state);
  if (!theirs || !mayActFor(context, state.customerId)) throw accountNotFound();
  return { stream, state };
}

export function accountNotFound(): Problem {
  return new Problem(ownError('account_not_found'));
}

/** Minor units of the account's currency. @throws Problem for more decimals than it has */
export function amountIn({ state }: AskedAccount, decimal: string, member: string): bigint {
  return valid(inCurrency(decimal, state.terms.currency, member), ownValidationError);
}

/**
 * Under the key that a registered customer has, and no other: nothing new is kept about an erased or unknown one, nor
 * about one who is being erased just now.
 */
export async function sealedReason(
  { customers, personalData }: Pick<CreditLinePorts, 'customers' | 'personalData'>,
  context: RequestContext,
  { customerId, reason }: { readonly customerId: string; readonly reason: string },
): Promise<Sealed | null> {
  const person = customerStream(callerOf(context).tenant, customerId);
  const { state } = await customers.load(person);
  if (state.status !== 'registered') return null;
  return (await personalData.sealIfKept(person, { reason }))?.reason ?? null;
}

type OwnRejection = CreditLineRejection | { readonly code: 'currency_mismatch' };

/**
 * The rules, on an account whose currency is still the one in which the amount was read: between the two the account
 * may have been closed and opened anew.
 */
export function decideAsRead({ state: { terms } }: AskedAccount, command: CreditLineCommand) {
  return (state: CreditAccount, context: DecideContext): Decision<CreditAccountDraft, OwnRejection> =>
    state.status !== 'absent' && state.terms.currency !== terms.currency
      ? { reject: { code: 'currency_mismatch' } }
      : decide(state, command, context);
}

/** Amounts in problems are decimals of `currency`. */
export function refusalsIn(currency: string): Refusals<OwnRejection> {
  return {
    rejected: (rejection) => new Problem(refusal(rejection, currency)),
    keyReused,
  };
}

function keyReused(kind: CommandKey['kind'], revision: number): Problem {
  if (kind === 'header') return new Problem(ownError('idempotency_key_reused'));
  return new Problem(ownNameReused('order_id_reused', isNameFromElsewhere(kind, revision)));
}

function refusal(rejection: OwnRejection, currency: string): OwnError {
  const decimal = (minor: bigint): string => wireDecimal(minor, digitsOf(currency));
  switch (rejection.code) {
    case 'credit_not_found':
      return ownError('account_not_found');
    case 'credit_not_approved':
    case 'credit_paused':
      return ownError('account_not_active');
    case 'credit_blocked':
      return ownError('account_blocked');
    case 'illegal_transition':
      return ownError('illegal_transition', { from: statusAnswer(rejection.from), to: statusAnswer(rejection.to) });
    case 'insufficient_credit': {
      const { availableMinor, requiredMinor } = rejection;
      return ownError('insufficient_credit', { available: decimal(availableMinor), required: decimal(requiredMinor) });
    }
    case 'amount_exceeds_debt':
      return ownError('amount_exceeds_debt', { owed: decimal(rejection.owedMinor) });
    case 'credit_owes':
      return ownError('account_owes', { owed: decimal(rejection.owedMinor) });
    default:
      return ownError(rejection.code);
  }
}

/** In the words of the books. */
export function bookStatus<S extends string>(status: S): Exclude<S, 'active'> | 'approved' {
  return status === 'active' ? 'approved' : (status as Exclude<S, 'active'>);
}
