/**
 * A partner in one mode (a tenant), its settings, and the API keys issued to it. A key itself is never stored: only its
 * id and the HMAC of its secret. At most as many keys are remembered as were issued; a revoked one stays revoked.
 */
import {
  eventSchema,
  type EventOf,
  flag,
  instant,
  integer,
  list,
  map,
  nullable,
  record,
  text,
  type TypeOf,
} from '../event-schema';

/** Classes of routes that have limits of their own. A route that says nothing is of the first. */
export const ROUTE_CLASSES = ['default', 'immediate_credits'] as const;
export type RouteClass = (typeof ROUTE_CLASSES)[number];

/** At most so many requests in any span of time of this length. */
const rateLimit = record({ requests: integer, windowSeconds: integer });

/** By class of routes. Null: no limit. A class that is absent has the limit of whoever is asked next. */
const rateLimits = map(nullable(rateLimit));

export type RateLimit = TypeOf<typeof rateLimit>;
export type RateLimits = TypeOf<typeof rateLimits>;

/** Of an allow-list. */
export const MOST_ADDRESSES = 64;

export const partnerRegistered = eventSchema('partner.registered.v1', { tenant: text });

export const keyIssued = eventSchema('partner.key-issued.v1', {
  keyId: text,
  /** Hex HMAC-SHA-256 of the secret under the installation's pepper. */
  secretHash: text,
  scopes: list(text),
  /** Who acts with this key; recorded on every event that it causes. */
  actor: text,
  customerId: nullable(text),
  /** IP addresses and networks (CIDR) that the key may be used from, each in its one spelling; none: from anywhere. */
  allowList: list(text),
  rateLimits,
  issuedAt: instant,
  expiresAt: nullable(instant),
  /** The key whose successor this one is, with the same terms. */
  replaces: nullable(text),
  externalId: nullable(text),
  metadata: map(text),
});

export const keyExpirySet = eventSchema('partner.key-expiry-set.v1', { keyId: text, expiresAt: instant });

export const keyRevoked = eventSchema('partner.key-revoked.v1', { keyId: text });

/** All of these, each time. */
export const settingsChanged = eventSchema('partner.settings-changed.v1', {
  /** Whoever asked for credit may not approve it. */
  fourEyes: flag,
  /** For keys that were issued without a limit of their own. */
  rateLimits,
});

/** Are immediate credits without a key repeats of the same ones of a moment ago? They are, until this says otherwise. */
export const keylessRepeatsSet = eventSchema('partner.keyless-repeats-set.v1', { keylessRepeats: flag });

export const partnerSchemas = [
  partnerRegistered,
  keyIssued,
  keyExpirySet,
  keyRevoked,
  settingsChanged,
  keylessRepeatsSet,
] as const;
export type PartnerEvent = EventOf<(typeof partnerSchemas)[number]>;
export type PartnerSettings = EventOf<typeof settingsChanged>['data'] & EventOf<typeof keylessRepeatsSet>['data'];

export interface IssuedKey extends Readonly<EventOf<typeof keyIssued>['data']> {
  /** From then on it is refused: `expiresAt`, as it was issued, unless another end was set since. */
  readonly endsAt: string | null;
  readonly revoked: boolean;
}

export interface Partner {
  readonly tenant: string | null;
  readonly settings: PartnerSettings;
  /** In order of issue. A list, because thousands of keys are copied in no time in a list, and not in a record. */
  readonly keys: readonly IssuedKey[];
}

export const PARTNER_FOLD_VERSION = 1;
export const initialPartner: Partner = {
  tenant: null,
  settings: { fourEyes: false, rateLimits: {}, keylessRepeats: true },
  keys: [],
};

export function issuedKey({ keys }: Partner, keyId: string): IssuedKey | undefined {
  return keys.find((key) => key.keyId === keyId);
}

export function evolvePartner(state: Partner, event: PartnerEvent): Partner {
  switch (event.type) {
    case 'partner.registered.v1':
      return { ...state, tenant: event.data.tenant };
    case 'partner.settings-changed.v1':
      return { ...state, settings: { ...state.settings, ...event.data } };
    case 'partner.keyless-repeats-set.v1':
      return { ...state, settings: { ...state.settings, ...event.data } };
    default:
      return { ...state, keys: keysAfter(state.keys, event) };
  }
}

function keysAfter(keys: readonly IssuedKey[], event: KeyEvent): readonly IssuedKey[] {
  const at = keys.findIndex(({ keyId }) => keyId === event.data.keyId);
  const key = evolveKey(keys[at], event);
  if (!key) return keys;
  return at === -1 ? [...keys, key] : keys.with(at, key);
}

export type KeyEvent = Extract<PartnerEvent, { readonly data: { readonly keyId: string } }>;

/** One key alone, for whoever follows many of them. Undefined: there is no such key. */
export function evolveKey(key: IssuedKey | undefined, event: KeyEvent): IssuedKey | undefined {
  switch (event.type) {
    case 'partner.key-issued.v1':
      return { ...event.data, endsAt: event.data.expiresAt, revoked: false };
    case 'partner.key-expiry-set.v1':
      return key && { ...key, endsAt: event.data.expiresAt };
    case 'partner.key-revoked.v1':
      return key && { ...key, revoked: true };
  }
}
