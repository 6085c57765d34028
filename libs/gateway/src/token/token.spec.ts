import {
  createHmac,
  createPublicKey,
  createSecretKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { bodyHash, type Credentials, type Principal } from '@haber/http';
import { SignJWT } from 'jose';
import { tokenAuthenticator } from './authenticator';
import { keyIdOf, parsePublicTokenKeys, parseTokenKey, tokenKeyFromSeed } from './keys';
import { tokenSigner, type Vouched } from './sign';

const NOW = Date.parse('2026-11-24T10:00:00Z');
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const other = generateKeyPairSync('ed25519');
const body = Buffer.from('{"amount":1}');

const principal: Principal = {
  tenant: 'acme/live',
  actor: 'Ñandú',
  assertedBy: 'platform',
  keyId: 'k1',
  scopes: new Set(['credit:use', 'credit:read']),
  customerId: 'cust-1',
  approvalNeedsSecondActor: true,
};

const vouched: Vouched = {
  principal,
  service: 'credit-lines',
  method: 'POST',
  target: '/api/v1/accounts/1/uses?dry_run=true',
  headers: { 'idempotency-key': '"a"', 'if-match': '"3"' },
  body,
};

let used: Set<string>;
beforeEach(() => void (used = new Set()));

const first = (id: string): Promise<boolean> => Promise.resolve(!used.has(id) && used.add(id).size > 0);

function sign(more: Partial<Vouched> = {}, key: KeyObject = privateKey, atMs = NOW): Promise<string> {
  return tokenSigner({ key, clock: () => atMs, newId: () => 'id-1' })({ ...vouched, ...more });
}

async function shown(token: string, more: Partial<Credentials> = {}, keys = [publicKey], atMs = NOW) {
  const authenticate = tokenAuthenticator({ service: 'credit-lines', publicKeys: keys, clock: () => atMs, first });
  const { method, target, headers } = vouched;
  return authenticate({ key: token, remoteAddress: '10.0.0.1', method, target, headers, ...more });
}

const decoded = (token: string, part: 0 | 1) =>
  JSON.parse(Buffer.from(token.split('.')[part] ?? '', 'base64url').toString()) as Record<string, unknown>;
const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a token of the gateway', () => {
  it('says who calls, with everything that a service decides by', async () => {
    expect(await shown(await sign())).toEqual({ ...principal, vouchedBody: bodyHash(body) });
  });

  it('leaves out what the caller has not', async () => {
    const { assertedBy: _, customerId: __, ...plain } = { ...principal, approvalNeedsSecondActor: false };
    expect(await shown(await sign({ principal: plain }))).toEqual({ ...plain, vouchedBody: bodyHash(body) });
  });

  it('lives for one minute, give or take the clocks', async () => {
    const token = await sign();
    const { iat, exp } = decoded(token, 1) as { iat: number; exp: number };
    expect(exp - iat).toBe(60);
    expect(await shown(token, {}, [publicKey], NOW + 64_000)).toBeDefined();
    expect(await shown(token, {}, [publicKey], NOW + 66_000)).toBeUndefined();
    expect(await shown(token, {}, [publicKey], NOW - 4_000)).toBeDefined();
    expect(await shown(token, {}, [publicKey], NOW - 6_000)).toBeUndefined();
  });

  it.each<[string, Partial<Credentials>]>([
    ['another path', { target: '/api/v1/accounts/2/uses?dry_run=true' }],
    ['another query', { target: '/api/v1/accounts/1/uses' }],
    ['another method', { method: 'PUT' }],
    ['another Idempotency-Key', { headers: { ...vouched.headers, 'idempotency-key': '"b"' } }],
    ['no Idempotency-Key', { headers: { 'if-match': '"3"' } }],
    ['another If-Match', { headers: { ...vouched.headers, 'if-match': '"4"' } }],
  ])('is none for a request with %s', async (_, more) => {
    expect(await shown(await sign(), more)).toBeUndefined();
  });

  it('is none for another service', async () => {
    expect(await shown(await sign({ service: 'payments' }))).toBeUndefined();
  });

  it('is none when another key signed it, whatever it calls that key', async () => {
    expect(await shown(await sign({}, other.privateKey))).toBeUndefined();
    const claims = decoded(await sign(), 1);
    const forged = new SignJWT(claims).setProtectedHeader({ alg: 'EdDSA', kid: keyIdOf(publicKey) });
    expect(await shown(await forged.sign(other.privateKey))).toBeUndefined();
    // The same claims signed rightly are taken: it was the signature alone.
    const right = new SignJWT(claims).setProtectedHeader({ alg: 'EdDSA', kid: keyIdOf(publicKey) });
    expect(await shown(await right.sign(privateKey))).toBeDefined();
  });

  it('is none when a claim was changed under its signature', async () => {
    const [head = '', , signature = ''] = (await sign()).split('.');
    const changed = encoded({ ...decoded(await sign(), 1), tenant: 'other/live' });
    expect(await shown(`${head}.${changed}.${signature}`)).toBeUndefined();
  });

  it.each(['none', 'None', 'HS256', 'HS512'])('is none with the algorithm %s', async (alg) => {
    const head = encoded({ alg, kid: keyIdOf(publicKey) });
    const claims = encoded(decoded(await sign(), 1));
    const hash = alg === 'HS512' ? 'sha512' : 'sha256';
    // What a verifier that trusts the header would take the public key for: the secret of an HMAC.
    for (const secret of [
      publicKey.export({ format: 'der', type: 'spki' }),
      publicKey.export({ format: 'pem', type: 'spki' }),
    ]) {
      const mac = createHmac(hash, secret).update(`${head}.${claims}`).digest('base64url');
      expect(await shown(`${head}.${claims}.${alg.startsWith('HS') ? mac : ''}`)).toBeUndefined();
    }
  });

  it.each<[string, object]>([
    ['another issuer', { iss: 'somebody' }],
    ['a tenant of no mode', { tenant: 'acme' }],
    ['a restriction that this release does not know', { region: 'eu' }],
    ['no time of issue', { iat: undefined }],
    ['no hash and no single use', { body: 'unhashed' }],
  ])('is none with %s, though signed by the gateway', async (_, more) => {
    const claims = { ...decoded(await sign(), 1), ...more };
    const signed = new SignJWT(claims).setProtectedHeader({ alg: 'EdDSA', kid: keyIdOf(publicKey) });
    expect(await shown(await signed.sign(privateKey))).toBeUndefined();
  });

  it.each(['', 'x', 'a.b.c', 'hb_live_abc_def', '..', `${'a'.repeat(5_000)}.b.c`])('is not %j', async (text) => {
    expect(await shown(text)).toBeUndefined();
  });

  it('is good once where the body is unhashed, and says no more when the use cannot be counted', async () => {
    const token = await sign({ body: undefined });
    expect(decoded(token, 1)).toMatchObject({ body: 'unhashed', jti: 'id-1' });
    expect(await shown(token)).toMatchObject({ actor: 'Ñandú', vouchedBody: 'unhashed' });
    expect(await shown(token)).toBeUndefined();
    const lost = tokenAuthenticator({
      service: 'credit-lines',
      publicKeys: [publicKey],
      clock: () => NOW,
      first: () => Promise.reject(new Error('nobody can tell')),
    });
    const again = await tokenSigner({ key: privateKey, clock: () => NOW, newId: () => 'id-2' })({
      ...vouched,
      body: undefined,
    });
    await expect(lost({ ...vouched, key: again, remoteAddress: '' })).rejects.toThrow('nobody can tell');
  });
});

describe('the keys', () => {
  it('of the old pair and the new one hold at once, and the old one no more once it is left out', async () => {
    const both = [publicKey, other.publicKey];
    expect(await shown(await sign(), {}, both)).toBeDefined();
    expect(await shown(await sign({}, other.privateKey), {}, both)).toBeDefined();
    expect(await shown(await sign(), {}, [other.publicKey])).toBeUndefined();
  });

  it.each(['pem', 'der'] as const)('are read as %s', async (format) => {
    const text = (exported: string | Buffer): string =>
      typeof exported === 'string' ? exported : exported.toString('base64');
    const secret = text(privateKey.export({ format, type: 'pkcs8' } as { format: 'der'; type: 'pkcs8' }));
    const open = text(publicKey.export({ format, type: 'spki' } as { format: 'der'; type: 'spki' }));
    expect(keyIdOf(parseTokenKey(secret))).toBe(keyIdOf(publicKey));
    expect(parsePublicTokenKeys([open, open]).map(keyIdOf)).toEqual([keyIdOf(publicKey), keyIdOf(publicKey)]);
  });

  it('come from a seed, always the same', () => {
    const seed = createSecretKey(randomBytes(32));
    expect(keyIdOf(createPublicKey(tokenKeyFromSeed(seed)))).toBe(keyIdOf(tokenKeyFromSeed(seed)));
  });

  it('of another kind, and what is no key, are refused without being quoted', () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    const texts = ['hunter2', '', rsa.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()];
    for (const text of texts) {
      expect(() => parseTokenKey(text)).toThrow(
        'HABER_GATEWAY_SIGNING_KEY must be an Ed25519 private key: PKCS #8, PEM or base64',
      );
    }
    const x25519 = generateKeyPairSync('x25519').publicKey.export({ format: 'pem', type: 'spki' }).toString();
    for (const text of ['hunter2', x25519])
      expect(() => parsePublicTokenKeys([text])).toThrow(/must be Ed25519 public keys[^h]*$/);
  });
});
