/**
 * A payment on a credit account (domain.md §5; contract.md A). Protects: never more than is owed, never dated in the
 * future, spread by the one order of allocation. A blocked account still takes payments.
 */
import {
  type Allocation,
  allocate,
  businessDate,
  type CreditAccount,
  type CreditAccountDraft,
  type DecideContext,
  type Decision,
  isOpenAccount,
  mustBeAboveZero,
  mustBeDate,
  NO_DESCRIPTION,
  owedOf,
  publicId,
  startOfDate,
} from '@haber/ledger';

export interface ReceivePayment {
  readonly type: 'receive-payment';
  readonly paymentReference: string;
  /** Above zero. */
  readonly amountMinor: bigint;
  /** Date of receipt, `YYYY-MM-DD`; today when absent. */
  readonly paymentDate?: string;
}

/** In order of precedence. */
export type PaymentRejection =
  | { readonly code: 'credit_not_found' }
  | { readonly code: 'credit_not_approved' }
  | { readonly code: 'payment_date_in_future' }
  | { readonly code: 'amount_exceeds_debt'; readonly owedMinor: bigint };

type Answer = Decision<CreditAccountDraft, PaymentRejection>;

export function decide(state: CreditAccount, command: ReceivePayment, { now, commandId }: DecideContext): Answer {
  if (state.status === 'absent') return { reject: { code: 'credit_not_found' } };
  if (!isOpenAccount(state)) return { reject: { code: 'credit_not_approved' } };
  const { timeZone } = state.terms;
  const today = businessDate(now, timeZone);
  const { amountMinor, paymentReference, paymentDate = today } = command;
  mustBeAboveZero(amountMinor);
  mustBeDate(paymentDate);
  if (paymentDate > today) return { reject: { code: 'payment_date_in_future' } };
  const owedMinor = owedOf(state.balances);
  if (amountMinor > owedMinor) return { reject: { code: 'amount_exceeds_debt', owedMinor } };

  const allocations = allocate(state, { amountMinor, paymentDate, today });
  const paymentId = publicId('payment', commandId);
  const { accountId } = state;
  const ids = { accountId, paymentId, paymentReference, ...NO_DESCRIPTION };
  const data = { ...ids, amountMinor, paymentDate, allocations };
  const effectiveOn = earliestEffect(allocations, today);
  return {
    accept: [{ type: 'credit-account.payment-received.v1', data }],
    effectiveAt: effectiveOn === today ? now : startOfDate(effectiveOn, timeZone),
  };
}

function earliestEffect(allocations: readonly Allocation[], today: string): string {
  return allocations.reduce((first, { effectiveOn }) => (effectiveOn < first ? effectiveOn : first), today);
}
