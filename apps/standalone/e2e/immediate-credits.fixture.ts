/** The refusals of dialect B, in the order of contract.md B and with the document's texts. */
import { randomUUID } from 'node:crypto';
import type { Answer, Product } from '@haber/testing';
import { type Books, keyWith, type Merchant, merchantOf, merchantWith, registered } from './merchants.fixture';
import { told, withKey } from './partner.fixture';
import { registersOf } from './registers.fixture';

const NO_PERMISSION =
  'API key no tiene permisos para ejecutar créditos inmediatos. Contacta a soporte para habilitar este permiso.';
const NO_KYC = 'Usuario no tiene cédula registrada. Completa tu KYC primero.';
const NO_ACCOUNT = 'Cuenta bancaria no encontrada o no pertenece al usuario';

interface World {
  readonly product: Product;
  readonly books: Books;
}

export const detailOf = ({ status, json }: Answer): [number, unknown] => [status, json?.detail];
export const idOf = ({ json }: Answer): string => String(json?.transaction_id);

/** Minor units. */
export async function merchantWithVolume(
  { product, books }: World,
  customer: string,
  minor: bigint,
): Promise<Merchant> {
  const made = await merchantOf(product, customer);
  if (minor > 0n) await books.volume(customer, minor);
  return made;
}

/** For a tenant whose mode has no bank. */
export async function neverPaid(product: Pick<Product, 'request'>, customer: string): Promise<void> {
  const of = await merchantOf(product, customer);
  const sale = { transaction_id: 'sale-1', customer_id: customer, amount: '100.00', currency: 'USD' };
  const processed = { ...sale, type: 'processed', occurred_at: '2025-11-24T10:00:00Z' };
  expect((await product.request('POST', '/api/v1/transactions', processed)).json).toMatchObject({ accepted: 1 });
  const before = (await of.get('/capacity')).text;
  expect(before).toContain('"volume_credited_total":0.00,"volume_available":100.00,');
  for (const options of [{}, withKey('k'), withKey('k')]) {
    const answer = await of.execute('1.00', options);
    expect(told(answer)).toBe('503 {"detail":"No hay banco configurado para pagar créditos inmediatos"}');
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  }
  expect(detailOf(await of.execute('100.01'))).toEqual([403, expect.objectContaining({ available_capacity: 100 })]);
  expect((await of.get('/capacity')).text).toBe(before);
  expect(told(await of.get(''))).toBe('200 {"success":true,"credits":[],"next_cursor":null}');
}

export function refusalsInOrder(world: () => World): void {
  const bad = '{"bank_account_id":1}';
  const executeWith = (key: string | null, body: string): Promise<Answer> =>
    world().product.request('POST', '/api/v1/credits/execute', body, { key });

  it('401, allow-list, scope, a key that is bound to nobody, rate', async () => {
    const oneADay = { immediate_credits: { requests: 1, window_seconds: 80_000 } };
    const [elsewhere, reading, unbound, limited] = await Promise.all([
      keyWith(world().product, { scopes: ['credits:read'], customer_id: 'm', allow_list: ['192.0.2.7'] }),
      keyWith(world().product, { scopes: ['credits:read'], customer_id: 'm' }),
      keyWith(world().product, { scopes: ['credits:execute'] }),
      keyWith(world().product, { scopes: ['credits:execute'], customer_id: 'm', rate_limits: oneADay }),
    ]);
    expect(detailOf(await executeWith(null, bad))).toEqual([401, 'API key inválida o ausente']);
    expect(detailOf(await executeWith(elsewhere, bad))).toEqual([403, 'IP no autorizada para esta API key']);
    expect(detailOf(await executeWith(reading, bad))).toEqual([403, NO_PERMISSION]);
    expect(detailOf(await executeWith(unbound, bad))).toEqual([403, NO_PERMISSION]);
    expect(
      (await merchantWith(world().product, { customer: 'm', bankAccount: '', key: reading }).get('/capacity')).status,
    ).toBe(200);
    await executeWith(limited, bad);
    const over = await executeWith(limited, bad);
    expect(detailOf(over)).toEqual([429, 'Límite de solicitudes excedido']);
    expect(Number(over.headers.get('retry-after'))).toBeGreaterThan(0);
  }, 60_000);

  it('a key has 100 requests a minute unless it says otherwise', async () => {
    const key = await keyWith(world().product, { scopes: ['credits:read'], customer_id: 'm' });
    const { headers } = await merchantWith(world().product, { customer: 'm', bankAccount: '', key }).get('/capacity');
    expect(headers.get('ratelimit-policy')).toBe('"default";q=100;w=60');
  });

  it('validation, in the form of FastAPI, before KYC', async () => {
    const key = await keyWith(world().product, { scopes: ['credits:execute'], customer_id: 'nobody' });
    const fault = (field: string, type: string) => ({ loc: ['body', field], msg: expect.any(String) as string, type });
    expect(detailOf(await executeWith(key, bad))).toEqual([
      422,
      expect.arrayContaining([
        fault('bank_account_id', 'value_error'),
        fault('amount', 'missing'),
        fault('concept', 'missing'),
      ]),
    ]);
    const body = (amount: string, concept = 'x', account: string = randomUUID()): string =>
      JSON.stringify({ bank_account_id: account, concept, amount: 0 }).replace('"amount":0', `"amount":${amount}`);
    const wrong = [
      ...['0', '-1', '"1"', '1e2', '1.001', '1234567890123456', 'null', 'true'].map((amount) => body(amount)),
      ...['', ' ', 'x'.repeat(31)].map((concept) => body('1', concept)),
      body('1', 'x', 'no-uuid'),
      ...['[]', '1', '"x"', 'null', '', '{', '{"a":1}}'],
    ];
    for (const sent of wrong) expect([sent, (await executeWith(key, sent)).status]).toEqual([sent, 422]);
    // Thirty characters, not units; and KYC is looked at once all that is right.
    expect(detailOf(await executeWith(key, body('1.00', '𝒳'.repeat(30))))).toEqual([400, NO_KYC]);
  }, 60_000);

  it('KYC, bank account, in process, capacity', async () => {
    const registers = registersOf(world().product);
    const of = await merchantWithVolume(world(), 'refused', 100_00n);
    for (const status of ['pending', 'rejected']) {
      await registers.kyc('refused', { status });
      expect(detailOf(await of.execute('1.00', { account: randomUUID() }))).toEqual([400, NO_KYC]);
    }
    await registers.kyc('refused', { status: 'approved' });
    expect(detailOf(await of.execute('1.00', { account: randomUUID() }))).toEqual([404, NO_ACCOUNT]);
    const theirs = randomUUID();
    await registered(world().product, 'somebody-else', theirs);
    expect(detailOf(await of.execute('1.00', { account: theirs }))).toEqual([404, NO_ACCOUNT]);
    await registers.verify(of.bankAccount, { status: 'rejected', reason: 'closed' });
    expect(detailOf(await of.execute('1.00'))).toEqual([404, NO_ACCOUNT]);
    await registers.verify(of.bankAccount, { status: 'verified' });
    expect((await of.execute('100.01')).status).toBe(403);
    const ten = await Promise.all(Array.from({ length: 10 }, (_, i) => of.execute('1.00', withKey(`k${i}`))));
    expect(ten.map(({ status }) => status)).toEqual(Array<number>(10).fill(200));
    expect(detailOf(await of.execute('1000.00'))).toEqual([
      429,
      { error: 'too_many_credits_in_process', message: 'Máximo 10 créditos simultáneos en proceso' },
    ]);
    await world().books.decided('refused', idOf(ten[0] as Answer), 'approved');
    expect((await of.execute('1000.00')).status).toBe(403);
    expect((await of.execute('1.00', withKey('k11'))).status).toBe(200);
  }, 60_000);

  it('every error is in the shape of the path', async () => {
    const of = await merchantWithVolume(world(), 'shapes', 0n);
    expect(detailOf(await world().product.request('DELETE', '/api/v1/credits/execute'))).toEqual([
      405,
      expect.any(String),
    ]);
    expect(detailOf(await world().product.request('GET', '/api/v1/credits/a/b'))).toEqual([404, 'La ruta no existe']);
    const options = { key: of.key, headers: { 'content-type': 'text/plain' } };
    expect(detailOf(await world().product.request('POST', '/api/v1/credits/execute', 'x', options))).toEqual([
      415,
      expect.any(String),
    ]);
    expect((await of.execute('1.00', { headers: { 'idempotency-key': '""' } })).status).toBe(422);
  });
}
