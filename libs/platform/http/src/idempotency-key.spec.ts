import { parseIdempotencyKey } from './idempotency-key';
import { PARAMETERS } from './openapi/headers';

/** What the OpenAPI document says of it. Spaces around a header's value never reach anybody. */
const declared = (header: string): boolean =>
  new RegExp(PARAMETERS.IdempotencyKey.schema.pattern, 'u').test(header.trim());

describe('the Idempotency-Key header', () => {
  it.each([
    ['"8e03978e-40d5-43dd-bc93-6894a57f9324"', '8e03978e-40d5-43dd-bc93-6894a57f9324'],
    ['8e03978e-40d5-43dd-bc93-6894a57f9324', '8e03978e-40d5-43dd-bc93-6894a57f9324'],
    ['  "a b"  ', 'a b'],
    ['"a\\"b\\\\c"', 'a"b\\c'],
    ['k'.repeat(255), 'k'.repeat(255)],
    [`"${'k'.repeat(255)}"`, 'k'.repeat(255)],
    ['a"b\\c', 'a"b\\c'],
    ['" "', ' '],
  ])('reads %s, as the document says', (header, key) => {
    expect(parseIdempotencyKey(header)).toBe(key);
    expect(declared(header)).toBe(true);
  });

  it.each([
    '',
    '   ',
    '""',
    '"',
    '"open',
    '"a"b',
    '"a\\n"',
    'k'.repeat(256),
    `"${'k'.repeat(256)}"`,
    'a\tb',
    'a\u0000',
    'clé',
    '\u007f',
  ])('refuses %j, as the document says', (header) => {
    expect(parseIdempotencyKey(header)).toBeUndefined();
    expect(declared(header)).toBe(false);
  });
});
