/**
 * Every row of contract.md A that the dialect's own calls bring about, on the running product. Rejected, blocked and
 * closed credits are in `standings.e2e.spec.ts`.
 */
import { type Product, startProduct } from '@haber/testing';
import { errorCode, endClean, historyOf, type Partner, partnerOf, requestBody, told } from './partner.fixture';

const DAY_MS = 86_400_000;
const dayFromNow = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

let product: Product;
let partner: Partner;
beforeAll(async () => {
  product = await startProduct();
  partner = partnerOf(product);
}, 120_000);
afterAll(() => endClean(product), 90_000);

describe('request', () => {
  it('is refused while one is pending, and once one is approved', async () => {
    expect((await partner.request('twice')).status).toBe(201);
    expect(errorCode(await partner.request('twice'))).toBe('409 credit_already_exists');
    await partner.approve('twice');
    expect(errorCode(await partner.request('twice', requestBody('1.00')))).toBe('409 credit_already_exists');
  });

  it.each([
    [
      'without a limit',
      '{"payment_term_days":30,"business_info":{"business_name":"A","tax_id":"1"}}',
      'requested_limit',
    ],
    ['for nothing', requestBody('0'), 'requested_limit'],
    ['for less than nothing', requestBody('-1.00'), 'requested_limit'],
    ['without a term', '{"requested_limit":1,"business_info":{"business_name":"A","tax_id":"1"}}', 'payment_term_days'],
    ['for no day', requestBody('1', { days: 0 }), 'payment_term_days'],
    ['for 366 days', requestBody('1', { days: 366 }), 'payment_term_days'],
    ['for half days', requestBody('1', { days: 1.5 }), 'payment_term_days'],
    ['without a business', '{"requested_limit":1,"payment_term_days":30}', 'business_info'],
    ['without a name', requestBody('1', { name: '' }), 'business_info.business_name'],
    ['without a tax id', requestBody('1', { taxId: ' ' }), 'business_info.tax_id'],
    [
      'of a business that is younger than new',
      '{"requested_limit":1,"payment_term_days":30,"business_info":{"business_name":"A","tax_id":"1","years_in_business":-1}}',
      'business_info.years_in_business',
    ],
  ])('%s is refused, and says which field', async (_, body, field) => {
    const answer = await partner.request('invalid', body);
    expect(errorCode(answer)).toBe('400 validation_error');
    expect(answer.json.error.details).toEqual([{ field, message: expect.any(String) as string }]);
    expect(errorCode(await partner.read('invalid'))).toBe('404 customer_not_found');
  });

  it.each([
    [1, 1],
    [365, 64],
  ])('takes the outermost values: %i days, a customer id of %i characters', async (days, length) => {
    const answer = await partner.request('ñ'.repeat(length), requestBody('999999999999999.99', { days }));
    expect(answer.status).toBe(201);
    expect(answer.text).toContain(`"requested_limit":999999999999999.99,"payment_term_days":${days},`);
  });

  it.each(['x'.repeat(65), ' ', 'a\u0000b'])('refuses the customer id %j', async (customer) => {
    expect(errorCode(await partner.request(customer))).toBe('400 validation_error');
    expect(errorCode(await partner.read(customer))).toBe('400 validation_error');
  });

  it('ignores members that it does not know', async () => {
    const answer = await partner.request('extra', requestBody().replace('{', '{"status":"approved","credit_limit":1,'));
    expect([answer.status, answer.json.data.status]).toEqual([201, 'pending']);
  });
});

describe('approve', () => {
  it('takes both figures from the request unless told otherwise', async () => {
    await partner.request('defaults', requestBody('1234.50', { days: 45 }));
    const { status, text } = await partner.post('defaults', 'approve', undefined);
    expect(status).toBe(200);
    expect(text).toContain('"credit_limit":1234.50,"credit_available":1234.50,"payment_term_days":45,');
  });

  it('may grant more than was asked for, and another term', async () => {
    await partner.request('upwards', requestBody('10.00'));
    const { text } = await partner.approve('upwards', '{"credit_limit":99.99,"payment_term_days":365}');
    expect(text).toContain('"credit_limit":99.99,"credit_available":99.99,"payment_term_days":365,');
    const used = await partner.use('upwards', 'o', '99.99');
    expect([used.status, used.json.data.due_date]).toEqual([200, expect.stringMatching(/^\d{4}-\d\d-\d\d$/)]);
    expect([dayFromNow(365), dayFromNow(364)]).toContain(used.json.data.due_date);
  });

  it.each([
    '{"credit_limit":0}',
    '{"credit_limit":null}',
    '{"payment_term_days":0}',
    '{"payment_term_days":366}',
    '[]',
  ])('refuses %s', async (body) =>
    expect(errorCode(await partner.approve('upwards', body))).toBe('400 validation_error'),
  );

  it('is refused where nothing is pending', async () => {
    expect(errorCode(await partner.approve('upwards'))).toBe('409 credit_already_approved');
    expect(errorCode(await partner.approve('nobody'))).toBe('404 customer_not_found');
  });

  it('names the actor of the key as who approved', async () => {
    const { stdout } = await product.haber(
      'keys',
      'create',
      '--scopes',
      'credit:approve',
      '--actor',
      'user_manager',
      '--json',
    );
    const { key } = JSON.parse(stdout) as { key: string };
    await partner.request('actor');
    expect((await partner.approve('actor', '{}', { key })).json.data.approved_by).toBe('user_manager');
    expect((await partner.read('actor')).json.data.approved_by).toBe('user_manager');
  });
});

describe('use', () => {
  it('takes exactly the limit, and not a cent more', async () => {
    await partner.open('limit', '100.00');
    const beyond = await partner.use('limit', 'beyond', '100.01');
    expect(beyond.text).toBe(
      '{"status":"error","error":{"code":"insufficient_credit","message":"Crédito disponible insuficiente",' +
        '"credit_available":100.00,"required_amount":100.01}}',
    );
    expect(beyond.status).toBe(422);
    expect((await partner.use('limit', 'exactly', '100.00')).text).toContain(
      '"credit_used":100.00,"credit_available":0.00,',
    );
    expect((await partner.use('limit', 'a cent', '0.01')).text).toContain(
      '"credit_available":0.00,"required_amount":0.01}',
    );
  });

  it('is refused while the credit is pending', async () => {
    await partner.request('pending');
    expect(errorCode(await partner.use('pending', 'o', '1'))).toBe('409 credit_not_approved');
    expect(errorCode(await partner.pay('pending', 'p', '1'))).toBe('409 credit_not_approved');
  });

  it('gives the first answer again for the same order, and refuses it with another amount', async () => {
    await partner.open('order', '100.00');
    const first = await partner.use('order', 'order-1', '40.00');
    await partner.use('order', 'order-2', '60.00');
    const again = await partner.use('order', 'order-1', '40');
    expect(told(again)).toBe(told(first));
    expect([first, again].map(({ headers }) => headers.get('idempotent-replayed'))).toEqual([null, 'true']);
    expect(errorCode(await partner.use('order', 'order-1', '40.01'))).toBe('409 order_id_conflict');
    expect((await partner.read('order')).text).toContain('"credit_used":100.00,"credit_available":0.00,');
  });

  it.each(['{"amount":1}', '{"order_id":"","amount":1}', '{"order_id":1,"amount":1}', '{"order_id":"o"}', ''])(
    'refuses the body %j',
    async (body) => expect(errorCode(await partner.post('order', 'use', body))).toBe('400 validation_error'),
  );
});

describe('payment', () => {
  it('takes exactly what is owed, and not a cent more', async () => {
    await partner.open('debt', '100.00');
    expect(errorCode(await partner.pay('debt', 'early', '0.01'))).toBe('422 amount_exceeds_debt');
    await partner.use('debt', 'o', '30.00');
    expect(errorCode(await partner.pay('debt', 'beyond', '30.01'))).toBe('422 amount_exceeds_debt');
    const paid = await partner.pay('debt', 'exactly', '30.00');
    expect([paid.status, paid.text]).toEqual([
      201,
      expect.stringContaining('"credit_used":0.00,"credit_available":100.00}'),
    ]);
  });

  it('gives the first answer again for the same reference, and refuses it with another amount', async () => {
    await partner.open('reference', '100.00');
    await partner.use('reference', 'o', '50.00');
    const first = await partner.pay('reference', 'PAY-1', '10.00');
    await partner.pay('reference', 'PAY-2', '15.00');
    expect(told(await partner.pay('reference', 'PAY-1', '10.0'))).toBe(told(first));
    expect(errorCode(await partner.pay('reference', 'PAY-1', '10.01'))).toBe('409 payment_reference_conflict');
    expect((await partner.read('reference')).text).toContain('"credit_used":25.00,');
  });

  it('is refused with a date in the future, and with what is no date', async () => {
    await partner.use('reference', 'dates', '10.00');
    const pay = (date: string) =>
      partner.post('reference', 'payment', `{"payment_reference":"future","amount":1,"payment_date":${date}}`);
    expect(errorCode(await pay(`"${dayFromNow(2)}"`))).toBe('422 payment_date_in_future');
    for (const none of ['"2025-02-30"', '"24/11/2025"', '"2025-11-24T00:00:00Z"', '20251124', 'null', '""']) {
      expect(errorCode(await pay(none))).toBe('400 validation_error');
    }
  });

  it('without a date is of today; dated before the debt it is recorded as sent and takes effect with the debt', async () => {
    await partner.open('dated', '100.00');
    await partner.use('dated', 'o', '50.00');
    await partner.pay('dated', 'today', '10.00');
    await partner.post('dated', 'payment', '{"payment_reference":"old","amount":10,"payment_date":"2025-11-24"}');
    const [used, today, old] = (await historyOf(product, 'dated')).slice(-3).map(({ data, effectiveAt }) => ({
      ...data,
      effectiveOn: effectiveAt.slice(0, 10),
    }));
    const usedOn = used?.effectiveOn;
    const allocations = [expect.objectContaining({ effectiveOn: usedOn, amountMinor: '1000' })];
    expect(today).toMatchObject({ paymentDate: usedOn, allocations, effectiveOn: usedOn });
    expect(old).toMatchObject({ paymentDate: '2025-11-24', allocations, effectiveOn: usedOn });
  });
});

describe('an unknown customer', () => {
  it.each([
    ['GET', (who: Partner) => who.read('nobody')],
    ['approve', (who: Partner) => who.approve('nobody')],
    ['use', (who: Partner) => who.use('nobody', 'o', '1')],
    ['payment', (who: Partner) => who.pay('nobody', 'p', '1')],
  ])('is not found by %s', async (_, call) => {
    expect(told(await call(partner))).toBe(
      '404 {"status":"error","error":{"code":"customer_not_found","message":"El cliente no existe"}}',
    );
  });
});
