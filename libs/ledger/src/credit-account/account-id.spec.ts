import { commercialCreditStream, publicId, uuidOf } from '../streams';
import { accountStream, isAccountOf } from './account-id';

const stream = commercialCreditStream('demo/test', 'customer-42');

it.each([publicId('credit', uuidOf(stream)), stream])('%s names the account', (name) => {
  expect(accountStream(name)).toBe(stream);
});

it.each([
  '',
  'customer-42',
  uuidOf(stream),
  publicId('usage', uuidOf(stream)),
  stream.replace('account-', 'customer-'),
  stream.toUpperCase(),
  `${stream} `,
  `x${stream}`,
  publicId('credit', uuidOf(stream)).slice(0, -1),
])('%j names none', (name) => expect(accountStream(name)).toBeUndefined());

it('belongs to the tenant and the customer that it derives from, and to nobody else', () => {
  const account = { customerId: 'customer-42' };
  expect(isAccountOf('demo/test', stream, account)).toBe(true);
  expect(isAccountOf('demo/live', stream, account)).toBe(false);
  expect(isAccountOf('acme/test', stream, account)).toBe(false);
  expect(isAccountOf('demo/test', stream, { customerId: 'customer-43' })).toBe(false);
});
