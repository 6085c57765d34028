/** The settings of a partner through Haber's own API, and four eyes as they demand them: of actors, not of keys. */
import { Standalone } from '@haber/testing';
import { type Administrator, administratorOf } from './administration.fixture';
import { endClean, errorCode, historyOf, partnerOf, told, withKey } from './partner.fixture';
import { ifMatch, newKey, problemOf } from './registers.fixture';

let product: Standalone;
let admin: Administrator;
beforeAll(async () => {
  product = await Standalone.start();
  admin = administratorOf(product);
}, 120_000);
afterAll(() => endClean(product), 60_000);

describe('the settings', () => {
  const strict = { four_eyes: true, rate_limits: { immediate_credits: { requests: 7, window_seconds: 60 } } };

  it('are put whole, read back, and as good as the next request', async () => {
    const { json, headers } = await admin.put(strict);
    expect(json).toMatchObject(strict);
    expect(headers.get('etag')).toBe(`"${json.revision}"`);
    const read = await admin.settings();
    expect([read.json, read.headers.get('etag')]).toEqual([json, headers.get('etag')]);
    const { four_eyes, rate_limits } = read.json as typeof strict;
    expect(told(await admin.put({ four_eyes, rate_limits }))).toBe(told(read));
    await admin.put({ four_eyes: false, rate_limits: { default: 'none' } });
    expect((await admin.settings()).json.rate_limits).toEqual({ default: 'none' });
    await admin.put({ four_eyes: false, rate_limits: {} });
  });

  it('are put upon the revision that was read, or not at all', async () => {
    const { revision } = (await admin.settings()).json as { revision: number };
    const first = await admin.put(strict, ifMatch(revision));
    expect(first.status).toBe(200);
    expect(problemOf(await admin.put({ ...strict, four_eyes: false }, ifMatch(revision)))).toBe(
      '412 precondition_failed',
    );
    expect((await admin.settings()).json).toEqual(first.json);
    await admin.put({ four_eyes: false, rate_limits: {} });
  });

  it('of a repeat are the first answer, and of another body none', async () => {
    const first = await admin.put(strict, withKey('settings-1'));
    await admin.put({ four_eyes: false, rate_limits: {} });
    const again = await admin.put(strict, withKey('settings-1'));
    expect([told(again), again.headers.get('idempotent-replayed')]).toEqual([told(first), 'true']);
    expect((await admin.settings()).json.four_eyes).toBe(false);
    const other = await admin.put({ four_eyes: true, rate_limits: {} }, withKey('settings-1'));
    expect(problemOf(other)).toBe('422 idempotency_key_reused');
  });

  it('are those of one tenant', async () => {
    const other = administratorOf(product, { key: await newKey(product, '--scopes', 'admin', '--partner', 'other') });
    const before = (await other.settings()).json as { four_eyes: boolean };
    await admin.put({ four_eyes: true, rate_limits: {} });
    expect((await other.settings()).json).toEqual(before);
    await admin.put({ four_eyes: false, rate_limits: {} });
  });

  it('stay as they are when the body is wrong', async () => {
    const before = (await admin.settings()).json as object;
    for (const body of ['{}', '{"four_eyes":true}', '{"four_eyes":1,"rate_limits":{}}', '[]', '{"rate_limits":{}}']) {
      expect(problemOf(await admin.put(body as unknown as object))).toBe('400 validation_error');
    }
    expect((await admin.settings()).json).toEqual(before);
  });
});

describe('four eyes', () => {
  /** By who holds the key. */
  const keys = new Map<string, string>();
  beforeAll(async () => {
    const decides = ['credit:request', 'credit:approve', 'credit:read', 'accounts:operate', 'accounts:open'];
    const issue = async (holder: string, actor: string, ...more: string[]): Promise<void> => {
      keys.set(holder, (await admin.key({ scopes: [...decides, ...more], actor })).key);
    };
    await issue('seller', 'user_seller');
    await issue('the seller again', 'user_seller');
    await issue('boss', 'user_boss');
    await issue('platform', 'platform', 'actor:assert');
    await admin.put({ four_eyes: true, rate_limits: {} });
  });
  afterAll(() => admin.put({ four_eyes: false, rate_limits: {} }));

  /** Whoever holds that key, in the name of somebody else or not. */
  const by = (holder: string, actor?: string) =>
    partnerOf(product, { key: keys.get(holder) ?? null, headers: actor === undefined ? {} : { 'haber-actor': actor } });

  const FOUR_EYES =
    '403 {"status":"error","error":{"code":"four_eyes_required",' +
    '"message":"El crédito debe aprobarlo una persona distinta de quien lo solicitó"}}';

  it('are not two keys of one actor, but two actors', async () => {
    await by('seller').request('asked');
    for (const one of ['seller', 'the seller again']) expect(told(await by(one).approve('asked'))).toBe(FOUR_EYES);
    expect(await historyOf(product, 'asked')).toHaveLength(1);
    const approved = await by('boss').approve('asked');
    expect([approved.status, approved.json.data.approved_by]).toEqual([200, 'user_boss']);
    expect((await historyOf(product, 'asked')).map(({ actor }) => actor)).toEqual(['user_seller', 'user_boss']);
  });

  it('see through an asserted name that is the requester’s, however it is spelled', async () => {
    await by('seller').request('spelled');
    for (const name of ['user_seller', 'User_Seller', '  user_seller ', 'ｕser_seller']) {
      const header = Buffer.from(name).toString('latin1');
      // Without a body: Node would write the header in the encoding of the body.
      expect(told(await by('platform', header).post('spelled', 'approve', undefined))).toBe(FOUR_EYES);
    }
    expect(await historyOf(product, 'spelled')).toHaveLength(1);
  });

  it('are not to be had by asserting without the scope for it', async () => {
    await by('seller').request('asserted');
    for (const name of ['user_boss', 'user_seller', '']) {
      const answer = await by('the seller again', name).approve('asserted');
      expect(errorCode(answer)).toBe('403 insufficient_scope');
      expect(answer.headers.get('www-authenticate')).toBe('Bearer error="insufficient_scope", scope="actor:assert"');
    }
    expect(errorCode(await by('seller', 'user_boss').read('asserted'))).toBe('403 insufficient_scope');
    expect(errorCode(await by('platform', 'x'.repeat(65)).approve('asserted'))).toBe('400 invalid_actor');
    expect(await historyOf(product, 'asserted')).toHaveLength(1);
    expect((await by('seller').read('asserted')).json.data.status).toBe('pending');
  });

  it('are two names that one asserting key vouches for, both on record with its own', async () => {
    await by('platform', 'ana').request('vouched');
    expect(told(await by('platform', 'Ana').approve('vouched'))).toBe(FOUR_EYES);
    expect((await by('platform', 'eva').approve('vouched')).json.data.approved_by).toBe('eva');
    const [first, second] = await shownHistoryOf('vouched');
    expect([first, second]).toMatchObject([
      { type: 'credit-account.requested.v1', actor: 'ana', asserted_by: 'platform' },
      { type: 'credit-account.approved.v1', actor: 'eva', asserted_by: 'platform' },
    ]);
    expect(second?.key_id).toBe(first?.key_id);
  });

  it('hold between who asserts and whom he asserts, as between any two', async () => {
    await by('platform').request('itself');
    expect(told(await by('platform', 'platform').approve('itself'))).toBe(FOUR_EYES);
    expect((await by('platform', 'ana').approve('itself')).status).toBe(200);
    expect((await shownHistoryOf('itself')).map(({ asserted_by: by }) => by)).toEqual([null, 'platform']);
  });

  it('are demanded by Haber’s own API alike', async () => {
    const request = (path: string, body: object, holder: string) =>
      product.request('POST', `/api/v1/accounts${path}`, body, { key: keys.get(holder) ?? null });
    await by('seller').request('own');
    const { json } = await by('boss').approve('own');
    const raise = { limit: '20000.00', reason: 'grows' };
    const path = `/${json.data.credit_account_id as string}/limit`;
    const refused = await request(path, raise, 'the seller again');
    expect([problemOf(refused), refused.headers.get('content-type')]).toEqual([
      '403 four_eyes_required',
      expect.stringContaining('application/problem+json'),
    ]);
    expect((await request(path, raise, 'boss')).status).toBe(200);
    const alone = { customer_id: 'own-too', product_code: 'commercial', limit: '10.00' };
    await product.request('PUT', '/api/v1/customers/own-too', { type: 'person', legal_name: 'Ana' });
    const opening = await request('', alone, 'boss');
    expect(problemOf(opening)).toBe('403 four_eyes_required');
    expect(opening.json.detail).toContain('refused to every actor');
  });

  it('are enough with two once nobody demands four', async () => {
    await by('seller').request('alone');
    expect(told(await by('seller').approve('alone'))).toBe(FOUR_EYES);
    await admin.put({ four_eyes: false, rate_limits: {} });
    expect((await by('seller').approve('alone')).status).toBe(200);
    await admin.put({ four_eyes: true, rate_limits: {} });
  });

  async function shownHistoryOf(customer: string) {
    const { json } = await by('seller').read(customer);
    const path = `/api/v1/accounts/${json.data.credit_account_id as string}/history`;
    const answer = await product.request('GET', path);
    return answer.json.data as { type: string; actor: string; asserted_by: string | null; key_id: string }[];
  }
});
