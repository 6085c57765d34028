/** An order as it comes in, read strictly: what is not exactly of the protocol has no effect. */
import { currencyDigits } from '@haber/money';
import { z } from 'zod';
import { isReference, type Payout } from '../bank';
import { jsonObject } from '../statement';

const text = (longest: number): z.ZodType<string> => z.string().min(1).max(longest);
const MINOR = /^[1-9]\d{0,17}$/;

const ORDER = z.strictObject({
  reference: z.string().refine(isReference),
  amount_minor: z.string().regex(MINOR),
  currency: z.string().refine((code) => currencyDigits(code) !== undefined),
  concept: z.string().max(140),
  destination: z.strictObject({
    bank: text(100),
    account_type: text(40),
    account_number: text(64),
    holder_name: text(200),
  }),
});

export type ReadOrder =
  { readonly ok: true; readonly payout: Payout } | { readonly ok: false; readonly members: readonly string[] };

export function readOrder(bytes: Uint8Array): ReadOrder {
  const parsed = ORDER.safeParse(jsonObject(bytes));
  if (!parsed.success) return { ok: false, members: parsed.error.issues.map(({ path }) => path.join('.')) };
  const { reference, amount_minor: minor, currency, concept, destination } = parsed.data;
  return {
    ok: true,
    payout: {
      ...{ reference, amountMinor: BigInt(minor), currency, concept },
      destination: {
        bank: destination.bank,
        accountType: destination.account_type,
        accountNumber: destination.account_number,
        holderName: destination.holder_name,
      },
    },
  };
}
