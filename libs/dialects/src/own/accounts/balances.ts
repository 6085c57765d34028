/**
 * How the balances of an account leave in Haber's own API: decimals of its currency, negative where the books are.
 * `limit = available + held + utilised` (domain.md §2).
 */
import type { Balances, BucketBalances } from '@haber/ledger';
import { digitsOf } from '@haber/money';
import { closed, type JsonSchema } from '../../json-schema';
import { decimalSchema, wireDecimal } from '../answers';

export function balancesAnswer(balances: Balances) {
  const digits = digitsOf(balances.currency);
  const decimal = (minor: bigint): string => wireDecimal(minor, digits);
  const bucket = (of: BucketBalances) => ({
    limit: decimal(of.limitMinor),
    held: decimal(of.heldMinor),
    unbilled: decimal(of.unbilledMinor),
    billed: decimal(of.billedMinor),
    past_due: decimal(of.pastDueMinor),
  });
  return {
    currency: balances.currency,
    limit: decimal(balances.limitMinor),
    available: decimal(balances.availableMinor),
    held: decimal(balances.heldMinor),
    utilised: decimal(balances.utilisedMinor),
    interest: decimal(balances.interestMinor),
    fees: decimal(balances.feesMinor),
    penalties: decimal(balances.penaltiesMinor),
    credit_balance: decimal(balances.creditBalanceMinor),
    buckets: Object.fromEntries(Object.entries(balances.buckets).map(([name, of]) => [name, bucket(of)])),
  };
}

const meaning = (description: string): JsonSchema => ({ ...decimalSchema, description });

const bucketSchema: JsonSchema = closed('BucketBalances', {
  limit: decimalSchema,
  held: decimalSchema,
  unbilled: meaning('Principal that is not due yet.'),
  billed: meaning('Principal on a statement that is not past due.'),
  past_due: meaning('Principal whose due date has passed.'),
});

export const balancesSchema: JsonSchema = closed('Balances', {
  currency: { type: 'string', pattern: '^[A-Z]{3}$' },
  limit: meaning('What was granted: available + held + utilised.'),
  available: meaning('What may still be spent. Negative where more is used than the limit allows by now.'),
  held: meaning('Reserved by holds.'),
  utilised: meaning('What is owed, as far as it counts against the limit.'),
  interest: decimalSchema,
  fees: decimalSchema,
  penalties: decimalSchema,
  credit_balance: meaning('What the customer has paid beyond what was owed.'),
  buckets: { type: 'object', additionalProperties: bucketSchema },
});
