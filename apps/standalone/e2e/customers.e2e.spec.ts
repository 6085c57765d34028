/**
 * Customers through Haber's own API: put, decided on, shown to whom they may be; the same customers that dialect A
 * knows.
 */
import { type Answer, type Product, startProduct } from '@haber/testing';
import { creditPath, endClean, many, requestBody, sql, told, withKey } from './partner.fixture';
import { ANA, ifMatch, LEAKS, newKey, problemOf, type Registers, registersOf } from './registers.fixture';

let product: Product;
let registers: Registers;
beforeAll(async () => {
  product = await startProduct();
  registers = registersOf(product);
}, 120_000);
afterAll(() => endClean(product), 60_000);

describe('putting a customer', () => {
  it('creates, replaces, and appends nothing for the same content in whatever order', async () => {
    const created = await registers.put('ana', ANA);
    expect(created.status).toBe(201);
    expect(created.json).toMatchObject({
      ...ANA,
      id: 'ana',
      trade_name: null,
      tax_id: null,
      years_in_business: null,
      personal_data: 'kept',
      kyc: { status: 'pending', reason: null, decided_at: null, decided_by: null },
      status: { value: 'active', reason: null, changed_at: null, changed_by: null },
      revision: 0,
    });
    expect(created.headers.get('etag')).toBe('"0"');
    expect(created.headers.get('haber-hash')).toBe(created.json.hash);

    const turned = Object.fromEntries(
      Object.entries({ ...ANA, address: { city: 'Antigua', street: 'Calle 1' } }).reverse(),
    );
    const same = await registers.put('ana', turned);
    expect(told(same)).toBe(told({ ...created, status: 200 }));
    const { phone: _, ...rest } = ANA;
    const changed = await registers.put('ana', { ...rest, address: 'Calle 2' });
    expect([changed.status, changed.json]).toMatchObject([200, { phone: null, address: 'Calle 2', revision: 1 }]);
    expect(changed.json.hash).not.toBe(created.json.hash);
    const read = await registers.get('ana');
    expect(read.json).toEqual(changed.json);
    expect(read.headers.get('etag')).toBe('"1"');
  });

  it('takes any id of 1 to 64 characters, and tells stranger from stranger', async () => {
    const ids = ['a/b', 'ñandú ☃ 100%', '%2e%2e', "'; DROP TABLE x; --", 'x'.repeat(64), '0', 'null'];
    for (const id of ids) {
      expect([(await registers.put(id, { ...ANA, legal_name: `of ${id}` })).status, id]).toEqual([201, id]);
    }
    for (const id of ids) expect((await registers.get(id)).json).toMatchObject({ id, legal_name: `of ${id}` });
    expect(problemOf(await registers.get('x'.repeat(65)))).toBe('400 validation_error');
    expect(problemOf(await registers.put(' ', ANA))).toBe('400 validation_error');
  });

  it('of many at once with the same content writes once, with other content all', async () => {
    const same = await many(8, 8, () => registers.put('crowd', ANA));
    expect(same.map((answer) => answer.status).sort()).toEqual([200, 200, 200, 200, 200, 200, 200, 201]);
    expect(new Set(same.map(({ json }) => json.hash)).size).toBe(1);
    const others = await many(60, 60, (i) => registers.put('crowd', { ...ANA, legal_name: `Ana ${i}` }));
    expect(others.filter(({ status }) => status !== 200).map(told)).toEqual([]);
    expect((await registers.get('crowd')).json.revision).toBe(60);
  });

  it('under an Idempotency-Key answers again what it answered, however much has happened since', async () => {
    const first = await registers.put('keyed', ANA, withKey('put-keyed'));
    await registers.kyc('keyed', { status: 'approved' });
    await registers.put('keyed', { ...ANA, legal_name: 'Other' });
    const again = await registers.put('keyed', ANA, withKey('put-keyed'));
    expect(told(again)).toBe(told(first));
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect((await registers.get('keyed')).json).toMatchObject({ legal_name: 'Other', revision: 2 });
    expect(problemOf(await registers.put('keyed', { type: 'person' }, withKey('put-keyed')))).toBe(
      '422 idempotency_key_reused',
    );
  });

  it('with If-Match overwrites nothing that the caller has not seen', async () => {
    expect(problemOf(await registers.put('matched', ANA, ifMatch(0)))).toBe('412 precondition_failed');
    await registers.put('matched', ANA);
    await registers.kyc('matched', { status: 'approved' });
    expect(problemOf(await registers.put('matched', { type: 'person' }, ifMatch(0)))).toBe('412 precondition_failed');
    expect((await registers.put('matched', { type: 'person' }, ifMatch(1))).json).toMatchObject({
      revision: 2,
      legal_name: null,
    });
  });

  it('as a dry run answers as it would, and writes nothing, not even a key', async () => {
    const keys = () => sql<{ count: string }>(product, 'SELECT count(*) FROM personal_data.person_keys');
    const before = await keys();
    const dry = (body: unknown) => registers.put('dry', body, { ...withKey('dry'), query: '?dry_run=true' });
    const would = await dry(ANA);
    expect([would.status, would.json]).toMatchObject([200, { ...ANA, revision: -1, hash: null }]);
    expect(would.headers.get('haber-dry-run')).toBe('true');
    expect(problemOf(await registers.get('dry'))).toBe('404 customer_not_found');
    expect(await keys()).toEqual(before);

    await registers.put('dry', ANA);
    expect((await dry({ type: 'company' })).json).toMatchObject({ type: 'company', legal_name: null, revision: 0 });
    expect((await dry(ANA)).json).toMatchObject({ ...ANA, revision: 0, hash: null });
    expect((await registers.get('dry')).json).toMatchObject({ type: 'person', revision: 0 });
  });
});

describe('a decision on a customer', () => {
  it('is shown with its reason, when, and by whom', async () => {
    await registers.put('decided', ANA);
    const rejected = await registers.kyc('decided', { status: 'rejected', reason: 'the papers were false' });
    expect(rejected.json.kyc).toEqual({
      status: 'rejected',
      reason: 'the papers were false',
      decided_at: expect.stringMatching(/^\d{4}-.*Z$/),
      decided_by: 'demo',
    });
    const again = await registers.kyc('decided', { status: 'rejected', reason: 'the papers were false' });
    expect(told(again)).toBe(told(rejected));
    expect((await registers.kyc('decided', { status: 'rejected', reason: 'and he is rude' })).json.revision).toBe(2);
    expect((await registers.kyc('decided', { status: 'approved' })).json.kyc).toMatchObject({
      status: 'approved',
      reason: null,
    });

    const gone = await registers.status('decided', { value: 'inactive', reason: 'moved away' });
    expect(gone.json.status).toMatchObject({ value: 'inactive', reason: 'moved away', changed_by: 'demo' });
    expect((await registers.status('decided', { value: 'active' })).json.status).toMatchObject({
      value: 'active',
      reason: null,
    });
    expect((await registers.get('decided')).json).toMatchObject({ kyc: { status: 'approved' }, revision: 5 });
  });

  it('needs a reason where it is to the customer’s disadvantage, and a customer', async () => {
    await registers.put('reasoned', ANA);
    const missing = await registers.kyc('reasoned', { status: 'rejected' });
    expect([problemOf(missing), missing.json.errors[0].pointer]).toEqual(['400 validation_error', '/reason']);
    expect(problemOf(await registers.status('reasoned', { value: 'inactive' }))).toBe('400 validation_error');
    expect(problemOf(await registers.kyc('nobody', { status: 'approved' }))).toBe('404 customer_not_found');
    expect(problemOf(await registers.status('nobody', { value: 'active' }))).toBe('404 customer_not_found');
  });

  it('is bound to its Idempotency-Key, and may be tried dry', async () => {
    await registers.put('bound', ANA);
    const dry = await registers.kyc('bound', { status: 'rejected', reason: 'x' }, { query: '?dry_run=true' });
    expect(dry.json).toMatchObject({ kyc: { status: 'rejected', reason: 'x', decided_by: 'demo' }, hash: null });
    const first = await registers.kyc('bound', { status: 'rejected', reason: 'x' }, withKey('kyc-bound'));
    await registers.kyc('bound', { status: 'approved' });
    expect(told(await registers.kyc('bound', { status: 'rejected', reason: 'x' }, withKey('kyc-bound')))).toBe(
      told(first),
    );
    expect((await registers.get('bound')).json.kyc.status).toBe('approved');
  });
});

describe('one customer, two ways in', () => {
  it('who has asked for credit in dialect A is known here, and the other way round', async () => {
    await product.request('POST', `${creditPath('both')}/request`, requestBody('10.00', { name: 'ABC', taxId: 'T-1' }));
    const known = await registers.get('both');
    expect(known.json).toMatchObject({ type: 'company', legal_name: 'ABC', tax_id: 'T-1', years_in_business: 5 });
    expect(
      (await registers.put('both', { type: 'company', legal_name: 'ABC', tax_id: 'T-1', years_in_business: 5 })).json,
    ).toEqual(known.json);
    await registers.put('first', ANA);
    expect((await product.request('POST', `${creditPath('first')}/request`, requestBody())).status).toBe(201);
    expect((await registers.get('first')).json).toMatchObject({ ...ANA, revision: 0 });
  });
});

describe('who may see a customer', () => {
  it('a key without the scope to read sees what it sent, and nothing else', async () => {
    const writer = await newKey(product, '--scopes', 'customers:write');
    await registers.put('secret', ANA);
    await registers.kyc('secret', { status: 'rejected', reason: 'a reason' });
    expect((await registers.get('secret', { key: writer })).status).toBe(403);
    const decided = await registers.status('secret', { value: 'inactive', reason: 'b reason' }, { key: writer });
    expect(decided.json).toMatchObject({ legal_name: null, address: null, personal_data: 'withheld' });
    expect(decided.json.kyc.reason).toBeNull();
    expect(decided.text).not.toMatch(/Ana|Antigua|[ab] reason/);
    const said = await registers.put('secret', { type: 'person', legal_name: 'Eva' }, { key: writer });
    expect(said.json).toMatchObject({ legal_name: 'Eva', personal_data: 'withheld', kyc: { reason: null } });
  });

  it('a key bound to a customer sees that one alone', async () => {
    const own = { key: await newKey(product, '--scopes', 'customers:read,customers:write', '--customer', 'mine') };
    expect((await registers.put('mine', ANA, own)).status).toBe(201);
    expect((await registers.get('mine', own)).status).toBe(200);
    await registers.put('yours', ANA);
    const told404 = [
      await registers.get('yours', own),
      await registers.get('nobody', own),
      await registers.put('yours', ANA, own),
      await registers.kyc('yours', { status: 'approved' }, own),
      await registers.erase('yours', own),
    ];
    expect(told404.map(problemOf)).toEqual(Array(5).fill('404 customer_not_found'));
    expect((await registers.get('yours')).json.legal_name).toBe(ANA.legal_name);
  });

  it('another tenant’s customer answers like none, and may have the same id', async () => {
    const other = { key: await newKey(product, '--partner', 'other', '--scopes', 'customers:read,customers:write') };
    await registers.put('shared', ANA);
    const [hidden, missing] = [await registers.get('shared', other), await registers.get('no-such', other)];
    const shape = ({ json }: Answer) => ({ ...json, traceId: '' });
    expect(shape(hidden)).toEqual(shape(missing));
    expect((await registers.put('shared', { type: 'company', legal_name: 'Theirs' }, other)).status).toBe(201);
    expect((await registers.get('shared')).json.legal_name).toBe(ANA.legal_name);
    expect((await registers.erase('shared', other)).status).toBe(200);
    expect((await registers.get('shared')).json.legal_name).toBe(ANA.legal_name);
  });
});

describe('whatever a client sends', () => {
  it.each([
    '',
    '{}',
    '[]',
    'null',
    '"x"',
    '1',
    '{"type":"person","type":"company"}',
    '{"type":"person","__proto__":{"x":1}}',
    '{"type":"person","constructor":"x"}',
    '{"type":"person","legal_name":"\\ud800"}',
    '{"type":"person","legal_name":"\\u0000"}',
    '{"type":"person","legal_name":{"a":1}}',
    '{"type":"person","address":{"a":{"b":"c"}}}',
    '{"type":"person","address":[[[[]]]]}',
    '{"type":"person","years_in_business":1e3}',
    '{"type":"person","years_in_business":99999999999999999999}',
    '{"type":"person","metadata":{"a":null}}',
    `{"type":"person","metadata":{"a":"${'x'.repeat(501)}"}}`,
    `{"type":"person","legal_name":"${'x'.repeat(900_000)}"}`,
    `${'['.repeat(100)}${']'.repeat(100)}`,
    '{"type":"person","kyc":{"status":"approved"}}',
    '{"type":"person","id":"other"}',
    '{"type":"person"',
  ])('is refused as a problem, and changes nothing: %.60s', async (body) => {
    for (const send of [registers.put, registers.kyc, registers.status]) {
      const answer = await send('hostile', body);
      expect([answer.status, answer.json?.code]).toEqual([400, expect.any(String)]);
      expect(answer.text).not.toMatch(LEAKS);
      expect(answer.text).not.toContain('xxxxxxxxxx');
    }
    expect((await registers.get('hostile')).status).toBe(404);
  });

  it.each(['?dry_run=yes', '?dry_run=true&dry_run=true', '?x=1', '?dry_run'])('so is the query %s', async (query) => {
    expect(problemOf(await registers.put('hostile', ANA, { query }))).toBe('400 validation_error');
    expect(problemOf(await registers.erase('hostile', { query }))).toBe('400 validation_error');
  });
});
