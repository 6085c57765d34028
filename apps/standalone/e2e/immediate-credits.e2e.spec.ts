/** Dialect B as its document shows it: each row of contract.md B, through HTTP, on a merchant of its own. */
import { setTimeout as sleep } from 'node:timers/promises';
import { capacityAccountStream } from '@haber/ledger';
import { type Answer, type Product, SILENT_BANK, startProduct } from '@haber/testing';
import { detailOf, idOf, merchantWithVolume, neverPaid, refusalsInOrder } from './immediate-credits.fixture';
import { booksOf, type Books, type Merchant } from './merchants.fixture';
import { endClean, told, withKey } from './partner.fixture';
import { newKey } from './registers.fixture';

let product: Product;
let books: Books;
beforeAll(async () => {
  product = await startProduct({ env: SILENT_BANK });
  books = await booksOf(product);
}, 120_000);
afterAll(async () => {
  await books.close();
  await endClean(product);
}, 60_000);

const merchant = (customer: string, minor: bigint): Promise<Merchant> =>
  merchantWithVolume({ product, books }, customer, minor);

const waitingIn = ({ json }: Answer): readonly string[] =>
  (json?.credits as readonly { readonly transaction_id: string }[]).map(({ transaction_id }) => transaction_id);

/** What is left, as it stands on the wire. */
async function available(of: Merchant): Promise<string | undefined> {
  return /"volume_available":([-\d.]+)/.exec((await of.get('/capacity')).text)?.[1];
}

describe('the capacity', () => {
  it('is zeros without times before the first transaction', async () => {
    const nobody = await merchant('new-merchant', 0n);
    expect(told(await nobody.get('/capacity'))).toBe(
      '200 {"success":true,"capacity":{"volume_processed_total":0.00,"volume_credited_total":0.00,' +
        '"volume_available":0.00,"last_transaction_at":null,"updated_at":null}}',
    );
    expect(told(await nobody.get(''))).toBe('200 {"success":true,"credits":[],"next_cursor":null}');
    expect(detailOf(await nobody.execute('1000.00'))).toEqual([
      403,
      {
        error: 'insufficient_capacity',
        message: 'Capacidad insuficiente. Disponible: 0.00, Requerido: 1000.00',
        available_capacity: 0,
        required_amount: 1000,
      },
    ]);
  });

  it('is what was processed less what was credited, also below zero, and as of the latest transaction', async () => {
    const of = await merchant('signed', 0n);
    await books.volume('signed', 1_000_00n, { id: 'late', at: Date.parse('2026-02-01T10:00:00Z') });
    await books.volume('signed', 500_00n, { id: 'early', at: Date.parse('2026-01-01T10:00:00Z') });
    expect((await of.get('/capacity')).json?.capacity).toMatchObject({
      last_transaction_at: '2026-02-01T10:00:00Z',
      updated_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) as string,
    });
    await of.execute('1200.50');
    await books.volume('signed', -1_000_00n, { id: 'late' });
    expect((await of.get('/capacity')).text).toContain(
      '"volume_processed_total":500.00,"volume_credited_total":1200.50,"volume_available":-700.50,',
    );
    expect(detailOf(await of.execute('0.01', { concept: 'otro' }))).toEqual([
      403,
      expect.objectContaining({
        message: 'Capacidad insuficiente. Disponible: -700.50, Requerido: 0.01',
        available_capacity: -700.5,
      }),
    ]);
  }, 30_000);
});

describe('an execution', () => {
  let of: Merchant;
  let first = '';
  beforeAll(async () => {
    of = await merchant('lifecycle', 10_000_00n);
  });

  it('waits for the bank while it has not decided, and counts from its reservation on', async () => {
    const waiting = await of.execute('1000.50');
    const id = idOf(waiting);
    first = id;
    expect(id).toMatch(/^OP-\d{4}-\d{8}$/);
    expect(told(waiting)).toBe(
      `200 {"success":true,"message":"Crédito en espera","status":"ESPERA","transaction_id":"${id}",` +
        `"bank_response":{"id":"${id}","message":"Transacción en proceso"},"capacity_remaining":null}`,
    );
    expect(waiting.headers.get('idempotent-replayed')).toBeNull();
    expect(told(await of.get(`/${id}`))).toBe(told(waiting));
    expect(await available(of)).toBe('8999.50');
  }, 30_000);

  it('is approved with the bank’s reference, within the same answer where the bank is quick', async () => {
    const answer = of.execute('1000.00', { concept: 'rápido' });
    const id = await inProcess(of, first);
    await books.decided('lifecycle', id, 'approved');
    expect(told(await answer)).toBe(
      `200 {"success":true,"message":"Crédito aprobado","status":"APROBADA","transaction_id":"${id}",` +
        `"bank_response":{"id":"${id}","reference":"REF-987654321","message":"Operación exitosa"},` +
        '"capacity_remaining":7999.50}',
    );
  }, 30_000);

  it('is rejected without success, its capacity given back and shown', async () => {
    const answer = of.execute('2000.00', { concept: 'cerrada' });
    const id = await inProcess(of, first);
    await books.decided('lifecycle', id, 'rejected');
    expect(told(await answer)).toBe(
      `200 {"success":false,"message":"Crédito rechazado","status":"RECHAZADA","transaction_id":"${id}",` +
        `"bank_response":{"id":"${id}","message":"Operación rechazada"},"capacity_remaining":7999.50}`,
    );
  }, 30_000);

  /** The one that waits for the bank, as soon as it is there, and is not `before`. */
  async function inProcess({ get }: Merchant, before: string): Promise<string> {
    for (let tries = 0; tries < 400; tries += 1) {
      const id = waitingIn(await get('?status=ESPERA')).find((each) => each !== before);
      if (id !== undefined) return id;
      await sleep(25);
    }
    throw new Error('nothing is in process');
  }

  it('is found by its id and in the list, by status and page by page', async () => {
    const { json } = await of.get('');
    const credits = json?.credits as { transaction_id: string; status: string }[];
    expect(credits.map(({ status }) => status)).toEqual(['RECHAZADA', 'APROBADA', 'ESPERA']);
    const first = await of.get('?limit=2');
    const more = await of.get(`?limit=2&cursor=${String(first.json?.next_cursor)}`);
    const paged = [...(first.json?.credits as object[]), ...(more.json?.credits as object[])];
    expect([paged, more.json?.next_cursor]).toEqual([credits, null]);
    expect(((await of.get('?status=APROBADA')).json?.credits as object[]).length).toBe(1);
  });

  it('is not found where nobody knows it, nor with what no list takes', async () => {
    for (const id of ['OP-2026-99999999', 'OP', '%00', 'OP-2026-1%00', '%F0%9F%92%B8', `OP-2026-${'9'.repeat(40)}`]) {
      expect([id, ...detailOf(await of.get(`/${id}`))]).toEqual([id, 404, 'Crédito no encontrado']);
    }
    const cursor = String((await of.get('?limit=2')).json?.next_cursor);
    const wrong = ['?status=aprobada', '?limit=0', '?limit=101', '?cursor=x', `?status=ESPERA&cursor=${cursor}`];
    for (const query of wrong) expect((await of.get(query)).status).toBe(422);
  });
});

describe('a repeat', () => {
  it('under a key is the same execution, as it stands by now, and byte for byte from the end on', async () => {
    const of = await merchant('keyed', 1_000_00n);
    const first = await of.execute('100.00', withKey('k1'));
    const id = idOf(first);
    await books.decided('keyed', id, 'approved');
    const second = await of.execute('100.00', withKey('k1'));
    expect([second.json?.status, second.headers.get('idempotent-replayed')]).toEqual(['APROBADA', 'true']);
    expect(second.headers.get('haber-hash')).toBe(first.headers.get('haber-hash'));
    await books.volume('keyed', 50_00n);
    expect(told(await of.execute('100.00', withKey('k1')))).toBe(told(second));
    expect(detailOf(await of.execute('100.01', withKey('k1')))).toEqual([
      422,
      [{ loc: ['header', 'idempotency-key'], msg: expect.any(String) as string, type: 'value_error' }],
    ]);
    expect(await available(of)).toBe('950.00');
  }, 30_000);

  it('without a key is one execution within ten seconds, with two keys it is two', async () => {
    const of = await merchant('keyless', 1_000_00n);
    const [first, second] = await Promise.all([of.execute('100.00'), of.execute('100.00')]);
    expect(idOf(second)).toBe(idOf(first));
    const replayed = [first, second].map(({ headers }) => headers.get('idempotent-replayed'));
    expect(replayed.filter((value) => value === 'true')).toHaveLength(1);
    const others = await Promise.all([
      ...['a', 'b'].map((key) => of.execute('100.00', withKey(key))),
      of.execute('100.01'),
      of.execute('100.00', { concept: 'otro' }),
    ]);
    expect(new Set([first, ...others].map(idOf)).size).toBe(5);
    expect(await available(of)).toBe('499.99');
  }, 30_000);

  it('without a key is none for a partner who has switched that off', async () => {
    const of = await merchant('switched-off', 1_000_00n);
    const put = (keyless_repeats: boolean): Promise<Answer> =>
      product.request('PUT', '/api/v1/settings', { four_eyes: false, rate_limits: {}, keyless_repeats });
    expect((await put(false)).json?.keyless_repeats).toBe(false);
    const two = await Promise.all([of.execute('100.00'), of.execute('100.00')]);
    await put(true);
    expect(new Set(two.map(idOf)).size).toBe(2);
  }, 30_000);

  it('of a rejected one is a new one', async () => {
    const of = await merchant('again', 1_000_00n);
    const first = idOf(await of.execute('100.00'));
    await books.decided('again', first, 'rejected');
    expect(idOf(await of.execute('100.00'))).not.toBe(first);
  }, 30_000);
});

describe('refusals, in their order', () => refusalsInOrder(() => ({ product, books })));

it('a live tenant is promised nothing while no bank is named that pays it', async () => {
  const scopes = 'admin,transactions:write,customers:write,bank-accounts:write';
  const key = await newKey(product, '--mode', 'live', '--scopes', scopes);
  const live: Pick<Product, 'request'> = {
    request: (method, path, body, options) => product.request(method, path, body, { key, ...options }),
  };
  await neverPaid(live, 'in-live-mode');
}, 30_000);

it('lets exactly as many of a crowd through as there is capacity for', async () => {
  const of = await merchant('crowd', 7_50n);
  const answers = await Promise.all(Array.from({ length: 64 }, (_, i) => of.execute('1.00', withKey(`crowd-${i}`))));
  const count = (status: number): number => answers.filter((answer) => answer.status === status).length;
  expect([count(200), count(403)]).toEqual([7, 57]);
  expect(new Set(answers.filter(({ status }) => status === 200).map(idOf)).size).toBe(7);
  expect(await available(of)).toBe('0.50');
}, 60_000);

it('two merchants never see each other’s executions, and numbers are given once', async () => {
  const [one, two] = await Promise.all([merchant('one', 100_00n), merchant('two', 100_00n)]);
  const [ofOne, ofTwo] = await Promise.all([one.execute('1.00'), two.execute('1.00')]);
  expect(idOf(ofOne)).not.toBe(idOf(ofTwo));
  expect((await two.get(`/${idOf(ofOne)}`)).status).toBe(404);
}, 30_000);

it('Haber’s own API shows a capacity account’s history, and no balances of credit', async () => {
  const of = await merchant('audited', 100_00n);
  await of.execute('1.00');
  const id = capacityAccountStream('demo/test', 'audited');
  const history = await product.request('GET', `/api/v1/accounts/${id}/history`);
  expect(history.status).toBe(200);
  const types = (history.json?.data as { type: string }[]).map(({ type }) => type);
  expect(types.filter((type) => type !== 'payout.submitted.v1')).toEqual([
    'capacity-account.opened.v1',
    'capacity-account.volume-recorded.v1',
    'capacity-account.execution-reserved.v1',
  ]);
  const trial = await product.request('GET', '/api/v1/trial-balance');
  expect(trial.text).toMatch(/"account":"2500".*"account":"2510"/);
  for (const path of ['', '/balances', '/balances?revision=1', '/balances?at=2026-01-01T00:00:00Z']) {
    expect([path, (await product.request('GET', `/api/v1/accounts/${id}${path}`)).status]).toEqual([path, 404]);
  }
  const use = await product.request('POST', `/api/v1/accounts/${id}/uses`, { order_id: 'o', amount: '1.00' });
  expect(use.status).toBe(404);
}, 30_000);
