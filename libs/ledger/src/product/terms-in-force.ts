/**
 * Which terms an account pins that is opened now: the newest version of its product whose first business date has come,
 * in that version's own time zone. A later version takes the place of every earlier one from its date on, scheduled
 * ones included.
 */
import { businessDate } from '../business-date';
import { NO_DESCRIPTION, type PinnedTerms } from '../credit-account/events';
import { COMMERCIAL_PRODUCT } from '../products';
import type { Product, ProductVersion } from './product';

/** Every tenant has it without publishing anything: version 1 of `commercial`, what dialect A opens. */
export const BUILT_IN_VERSION: ProductVersion = {
  code: COMMERCIAL_PRODUCT.productCode,
  version: COMMERCIAL_PRODUCT.productVersion,
  title: 'Commercial credit',
  kind: 'commercial',
  currency: COMMERCIAL_PRODUCT.currency,
  timeZone: COMMERCIAL_PRODUCT.timeZone,
  paymentTermDays: 30,
  backdatingDays: COMMERCIAL_PRODUCT.backdatingDays,
  limitMayFall: COMMERCIAL_PRODUCT.limitMayFall,
  effectiveFrom: '1970-01-01',
  ...NO_DESCRIPTION,
};

/** Every version of a product, the newest last: what the tenant has published, behind what is built in. */
export function versionsOf({ versions }: Product, code: string): readonly ProductVersion[] {
  return code === BUILT_IN_VERSION.code ? [BUILT_IN_VERSION, ...versions] : versions;
}

export interface TermsInForce {
  readonly terms: PinnedTerms;
  /** Of an account that is opened without one. */
  readonly paymentTermDays: number;
}

/** `product`: the fold of the tenant's stream of this code; `now`: an instant. Undefined: no such product yet. */
export function termsInForce(product: Product, code: string, now: string): TermsInForce | undefined {
  const version = inForceAt(versionsOf(product, code), now);
  if (!version) return undefined;
  const { currency, timeZone, backdatingDays, limitMayFall, paymentTermDays } = version;
  const pinned = { productCode: code, productVersion: version.version, currency, timeZone, backdatingDays };
  return { terms: { ...pinned, chargesCounted: [], limitMayFall }, paymentTermDays };
}

/** `versions`: the newest last. */
export function inForceAt(versions: readonly ProductVersion[], now: string): ProductVersion | undefined {
  return versions.findLast(({ effectiveFrom, timeZone }) => effectiveFrom <= businessDate(now, timeZone));
}
