/**
 * Who may call, what a repeat gets, and what every answer carries, on the running product: keys, scopes, tenants that
 * never see each other, `Idempotency-Key`, `X-Request-Id`, `ETag` and `Haber-Hash`.
 */
import { type Answer, DEMO_KEY, type Product, startProduct } from '@haber/testing';
import {
  creditPath,
  errorCode,
  endClean,
  historyOf,
  type Partner,
  partnerOf,
  requestBody,
  told,
  withKey,
} from './partner.fixture';

const ALL_SCOPES = 'credit:request,credit:approve,credit:read,credit:use,credit:pay';

let product: Product;
let partner: Partner;
beforeAll(async () => {
  product = await startProduct();
  partner = partnerOf(product);
  await partner.open('known', '100.00');
}, 120_000);
afterAll(() => endClean(product), 90_000);

async function newKey(...options: string[]): Promise<{ readonly id: string; readonly key: string }> {
  const { code, stdout, stderr } = await product.haber('keys', 'create', '--json', ...options);
  if (code !== 0) throw new Error(`haber keys create: ${code} ${stderr}`);
  return JSON.parse(stdout) as { id: string; key: string };
}

/** The process hears of a new or revoked key through the log: soon, not at once. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await isSo()); tries += 1) {
    if (tries === 200) throw new Error('it never became so');
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

const CALLS = {
  request: (who: Partner, customer: string) => who.request(customer),
  approve: (who: Partner, customer: string) => who.approve(customer),
  GET: (who: Partner, customer: string) => who.read(customer),
  use: (who: Partner, customer: string) => who.use(customer, 'order', '1.00'),
  payment: (who: Partner, customer: string) => who.pay(customer, 'reference', '1.00'),
};

describe('the key', () => {
  it.each(['bearer', 'BEARER', 'Bearer', 'beaRer'])('is taken behind "%s"', async (word) => {
    const answer = await partner.read('known', { key: null, headers: { authorization: `${word} ${DEMO_KEY}` } });
    expect(answer.status).toBe(200);
  });

  it.each<[string, Record<string, string>]>([
    ['absent', {}],
    ['empty', { authorization: 'Bearer ' }],
    ['unknown', { authorization: 'Bearer hb_test_00000000000000000000000000000000' }],
    ['behind another word', { authorization: `Basic ${DEMO_KEY}` }],
    ['without a word', { authorization: DEMO_KEY }],
    ['a little longer', { authorization: `Bearer ${DEMO_KEY}x` }],
    ['a little shorter', { authorization: `Bearer ${DEMO_KEY.slice(0, -1)}` }],
    ['wrong in X-API-Key', { 'x-api-key': 'wrong' }],
    ['wrong, beside a good one in X-API-Key', { authorization: 'Bearer wrong', 'x-api-key': DEMO_KEY }],
  ])('%s is refused by every call', async (_, headers) => {
    const stranger = partnerOf(product, { key: null, headers });
    for (const call of Object.values(CALLS)) {
      const answer = await call(stranger, 'known');
      expect(told(answer)).toBe(
        '401 {"status":"error","error":{"code":"unauthorized","message":"API key inválida o ausente"}}',
      );
      expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
    }
  });

  it('may do what its scopes say, and nothing else', async () => {
    const reader = partnerOf(product, await newKey('--scopes', 'credit:read'));
    const writer = partnerOf(product, await newKey('--scopes', 'credit:request,credit:approve,credit:use,credit:pay'));
    await until(async () => (await reader.read('known')).status === 200);
    for (const [name, call] of Object.entries(CALLS)) {
      const [allowed, refused] = name === 'GET' ? [reader, writer] : [writer, reader];
      expect(errorCode(await call(refused, 'scoped'))).toBe('403 insufficient_scope');
      if (name !== 'GET') expect([200, 201]).toContain((await call(allowed, 'scoped')).status);
    }
  });

  it('that is bound to one customer finds no other', async () => {
    const bound = partnerOf(product, await newKey('--scopes', ALL_SCOPES, '--customer', 'known'));
    await until(async () => (await bound.read('known')).status === 200);
    await partner.request('somebody-else');
    for (const call of Object.values(CALLS)) {
      expect(errorCode(await call(bound, 'somebody-else'))).toBe('404 customer_not_found');
    }
  });

  it('is refused once it is revoked', async () => {
    const { id, key } = await newKey('--scopes', 'credit:read');
    await until(async () => (await partner.read('known', { key })).status === 200);
    expect(await product.haber('keys', 'revoke', id)).toMatchObject({ code: 0 });
    await until(async () => (await partner.read('known', { key })).status === 401);
    expect(errorCode(await partner.read('known', { key }))).toBe('401 unauthorized');
  });
});

describe('another tenant', () => {
  const OWN_TO_AN_ANSWER = new Set(['x-request-id', 'date', 'ratelimit']);
  const whole = ({ status, headers, text }: Answer): string =>
    `${status} ${[...headers].filter(([name]) => !OWN_TO_AN_ANSWER.has(name)).join()} ${text}`;

  it.each([
    ['of another partner', ['--partner', 'other']],
    ['of the same partner, live', ['--mode', 'live']],
  ])('%s finds a customer no more than a missing one', async (_, tenant) => {
    const stranger = partnerOf(product, await newKey('--scopes', ALL_SCOPES, ...tenant));
    await until(async () => (await stranger.read('x')).status === 404);
    await partner.use('known', 'there-is-something', '1.00');
    for (const [name, call] of Object.entries(CALLS)) {
      if (name === 'request') continue;
      expect(whole(await call(stranger, 'known'))).toBe(whole(await call(stranger, 'missing')));
      expect(errorCode(await call(stranger, 'known'))).toBe('404 customer_not_found');
    }
    const before = await partner.read('known');
    await stranger.open('known', '7.00');
    await stranger.use('known', 'there-is-something', '2.00');
    expect((await stranger.read('known')).text).toContain('"credit_used":2.00,"credit_available":5.00,');
    expect(told(await partner.read('known'))).toBe(told(before));
  });
});

describe('the idempotency key', () => {
  it('gives the first answer again, byte for byte, whatever happened since', async () => {
    await partner.open('repeats', '100.00');
    const first = await partner.use('repeats', 'a', '10.00', withKey('k1'));
    const paid = await partner.pay('repeats', 'p', '5.00', withKey('k2'));
    const again = await partner.use('repeats', 'a', '10.00', withKey('k1'));
    expect([told(again), told(await partner.pay('repeats', 'p', '5.00', withKey('"k2"')))]).toEqual([
      told(first),
      told(paid),
    ]);
    for (const header of ['etag', 'haber-hash', 'content-type', 'content-length']) {
      expect(again.headers.get(header)).toBe(first.headers.get(header));
    }
    expect([first, again].map(({ headers }) => headers.get('idempotent-replayed'))).toEqual([null, 'true']);
  });

  it('works for request and approve too', async () => {
    const request = () => partner.request('begins', requestBody('10.00'), withKey('r'));
    const approve = () => partner.approve('begins', '{"approval_notes":"ñ"}', withKey('a'));
    const [requested, approved] = [await request(), await approve()];
    expect([told(await request()), told(await approve())]).toEqual([told(requested), told(approved)]);
    expect([requested.status, approved.status]).toEqual([201, 200]);
  });

  it('is bound to its first command: another body, another call, other spelling are refused', async () => {
    await partner.use('repeats', 'b', '1.00', withKey('bound'));
    for (const other of [
      partner.use('repeats', 'b', '2.00', withKey('bound')),
      partner.use('repeats', 'c', '1.00', withKey('bound')),
      partner.use('repeats', 'b', '1.0', withKey('bound')),
      partner.pay('repeats', 'b', '1.00', withKey('bound')),
    ]) {
      expect(errorCode(await other)).toBe('422 idempotency_key_reused');
    }
    await partner.open('repeats-too', '5.00');
    expect((await partner.use('repeats-too', 'b', '2.00', withKey('bound'))).status).toBe(200);
  });

  it('stays free after a refusal', async () => {
    await partner.open('refused', '10.00');
    expect(errorCode(await partner.use('refused', 'o', '10.01', withKey('free')))).toBe('422 insufficient_credit');
    expect((await partner.use('refused', 'o', '10.00', withKey('free'))).status).toBe(200);
  });

  it.each([
    ['empty', ''],
    ['too long', 'k'.repeat(256)],
    ['not ASCII', 'clé'],
    ['an open quote', '"k'],
    ['an empty quote', '""'],
    ['two values', 'a\tb'],
  ])('is refused when %s', async (_, key) => {
    expect(errorCode(await partner.use('repeats', 'o', '1.00', withKey(key)))).toBe('400 invalid_idempotency_key');
  });
});

describe('an answer', () => {
  it('carries the revision and the hash of the account’s last event, as its history shows them', async () => {
    await partner.open('evidence', '10.00');
    const used = await partner.use('evidence', 'o', '1.00');
    const last = (await historyOf(product, 'evidence')).at(-1);
    expect(used.headers.get('etag')).toBe(`"${last?.revision}"`);
    expect(used.headers.get('haber-hash')).toBe(last?.hash);
    expect((await partner.read('evidence')).headers.get('etag')).toBe(`"${last?.revision}"`);
    const { code } = await product.haber('verify', '--head', `${last?.stream}@${last?.revision}:${last?.hash}`);
    expect(code).toBe(0);
  });

  it('echoes the request’s id, or makes one', async () => {
    const id = async (path: string, sent?: string): Promise<string | null> => {
      const headers: Record<string, string> = sent === undefined ? {} : { 'x-request-id': sent };
      return (await product.request('GET', path, undefined, { headers })).headers.get('x-request-id');
    };
    expect(await id(creditPath('known'), 'their own/1')).toBe('their own/1');
    expect(await id(creditPath('nobody'), 'refused')).toBe('refused');
    expect(await id('/nowhere', 'no route')).toBe('no route');
    const made = [
      await id(creditPath('known')),
      await id(creditPath('known')),
      await id(creditPath('known'), 'x'.repeat(129)),
    ];
    expect(new Set(made).size).toBe(3);
    for (const each of made) expect(each).toMatch(/^[\w-]{16,}$/);
  });
});
