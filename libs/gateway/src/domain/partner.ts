/**
 * A partner in one mode, its settings and the keys that act for it. Protects: a key is issued once, for a named purpose
 * (known scopes) and to one spelling of an actor; a revoked key never comes back; no key has two successors at a time;
 * and the keys that are live stay bounded. State, `initial` and `evolve` are the ledger's (`partnerDefinition`).
 */
import {
  actorIdentity,
  actorName,
  areUsableLimits,
  type DecideContext,
  type Decision,
  isScope,
  issuedKey,
  type IssuedKey,
  MOST_ADDRESSES,
  type Partner,
  type PartnerEvent,
  type PartnerSettings,
  type Tenant,
} from '@haber/ledger';

export type PartnerCommand =
  | { readonly type: 'register-partner'; readonly tenant: Tenant }
  | ({ readonly type: 'issue-key' } & KeyToIssue)
  | ({ readonly type: 'rotate-key' } & Rotation)
  | { readonly type: 'revoke-key'; readonly keyId: string }
  | ({ readonly type: 'change-settings' } & SettingsToPut);

/** What is left out stays as it is. */
export type SettingsToPut = Omit<PartnerSettings, 'keylessRepeats'> & Partial<PartnerSettings>;

export type KeyToIssue = Omit<Terms, 'replaces'>;

export interface Rotation {
  readonly keyId: string;
  readonly successor: Pick<IssuedKey, 'keyId' | 'secretHash'>;
  /** Of the successor; as the old one was issued, when absent. Null: for ever. */
  readonly expiresAt?: string | null;
  /** From when on the old key is refused; a day from now when absent. It never lives longer than it would have. */
  readonly oldExpiresAt?: string;
}

/** In order of precedence. */
export type PartnerRejection =
  | { readonly code: 'partner_unknown' }
  | { readonly code: 'scopes_missing' }
  | { readonly code: 'scope_unknown' }
  | { readonly code: 'actor_invalid' }
  | { readonly code: 'customer_invalid' }
  /** Whoever may issue keys could issue himself one for any customer. */
  | { readonly code: 'bound_key_administers' }
  | { readonly code: 'allow_list_too_long' }
  | { readonly code: 'rate_limit_invalid' }
  | { readonly code: 'expiry_passed' }
  | { readonly code: 'key_unknown' }
  | { readonly code: 'key_already_revoked' }
  | { readonly code: 'key_expired' }
  | { readonly code: 'key_already_rotated' }
  | { readonly code: 'overlap_too_long' }
  | { readonly code: 'key_id_taken' }
  /** Another key has the same actor under another spelling. */
  | { readonly code: 'actor_spelled_otherwise' }
  | { readonly code: 'too_many_keys' };

export const MOST_LIVE_KEYS = 5_000;
const HOUR_MS = 3_600_000;
export const LONGEST_OVERLAP_DAYS = 30;
const USUAL_OVERLAP_MS = 24 * HOUR_MS;

type Answer = Decision<PartnerEvent, PartnerRejection>;
type CommandOf<T extends PartnerCommand['type']> = Extract<PartnerCommand, { type: T }>;
type Terms = Omit<IssuedKey, 'issuedAt' | 'endsAt' | 'revoked'>;

export function decide(state: Partner, command: PartnerCommand, context: DecideContext): Answer {
  if (command.type === 'register-partner') return register(state, command);
  if (state.tenant === null) return { reject: { code: 'partner_unknown' } };
  switch (command.type) {
    case 'issue-key':
      return issue(state, command, context);
    case 'rotate-key':
      return rotate(state, command, context);
    case 'revoke-key':
      return revoke(state, command);
    case 'change-settings':
      return changeSettings(state, command);
  }
}

/** Repeatable: a partner that is there already stays as it is. */
function register(state: Partner, { tenant }: CommandOf<'register-partner'>): Answer {
  return { accept: state.tenant === null ? [{ type: 'partner.registered.v1', data: { tenant } }] : [] };
}

/** Repeatable: the very same key again, on the same terms, changes nothing. */
function issue(state: Partner, { type: _, ...key }: CommandOf<'issue-key'>, { now }: DecideContext): Answer {
  const terms = { ...key, actor: actorName(key.actor) ?? '', replaces: null };
  const refusal = unusableTerms(terms, now);
  if (refusal) return { reject: refusal };
  const known = issuedKey(state, key.keyId);
  if (known?.revoked) return { reject: { code: 'key_already_revoked' } };
  if (known) return sameTerms(known, terms) ? { accept: [] } : { reject: { code: 'key_id_taken' } };
  const full = noRoomFor(state, terms, now);
  return full ? { reject: full } : { accept: [issued(terms, now)] };
}

/** The successor has the terms of the old key, which goes on for a while. */
function rotate(state: Partner, command: CommandOf<'rotate-key'>, { now }: DecideContext): Answer {
  const old = issuedKey(state, command.keyId);
  if (!old) return { reject: { code: 'key_unknown' } };
  const ends = endsOf(old, command, now);
  const refusal = notRotatable(state, old, now) ?? unusableEnds(ends, now);
  if (refusal) return { reject: refusal };
  const successor = { ...termsOf(old), ...command.successor, expiresAt: ends.expiresAt, replaces: old.keyId };
  const full = noRoomFor(state, successor, now);
  if (full) return { reject: full };
  const ended: PartnerEvent = {
    type: 'partner.key-expiry-set.v1',
    data: { keyId: old.keyId, expiresAt: ends.oldExpiresAt },
  };
  return { accept: [issued(successor, now), ...(endsBefore(ends.oldExpiresAt, old.endsAt) ? [ended] : [])] };
}

function revoke(state: Partner, { keyId }: CommandOf<'revoke-key'>): Answer {
  const known = issuedKey(state, keyId);
  if (!known) return { reject: { code: 'key_unknown' } };
  if (known.revoked) return { reject: { code: 'key_already_revoked' } };
  return { accept: [{ type: 'partner.key-revoked.v1', data: { keyId } }] };
}

/** Repeatable: the settings that hold already change nothing. */
function changeSettings({ settings: before }: Partner, command: CommandOf<'change-settings'>): Answer {
  const { fourEyes, rateLimits, keylessRepeats = before.keylessRepeats } = command;
  if (!areUsableLimits(rateLimits)) return { reject: { code: 'rate_limit_invalid' } };
  const settings = { fourEyes, rateLimits };
  const { keylessRepeats: repeats, ...others } = before;
  const same = JSON.stringify(inOrder(others)) === JSON.stringify(inOrder(settings));
  const changed: PartnerEvent = { type: 'partner.settings-changed.v1', data: settings };
  const set: PartnerEvent = { type: 'partner.keyless-repeats-set.v1', data: { keylessRepeats } };
  return { accept: [...(same ? [] : [changed]), ...(keylessRepeats === repeats ? [] : [set])] };
}

function issued(terms: Terms, now: string): PartnerEvent {
  return { type: 'partner.key-issued.v1', data: { ...terms, issuedAt: now } };
}

/** The first that holds refuses the key. */
const UNUSABLE: readonly [PartnerRejection['code'], (terms: Terms, now: string) => boolean][] = [
  ['scopes_missing', ({ scopes }) => scopes.length === 0],
  ['scope_unknown', ({ scopes }) => !scopes.every(isScope)],
  ['actor_invalid', ({ actor }) => actor === ''],
  ['customer_invalid', ({ customerId }) => customerId !== null && !isCustomerId(customerId)],
  ['bound_key_administers', ({ customerId, scopes }) => customerId !== null && scopes.includes('admin')],
  ['allow_list_too_long', ({ allowList }) => allowList.length > MOST_ADDRESSES],
  ['rate_limit_invalid', ({ rateLimits }) => !areUsableLimits(rateLimits)],
  ['expiry_passed', ({ expiresAt }, now) => hasPassed(expiresAt, now)],
];

function unusableTerms(terms: Terms, now: string): PartnerRejection | undefined {
  const [code] = UNUSABLE.find(([, holds]) => holds(terms, now)) ?? [];
  return code && { code };
}

/** Only a key that is live, and whose last successor is not, may have one. */
function notRotatable(state: Partner, old: IssuedKey, now: string): PartnerRejection | undefined {
  if (old.revoked) return { code: 'key_already_revoked' };
  if (hasPassed(old.endsAt, now)) return { code: 'key_expired' };
  const successors = state.keys.filter(({ replaces }) => replaces === old.keyId);
  return successors.some((key) => isLive(key, now)) ? { code: 'key_already_rotated' } : undefined;
}

interface Ends {
  readonly expiresAt: string | null;
  readonly oldExpiresAt: string;
}

function endsOf(old: IssuedKey, { expiresAt, oldExpiresAt }: Rotation, now: string): Ends {
  return {
    expiresAt: expiresAt === undefined ? old.expiresAt : expiresAt,
    oldExpiresAt: oldExpiresAt ?? later(now, USUAL_OVERLAP_MS),
  };
}

function endsBefore(instant: string, end: string | null): boolean {
  return end === null || instant < end;
}

function unusableEnds({ expiresAt, oldExpiresAt }: Ends, now: string): PartnerRejection | undefined {
  if (hasPassed(expiresAt, now) || hasPassed(oldExpiresAt, now)) return { code: 'expiry_passed' };
  const latest = later(now, LONGEST_OVERLAP_DAYS * 24 * HOUR_MS);
  return oldExpiresAt > latest ? { code: 'overlap_too_long' } : undefined;
}

function noRoomFor({ keys }: Partner, { keyId, actor }: Terms, now: string): PartnerRejection | undefined {
  const identity = actorIdentity(actor);
  let live = 0;
  for (const key of keys) {
    if (key.keyId === keyId) return { code: 'key_id_taken' };
    if (key.actor !== actor && actorIdentity(key.actor) === identity) return { code: 'actor_spelled_otherwise' };
    if (isLive(key, now)) live += 1;
  }
  return live >= MOST_LIVE_KEYS ? { code: 'too_many_keys' } : undefined;
}

function isLive({ revoked, endsAt }: IssuedKey, now: string): boolean {
  return !revoked && !hasPassed(endsAt, now);
}

function hasPassed(instant: string | null, now: string): boolean {
  return instant !== null && instant <= now;
}

function later(now: string, byMs: number): string {
  return new Date(Date.parse(now) + byMs).toISOString();
}

/** All but where it came from: a successor that is imported again is known by its secret and terms too. */
function sameTerms(known: IssuedKey, { replaces: _, ...terms }: Terms): boolean {
  const { replaces: _replaces, ...rest } = termsOf(known);
  return JSON.stringify(inOrder(rest)) === JSON.stringify(inOrder(terms));
}

function termsOf({ issuedAt: _, endsAt: _end, revoked: _revoked, ...terms }: IssuedKey): Terms {
  return terms;
}

/** Members by name, down to the leaves: two objects that say the same are then the same text. */
function inOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).map(([name, member]): [string, unknown] => [name, inOrder(member)]);
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Customer ids are the partner's own: 1–64 characters (contract.md A). */
function isCustomerId(text: string): boolean {
  return text.trim() !== '' && [...text].length <= 64;
}
