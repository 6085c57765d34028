/**
 * The partner's document, word for word: its own requests in its own order, and its own answers down to the order of
 * the members and the digits of every number. Only ids, dates and the approver's name may differ, and only in value.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Answer, DEMO_KEY, type Product, startProduct } from '@haber/testing';
import { creditPath, partnerOf } from './partner.fixture';

const DOCUMENT = readFileSync(join(__dirname, '../../../docs/dialects/customer-credit.es.md'), 'utf8');
const DAY_MS = 86_400_000;

interface DocumentedCall {
  readonly call: string;
  readonly request: string;
  readonly status: number;
  readonly answer: string;
}

/** Every section that shows a call, its request body and its answer. */
function documentedCalls(document: string): DocumentedCall[] {
  return document.split(/^## /m).flatMap((section) => {
    const call = /```http\n(.*)\n```/.exec(section)?.[1];
    const status = /\*\*Response:\*\* `(\d{3}) /.exec(section)?.[1];
    const [request, answer] = [...section.matchAll(/```json\n([^]*?)\n```/g)].map(([, json]) => json);
    return call && status && request && answer ? [{ call, request, status: Number(status), answer }] : [];
  });
}

const withoutSpace = (json: string): string => json.replace(/("(?:[^"\\]|\\.)*")|\s+/g, '$1');

/** Ids, dates and the approver as their form alone. */
function form(json: string): string {
  return withoutSpace(json)
    .replace(/:"(credit|usage|payment)_\w+"/g, ':<$1 id>')
    .replace(/:"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"/g, ':<instant>')
    .replace(/:"\d{4}-\d\d-\d\d"/g, ':<date>')
    .replace(/"approved_by":"[^"]+"/, '"approved_by":<actor>');
}

const calls = documentedCalls(DOCUMENT);
let product: Product;
beforeAll(async () => void (product = await startProduct()), 120_000);
afterAll(() => product.destroy(), 60_000);

async function send({ call, request }: DocumentedCall, customer: string, headers: Record<string, string>) {
  const [method = '', path = ''] = call.split(' ');
  const own = { key: null, headers: { 'content-type': 'application/json', ...headers } };
  return product.request(method, path.replace('{customerId}', customer), request, own);
}

const dayAfter = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

describe('the partner’s document', () => {
  it('shows these calls, in this order', () => {
    expect(calls.map(({ call, status }) => `${call} ${status}`)).toEqual([
      'POST /api/v1/customers/{customerId}/credit/request 201',
      'POST /api/v1/customers/{customerId}/credit/approve 200',
      'POST /api/v1/customers/{customerId}/credit/use 200',
      'POST /api/v1/customers/{customerId}/credit/payment 201',
    ]);
  });

  it.each([
    ['Authorization', { authorization: `Bearer ${DEMO_KEY}` }],
    ['X-API-Key', { 'x-api-key': DEMO_KEY }],
  ])('is answered as it says, with the key in %s', async (customer, headers) => {
    const answers: Answer[] = [];
    for (const call of calls) answers.push(await send(call, customer, headers));
    expect(answers.map(({ status, text }) => `${status} ${form(text)}`)).toEqual(
      calls.map(({ status, answer }) => `${status} ${form(answer)}`),
    );
    expect(answers.map((answer) => answer.headers.get('content-type'))).toEqual(
      calls.map(() => 'application/json; charset=utf-8'),
    );

    const [requested, approved, used, paid] = answers.map(({ json }) => json.data);
    expect(approved.credit_account_id).toBe(requested.credit_account_id);
    expect([dayAfter(30), dayAfter(29)]).toContain(used.due_date);
    expect(paid.payment_id).not.toBe(used.usage_id);
    for (const instant of [requested.created_at, approved.approved_at] as string[]) {
      expect(Math.abs(Date.parse(instant) - Date.now())).toBeLessThan(60_000);
    }
  });

  it('is carried on by a GET with all twelve members, whatever the status', async () => {
    const partner = partnerOf(product);
    const figures = (...[status, limit, used, available, due, approval]: string[]): string =>
      `200 {"status":"success","data":{"credit_account_id":<credit id>,"status":"${status}","requested_limit":10000.00,` +
      `"credit_limit":${limit},"credit_used":${used},"credit_available":${available},"payment_term_days":30,` +
      `"overdue_amount":0.00,"next_due_date":${due},"created_at":<instant>,${approval}}}`;
    const read = async (): Promise<string> => {
      const { status, text } = await partner.read('twelve');
      return `${status} ${form(text)}`;
    };
    const [request, approve, use, pay] = calls;
    const next = (call: DocumentedCall | undefined) =>
      partner.post('twelve', call?.call.split('/').at(-1) ?? '', call?.request);
    const [undecided, decided] = [
      '"approved_at":null,"approved_by":null',
      '"approved_at":<instant>,"approved_by":<actor>',
    ];

    expect(await read()).toBe(
      '404 {"status":"error","error":{"code":"customer_not_found","message":"El cliente no existe"}}',
    );
    await next(request);
    expect(await read()).toBe(figures('pending', 'null', '0.00', '0.00', 'null', undecided));
    await next(approve);
    expect(await read()).toBe(figures('approved', '10000.00', '0.00', '10000.00', 'null', decided));
    await next(use);
    expect(await read()).toBe(figures('approved', '10000.00', '5000.00', '5000.00', '<date>', decided));
    await next(pay);
    expect(await read()).toBe(figures('approved', '10000.00', '2500.00', '7500.00', '<date>', decided));
    await partner.pay('twelve', 'the rest', '2500.00');
    expect(await read()).toBe(figures('approved', '10000.00', '0.00', '10000.00', 'null', decided));
  });

  it('is read by a GET that has a Content-Type and no body', async () => {
    const answer = await product.request('GET', creditPath('X-API-Key'), undefined, {
      headers: { 'content-type': 'application/json' },
    });
    expect(answer.status).toBe(200);
  });
});
