import { LosslessNumber } from 'lossless-json';
import { parseTransaction, transactionsIn } from './requests';

const GOOD = {
  transaction_id: 't-1',
  customer_id: 'c-1',
  amount: '125.50',
  currency: 'USD',
  type: 'processed',
  occurred_at: '2025-11-24T10:00:00Z',
} as const;

describe('a transaction', () => {
  it('given in full, is read exactly', () => {
    const value = {
      transactionId: 't-1',
      customerId: 'c-1',
      amountMinor: 12_550n,
      currency: 'USD',
      type: 'processed',
      occurredAt: '2025-11-24T10:00:00.000Z',
    };
    expect(parseTransaction(GOOD)).toEqual({ ok: true, value });
    expect(parseTransaction({ ...GOOD, amount: new LosslessNumber('125.5') })).toEqual({ ok: true, value });
    expect(parseTransaction({ ...GOOD, amount: '999999999999999.99' })).toMatchObject({
      value: { amountMinor: 99_999_999_999_999_999n },
    });
    expect(parseTransaction({ ...GOOD, currency: 'KWD', amount: '0.001' })).toMatchObject({
      value: { amountMinor: 1n },
    });
  });

  it.each<[string, object, string]>([
    ['an amount of nothing', { amount: '0.00' }, '/amount'],
    ['a negative one', { amount: '-1' }, '/amount'],
    ['an exponent', { amount: new LosslessNumber('1e2') }, '/amount'],
    ['more decimals than the currency has', { amount: '1.001' }, '/amount'],
    ['a currency that is none', { currency: 'XAU' }, '/currency'],
    ['another type', { type: 'charged_back' }, '/type'],
    ['a time without a zone', { occurred_at: '2025-11-24T10:00:00' }, '/occurred_at'],
    ['a day that is none', { occurred_at: '2025-02-30T10:00:00Z' }, '/occurred_at'],
    ['an id that is too long', { transaction_id: 'x'.repeat(65) }, '/transaction_id'],
    ['null', { customer_id: null }, '/customer_id'],
    ['a member that nobody knows', { note: 'x' }, '/note'],
  ])('given %s, is refused where it is wrong', (_, wrong, pointer) => {
    expect(parseTransaction({ ...GOOD, ...wrong })).toMatchObject({ ok: false, errors: [{ pointer }] });
  });

  it('given no object, is refused', () => {
    for (const raw of [[], 'x', null, new LosslessNumber('1')]) expect(parseTransaction(raw).ok).toBe(false);
  });
});

describe('a body', () => {
  it('is one that is right, or a list of 1 to 1,000 that are looked at later', () => {
    expect(transactionsIn(GOOD)).toEqual({ ok: true, value: [GOOD] });
    expect(transactionsIn({ ...GOOD, amount: '0' }).ok).toBe(false);
    expect(transactionsIn([1, 'x'])).toEqual({ ok: true, value: [1, 'x'] });
    expect(transactionsIn([]).ok).toBe(false);
    expect(transactionsIn(Array.from({ length: 1_001 }, () => GOOD)).ok).toBe(false);
  });
});
