/**
 * Answers of dialect A: exactly the document's members, in its order (contract.md A). Pure functions of what they are
 * given, so that a replay builds the same bytes again. Instants come in with milliseconds and leave in whole seconds.
 */
import { wireAmount, wireAvailable, type WireNumber } from '../wire-number';
import { wireSeconds } from '../wire-time';

interface Success<T> {
  readonly status: 'success';
  readonly data: T;
}

export interface CreditRequested {
  readonly creditAccountId: string;
  readonly requestedLimitMinor: bigint;
  readonly paymentTermDays: number;
  readonly createdAt: string;
}

export interface CreditRequestedAnswer {
  readonly credit_account_id: string;
  readonly status: 'pending';
  readonly requested_limit: WireNumber;
  readonly payment_term_days: number;
  readonly created_at: string;
}

/** 201 */
export function creditRequestedAnswer(credit: CreditRequested, currencyDigits: number): Success<CreditRequestedAnswer> {
  return success({
    credit_account_id: credit.creditAccountId,
    status: 'pending',
    requested_limit: wireAmount(credit.requestedLimitMinor, currencyDigits),
    payment_term_days: credit.paymentTermDays,
    created_at: wireSeconds(credit.createdAt),
  });
}

export interface CreditApproved {
  readonly creditAccountId: string;
  readonly creditLimitMinor: bigint;
  readonly creditAvailableMinor: bigint;
  readonly paymentTermDays: number;
  readonly approvedAt: string;
  readonly approvedBy: string;
}

export interface CreditApprovedAnswer {
  readonly credit_account_id: string;
  readonly status: 'approved';
  readonly credit_limit: WireNumber;
  readonly credit_available: WireNumber;
  readonly payment_term_days: number;
  readonly approved_at: string;
  readonly approved_by: string;
}

/** 200 */
export function creditApprovedAnswer(credit: CreditApproved, currencyDigits: number): Success<CreditApprovedAnswer> {
  return success({
    credit_account_id: credit.creditAccountId,
    status: 'approved',
    credit_limit: wireAmount(credit.creditLimitMinor, currencyDigits),
    credit_available: wireAvailable(credit.creditAvailableMinor, currencyDigits),
    payment_term_days: credit.paymentTermDays,
    approved_at: wireSeconds(credit.approvedAt),
    approved_by: credit.approvedBy,
  });
}

export type CreditStatus = 'pending' | 'approved' | 'rejected' | 'blocked' | 'closed';

export interface Credit {
  readonly creditAccountId: string;
  readonly status: CreditStatus;
  readonly requestedLimitMinor: bigint;
  readonly creditLimitMinor: bigint | null;
  readonly creditUsedMinor: bigint;
  readonly creditAvailableMinor: bigint;
  readonly paymentTermDays: number;
  readonly overdueMinor: bigint;
  /** `YYYY-MM-DD` */
  readonly nextDueDate: string | null;
  readonly createdAt: string;
  readonly approvedAt: string | null;
  readonly approvedBy: string | null;
}

export interface CreditAnswer {
  readonly credit_account_id: string;
  readonly status: CreditStatus;
  readonly requested_limit: WireNumber;
  readonly credit_limit: WireNumber | null;
  readonly credit_used: WireNumber;
  readonly credit_available: WireNumber;
  readonly payment_term_days: number;
  readonly overdue_amount: WireNumber;
  readonly next_due_date: string | null;
  readonly created_at: string;
  readonly approved_at: string | null;
  readonly approved_by: string | null;
}

/** What an undecided or rejected request has no say in, whatever was before it. */
const NOT_GRANTED = {
  creditLimitMinor: null,
  creditUsedMinor: 0n,
  creditAvailableMinor: 0n,
  overdueMinor: 0n,
  nextDueDate: null,
  approvedAt: null,
  approvedBy: null,
} as const satisfies Partial<Credit>;

/** 200, always all members. */
export function creditAnswer(credit: Credit, currencyDigits: number): Success<CreditAnswer> {
  const amount = (minor: bigint): WireNumber => wireAmount(minor, currencyDigits);
  const granted = credit.status !== 'pending' && credit.status !== 'rejected';
  const shown: Credit = granted ? credit : { ...credit, ...NOT_GRANTED };
  return success({
    credit_account_id: shown.creditAccountId,
    status: shown.status,
    requested_limit: amount(shown.requestedLimitMinor),
    credit_limit: shown.creditLimitMinor === null ? null : amount(shown.creditLimitMinor),
    credit_used: amount(shown.creditUsedMinor),
    credit_available: amount(shown.creditAvailableMinor),
    payment_term_days: shown.paymentTermDays,
    overdue_amount: amount(shown.overdueMinor),
    next_due_date: shown.nextDueDate,
    created_at: wireSeconds(shown.createdAt),
    approved_at: shown.approvedAt === null ? null : wireSeconds(shown.approvedAt),
    approved_by: shown.approvedBy,
  });
}

export interface CreditUsed {
  readonly usageId: string;
  readonly amountMinor: bigint;
  readonly creditUsedMinor: bigint;
  readonly creditAvailableMinor: bigint;
  /** `YYYY-MM-DD` */
  readonly dueDate: string;
}

export interface CreditUsedAnswer {
  readonly usage_id: string;
  readonly amount: WireNumber;
  readonly credit_used: WireNumber;
  readonly credit_available: WireNumber;
  readonly due_date: string;
}

/** 200 */
export function creditUsedAnswer(usage: CreditUsed, currencyDigits: number): Success<CreditUsedAnswer> {
  return success({
    usage_id: usage.usageId,
    amount: wireAmount(usage.amountMinor, currencyDigits),
    credit_used: wireAmount(usage.creditUsedMinor, currencyDigits),
    credit_available: wireAvailable(usage.creditAvailableMinor, currencyDigits),
    due_date: usage.dueDate,
  });
}

export interface CreditPaid {
  readonly paymentId: string;
  readonly amountMinor: bigint;
  readonly creditUsedMinor: bigint;
  readonly creditAvailableMinor: bigint;
}

export interface CreditPaymentAnswer {
  readonly payment_id: string;
  readonly amount: WireNumber;
  readonly credit_used: WireNumber;
  readonly credit_available: WireNumber;
}

/** 201 */
export function creditPaymentAnswer(payment: CreditPaid, currencyDigits: number): Success<CreditPaymentAnswer> {
  return success({
    payment_id: payment.paymentId,
    amount: wireAmount(payment.amountMinor, currencyDigits),
    credit_used: wireAmount(payment.creditUsedMinor, currencyDigits),
    credit_available: wireAvailable(payment.creditAvailableMinor, currencyDigits),
  });
}

function success<T>(data: T): Success<T> {
  return { status: 'success', data };
}
