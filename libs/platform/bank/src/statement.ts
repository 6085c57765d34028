/**
 * What a bank says of one payout, in an answer or a callback: read strictly, as from a stranger. Members that are not
 * of the protocol are passed over, since a real bank sends its own; those that are must be exactly as agreed.
 */
import { currencyDigits } from '@haber/money';
import { parseExactJson } from '@haber/http';
import { type Approved, isReference, type Pending, type Rejected } from './bank';

export interface Statement {
  readonly reference: string;
  readonly said: Approved | Rejected | Pending;
}

/** The wire's form of a statement; amounts are digits in quotes, since a JSON number is a float to many. */
export interface WireStatement {
  readonly reference: string;
  readonly status: 'approved' | 'rejected' | 'pending';
  readonly amount_minor: string;
  readonly currency: string;
  readonly bank_reference?: string;
  readonly code?: string;
}

/** Up to 10¹⁸: what fits in the ledger. */
const MINOR = /^(?:0|[1-9]\d{0,17})$/;
const BANK_REFERENCE = /^[\x21-\x7e]{1,64}$/;
const CODE = /^[a-z0-9_]{1,64}$/;

/** Of a JSON text with at most one meaning; undefined for anything else. */
export function jsonObject(bytes: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const value = parseExactJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Undefined where it is none. */
export function readStatement(value: Readonly<Record<string, unknown>>): Statement | undefined {
  const { reference, amount_minor: minor, currency } = value;
  if (!matches(reference, isReference) || !matches(minor, (text) => MINOR.test(text))) return undefined;
  if (!matches(currency, (code) => currencyDigits(code) !== undefined)) return undefined;
  const said = readSaid(value, { amountMinor: BigInt(minor), currency });
  return said && { reference, said };
}

function readSaid(
  { status, bank_reference: bankReference, code }: Readonly<Record<string, unknown>>,
  amount: { readonly amountMinor: bigint; readonly currency: string },
): Statement['said'] | undefined {
  switch (status) {
    case 'approved':
      if (!matches(bankReference, (text) => BANK_REFERENCE.test(text))) return undefined;
      return { kind: 'approved', ...amount, bankReference };
    case 'rejected':
      return matches(code, (text) => CODE.test(text)) ? { kind: 'rejected', ...amount, code } : undefined;
    case 'pending':
      return { kind: 'pending', ...amount };
    default:
      return undefined;
  }
}

function matches(value: unknown, isGood: (text: string) => boolean): value is string {
  return typeof value === 'string' && isGood(value);
}
