/** Lines of import files: what is read, what is refused with its place, and that the schema says the same. */
import { accountToImport } from '@haber/testing';
import { Ajv2020 } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import * as fc from 'fast-check';
import { parse as parseJson } from 'lossless-json';
import { importLineSchema, parseImportLine } from './line';

const ajv = new Ajv2020({ strict: false });
addFormats(ajv);
const accepts = ajv.compile(importLineSchema());

/** As it comes from a file: every number with its own digits. */
const read = (line: unknown) => parseImportLine(parseJson(JSON.stringify(line)));

const good = accountToImport(2);
type Parts = Record<string, unknown>;
const withCustomer = (of: Parts): unknown => ({ ...good, customer: { ...good.customer, ...of } });
const withAccount = (of: Parts): unknown => ({ ...good, account: { ...good.account, ...of } });
const withDebt = (of: Parts): unknown =>
  withAccount({ debts: [good.account.debts[0], { ...good.account.debts[1], ...of }] });

describe('a line', () => {
  it('is read whole, money exactly', () => {
    expect(read(withAccount({ known_order_ids: ['a'], known_payment_references: ['b'] }))).toEqual({
      ok: true,
      value: {
        customer: {
          id: 'moved-2',
          type: 'company',
          personal: { legalName: 'Canario moved-2, S.A.', taxId: 'TAX-2', email: 'moved-2@example.org' },
          yearsInBusiness: null,
          externalId: null,
          metadata: { branch: 'b2' },
        },
        account: {
          externalId: 'old-moved-2',
          productCode: undefined,
          currency: undefined,
          status: 'active',
          limit: '5002.00',
          paymentTermDays: 30,
          openedAt: '2023-04-01T08:00:00.000Z',
          asOf: '2025-10-31',
          debts: [
            { orderId: 'moved-2-recent', usedOn: '2025-10-20', dueOn: '2025-11-19', amount: '102.02' },
            { orderId: 'moved-2-late', usedOn: '2025-09-15', dueOn: '2025-10-15', amount: '102.02' },
          ],
          knownOrderIds: ['a'],
          knownPaymentReferences: ['b'],
          metadata: {},
        },
      },
    });
  });

  it('takes an amount as a number too, with its own digits', () => {
    const line = parseJson(JSON.stringify(good).replace('"5002.00"', '123456789012345.67'));
    expect(parseImportLine(line)).toMatchObject({ value: { account: { limit: '123456789012345.67' } } });
  });

  it.each([
    ['no object', [], ['']],
    ['null', null, ['']],
    ['nothing in it', {}, ['/customer', '/account']],
    ['something unknown', { ...good, extra: 1 }, ['/extra']],
    ['a customer without an id', withCustomer({ id: undefined }), ['/customer/id']],
    ['a misspelt member', withAccount({ limmit: '1.00' }), ['/account/limmit']],
    ['an unknown status', withAccount({ status: 'closed' }), ['/account/status']],
    ['a negative limit', withAccount({ limit: '-1.00' }), ['/account/limit']],
    ['a term of no days', withAccount({ payment_term_days: 0 }), ['/account/payment_term_days']],
    ['a day that is none', withAccount({ as_of: '2025-02-29' }), ['/account/as_of']],
    ['an opening without a time', withAccount({ opened_at: '2023-04-01' }), ['/account/opened_at']],
    ['debts that are no list', withAccount({ debts: {} }), ['/account/debts']],
    ['no debts at all', withAccount({ debts: undefined }), ['/account/debts']],
    ['too many debts', withAccount({ debts: Array(501).fill(good.account.debts[0]) }), ['/account/debts']],
    ['a debt that is null', withAccount({ debts: [null] }), ['/account/debts/0']],
    ['a debt of nothing', withDebt({ amount: '0.00' }), ['/account/debts/1/amount']],
    ['a debt with an age', withDebt({ age: 'past_due' }), ['/account/debts/1/age']],
    ['a name that is none', withAccount({ known_order_ids: [''] }), ['/account/known_order_ids']],
    [
      'several things wrong at once',
      { customer: { ...good.customer, type: 'dog' }, account: { ...good.account, debts: [{}], status: 1 } },
      ['/customer/type', '/account/status'],
    ],
  ])('with %s is refused, and says where', (_, line, places) => {
    const parsed = read(line);
    expect(parsed.ok ? [] : parsed.errors.map((error) => 'pointer' in error && error.pointer)).toEqual(places);
  });

  it('tells at most so many wrong debts as anybody wants to read', () => {
    const parsed = read(withAccount({ debts: Array(500).fill({}) }));
    expect(parsed.ok ? 0 : parsed.errors.length).toBe(60);
  });
});

describe('the schema', () => {
  it('accepts the good one', () => {
    expect(accepts(good)).toBe(true);
  });

  const odd = fc.oneof(fc.jsonValue(), fc.constantFrom('', ' ', '0', '1.005', '2025-13-01', 'USD', 1e15, '\u0007'));
  const change = fc.record({ path: fc.nat(1_000), value: fc.option(odd, { nil: undefined }) });

  it('accepts every line that is accepted', () => {
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        const line = structuredClone(good) as unknown as Parts;
        for (const { path, value } of changes) changeAt(line, path, value);
        if (read(line).ok)
          expect({ line, valid: accepts(JSON.parse(JSON.stringify(line))) }).toMatchObject({ valid: true });
      }),
      { numRuns: 2_000 },
    );
  });

  it('refuses what is refused for its shape', () => {
    for (const line of [withAccount({ limit: '-1' }), withDebt({ extra: 1 }), withCustomer({ type: 'x' })]) {
      expect(accepts(line)).toBe(false);
    }
  });
});

/** The `at`-th of all members, at any depth; undefined removes it. */
function changeAt(line: Parts, at: number, value: unknown): void {
  const places: [Parts, string][] = [];
  const walk = (of: Parts): void =>
    Object.entries(of).forEach(([name, inside]) => {
      places.push([of, name]);
      if (typeof inside === 'object' && inside !== null) walk(inside as Parts);
    });
  walk(line);
  const [of, name] = places[at % places.length] ?? [line, 'customer'];
  if (value === undefined) delete of[name];
  else of[name] = value;
}
