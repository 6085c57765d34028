/**
 * A payment on a credit account (domain.md §5; contract.md A). Protects: never more than is owed, never dated in the
 * future, spread by the one order of allocation. An account that may not spend still takes payments.
 */
import {
  addDays,
  allocate,
  businessDate,
  type CreditAccount,
  type CreditAccountDraft,
  type DecideContext,
  type Decision,
  effectOf,
  isOpenAccount,
  mustBeAboveZero,
  mustBeDate,
  owedOf,
  publicId,
} from '@haber/ledger';

export interface ReceivePayment {
  readonly type: 'receive-payment';
  readonly paymentReference: string;
  /** Above zero. */
  readonly amountMinor: bigint;
  /** Date of receipt, `YYYY-MM-DD`; today when absent. */
  readonly paymentDate?: string;
  /**
   * A date further back than the product's `backdatingDays`: refused in Haber's own API, while in the dialects it takes
   * effect at that boundary (domain.md §5).
   */
  readonly olderDates: 'refused' | 'at-the-boundary';
  /** The partner's own id of it. */
  readonly externalId: string | null;
  readonly metadata: Readonly<Record<string, string>>;
}

/** In order of precedence. */
export type PaymentRejection =
  | { readonly code: 'credit_not_found' }
  | { readonly code: 'credit_not_approved' }
  | { readonly code: 'payment_date_in_future' }
  | { readonly code: 'payment_date_too_old'; readonly earliestDate: string }
  | { readonly code: 'amount_exceeds_debt'; readonly owedMinor: bigint };

type Answer = Decision<CreditAccountDraft, PaymentRejection>;

export function decide(state: CreditAccount, command: ReceivePayment, { now, commandId }: DecideContext): Answer {
  if (state.status === 'absent') return { reject: { code: 'credit_not_found' } };
  if (!isOpenAccount(state)) return { reject: { code: 'credit_not_approved' } };
  const { timeZone, backdatingDays } = state.terms;
  const today = businessDate(now, timeZone);
  const { amountMinor, paymentReference, paymentDate = today, externalId, metadata } = command;
  mustBeAboveZero(amountMinor);
  mustBeDate(paymentDate);
  const refusal = datedWrongly(paymentDate, { today, earliest: addDays(today, -backdatingDays), ...command });
  if (refusal) return { reject: refusal };
  const owedMinor = owedOf(state.balances);
  if (amountMinor > owedMinor) return { reject: { code: 'amount_exceeds_debt', owedMinor } };

  const allocations = allocate(state, { amountMinor, paymentDate, today });
  const paymentId = publicId('payment', commandId);
  const { accountId } = state;
  const ids = { accountId, paymentId, paymentReference };
  const data = { ...ids, amountMinor, paymentDate, allocations, externalId, metadata };
  const effects = allocations.map((allocation) => effectOf(allocation, { paymentDate, recordedAt: now, timeZone }));
  return {
    accept: [{ type: 'credit-account.payment-received.v1', data }],
    effectiveAt: effects.reduce((first, effect) => (effect < first ? effect : first), now),
  };
}

interface DatesTaken extends Pick<ReceivePayment, 'olderDates'> {
  readonly today: string;
  readonly earliest: string;
}

function datedWrongly(date: string, { today, earliest, olderDates }: DatesTaken): PaymentRejection | undefined {
  if (date > today) return { code: 'payment_date_in_future' };
  if (date >= earliest || olderDates === 'at-the-boundary') return undefined;
  return { code: 'payment_date_too_old', earliestDate: earliest };
}
