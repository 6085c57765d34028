/** Callers who must be refused by every route, each for a reason of its own, and those who find nothing. */
import { SCOPES } from '@haber/ledger';
import type { Product } from '@haber/testing';

/** Whom every route refuses, and how. */
export const REFUSED = {
  'no key': [401, 'unauthorized'],
  'a key of nobody': [401, 'unauthorized'],
  'a key with a wrong end': [401, 'unauthorized'],
  'a revoked key': [401, 'unauthorized'],
  'an expired key': [401, 'unauthorized'],
  'every scope but the right one': [403, 'insufficient_scope'],
  'an address that is not allowed': [403, 'address_not_allowed'],
} as const;

export type RefusedCaller = keyof typeof REFUSED;

/** Good keys, of tenants or for customers that the objects of a test do not belong to. */
export const STRANGERS = {
  'another partner': { ofTheTenant: false },
  'the same partner, live': { ofTheTenant: false },
  'another customer': { ofTheTenant: true },
} as const;

export type Stranger = keyof typeof STRANGERS;

/** What each of them shows; null: nothing. `scopes`: of which the route demands one. */
export type KeyFor = Readonly<Record<RefusedCaller, (scopes: readonly string[]) => string | null>>;

const ALL = SCOPES.join(',');
const NO_LIMITS = { default: 'none', immediate_credits: 'none' };
/** No key that is bound to one customer administers. */
export const UNBOUND_ONLY = 'admin';
const EXPIRES_IN_MS = 20_000;
const LOOKED_FOR = { everyMs: 50, tries: 1_200 };

interface Issued {
  readonly id: string;
  readonly key: string;
}

/** Of the demo tenant. */
async function issuedHere(product: Product, terms: object): Promise<Issued> {
  const { json, text } = await product.request('POST', '/api/v1/keys', { rate_limits: NO_LIMITS, ...terms });
  if (typeof json?.key !== 'string') throw new Error(text);
  return json;
}

/** Of another tenant, which only an operator can give the first one. */
async function issuedElsewhere(product: Product, ...options: readonly string[]): Promise<Issued> {
  const { stdout, stderr } = await product.haber(
    'keys',
    'create',
    '--json',
    '--scopes',
    ALL,
    '--rate-limit',
    'none',
    ...options,
  );
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as Issued;
}

/** Whether a key is good: asked of a route that knows no such customer. */
async function isGood(product: Product, key: string): Promise<boolean> {
  const { status } = await product.request('GET', '/api/v1/customers/x/credit', undefined, { key });
  return status !== 401;
}

async function refusedAtLast(product: Product, key: string): Promise<void> {
  for (let tries = 0; tries < LOOKED_FOR.tries; tries += 1) {
    if (!(await isGood(product, key))) return;
    await new Promise((resolve) => setTimeout(resolve, LOOKED_FOR.everyMs));
  }
  throw new Error('the key was never refused');
}

/** Was good, here, until it was revoked. */
async function revokedKey(product: Product): Promise<string> {
  const { id, key } = await issuedHere(product, { scopes: SCOPES });
  if (!(await isGood(product, key))) throw new Error('a new key is not good');
  await product.haber('keys', 'revoke', id);
  await refusedAtLast(product, key);
  return key;
}

/** Was good, here, until its time had come. */
async function expiredKey(product: Product): Promise<string> {
  const expires_at = new Date(Date.now() + EXPIRES_IN_MS).toISOString();
  const { key } = await issuedHere(product, { scopes: SCOPES, expires_at });
  if (!(await isGood(product, key))) throw new Error('a new key is not good');
  await refusedAtLast(product, key);
  return key;
}

/** For each of these sets of scopes a key that has every scope there is but those. */
async function keysWithout(product: Product, sets: readonly (readonly string[])[]) {
  const keys = new Map<string, string>();
  for (const set of sets) {
    const name = set.join();
    if (keys.has(name)) continue;
    const others = SCOPES.filter((scope) => !set.includes(scope));
    keys.set(name, (await issuedHere(product, { scopes: others })).key);
  }
  return keys;
}

/** `sets`: the scopes of each route. */
export async function refusedCallers(product: Product, sets: readonly (readonly string[])[]): Promise<KeyFor> {
  const [good, elsewhere, revoked, expired, without] = await Promise.all([
    issuedHere(product, { scopes: SCOPES }),
    issuedHere(product, { scopes: SCOPES, allow_list: ['192.0.2.7', '2001:db8::/32'] }),
    revokedKey(product),
    expiredKey(product),
    keysWithout(product, sets),
  ]);
  const mistyped = good.key.replace(/.$/, (last) => (last === 'a' ? 'b' : 'a'));
  return {
    'no key': () => null,
    'a key of nobody': () => 'a-key-that-nobody-has-ever-been-given',
    'a key with a wrong end': () => mistyped,
    'a revoked key': () => revoked,
    'an expired key': () => expired,
    'every scope but the right one': (scopes) => without.get(scopes.join()) ?? null,
    'an address that is not allowed': () => elsewhere.key,
  };
}

export async function strangers(product: Product): Promise<Readonly<Record<Stranger, string>>> {
  const unbound = SCOPES.filter((scope) => scope !== UNBOUND_ONLY);
  const [partner, mode, bound] = await Promise.all([
    issuedElsewhere(product, '--partner', 'stranger'),
    issuedElsewhere(product, '--mode', 'live'),
    issuedHere(product, { scopes: unbound, customer_id: 'somebody-else' }),
  ]);
  return { 'another partner': partner.key, 'the same partner, live': mode.key, 'another customer': bound.key };
}
