import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DEMO_KEY, type OpenApi, OpenApiMatcher, Standalone } from '@haber/testing';
import { clientOf } from './client.fixture';
import { partnerOf } from './partner.fixture';

const COMMITTED = join(__dirname, '../../../docs/generated/openapi.json');

let product: Standalone;
let document: OpenApi;
beforeAll(async () => {
  product = await Standalone.start();
  document = (await (await fetch(`${product.url}/openapi.json`)).json()) as OpenApi;
}, 120_000);
afterAll(() => product.destroy(), 60_000);

it('the running product publishes the document that is committed', async () => {
  expect(document).toEqual(JSON.parse(await readFile(COMMITTED, 'utf8')));
});

it('the docs page and all that it loads come from the product itself', async () => {
  const page = await (await fetch(`${product.url}/docs`)).text();
  for (const [, address = ''] of page.matchAll(/(?:src|href)="([^"]+)"/g)) {
    expect(new URL(address, `${product.url}/docs`).origin).toBe(product.url);
    expect((await fetch(new URL(address, `${product.url}/docs`))).status).toBe(200);
  }
});

it('a problem’s type leads to the page about its code', async () => {
  const { json } = await product.request('GET', '/no/such/path');
  expect(json.type).toBe(`${product.url}/docs/errors/route_not_found`);
  expect(await (await fetch(json.type as string)).text()).toContain('<h1><code>route_not_found</code></h1>');
});

describe('the typed client', () => {
  it('takes a customer through dialect A', async () => {
    const haber = clientOf(product);
    const params = { path: { customerId: 'of-the-client' } };
    const business = { business_name: 'Constructora ABC', tax_id: 'RUC-123-456' };
    const asked = await haber.POST('/api/v1/customers/{customerId}/credit/request', {
      params,
      body: { requested_limit: 100, payment_term_days: 30, business_info: business },
    });
    expect(asked.data?.data.status).toBe('pending');
    await haber.POST('/api/v1/customers/{customerId}/credit/approve', { params, body: {} });
    const use = () =>
      haber.POST('/api/v1/customers/{customerId}/credit/use', {
        params: { ...params, header: { 'Idempotency-Key': 'of-the-client' } },
        body: { order_id: 'o1', amount: 60 },
      });
    const [used, again] = [await use(), await use()];
    expect(used.data?.data.credit_available).toBe(40);
    expect(again.data).toEqual(used.data);
    expect(again.response.headers.get('idempotent-replayed')).toBe('true');
    const { data } = await haber.GET('/api/v1/customers/{customerId}/credit', { params });
    expect(data?.data).toMatchObject({ credit_used: 60, credit_available: 40 });
  });

  it('gives a refusal as a value', async () => {
    const { data, error, response } = await clientOf(product).GET('/api/v1/customers/{customerId}/credit', {
      params: { path: { customerId: 'nobody' } },
    });
    expect(data).toBeUndefined();
    expect([response.status, error?.error.code]).toEqual([404, 'customer_not_found']);
  });
});

describe('the canaries: what the product does not declare fails the test that meets it', () => {
  const partner = () => partnerOf(product);

  /** As if the document had been made of something else. */
  async function withDocument(change: (text: string) => string, what: () => Promise<unknown>): Promise<void> {
    const honest = product.matcher;
    const text = JSON.stringify(document);
    expect(change(text)).not.toBe(text);
    product.matcher = new OpenApiMatcher(JSON.parse(change(text)) as OpenApi);
    try {
      await what();
      expect(product.mismatches.splice(0)).not.toEqual([]);
    } finally {
      product.matcher = honest;
      product.mismatches.splice(0);
    }
  }

  it('an undeclared member', async () => {
    await partner().open('canary-1', '100.00');
    await withDocument(
      (text) => text.replace('"overdue_amount":{"type":"number","minimum":0},', '').replace('"overdue_amount",', ''),
      () => expect(partner().read('canary-1')).rejects.toThrow('additional properties'),
    );
    expect((await partner().read('canary-1')).status).toBe(200);
  });

  it('an undeclared status, code or header', async () => {
    const post = () => partner().use('nobody', 'o1', '1.00');
    await withDocument(
      (text) => text.replaceAll('"404":', '"418":'),
      () => expect(post()).rejects.toThrow('a status that is not declared'),
    );
    await withDocument(
      (text) => text.replaceAll('customer_not_found', 'somebody_not_found'),
      () => expect(post()).rejects.toThrow('allowed values'),
    );
    await withDocument(
      (text) => text.replaceAll('"X-Request-Id":{"$ref"', '"X-Other-Id":{"$ref"'),
      () => expect(post()).rejects.toThrow('undeclared header x-request-id'),
    );
    expect((await post()).status).toBe(404);
  });
});

it('every answer of a test goes through the matcher, with any key', async () => {
  const before = product.matcher;
  let asked = 0;
  product.matcher = { mismatch: () => void (asked += 1) } as unknown as OpenApiMatcher;
  await product.request('GET', '/api/v1/customers/x/credit', undefined, { key: DEMO_KEY });
  await product.request('GET', '/api/v1/customers/x/credit', undefined, { key: null });
  product.matcher = before;
  expect(asked).toBe(2);
});
