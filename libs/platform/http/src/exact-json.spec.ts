import { LosslessNumber } from 'lossless-json';
import { exactDecimal, MalformedJson, parseExactJson } from './exact-json';

const digitsOf = (text: string): unknown => (parseExactJson(text) as LosslessNumber).value;
const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

describe('reading exact JSON', () => {
  it.each([
    '0',
    '-0',
    '10000.00',
    '0.30000000000000004',
    '1e3',
    '1E+400',
    '-1.5e-7',
    '9007199254740993',
    '9'.repeat(400),
  ])('keeps the digits of %s', (digits) => {
    expect(digitsOf(digits)).toBe(digits);
    expect(digitsOf(` \t\r\n${digits} `)).toBe(digits);
  });

  it('reads every kind of value', () => {
    const text = '{"a":[1,{"b":null}],"c":true,"d":false,"e":"x","":{},"f":[]}';
    expect(parseExactJson(text)).toEqual({
      a: [new LosslessNumber('1'), { b: null }],
      c: true,
      d: false,
      e: 'x',
      '': {},
      f: [],
    });
  });

  it('reads escapes, pairs of surrogates and names that only sound dangerous', () => {
    expect(parseExactJson('"\\u00e1\\n\\"\\\\\\/\\ud83d\\ude00😀"')).toBe('á\n"\\/😀😀');
    expect(parseExactJson('{"toString":1,"hasOwnProperty":2,"__proto":3}')).toEqual({
      toString: new LosslessNumber('1'),
      hasOwnProperty: new LosslessNumber('2'),
      __proto: new LosslessNumber('3'),
    });
  });

  it.each([
    ['the same key twice', '{"amount":1,"amount":2}'],
    ['the same key twice with equal values', '{"amount":1,"amount":1}'],
    ['a duplicate by escape', '{"amount":1,"\\u0061mount":1}'],
    ['a duplicate deep inside', '[{"a":{"b":1,"b":1}}]'],
    ['__proto__', '{"__proto__":{"admin":true}}'],
    ['an escaped __proto__', '{"\\u005f_proto__":{"admin":true}}'],
    ['constructor', '{"constructor":{"prototype":{}}}'],
    ['prototype', '{"a":{"prototype":1}}'],
    ['a lone high surrogate', '"\\ud800"'],
    ['a lone low surrogate in a key', '{"\\udc00":1}'],
    ['surrogates the wrong way round', '"\\ude00\\ud83d"'],
    ['a raw lone surrogate', '"\ud800"'],
    ['nesting over 32', nested(33)],
    ['nesting without end', '['.repeat(500_000)],
    ['objects without end', '{"a":'.repeat(200_000)],
  ])('refuses %s', (_, text) => {
    expect(() => parseExactJson(text)).toThrow(MalformedJson);
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  it('takes nesting of 32', () => {
    expect(JSON.stringify(parseExactJson(nested(32)))).toBe(nested(32));
  });

  it.each([
    ...['', ' ', '{', '}', '[', '[1', '[1,]', '[,1]', '{"a"}', '{"a":}', '{"a":1,}', '{a:1}', "{'a':1}", '{"a" 1}'],
    ...['01', '+1', '.5', '1.', '1e', '1e+', '-', '--1', '0x10', '1_000', 'NaN', 'Infinity', '-Infinity', '１２', '١'],
    ...['tru', 'True', 'nul', 'undefined', 'true false', '1 2', '"a" "b"', '"', '"\\', '"\\x"', '"\\u12"', '"\\u{61}"'],
    ...[
      '"a\nb"',
      '"a\u0000b"',
      '"\\u00e1\n"',
      '\ufeff{}',
      '\u00a01',
      '/* */1',
      '1//',
      '[1 2]',
      '{"a":1 "b":2}',
      '[}',
      '{]',
    ],
  ])('refuses %j', (text) => {
    expect(() => parseExactJson(text)).toThrow(MalformedJson);
  });

  it('says where, and does not repeat what was sent', () => {
    expect(() => parseExactJson('{"a":1,"secret":}')).toThrow('expected a value at position 16');
  });
});

describe('writing exact decimals', () => {
  it.each(['0', '-0.05', '10000.00', '999999999999999.99', '0.30000000000000004'])('writes %s as it is', (digits) => {
    expect(JSON.stringify({ amount: exactDecimal(digits) })).toBe(`{"amount":${digits}}`);
  });

  it.each(['', '1e3', '01', '1.', '.5', '+1', 'NaN', '1,"x":2', '"1"', 'null', ' 1', '１'])('refuses %j', (digits) => {
    expect(() => exactDecimal(digits)).toThrow(TypeError);
  });
});
