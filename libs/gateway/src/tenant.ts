/** Tenants are partners in a mode: `acme/live` and `acme/test` share nothing, keys included. */
import type { Tenant } from '@haber/ledger';

export const MODES = ['test', 'live'] as const;
export type Mode = (typeof MODES)[number];

const PARTNER = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** A partner's name is a slug of 1–63 lower-case letters, digits and hyphens, beginning with a letter or digit. */
export function isPartnerName(text: string): boolean {
  return PARTNER.test(text);
}

export function isMode(text: string): text is Mode {
  return (MODES as readonly string[]).includes(text);
}

/** @throws RangeError for a name that is no slug */
export function tenantOf(partner: string, mode: Mode): Tenant {
  if (!isPartnerName(partner)) throw new RangeError(`not a partner's name: ${JSON.stringify(partner)}`);
  return `${partner}/${mode}`;
}

export function modeOf(tenant: Tenant): Mode {
  return tenant.endsWith('/live') ? 'live' : 'test';
}
