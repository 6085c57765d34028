/** Why a partner's command on its keys and settings was not done, in the words of Haber's own API. */
import { ownError, type OwnErrorCode, ownValidationError } from '@haber/dialects';
import { Problem } from '@haber/http';
import type { PartnerRejection } from '../domain/partner';

/** A code of the API, or the member that only the rules could find wrong. */
type Told = OwnErrorCode | { readonly pointer: string; readonly detail: string };

const wrong = (pointer: string, detail: string): Told => ({ pointer, detail });

const TOLD: Readonly<Record<Exclude<PartnerRejection['code'], 'partner_unknown'>, Told>> = {
  scopes_missing: wrong('/scopes', 'must name at least one scope'),
  scope_unknown: wrong('/scopes', 'must name scopes that there are'),
  actor_invalid: wrong('/actor', 'must be a name of visible characters'),
  customer_invalid: wrong('/customer_id', 'must be the id of a customer'),
  bound_key_administers: wrong('/customer_id', 'must not stand beside the scope admin'),
  allow_list_too_long: wrong('/allow_list', 'has too many entries'),
  rate_limit_invalid: wrong('/rate_limits', 'must be limits that a key may have'),
  expiry_passed: 'expiry_passed',
  key_unknown: 'key_not_found',
  key_already_revoked: 'key_already_revoked',
  key_expired: 'key_expired',
  key_already_rotated: 'key_already_rotated',
  overlap_too_long: 'overlap_too_long',
  key_id_taken: 'id_taken',
  actor_spelled_otherwise: 'actor_spelled_otherwise',
  too_many_keys: 'too_many_keys',
};

export const partnerRefusals = {
  keyReused: () => new Problem(ownError('idempotency_key_reused')),
  rejected({ code }: PartnerRejection): Problem {
    if (code === 'partner_unknown') throw new Error('a key whose partner is not known was let in');
    const told = TOLD[code];
    return new Problem(typeof told === 'string' ? ownError(told) : ownValidationError([told]));
  },
};
