/**
 * Dialect A on a credit that an operator has rejected, paused, blocked or closed through Haber's own API: every
 * answer of every call, byte for byte (contract.md A). The rows of other credits are in `rows.e2e.spec.ts`.
 */
import { type Answer, type Product, startProduct } from '@haber/testing';
import { type Accounts, accountsOf } from './accounts.fixture';
import { endClean, type Partner, partnerOf, requestBody, told } from './partner.fixture';

let product: Product;
let partner: Partner;
let accounts: Accounts;
beforeAll(async () => {
  product = await startProduct();
  partner = partnerOf(product);
  accounts = accountsOf(product);
}, 120_000);
afterAll(() => endClean(product), 90_000);

const MESSAGES = {
  credit_already_exists: 'El cliente ya tiene un crédito o una solicitud de crédito',
  credit_already_approved: 'El crédito ya está aprobado',
  credit_not_approved: 'El crédito no está aprobado',
  credit_blocked: 'El crédito está bloqueado',
  no_pending_credit: 'El cliente no tiene una solicitud de crédito pendiente',
} as const;

const refused = (status: number, code: keyof typeof MESSAGES): string =>
  `${status} {"status":"error","error":{"code":"${code}","message":"${MESSAGES[code]}"}}`;

/** The twelve members of a credit, in the document's order. `then`: those behind `status`. */
const credit = (id: string, status: string, then: string): string =>
  `200 {"status":"success","data":{"credit_account_id":"${id}","status":"${status}",${then}}}`;

const INSTANT = '"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ"';
const DAY = '"\\d{4}-\\d\\d-\\d\\d"';

/** Text with INSTANT and DAY in it, where what is between them is meant literally. */
function whole(text: string): RegExp {
  const literal = text.split(/(<instant>|<day>)/).map((part) => {
    if (part === '<instant>') return INSTANT;
    return part === '<day>' ? DAY : part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${literal.join('')}$`);
}

/** The id of the account of a customer who has asked for 250.00. */
async function asked(customer: string): Promise<string> {
  const { json } = await partner.request(customer, requestBody('250.00'));
  return (json as { data: { credit_account_id: string } }).data.credit_account_id;
}

/** …and of one who was granted it, and has used 40.00 of it for order-1. */
async function owing(customer: string): Promise<string> {
  const id = await asked(customer);
  await partner.approve(customer);
  expect((await partner.use(customer, 'order-1', '40.00')).status).toBe(200);
  return id;
}

async function become(id: string, value: string): Promise<void> {
  expect((await accounts.status(id, value)).status).toBe(200);
}

type Call = () => Promise<Answer>;

/** Nothing is written while `calls` are refused as they must be. */
async function allRefused(customer: string, calls: readonly (readonly [Call, string])[]): Promise<void> {
  const before = await partner.read(customer);
  for (const [call, expected] of calls) expect(told(await call())).toBe(expected);
  const after = await partner.read(customer);
  expect([told(after), after.headers.get('etag')]).toEqual([told(before), before.headers.get('etag')]);
}

describe('a rejected request', () => {
  let id: string;
  beforeAll(async () => {
    id = await asked('rejected');
    await become(id, 'rejected');
  });

  it('is shown with all members: no figure that it was never granted', async () => {
    expect(told(await partner.read('rejected'))).toMatch(
      whole(
        credit(
          id,
          'rejected',
          '"requested_limit":250.00,"credit_limit":null,"credit_used":0.00,"credit_available":0.00,' +
            '"payment_term_days":30,"overdue_amount":0.00,"next_due_date":null,"created_at":<instant>,' +
            '"approved_at":null,"approved_by":null',
        ),
      ),
    );
  });

  it('cannot be approved, used or paid', async () => {
    await allRefused('rejected', [
      [() => partner.approve('rejected'), refused(404, 'no_pending_credit')],
      [() => partner.use('rejected', 'o', '1.00'), refused(409, 'credit_not_approved')],
      [() => partner.pay('rejected', 'p', '1.00'), refused(409, 'credit_not_approved')],
    ]);
  });

  it('may be followed by another one, in the same account, which can be granted', async () => {
    const again = await partner.request('rejected', requestBody('75.50', { days: 10 }));
    expect(told(again)).toMatch(
      whole(
        `201 {"status":"success","data":{"credit_account_id":"${id}","status":"pending","requested_limit":75.50,` +
          '"payment_term_days":10,"created_at":<instant>}}',
      ),
    );
    expect((await partner.approve('rejected')).json.data).toMatchObject({ status: 'approved', credit_limit: 75.5 });
    expect((await partner.use('rejected', 'o', '75.50')).status).toBe(200);
  });
});

describe.each(['blocked', 'paused'])('a %s credit', (value) => {
  let id: string;
  const customer = `is-${value}`;
  const shown = (used: string, available: string, due: string): RegExp =>
    whole(
      credit(
        id,
        'blocked',
        `"requested_limit":250.00,"credit_limit":250.00,"credit_used":${used},"credit_available":${available},` +
          `"payment_term_days":30,"overdue_amount":0.00,"next_due_date":${due},"created_at":<instant>,` +
          '"approved_at":<instant>,"approved_by":"demo"',
      ),
    );
  beforeAll(async () => {
    id = await owing(customer);
    await become(id, value);
  });

  it('is shown as blocked, with its figures', async () => {
    expect(told(await partner.read(customer))).toMatch(shown('40.00', '210.00', '<day>'));
  });

  it('cannot be asked for again, approved or used', async () => {
    await allRefused(customer, [
      [() => partner.request(customer), refused(409, 'credit_already_exists')],
      [() => partner.approve(customer), refused(409, 'credit_already_approved')],
      [() => partner.use(customer, 'order-2', '1.00'), refused(403, 'credit_blocked')],
      [() => partner.use(customer, 'order-3', '210.01'), refused(403, 'credit_blocked')],
    ]);
  });

  it('gives the first answer again for what was used before', async () => {
    const again = await partner.use(customer, 'order-1', '40.00');
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([200, 'true']);
    expect(again.text).toContain('"amount":40.00,"credit_used":40.00,"credit_available":210.00,');
  });

  it('takes payments, down to nothing owed', async () => {
    const part = await partner.pay(customer, 'part', '15.00');
    expect([part.status, part.text]).toEqual([201, expect.stringContaining('"credit_used":25.00,') as string]);
    expect((await partner.pay(customer, 'rest', '25.00')).status).toBe(201);
    expect(told(await partner.read(customer))).toMatch(shown('0.00', '250.00', 'null'));
  });

  it('can be used again once it is active', async () => {
    await become(id, 'active');
    expect((await partner.use(customer, 'order-2', '250.00')).status).toBe(200);
    expect((await partner.read(customer)).json.data.status).toBe('approved');
  });
});

describe('a closed credit', () => {
  let id: string;
  beforeAll(async () => {
    id = await owing('closed');
    expect((await partner.pay('closed', 'all', '40.00')).status).toBe(201);
    await become(id, 'closed');
  });

  it('is shown with all members: who granted it, and that nothing of it is left', async () => {
    expect(told(await partner.read('closed'))).toMatch(
      whole(
        credit(
          id,
          'closed',
          '"requested_limit":250.00,"credit_limit":0.00,"credit_used":0.00,"credit_available":0.00,' +
            '"payment_term_days":30,"overdue_amount":0.00,"next_due_date":null,"created_at":<instant>,' +
            '"approved_at":<instant>,"approved_by":"demo"',
        ),
      ),
    );
  });

  it('cannot be approved, used or paid', async () => {
    await allRefused('closed', [
      [() => partner.approve('closed'), refused(404, 'no_pending_credit')],
      [() => partner.use('closed', 'o', '1.00'), refused(409, 'credit_not_approved')],
      [() => partner.pay('closed', 'p', '1.00'), refused(409, 'credit_not_approved')],
    ]);
  });

  it('gives the first answers again for what was used and paid before', async () => {
    for (const [again, figures] of [
      [await partner.use('closed', 'order-1', '40.00'), '"credit_used":40.00,"credit_available":210.00,'],
      [await partner.pay('closed', 'all', '40.00'), '"credit_used":0.00,"credit_available":250.00}'],
    ] as const) {
      expect([again.headers.get('idempotent-replayed'), again.text]).toEqual([
        'true',
        expect.stringContaining(figures) as string,
      ]);
    }
  });

  it('may be followed by a new request, which says nothing of the old credit', async () => {
    expect((await partner.request('closed', requestBody('20.00'))).json.data.credit_account_id).toBe(id);
    expect(told(await partner.read('closed'))).toMatch(
      whole(
        credit(
          id,
          'pending',
          '"requested_limit":20.00,"credit_limit":null,"credit_used":0.00,"credit_available":0.00,' +
            '"payment_term_days":30,"overdue_amount":0.00,"next_due_date":null,"created_at":<instant>,' +
            '"approved_at":null,"approved_by":null',
        ),
      ),
    );
    expect((await partner.approve('closed')).status).toBe(200);
    expect((await partner.use('closed', 'order-2', '20.00')).text).toContain('"credit_available":0.00,');
  });
});

it('a customer that is known and never asked for credit has none to read, approve, use or pay', async () => {
  expect((await accounts.customer('without')).status).toBe(201);
  const expected = '404 {"status":"error","error":{"code":"credit_not_found","message":"El cliente no tiene crédito"}}';
  for (const call of [
    partner.read('without'),
    partner.approve('without'),
    partner.use('without', 'o', '1.00'),
    partner.pay('without', 'p', '1.00'),
  ]) {
    expect(told(await call)).toBe(expected);
  }
});
