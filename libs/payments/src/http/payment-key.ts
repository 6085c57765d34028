/** The name that a payment has in the partner's own business: the same, whichever API reports it. */
import type { BusinessKey } from '@haber/http';
import { canonicalDecimal } from '@haber/money';

export interface Referenced {
  readonly paymentReference: string;
  readonly amountMinor: bigint;
}

/** The same reference with another amount is no repeat. `digits`: the scale of the amount. */
export function paymentKey({ paymentReference: key, amountMinor }: Referenced, digits: number): BusinessKey {
  return { kind: 'payment', key, fingerprintOf: [canonicalDecimal(amountMinor, digits)] };
}
