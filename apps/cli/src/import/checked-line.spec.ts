/** One line as a command: what is asked of products and currencies, and that the largest fits into one append. */
import { emptyFold, planBatch } from '@haber/account-writer';
import { decideImport, importKeys } from '@haber/credit-lines';
import { MAX_IMPORT_LINE_BYTES } from '@haber/dialects';
import {
  COMMERCIAL_PRODUCT,
  creditAccountDefinition,
  initialProduct,
  type Product,
  productStream,
} from '@haber/ledger';
import { accountToImport, IMPORT_AS_OF } from '@haber/testing';
import { checkedLine, type Importing } from './checked-line';
import { Terms } from './terms';

const yen = (version: number, effectiveFrom: string, currency = 'JPY') => ({
  ...({ code: 'yen', version, title: 'Yen', kind: 'commercial', currency, timeZone: 'Asia/Tokyo' } as const),
  ...{ paymentTermDays: 30, backdatingDays: 30, limitMayFall: true, effectiveFrom, externalId: null, metadata: {} },
});
const PRODUCTS: Readonly<Record<string, Product>> = {
  [productStream('acme/live', 'yen')]: { versions: [yen(1, '2025-10-31'), yen(2, '2025-11-01', 'USD')] },
  [productStream('acme/live', 'new')]: { versions: [yen(1, '2026-01-01'), yen(2, '2026-02-01', 'USD')] },
};

const importing: Importing = {
  tenant: 'acme/live',
  actor: 'haber-cli',
  now: '2025-11-24T10:00:00.000Z',
  terms: new Terms(
    {
      load: (stream) => Promise.resolve({ state: PRODUCTS[stream] ?? initialProduct, revision: 0 }),
      execute: () => Promise.reject(new Error('nothing is written')),
    },
    'acme/live',
  ),
};

const lineOf = (line: unknown, number = 1) => ({ number, bytes: Buffer.from(JSON.stringify(line)) });
const good = accountToImport(2);
const withAccount = (of: Record<string, unknown>) => lineOf({ ...good, account: { ...good.account, ...of } });
const reasonsOf = async (line: ReturnType<typeof lineOf>) => {
  const checked = await checkedLine(line, importing);
  return 'reasons' in checked ? checked.reasons : [];
};

describe('a line', () => {
  it('gets the built-in product’s terms, and amounts in its currency', async () => {
    expect(await checkedLine(lineOf(good, 7), importing)).toMatchObject({
      number: 7,
      account: { terms: COMMERCIAL_PRODUCT, limitMinor: 500_200n, debts: [{ amountMinor: 10_202n }, {}] },
    });
  });

  it.each([
    ['the version in force on as_of', 'yen', 1],
    ['the first version of a product that is younger', 'new', 1],
  ])('gets %s', async (_, product_code, productVersion) => {
    const line = withAccount({ product_code, limit: '500', debts: [] });
    expect(await checkedLine(line, importing)).toMatchObject({
      account: { limitMinor: 500n, terms: { productVersion, currency: 'JPY' } },
    });
  });

  it.each([
    ['an unknown product', { product_code: 'gone' }, "/account/product_code: there is no product 'gone'"],
    ['another currency', { currency: 'EUR' }, '/account/currency: the product is in USD'],
    ['too many decimals', { limit: '1.005' }, '/account/limit: USD has 2 decimals'],
    [
      'no decimals in its currency',
      { product_code: 'yen', limit: '1.5', debts: [] },
      '/account/limit: JPY has 0 decimals',
    ],
    ['a day to come', { as_of: '2025-11-25', debts: [] }, '/account/as_of: is in the future'],
  ])('with %s is refused', async (_, of, reason) => {
    expect(await reasonsOf(withAccount(of))).toEqual([reason]);
  });

  it.each([
    ['not UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 'is not UTF-8'],
    ['not JSON', Buffer.from('{"customer":'), 'is not JSON: expected a value at position 12'],
    ['twice the same member', Buffer.from('{"a":1,"a":2}'), 'is not JSON: duplicate key at position 10'],
    ['too long', undefined, `is longer than ${MAX_IMPORT_LINE_BYTES} bytes`],
  ])('that is %s is refused', async (_, bytes, reason) => {
    expect(await checkedLine({ number: 3, bytes }, importing)).toEqual({ number: 3, reasons: [reason], names: {} });
  });

  it('tells twenty reasons at most', async () => {
    const debt = { used_on: IMPORT_AS_OF, due_on: '2025-10-01', amount: '1.00' };
    const reasons = await reasonsOf(withAccount({ debts: Array(500).fill(debt) }));
    expect(reasons).toHaveLength(21);
    expect(reasons.at(-1)).toBe('… and 480 more');
  });
});

it('of the largest kind fits into one append', async () => {
  const line = withAccount({
    limit: '999999999999999.99',
    debts: Array.from({ length: 500 }, (_, n) => ({
      order_id: `o${n}`.padEnd(135, '€'),
      used_on: '2025-10-31',
      due_on: '2025-11-30',
      amount: '1000000000000.01',
    })),
    known_order_ids: Array.from({ length: 1_000 }, (_, n) => `k${n}`),
    known_payment_references: Array.from({ length: 1_000 }, (_, n) => `p${n}`),
    metadata: Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`m${n}`, '€'.repeat(5)])),
  });
  expect(line.bytes.byteLength).toBeLessThanOrEqual(MAX_IMPORT_LINE_BYTES);
  expect(line.bytes.byteLength).toBeGreaterThan(MAX_IMPORT_LINE_BYTES * 0.9);
  const checked = await checkedLine(line, importing);
  if ('reasons' in checked) throw new Error(checked.reasons.join('\n'));
  const command = { ...checked.account, batchId: 'f'.repeat(64) };
  const plan = planBatch({
    definition: creditAccountDefinition,
    stream: checked.accountStream,
    folded: emptyFold(creditAccountDefinition.initial),
    commands: [
      {
        ...{ stream: checked.accountStream, tenant: 'acme/live', actor: 'haber-cli', correlationId: 'c' },
        keys: importKeys(command),
        decide: (state, context) => decideImport(state, command, context),
      },
    ],
    oldKeys: new Map(),
    nowMs: Date.parse(importing.now),
    newId: () => '',
    maxBytes: 850_000,
  });
  expect(plan.outcomes).toMatchObject([{ kind: 'accepted' }]);
});
