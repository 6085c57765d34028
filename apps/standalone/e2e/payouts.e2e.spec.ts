/** From an execution to the bank and back, through HTTP: the simulated bank, its callbacks, and what contradicts. */
import { setTimeout as sleep } from 'node:timers/promises';
import { signatureHeaders, signingKey } from '@haber/bank';
import { Secret } from '@haber/boot';
import { capacityAccountStream } from '@haber/ledger';
import { type Answer, type Product, startProductWithBank } from '@haber/testing';
import { booksOf, type Books, keyWith, type Merchant, merchantOf } from './merchants.fixture';

let product: Product;
let books: Books;
let of: Merchant;
let keys: readonly Buffer[];
beforeAll(async () => {
  const started = await startProductWithBank();
  product = started.product;
  keys = [signingKey(new Secret(started.bankSecret))];
  books = await booksOf(product);
  of = await merchantOf(product, 'paid-out');
  await books.volume('paid-out', 1_000_000_00n);
}, 180_000);
afterAll(async () => {
  await books.close();
  await product.destroy();
}, 120_000);

const CALLBACKS = '/api/v1/bank/callbacks';
const ITEMS = '/api/v1/reconciliation-items';

const idOf = ({ json }: Answer): string => String(json?.transaction_id);

/** As it stands once the bank has decided. */
async function decided(execution: string): Promise<Answer> {
  const deadline = Date.now() + 90_000;
  for (;;) {
    const answer = await of.get(`/${execution}`);
    if (answer.json?.status !== 'ESPERA') return answer;
    if (Date.now() > deadline) throw new Error(`${execution} waits in vain`);
    await sleep(100);
  }
}

interface Shown {
  readonly id: string;
  readonly status: string;
  readonly cause: string;
  readonly execution_id: string | null;
  readonly resolution: string | null;
}

/** The first one of it, once there is one. */
async function itemOf(execution: string): Promise<Shown> {
  for (let tries = 0; tries < 400; tries += 1) {
    const [item] = await itemsOf(execution);
    if (item) return item;
    await sleep(100);
  }
  throw new Error(`no item of ${execution}`);
}

async function itemsOf(execution: string): Promise<readonly Shown[]> {
  const { json } = await product.request('GET', `${ITEMS}?limit=100`);
  return (json?.data as Shown[]).filter(({ execution_id }) => execution_id === execution);
}

async function payoutId(execution: string): Promise<string> {
  const path = `/api/v1/accounts/${capacityAccountStream('demo/test', 'paid-out')}/history?limit=100`;
  const { json } = await product.request('GET', path);
  const events = json?.data as { type: string; data: { execution_id?: string; payout_id?: string } }[];
  const texts = events.map((event) => JSON.stringify(event)).filter((text) => text.includes(execution));
  const found = /"payout_?[iI]d":"([0-9a-f-]{36})"/.exec(texts.join(''))?.[1];
  if (found === undefined) throw new Error(`no payout of ${execution} in ${texts.join('').slice(0, 500)}`);
  return found;
}

interface Told {
  readonly id: string;
  readonly reference: string;
  readonly amountMinor: bigint;
  readonly rejected?: boolean;
  readonly agedMs?: number;
}

function callback({ id, reference, amountMinor, rejected = false, agedMs = 0 }: Told, by = keys): Promise<Answer> {
  const said = rejected
    ? { type: 'payout.rejected', status: 'rejected', code: 'account_closed' }
    : { type: 'payout.approved', status: 'approved', bank_reference: 'REF-FROM-A-TEST' };
  const body = JSON.stringify({ ...said, reference, amount_minor: `${amountMinor}`, currency: 'USD' });
  const headers = signatureHeaders({ id, nowMs: Date.now() - agedMs, body: Buffer.from(body) }, by);
  return product.request('POST', CALLBACKS, body, { key: null, headers });
}

describe('an execution', () => {
  it.each([
    ['100.00', 'APROBADA', true],
    ['190.01', 'RECHAZADA', false],
    ['190.26', 'APROBADA', true],
  ])(
    'of %s ends %s, as the bank has it',
    async (amount, status, success) => {
      const { json } = await decided(idOf(await of.execute(amount, { concept: `de ${amount}` })));
      expect(json).toMatchObject({ success, status });
    },
    120_000,
  );
});

it('every payout has its movement in the bank’s book, and is told apart where it has not', async () => {
  const { code, stdout, stderr } = await product.haber('verify', '--bank');
  expect([code, stderr, stdout]).toEqual([
    0,
    '',
    expect.stringMatching(/✓ its book agrees: bank simulator, 3 payouts/),
  ]);
  const { stdout: life } = await product.haber('history', '--merchant', 'paid-out');
  expect(life).toMatch(/execution-reserved[^]*payout\.submitted[^]*payout\.approved/);
}, 60_000);

describe('a callback', () => {
  let execution: string;
  let reference: string;
  const amountMinor = 190_12n;
  beforeAll(async () => {
    execution = idOf(await of.execute('190.12', { concept: 'larga' }));
    reference = await payoutId(execution);
  });

  it('is refused unsigned, forged and too old, and changes nothing', async () => {
    const forged = [signingKey(new Secret(`whsec_${'F'.repeat(43)}=`))];
    const told = { id: 'evt_1', reference, amountMinor };
    expect((await product.request('POST', CALLBACKS, '{}', { key: null })).status).toBe(401);
    expect((await callback(told, forged)).status).toBe(401);
    expect((await callback({ ...told, agedMs: 600_000 })).status).toBe(401);
    expect((await product.request('POST', CALLBACKS, '{}')).status).toBe(401);
    expect((await of.get(`/${execution}`)).json?.status).toBe('ESPERA');
  });

  it('with another amount or of an unknown reference changes nothing, and tells a person', async () => {
    expect((await callback({ id: 'evt_2', reference, amountMinor: amountMinor + 1n })).status).toBe(200);
    expect((await callback({ id: 'evt_2', reference, amountMinor: amountMinor + 1n })).status).toBe(200);
    expect((await callback({ id: 'evt_3', reference: 'nobody-ordered-this', amountMinor })).status).toBe(200);
    expect((await of.get(`/${execution}`)).json?.status).toBe('ESPERA');
    expect(await itemsOf(execution)).toMatchObject([{ status: 'open', cause: 'amount_mismatch' }]);
  });

  it('that agrees decides, its repeat is no news, and what contradicts it tells a person', async () => {
    expect((await callback({ id: 'evt_4', reference, amountMinor })).status).toBe(200);
    const after = await decided(execution);
    expect(after.json).toMatchObject({ status: 'APROBADA', bank_response: { reference: 'REF-FROM-A-TEST' } });
    expect((await callback({ id: 'evt_4', reference, amountMinor })).status).toBe(200);
    expect((await callback({ id: 'evt_5', reference, amountMinor, rejected: true })).status).toBe(200);
    expect((await of.get(`/${execution}`)).text).toBe(after.text);
    expect((await itemsOf(execution)).map(({ cause }) => cause).toSorted()).toEqual([
      'amount_mismatch',
      'outcome_contradicts',
    ]);
  });
});

describe('a reconciliation item', () => {
  it('is resolved once, with a reason that only its customer’s key opens', async () => {
    const { json } = await product.request('GET', `${ITEMS}?status=open&limit=1`);
    const [item] = json?.data as Shown[];
    const path = `${ITEMS}/${item?.id}`;
    const resolution = { resolution: 'no_change', reason: 'The bank has corrected it', external_id: 'case-1' };
    const resolved = await product.request('POST', `${path}/resolve`, resolution);
    expect(resolved.json).toMatchObject({ status: 'resolved', ...resolution, decided_by: 'demo', revision: 1 });
    expect((await product.request('GET', path)).json).toEqual(resolved.json);
    expect((await product.request('POST', `${path}/resolve`, resolution)).json).toEqual(resolved.json);
    const other = { resolution: 'payout_rejected', reason: 'No, it has not' };
    expect((await product.request('POST', `${path}/resolve`, other)).json?.code).toBe('illegal_transition');
    const open = await product.request('GET', `${ITEMS}?status=open`);
    expect((open.json?.data as Shown[]).map(({ id }) => id)).not.toContain(item?.id);
  });

  it('lets a person decide what the bank will not say', async () => {
    const execution = idOf(await of.execute('190.50', { concept: 'otra suma' }));
    const item = await itemOf(execution);
    expect(item).toMatchObject({
      cause: 'amount_mismatch',
      said: { status: 'approved', amount: '190.51' },
      recorded: { status: 'in_process', amount: '190.50', bank_reference: null, bank_adapter: 'simulator' },
    });
    const against = await product.haber('verify', '--bank');
    expect([against.code, against.stdout]).toEqual([
      1,
      expect.stringContaining('approved 190.51 USD, we as open 190.50'),
    ]);
    const body = { resolution: 'payout_approved', reason: 'Paid, one cent too much', bank_reference: 'STATEMENT-7' };
    const path = `${ITEMS}/${item.id}/resolve`;
    const { bank_reference: _, ...without } = body;
    expect((await product.request('POST', path, without)).status).toBe(400);
    expect((await product.request('POST', path, { ...body, bank_reference: 'n.º 7' })).status).toBe(400);
    const tried = await product.request('POST', `${path}?dry_run=true`, body);
    expect(tried.json).toMatchObject({ status: 'resolved', reason: body.reason, revision: 0, hash: null });
    expect((await of.get(`/${execution}`)).json).toMatchObject({ status: 'ESPERA' });
    const done = await product.request('POST', path, body);
    expect(done.json).toMatchObject({ status: 'resolved', resolution: 'payout_approved' });
    const other = await product.request('POST', path, { ...body, bank_reference: 'STATEMENT-8' });
    expect(other.json?.code).toBe('illegal_transition');
    const after = await product.haber('verify', '--bank');
    expect(after.stdout).not.toContain('190.51');
    expect(after.stderr).toContain('approved 190.51 USD, we as approved 190.50 USD');
    expect((await of.get(`/${execution}`)).json).toMatchObject({ status: 'APROBADA' });
  }, 120_000);

  it('is resolved in one of two ways at once, and the payout is what the item says', async () => {
    const execution = idOf(await of.execute('190.50', { concept: 'a la vez' }));
    const item = await itemOf(execution);
    const path = `${ITEMS}/${item.id}/resolve`;
    const ways = ['payout_rejected', 'no_change'].map((resolution) => ({ resolution, reason: 'Two at once' }));
    const answers = await Promise.all(ways.map((way) => product.request('POST', path, way)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    const [shown] = await itemsOf(execution);
    const { status } = (await of.get(`/${execution}`)).json ?? {};
    expect([
      ['payout_rejected', 'RECHAZADA'],
      ['no_change', 'ESPERA'],
    ]).toContainEqual([shown?.resolution, status]);
  }, 120_000);

  it.each([
    '0',
    'Sat Nov 28',
    '2025-02-30T00:00:00.000Z',
    '0000-01-01T00:00:00.000Z',
    '9999-99-99T00:00:00.000Z',
    '\u0000',
  ])('has no place that a cursor made by hand names: %j', async (place) => {
    const cursor = Buffer.from(JSON.stringify(['reconciliation items ', place, 'x'])).toString('base64url');
    expect((await product.request('GET', `${ITEMS}?cursor=${cursor}`)).status).toBe(400);
  });

  it('is shown and resolved by an operator as well, who sees those of nobody too', async () => {
    const { stdout } = await product.haber('reconciliation', 'list', '--json');
    const items = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { itemId: string; tenant: string; cause: string });
    const nobodys = items.find(({ cause }) => cause === 'unknown_reference');
    expect(nobodys).toMatchObject({ tenant: '_haber/live' });
    const id = nobodys?.itemId ?? '';
    expect((await product.request('GET', `${ITEMS}/${id}`)).status).toBe(404);
    const resolve = ['reconciliation', 'resolve', id, '--as', 'no_change', '--case', 'case-9'];
    expect(await product.haber(...resolve)).toMatchObject({ code: 0, stdout: `resolved ${id}\n` });
    expect((await product.haber('reconciliation', 'show', id)).stdout).toContain('resolved: no_change case-9');
    expect((await product.haber(...resolve.slice(0, 4), 'payout_rejected', '--case', 'x')).code).toBe(1);
  }, 60_000);

  it('is for keys that may see it', async () => {
    const reading = await keyWith(product, { scopes: ['payouts:read'] });
    const bound = await keyWith(product, { scopes: ['payouts:reconcile'], customer_id: 'paid-out' });
    const [item] = (await product.request('GET', ITEMS, undefined, { key: reading })).json?.data as Shown[];
    expect((await product.request('GET', ITEMS, undefined, { key: bound })).status).toBe(403);
    const path = `${ITEMS}/${item?.id}/resolve`;
    const body = { resolution: 'no_change', reason: 'x' };
    expect((await product.request('POST', path, body, { key: reading })).status).toBe(403);
    expect((await product.request('GET', `${ITEMS}/reconciliation_${'0'.repeat(32)}`)).status).toBe(404);
    expect((await product.request('GET', `${ITEMS}/x`)).status).toBe(404);
  });
});
