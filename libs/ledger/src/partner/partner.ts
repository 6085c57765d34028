/**
 * A partner in one mode (a tenant) and the API keys issued to it. A key itself is never stored: only its id and the
 * HMAC of its secret. At most as many keys are remembered as were issued; a revoked one is remembered as revoked.
 */
import { eventSchema, type EventOf, instant, list, nullable, text } from '../event-schema';

export const partnerRegistered = eventSchema('partner.registered.v1', { tenant: text });

export const keyIssued = eventSchema('partner.key-issued.v1', {
  keyId: text,
  /** Hex HMAC-SHA-256 of the secret under the installation's pepper. */
  secretHash: text,
  scopes: list(text),
  /** Who acts with this key; recorded on every event that it causes. */
  actor: text,
  customerId: nullable(text),
  expiresAt: nullable(instant),
});

export const keyRevoked = eventSchema('partner.key-revoked.v1', { keyId: text });

export const partnerSchemas = [partnerRegistered, keyIssued, keyRevoked] as const;
export type PartnerEvent = EventOf<(typeof partnerSchemas)[number]>;

export interface IssuedKey {
  readonly keyId: string;
  readonly secretHash: string;
  readonly scopes: readonly string[];
  readonly actor: string;
  readonly customerId: string | null;
  readonly expiresAt: string | null;
  readonly revoked: boolean;
}

export interface Partner {
  readonly tenant: string | null;
  readonly keys: Readonly<Record<string, IssuedKey>>;
}

export const PARTNER_FOLD_VERSION = 1;
export const initialPartner: Partner = { tenant: null, keys: {} };

/** Looks among the issued keys only: `constructor` and its like are no key ids. */
export function issuedKey(partner: Partner, keyId: string): IssuedKey | undefined {
  return Object.hasOwn(partner.keys, keyId) ? partner.keys[keyId] : undefined;
}

export function evolvePartner(state: Partner, event: PartnerEvent): Partner {
  switch (event.type) {
    case 'partner.registered.v1':
      return { ...state, tenant: event.data.tenant };
    case 'partner.key-issued.v1':
      return { ...state, keys: { ...state.keys, [event.data.keyId]: { ...event.data, revoked: false } } };
    case 'partner.key-revoked.v1': {
      const key = issuedKey(state, event.data.keyId);
      return key ? { ...state, keys: { ...state.keys, [key.keyId]: { ...key, revoked: true } } } : state;
    }
  }
}
