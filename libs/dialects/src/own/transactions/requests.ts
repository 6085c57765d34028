/** What a merchant has processed, line by line: of a body, and of a topic. */
import { currencyDigits } from '@haber/money';
import { Means } from '../../body-fields';
import { given } from '../../parsed';
import { type Field, type RawObject, textOf } from '../../raw-members';
import { inCurrency } from '../accounts/members';
import {
  type Decimal,
  decimalOf,
  fullInstant,
  IsAmountAboveZero,
  IsCurrency,
  IsId,
  IsInstant,
  IsOneOf,
} from '../fields';
import { type OwnParsed, parseOwnBody, wrongMember } from '../parsed';

const TYPES = ['processed', 'reversed'] as const;

/** Of one body that is a JSON array. */
export const MOST_TRANSACTIONS = 1_000;

export class TransactionBody {
  @Means("The partner's own id of it, once per customer and type; a reversal carries its original's.")
  @IsId()
  readonly transaction_id: Field<string>;
  @Means('The merchant, as it is registered.')
  @IsId()
  readonly customer_id: Field<string>;
  @IsAmountAboveZero()
  readonly amount: Field<Decimal>;
  @Means("The merchant's: that of its first transaction.")
  @IsCurrency()
  readonly currency: Field<string>;
  @Means('A reversal may come before its original.')
  @IsOneOf(...TYPES)
  readonly type: Field<(typeof TYPES)[number]>;
  @IsInstant()
  readonly occurred_at: Field<string>;

  constructor(raw: RawObject) {
    this.transaction_id = textOf(raw, 'transaction_id');
    this.customer_id = textOf(raw, 'customer_id');
    this.amount = decimalOf(raw, 'amount');
    this.currency = textOf(raw, 'currency');
    this.type = textOf(raw, 'type') as Field<(typeof TYPES)[number]>;
    this.occurred_at = textOf(raw, 'occurred_at');
  }
}

export interface Transaction {
  readonly transactionId: string;
  readonly customerId: string;
  /** Above zero. */
  readonly amountMinor: bigint;
  /** One of ISO 4217. */
  readonly currency: string;
  readonly type: (typeof TYPES)[number];
  /** With milliseconds. */
  readonly occurredAt: string;
}

/** `raw`: exact JSON. */
export function parseTransaction(raw: unknown): OwnParsed<Transaction> {
  const parsed = parseOwnBody(TransactionBody, raw, (body) => body);
  if (!parsed.ok) return parsed;
  const body = parsed.value;
  const currency = given(body.currency);
  if (currencyDigits(currency) === undefined) {
    return wrongMember('is no currency of ISO 4217 with a minor unit', 'currency');
  }
  const amount = inCurrency(given(body.amount), currency, 'amount');
  if (!amount.ok) return amount;
  return {
    ok: true,
    value: {
      transactionId: given(body.transaction_id),
      customerId: given(body.customer_id),
      amountMinor: amount.value,
      currency,
      type: given(body.type),
      occurredAt: fullInstant(given(body.occurred_at)),
    },
  };
}

/** What a JSON body is made of: one transaction, or a list of them, none of which is looked into here. */
export function transactionsIn(raw: unknown): OwnParsed<readonly unknown[]> {
  if (!Array.isArray(raw)) {
    const one = parseTransaction(raw);
    return one.ok ? { ok: true, value: [raw] } : one;
  }
  const list: readonly unknown[] = raw;
  if (list.length >= 1 && list.length <= MOST_TRANSACTIONS) return { ok: true, value: list };
  return wrongMember(`must be a list of 1 to ${MOST_TRANSACTIONS} transactions: send more as NDJSON`);
}
