import { type BusMessage, PoisonMessage } from '@haber/bus';
import { parkingKeyOf, readMessage } from './transactions';

const SALE = {
  transaction_id: 't-1',
  customer_id: 'c-1',
  amount: '125.50',
  currency: 'USD',
  type: 'processed',
  occurred_at: '2025-11-24T10:00:00Z',
};

function message(value: unknown, more: Partial<BusMessage> = {}): BusMessage {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return { topic: 't', key: 'c-1', value: Buffer.from(text), headers: { tenant: 'acme/live' }, ...more };
}

describe('a message of the topic', () => {
  it('names its tenant in a header, or as a member', () => {
    const read = {
      tenant: 'acme/live',
      transaction: { transactionId: 't-1', customerId: 'c-1', amountMinor: 12_550n },
    };
    expect(readMessage(message(SALE))).toMatchObject(read);
    expect(readMessage(message({ ...SALE, tenant: 'acme/live' }, { headers: {} }))).toMatchObject(read);
    expect(readMessage(message({ ...SALE, tenant: 'acme/live' }))).toMatchObject(read);
  });

  it.each<[string, BusMessage, string]>([
    ['without a tenant', message(SALE, { headers: {} }), 'no tenant'],
    ['with a tenant in no mode', message(SALE, { headers: { tenant: 'acme' } }), 'no tenant'],
    ['with two tenants', message({ ...SALE, tenant: 'acme/test' }), 'another tenant'],
    ['under another key than its customer', message(SALE, { key: 'c-2' }), 'not the customer_id'],
    ['that is no transaction', message({ ...SALE, amount: '-1' }), 'validation_error: /amount'],
    ['that is no JSON', message('{'), 'bad JSON'],
    ['that is no object', message([SALE]), 'bad JSON: no object'],
    ['that is no text', message('', { value: Buffer.of(0xff) }), 'not UTF-8'],
    ['of nothing', message('', { value: null }), 'bad JSON'],
  ])('%s is poison, and says why', (_, poison, cause) => {
    expect(() => readMessage(poison)).toThrow(PoisonMessage);
    expect(() => readMessage(poison)).toThrow(cause);
  });
});

describe('what a message parks', () => {
  const untenanted = { headers: {} };

  it.each<[string, BusMessage, string]>([
    ['its tenant’s customer, by the header', message(SALE), 'acme/live/c-1'],
    ['that of another mode as another one', message(SALE, { headers: { tenant: 'acme/test' } }), 'acme/test/c-1'],
    ['the same by the member', message({ ...SALE, tenant: 'acme/live' }, untenanted), 'acme/live/c-1'],
    ['by the header, though the value is no JSON', message('{'), 'acme/live/c-1'],
    ['by the header, also where the member contradicts', message({ ...SALE, tenant: 'b/test' }), 'acme/live/c-1'],
    ['the key, without a tenant', message(SALE, untenanted), 'c-1'],
    ['the key, where the value is no JSON', message('{', untenanted), 'c-1'],
    ['the key, where there is no value', message('', { ...untenanted, value: null }), 'c-1'],
    ['the key, where the member is no tenant', message({ ...SALE, tenant: ['acme/live'] }, untenanted), 'c-1'],
    [
      'the key, where the header is no tenant',
      message({ ...SALE, tenant: 'acme/live' }, { headers: { tenant: '' } }),
      'c-1',
    ],
    [
      'nobody’s customer, though the key looks like one',
      message('{', { ...untenanted, key: 'acme/live/c-1' }),
      '_/acme/live/c-1',
    ],
  ])('%s', (_, of, key) => {
    expect(parkingKeyOf(of)).toBe(key);
  });

  it('is told by the header alone where there is one', () => {
    const value = new Proxy(Buffer.from('{'), {
      get: () => {
        throw new Error('the value was read');
      },
    });
    expect(parkingKeyOf(message('', { value }))).toBe('acme/live/c-1');
    expect(parkingKeyOf(message('', { value, headers: { tenant: 'nobody' } }))).toBe('c-1');
  });
});
