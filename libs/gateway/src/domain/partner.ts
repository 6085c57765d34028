/**
 * A partner in one mode and the keys that act for it. Protects: a key is issued once and for a named purpose (known
 * scopes), and a revoked key never comes back. State, `initial` and `evolve` are the ledger's (`partnerDefinition`).
 */
import type { DecideContext, Decision, IssuedKey, Partner, PartnerEvent, Tenant } from '@haber/ledger';
import { isScope } from '../scopes';

export type PartnerCommand =
  | { readonly type: 'register-partner'; readonly tenant: Tenant }
  | ({ readonly type: 'issue-key' } & KeyToIssue)
  | { readonly type: 'revoke-key'; readonly keyId: string };

export type KeyToIssue = Omit<IssuedKey, 'revoked'>;

/** In order of precedence. */
export type PartnerRejection =
  | { readonly code: 'partner_unknown' }
  | { readonly code: 'scopes_missing' }
  | { readonly code: 'scope_unknown' }
  | { readonly code: 'actor_missing' }
  | { readonly code: 'customer_invalid' }
  | { readonly code: 'expiry_passed' }
  | { readonly code: 'key_unknown' }
  | { readonly code: 'key_already_revoked' }
  | { readonly code: 'key_id_taken' };

type Answer = Decision<PartnerEvent, PartnerRejection>;
type CommandOf<T extends PartnerCommand['type']> = Extract<PartnerCommand, { type: T }>;

export function decide(state: Partner, command: PartnerCommand, context: DecideContext): Answer {
  switch (command.type) {
    case 'register-partner':
      return register(state, command);
    case 'issue-key':
      return issue(state, command, context);
    case 'revoke-key':
      return revoke(state, command);
  }
}

/** Repeatable: a partner that is there already stays as it is. */
function register(state: Partner, { tenant }: CommandOf<'register-partner'>): Answer {
  return { accept: state.tenant === null ? [{ type: 'partner.registered.v1', data: { tenant } }] : [] };
}

/** Repeatable: the very same key again changes nothing. */
function issue(state: Partner, { type: _, ...key }: CommandOf<'issue-key'>, { now }: DecideContext): Answer {
  if (state.tenant === null) return { reject: { code: 'partner_unknown' } };
  const refusal = unusableTerms(key, now);
  if (refusal) return { reject: refusal };
  const known = keyOf(state, key.keyId);
  if (!known) return { accept: [{ type: 'partner.key-issued.v1', data: key }] };
  if (known.revoked) return { reject: { code: 'key_already_revoked' } };
  return known.secretHash === key.secretHash ? { accept: [] } : { reject: { code: 'key_id_taken' } };
}

function revoke(state: Partner, { keyId }: CommandOf<'revoke-key'>): Answer {
  if (state.tenant === null) return { reject: { code: 'partner_unknown' } };
  const known = keyOf(state, keyId);
  if (!known) return { reject: { code: 'key_unknown' } };
  if (known.revoked) return { reject: { code: 'key_already_revoked' } };
  return { accept: [{ type: 'partner.key-revoked.v1', data: { keyId } }] };
}

function unusableTerms(
  { scopes, actor, customerId, expiresAt }: KeyToIssue,
  now: string,
): PartnerRejection | undefined {
  if (scopes.length === 0) return { code: 'scopes_missing' };
  if (!scopes.every(isScope)) return { code: 'scope_unknown' };
  if (actor.trim() === '') return { code: 'actor_missing' };
  if (customerId !== null && !isCustomerId(customerId)) return { code: 'customer_invalid' };
  if (expiresAt !== null && expiresAt <= now) return { code: 'expiry_passed' };
  return undefined;
}

/** Customer ids are the partner's own: 1–64 characters (contract.md A). */
function isCustomerId(text: string): boolean {
  return text.trim() !== '' && [...text].length <= 64;
}

/** Ids may be any text that somebody typed, also `constructor`. */
function keyOf(state: Partner, keyId: string): IssuedKey | undefined {
  return Object.hasOwn(state.keys, keyId) ? state.keys[keyId] : undefined;
}
