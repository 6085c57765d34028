/**
 * Accounts of Haber's own API on the running product: a whole life with its books at every step, dates, reasons, what
 * the partner says of its objects, and other currencies.
 */
import { categoryOf } from '@haber/event-store';
import { type Answer, type Product, startProduct } from '@haber/testing';
import { type AccountCall, type Accounts, accountsOf, figures, problemOf } from './accounts.fixture';
import { creditPath, endClean, historyOf, partnerOf, reliedOn, storedEvents, told } from './partner.fixture';

const today = (): string => new Date().toISOString().slice(0, 10);
const dayFromNow = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

let product: Product;
let accounts: Accounts;
beforeAll(async () => {
  product = await startProduct();
  accounts = accountsOf(product);
}, 120_000);
afterAll(() => endClean(product), 90_000);

describe('a life', () => {
  const ACCOUNT = /^credit_[0-9a-f]{32}$/;
  const answers: Answer[] = [];
  let id: string;

  it('begins with a customer that is known, under terms that are in force', async () => {
    await accounts.customer('life');
    const said = { external_id: 'crm-8812', metadata: { branch: 'north' } };
    const opened = await accounts.open('life', { limit: '1000.00', payment_term_days: 45, currency: 'USD', ...said });
    answers.push(opened);
    id = opened.json.id as string;
    expect(opened.status).toBe(201);
    const instant = opened.json.created_at as string;
    const figure = { held: '0.00', interest: '0.00', fees: '0.00', penalties: '0.00', credit_balance: '0.00' };
    const bucket = { limit: '1000.00', held: '0.00', unbilled: '0.00', billed: '0.00', past_due: '0.00' };
    expect(opened.json).toEqual({
      id: expect.stringMatching(ACCOUNT),
      customer_id: 'life',
      status: 'active',
      product_code: 'commercial',
      product_version: 1,
      requested_limit: '1000.00',
      payment_term_days: 45,
      balances: {
        currency: 'USD',
        limit: '1000.00',
        available: '1000.00',
        utilised: '0.00',
        ...figure,
        buckets: { single_payment: bucket },
      },
      overdue_amount: '0.00',
      next_due_date: null,
      ...said,
      created_at: instant,
      approved_at: instant,
      approved_by: 'demo',
      updated_at: instant,
      revision: 0,
      hash: opened.headers.get('haber-hash'),
    });
    expect(opened.headers.get('etag')).toBe('"0"');
    expect((await accounts.read(id)).json).toEqual(opened.json);
  });

  it.each<[string, (on: Accounts) => Promise<Answer>, number, string, object]>([
    ['a use', (on) => on.use(id, 'order-1', '400.00'), 201, '1000.00 600.00 400.00 0.00', { amount: '400.00' }],
    [
      'a payment',
      (on) => on.pay(id, 'PAY-1', '100.50'),
      201,
      '1000.00 700.50 299.50 0.00',
      { amount: '100.50', payment_reference: 'PAY-1' },
    ],
    ['a pause', (on) => on.status(id, 'paused'), 200, '1000.00 700.50 299.50 0.00', { status: 'paused' }],
    ['its end', (on) => on.status(id, 'active'), 200, '1000.00 700.50 299.50 0.00', { status: 'active' }],
    [
      'a limit below what is used',
      (on) => on.limit(id, '200'),
      200,
      '200.00 -99.50 299.50 0.00',
      { previous_limit: '1000.00', limit: '200.00', changed_by: 'demo' },
    ],
    [
      'an adjustment',
      (on) => on.adjust(id, '99.50'),
      201,
      '200.00 0.00 200.00 0.00',
      { amount: '99.50', adjusted_by: 'demo' },
    ],
    ['a block', (on) => on.status(id, 'blocked'), 200, '200.00 0.00 200.00 0.00', { status: 'blocked' }],
    [
      'a write-off',
      (on) => on.writeOff(id),
      201,
      '0.00 0.00 0.00 0.00',
      { amount: '200.00', limit_cut: '200.00', status: 'closed', written_off_by: 'demo' },
    ],
    [
      'another credit in the same account',
      (on) => on.open('life', { limit: '7.50' }),
      201,
      '7.50 7.50 0.00 0.00',
      { status: 'active', external_id: null, metadata: {} },
    ],
  ])('goes on with %s', async (_, call, status, expected, members) => {
    const revision = answers.length;
    const answer = await call(accounts);
    answers.push(answer);
    expect([answer.status, figures(answer)]).toEqual([status, expected]);
    expect(answer.json).toMatchObject({ ...members, revision, hash: answer.headers.get('haber-hash') });
    expect(answer.headers.get('etag')).toBe(`"${revision}"`);
    const read = await accounts.read(id);
    expect(read.headers.get('etag')).toBe(`"${revision}"`);
    expect(read.json).toMatchObject({
      revision,
      hash: answer.json.hash as string,
      balances: answer.json.balances as object,
    });
  });

  it('and is one stream, with sealed reasons and what each decision relied on', async () => {
    const history = await historyOf(product, 'life');
    expect(history.map(({ type }) => type.replace('credit-account.', ''))).toEqual([
      'opened.v1',
      'credit-used.v1',
      'payment-received.v1',
      'paused.v1',
      'resumed.v1',
      'limit-changed.v1',
      'adjusted.v1',
      'blocked.v1',
      'written-off.v1',
      'opened.v1',
    ]);
    const stored = await storedEvents(product);
    const first = stored.filter(({ stream, revision }) => stream === history[0]?.stream && revision === 0);
    expect(first.map(reliedOn)).toEqual([[expect.stringMatching(/^customer-/)]]);
    expect(stored.filter(({ data }) => Buffer.from(data).includes('telephone'))).toEqual([]);
  });
});

it('a dry run of what was done already says so, and is taken for no write', async () => {
  const id = await accounts.opened('tried');
  const twice = async (act: (more?: AccountCall) => Promise<Answer>): Promise<void> => {
    const done = await act();
    const dry = await act({ query: '?dry_run=true' });
    expect([done.status, dry.status]).toEqual([201, 200]);
    const told = ['haber-dry-run', 'idempotent-replayed', 'etag', 'haber-hash'].map((name) => dry.headers.get(name));
    expect(told).toEqual(['true', 'true', null, null]);
    expect(dry.json).toEqual({ ...done.json, hash: null, dry_run: true });
  };
  await twice((more) => accounts.use(id, 'order-tried', '40.00', more));
  await twice((more) => accounts.pay(id, 'PAY-tried', '15.00', more));
  expect((await accounts.read(id)).json).toMatchObject({ revision: 2, balances: { utilised: '25.00' } });
});

it('a use and a payment say when they take effect', async () => {
  const id = await accounts.opened('dates');
  const used = await accounts.use(id, 'o', '50.00');
  expect(used.json).toMatchObject({
    id: expect.stringMatching(/^usage_/),
    order_id: 'o',
    used_on: today(),
    due_on: dayFromNow(30),
  });
  const body = { payment_reference: 'p', amount: '20.00', payment_date: dayFromNow(-3), metadata: { teller: '3' } };
  const paid = await accounts.act(id, 'payments', body);
  const allocation = { component: 'principal', bucket: 'single_payment', age: 'unbilled', amount: '20.00' };
  const dates = { used_on: used.json.used_on as string, due_on: used.json.due_on as string };
  expect(paid.json).toMatchObject({
    id: expect.stringMatching(/^payment_/),
    payment_date: dayFromNow(-3),
    allocations: [{ ...allocation, ...dates, effective_on: dates.used_on }],
    external_id: null,
    metadata: { teller: '3' },
  });
  expect((await accounts.read(id)).json).toMatchObject({ overdue_amount: '0.00', next_due_date: dates.due_on });
});

it('a reason is kept under the customer’s own key, and not at all once his data was erased', async () => {
  const id = await accounts.opened('reasons');
  await accounts.limit(id, '90.00');
  await accounts.send('DELETE', '/customers/reasons/personal-data');
  await accounts.limit(id, '80.00');
  const [before, after] = (await historyOf(product, 'reasons')).slice(-2).map(({ data }) => data['reason']);
  expect([typeof before, after]).toEqual(['string', null]);
  expect(problemOf(await accounts.open('reasons'))).toBe('409 personal_data_erased');
});

describe('describing', () => {
  it('changes what is said, takes an id away, and leaves the books alone', async () => {
    const id = await accounts.opened('described', { external_id: 'old', metadata: { a: '1', b: '2' } });
    const one = await accounts.describe(id, { metadata: { c: '3' } });
    expect([one.status, one.json.external_id, one.json.metadata]).toEqual([200, 'old', { c: '3' }]);
    const two = await accounts.describe(id, { external_id: null });
    expect([two.json.external_id, two.json.metadata, two.json.revision]).toEqual([null, { c: '3' }, 2]);
    expect((await accounts.read(id)).json).toMatchObject({ external_id: null, metadata: { c: '3' }, status: 'active' });
  });
});

it('an account in a currency without decimals: amounts are in it, here and in dialect A', async () => {
  const terms = { name: 'Yen', currency: 'JPY', payment_term_days: 10, time_zone: 'Asia/Tokyo' };
  expect((await accounts.send('PUT', '/products/yen', terms)).status).toBe(201);
  const id = await accounts.opened('yen', { product_code: 'yen', limit: '5000' });
  expect((await accounts.read(id)).json).toMatchObject({ product_version: 1, payment_term_days: 10 });
  expect(problemOf(await accounts.use(id, 'o', '1.50'))).toBe('400 validation_error');
  const used = await accounts.use(id, 'o', '1000.00');
  expect([used.json.amount, figures(used)]).toEqual(['1000', '5000 4000 1000 0']);

  const partner = partnerOf(product);
  const again = await partner.use('yen', 'o', '1000');
  expect([again.status, again.headers.get('idempotent-replayed'), again.json.data.credit_used]).toEqual([
    200,
    'true',
    1000,
  ]);
  expect((await partner.use('yen', 'o2', '0.50')).json.error.code).toBe('validation_error');
  expect((await partner.use('yen', 'o2', '4000.01')).status).toBe(400);
  expect(told(await partner.use('yen', 'o2', '4001'))).toContain('"credit_available":4000,"required_amount":4001}');
  expect(told(await partner.pay('yen', 'p', '250.00'))).toContain('"credit_used":750,');
  const opened = (await storedEvents(product)).filter(
    ({ type, data }) => type === 'credit-account.opened.v1' && Buffer.from(data).includes('"yen"'),
  );
  expect(opened.map((event) => reliedOn(event).map(categoryOf))).toEqual([['customer', 'product']]);
  expect((await product.request('GET', creditPath('yen'))).status).toBe(200);
});
