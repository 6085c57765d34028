/** The name that a use has in the partner's own business: the same, whichever API it comes through. */
import type { BusinessKey } from '@haber/http';
import { canonicalDecimal } from '@haber/money';

export interface Ordered {
  readonly orderId: string;
  readonly amountMinor: bigint;
}

/** The same order with another amount is no repeat. `digits`: the scale of the amount. */
export function orderKey({ orderId: key, amountMinor }: Ordered, digits: number): BusinessKey {
  return { kind: 'order', key, fingerprintOf: [canonicalDecimal(amountMinor, digits)] };
}
