/** How the terms of keys and the settings of partners are written on the command line. */
import { type KeyRefusal, KeyRefused, LONGEST_OVERLAP_DAYS, MOST_LIVE_KEYS, NO_LIMITS } from '@haber/gateway';
import { type RateLimits, ROUTE_CLASSES, SCOPES } from '@haber/ledger';
import { Refusal } from '../refusal';

/** Separated by commas. */
export function listOf(text: string): readonly string[] {
  return text.split(',').map((part) => part.trim()).filter((part) => part !== ''); // prettier-ignore
}

/** With milliseconds, in UTC, as it is stored. */
export function instantOf(text: string): string {
  const instant = new Date(text);
  if (!/^\d{4}-\d{2}-\d{2}T/.test(text) || Number.isNaN(instant.getTime())) {
    throw new Refusal('usage', `'${text}' is no instant such as 2027-01-31T00:00:00Z`);
  }
  return instant.toISOString();
}

export const RATE_LIMIT_HELP =
  'none, or requests/seconds such as 100/60; for one class of routes alone class=…, ' +
  `of: ${ROUTE_CLASSES.join(', ')}; may be given several times`;

const RATE_LIMIT = /^(?:([a-z_]+)=)?(?:none|(\d{1,6})\/(\d{1,6})s?)$/;

/** Adds one `--rate-limit` to those before it; without a class it is for all of them. */
export function rateLimitsOf(text: string, before: RateLimits = {}): RateLimits {
  const [whole, name, requests, windowSeconds] = RATE_LIMIT.exec(text) ?? [];
  if (whole === undefined || (name !== undefined && !Object.hasOwn(NO_LIMITS, name))) {
    throw new Refusal('usage', `'${text}' is no rate limit: ${RATE_LIMIT_HELP}`);
  }
  const limit = requests === undefined ? null : { requests: Number(requests), windowSeconds: Number(windowSeconds) };
  const classes = name === undefined ? ROUTE_CLASSES : [name];
  return { ...before, ...Object.fromEntries(classes.map((each) => [each, limit])) };
}

export function rateLimitsText(limits: RateLimits): string {
  return Object.entries(limits)
    .map(([name, limit]) => `${name}=${limit ? `${limit.requests}/${limit.windowSeconds}` : 'none'}`)
    .join(',');
}

const MESSAGES: Readonly<Record<KeyRefusal, string>> = {
  partner_unknown: 'there is no such partner in this mode',
  scopes_missing: 'a key needs at least one scope',
  scope_unknown: `an unknown scope; there are: ${SCOPES.join(', ')}`,
  actor_invalid: 'an actor has a name of 1–64 printable characters',
  customer_invalid: 'a customer id has 1–64 characters',
  bound_key_administers: 'a key that is bound to one customer cannot have the scope admin',
  allow_list_invalid: 'the allow-list takes IP addresses and networks such as 192.0.2.7 or 2001:db8::/32',
  allow_list_too_long: 'the allow-list has too many entries: name networks instead of addresses',
  rate_limit_invalid: 'a rate limit allows 1 to 10000 requests in 1 to 86400 seconds',
  expiry_passed: 'that instant has passed',
  key_unknown: 'the partner has no such key in this mode',
  key_already_revoked: 'that key was revoked before',
  key_expired: 'that key has expired',
  key_already_rotated: 'that key has a live successor: revoke one of the two first',
  overlap_too_long: `an old key may live beside its successor for ${LONGEST_OVERLAP_DAYS} days`,
  key_id_taken: 'that key was issued before, on other terms or to somebody else',
  actor_spelled_otherwise: 'another key has this actor under another spelling: use that one',
  too_many_keys: `the partner has ${MOST_LIVE_KEYS} live keys: revoke some first`,
  key_malformed: 'that is no key',
  key_of_other_mode: 'that key is of the other mode',
  settings_changed_meanwhile: 'somebody else changed the partner just now: look at it again',
};

/** What another value on the same command line would mend. */
const USAGE: ReadonlySet<KeyRefusal> = new Set([
  'scopes_missing',
  'scope_unknown',
  'actor_invalid',
  'customer_invalid',
  'bound_key_administers',
  'allow_list_invalid',
  'allow_list_too_long',
  'rate_limit_invalid',
  'expiry_passed',
  'overlap_too_long',
  'key_malformed',
]);

/** @throws Refusal for what the rules refused, else the error itself */
export function refused(error: unknown): never {
  if (!(error instanceof KeyRefused)) throw error;
  throw new Refusal(USAGE.has(error.code) ? 'usage' : 'problem', MESSAGES[error.code]);
}
