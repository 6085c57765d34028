/** How often a key may call: what was said of the key itself, else of its partner, else what the product allows. */
import { type RateLimit, type RateLimits, ROUTE_CLASSES, type RouteClass } from '@haber/ledger';

/** Immediate credits pay out at once, and their document promises this limit; everything else is for machines. */
const PRODUCT_LIMITS: Readonly<Record<RouteClass, RateLimit>> = {
  default: { requests: 100, windowSeconds: 1 },
  immediate_credits: { requests: 100, windowSeconds: 60 },
};

/** Null: no limit. */
export type EffectiveLimits = Readonly<Record<RouteClass, RateLimit | null>>;

export function effectiveLimits(ofKey: RateLimits, ofPartner: RateLimits): EffectiveLimits {
  const limits = ROUTE_CLASSES.map((name): [RouteClass, RateLimit | null] => {
    if (ofKey[name] !== undefined) return [name, ofKey[name]];
    return [name, ofPartner[name] === undefined ? PRODUCT_LIMITS[name] : ofPartner[name]];
  });
  return Object.fromEntries(limits) as Record<RouteClass, RateLimit | null>;
}

/** For a key that nothing holds back, such as a bench's. */
export const NO_LIMITS: RateLimits = Object.fromEntries(ROUTE_CLASSES.map((name) => [name, null]));
