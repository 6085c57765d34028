/** The built-in catalogue: the one commercial product that dialect A opens (contract.md A). */
import type { PinnedTerms } from './credit-account/events';

/** USD, UTC, no interest, no fees, no automatic block. */
export const COMMERCIAL_PRODUCT: PinnedTerms = {
  productCode: 'commercial',
  productVersion: 1,
  currency: 'USD',
  timeZone: 'UTC',
  backdatingDays: 90,
  chargesCounted: [],
  limitMayFall: true,
};
