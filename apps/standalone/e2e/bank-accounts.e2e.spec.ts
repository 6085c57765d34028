/** Bank accounts through Haber's own API: whose they are, what was verified, and that nobody sees a whole number. */
import { type Product, startProduct } from '@haber/testing';
import { endClean, many, told, withKey } from './partner.fixture';
import { ANA, ifMatch, LEAKS, newKey, problemOf, type Registers, registersOf } from './registers.fixture';

let product: Product;
let registers: Registers;
beforeAll(async () => {
  product = await startProduct();
  registers = registersOf(product);
  await registers.put('owner');
  await registers.put('other');
}, 120_000);
afterAll(() => endClean(product), 60_000);

/** As a client program of dialect B names it. */
const ID = '550e8400-e29b-41d4-a716-446655440000';
const ACCOUNT = {
  customer_id: 'owner',
  bank: 'Banco Industrial',
  account_type: 'checking',
  account_number: '000-123456-7890',
  holder_name: 'Ana María Ñandú',
  currency: 'USD',
  external_id: 'cta-1',
  metadata: { branch: 'north' },
} as const;
const put = (...asked: Parameters<Registers['putBankAccount']>) => registers.putBankAccount(...asked);
const get = (id: string) => registers.getBankAccount(id);
const verify = (id: string, body: unknown) => registers.verify(id, body);

describe('putting a bank account', () => {
  it('creates, replaces, and appends nothing for the same content', async () => {
    const created = await put(ID, ACCOUNT);
    expect(created.status).toBe(201);
    expect(created.json).toMatchObject({
      ...ACCOUNT,
      id: ID,
      account_number: '****7890',
      personal_data: 'kept',
      verification: { status: 'pending', reason: null, decided_at: null, decided_by: null },
      revision: 0,
    });
    expect(created.headers.get('etag')).toBe('"0"');
    expect(created.text).not.toContain('123456');
    expect(told(await put(ID, { ...ACCOUNT }))).toBe(told({ ...created, status: 200 }));
    const changed = await put(ID, { ...ACCOUNT, external_id: 'cta-2' });
    expect([changed.status, changed.json]).toMatchObject([200, { external_id: 'cta-2', revision: 1 }]);
    expect((await get(ID)).json).toEqual(changed.json);
  });

  it.each([
    ['account_number', '000-123456-7891'],
    ['holder_name', 'Eva'],
    ['bank', 'Banco Dos'],
    ['account_type', 'savings'],
    ['currency', 'GTQ'],
  ])('with another %s must be verified again, in the same write', async (member, value) => {
    const id = `changed-${member}`;
    await put(id, ACCOUNT);
    expect((await verify(id, { status: 'verified' })).json).toMatchObject({
      verification: { status: 'verified', decided_by: 'demo' },
      revision: 1,
    });
    const noted = await put(id, { ...ACCOUNT, metadata: {} });
    expect(noted.json).toMatchObject({ verification: { status: 'verified' }, revision: 2 });
    const changed = await put(id, { ...ACCOUNT, metadata: {}, [member]: value });
    expect([changed.status, changed.json]).toMatchObject([200, { verification: { status: 'pending' }, revision: 4 }]);
    const same = await put(id, { ...ACCOUNT, metadata: {}, [member]: value });
    expect(same.json).toEqual(changed.json);
  });

  it('needs a customer of the tenant, and never passes to another', async () => {
    expect(problemOf(await put('x', { ...ACCOUNT, customer_id: 'nobody' }))).toBe('404 customer_not_found');
    await put('kept', ACCOUNT);
    expect(problemOf(await put('kept', { ...ACCOUNT, customer_id: 'other' }))).toBe('409 id_taken');
    expect((await get('kept')).json).toMatchObject({ customer_id: 'owner', revision: 0 });
  });

  it('of many at once with the same content writes once', async () => {
    const same = await many(8, 8, () => put('crowd', ACCOUNT));
    expect(same.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 200, 200, 201]);
    expect((await get('crowd')).json.revision).toBe(0);
  });

  it('is bound to its Idempotency-Key, heeds If-Match, and may be tried dry', async () => {
    const dry = await put('tried', ACCOUNT, { query: '?dry_run=true' });
    expect([dry.status, dry.json]).toMatchObject([200, { account_number: '****7890', revision: -1, hash: null }]);
    expect(problemOf(await get('tried'))).toBe('404 bank_account_not_found');
    const first = await put('tried', ACCOUNT, withKey('tried'));
    await verify('tried', { status: 'rejected', reason: 'not his' });
    expect(told(await put('tried', ACCOUNT, withKey('tried')))).toBe(told(first));
    expect(problemOf(await put('tried', { ...ACCOUNT, bank: 'B' }, withKey('tried')))).toBe(
      '422 idempotency_key_reused',
    );
    expect(problemOf(await put('tried', { ...ACCOUNT, bank: 'B' }, ifMatch(0)))).toBe('412 precondition_failed');
    const again = await put('tried', { ...ACCOUNT, bank: 'B' }, { ...ifMatch(1), query: '?dry_run=true' });
    expect(again.json).toMatchObject({
      bank: 'B',
      verification: { status: 'pending', decided_by: 'demo' },
      revision: 1,
    });
    expect((await get('tried')).json).toMatchObject({ verification: { status: 'rejected', reason: 'not his' } });
  });
});

describe('verifying a bank account', () => {
  it('goes any way, with its reason, and is said once', async () => {
    await put('verified', ACCOUNT);
    const rejected = await verify('verified', { status: 'rejected', reason: 'the holder is another' });
    expect(rejected.json.verification).toMatchObject({ status: 'rejected', reason: 'the holder is another' });
    expect(told(await verify('verified', { status: 'rejected', reason: 'the holder is another' }))).toBe(
      told(rejected),
    );
    const verified = await verify('verified', { status: 'verified' });
    expect(verified.json).toMatchObject({ verification: { status: 'verified', reason: null }, revision: 2 });
    expect(problemOf(await verify('verified', { status: 'rejected' }))).toBe('400 validation_error');
    expect(problemOf(await verify('nowhere', { status: 'verified' }))).toBe('404 bank_account_not_found');
  });
});

describe('who may see a bank account', () => {
  it('a key without the scope to read sees what it sent, and nothing else', async () => {
    const writer = { key: await newKey(product, '--scopes', 'bank-accounts:write') };
    const created = await put('secret', ACCOUNT, writer);
    expect(created.json).toMatchObject({ account_number: '****7890', personal_data: 'withheld' });
    expect((await registers.getBankAccount('secret', writer)).status).toBe(403);
    const verified = await registers.verify('secret', { status: 'verified', reason: 'by hand' }, writer);
    expect(verified.json).toMatchObject({ account_number: null, holder_name: null, personal_data: 'withheld' });
    expect(verified.text).not.toMatch(/7890|Ana|by hand/);
  });

  it('a key bound to a customer sees that customer’s alone', async () => {
    const scopes = 'bank-accounts:read,bank-accounts:write';
    const bound = { key: await newKey(product, '--scopes', scopes, '--customer', 'other') };
    await put('not-his', ACCOUNT);
    const refused = [
      await registers.getBankAccount('not-his', bound),
      await registers.verify('not-his', { status: 'verified' }, bound),
      await registers.getBankAccount('nowhere', bound),
    ];
    expect(refused.map(problemOf)).toEqual(Array(3).fill('404 bank_account_not_found'));
    expect(problemOf(await put('his', ACCOUNT, bound))).toBe('404 customer_not_found');
    expect((await put('his', { ...ACCOUNT, customer_id: 'other' }, bound)).status).toBe(201);
    expect((await registers.getBankAccount('his', bound)).status).toBe(200);
    expect((await get('not-his')).json).toMatchObject({ verification: { status: 'pending' } });
  });

  it('another tenant’s answers like none', async () => {
    const scopes = 'customers:write,bank-accounts:read,bank-accounts:write';
    const theirs = { key: await newKey(product, '--partner', 'other', '--scopes', scopes) };
    await put('shared', ACCOUNT);
    expect(problemOf(await registers.getBankAccount('shared', theirs))).toBe('404 bank_account_not_found');
    expect(problemOf(await put('shared', ACCOUNT, theirs))).toBe('404 customer_not_found');
    await registers.put('owner', ANA, theirs);
    expect((await put('shared', { ...ACCOUNT, bank: 'Theirs' }, theirs)).status).toBe(201);
    expect((await get('shared')).json.bank).toBe(ACCOUNT.bank);
  });
});

describe('whatever a client sends', () => {
  const without = (member: keyof typeof ACCOUNT) => {
    const { [member]: _, ...rest } = ACCOUNT;
    return JSON.stringify(rest);
  };
  it.each([
    '',
    'null',
    '[]',
    without('customer_id'),
    without('account_number'),
    ...['0', '""', '"123"', '"\\u0000123456"', '"123456\\n"', `"${'1'.repeat(65)}"`, '["123456"]'].map(
      (number) => `{${JSON.stringify(ACCOUNT).slice(1, -1).replace('"000-123456-7890"', number)}}`,
    ),
    JSON.stringify({ ...ACCOUNT, currency: 'XAU' }),
    JSON.stringify({ ...ACCOUNT, customer_id: 'x'.repeat(65) }),
    JSON.stringify({ ...ACCOUNT, verification: { status: 'verified' } }),
    JSON.stringify({ ...ACCOUNT, status: 'verified' }),
  ])('is refused as a problem, and changes nothing: %.80s', async (body) => {
    for (const send of [registers.putBankAccount, registers.verify]) {
      const answer = await send('hostile', body);
      expect([answer.status, answer.json?.code]).toEqual([
        400,
        expect.stringMatching(/validation_error|malformed_json/),
      ]);
      expect(answer.text).not.toMatch(LEAKS);
    }
    expect((await get('hostile')).status).toBe(404);
  });
});
