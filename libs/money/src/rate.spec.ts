import { parseRate, percentOf, type Rate } from './rate';

function rate(percent: string): Rate {
  const parsed = parseRate(percent);
  if (parsed === undefined) throw new Error(`${percent} is no rate`);
  return parsed;
}

describe('parseRate', () => {
  it.each(['0', '36', '36.5', '24.99', '0.0000000001', '9999.9999999999'])('%s', (text) => {
    expect(rate(text).percent.toFixed(10)).toBe(
      text.includes('.') ? text.padEnd(text.indexOf('.') + 11, '0') : `${text}.0000000000`,
    );
  });

  it.each(['', '-1', '+1', '1e1', '36,5', '.5', '5.', '036', '10000', '0.12345678901', 'NaN', '٣', '1\n'])(
    'refuses %j',
    (text) => {
      expect(parseRate(text)).toBeUndefined();
    },
  );

  it('yields decimals that refuse floats', () => {
    expect(() => rate('10').percent.times(0.1)).toThrow();
  });
});

describe('percentOf', () => {
  it.each([
    ['200 split 30/70: 60 to interest (golden)', 20000n, '30', 6000n],
    ['a half goes to the even cent', 50n, '1', 0n],
    ['a half goes to the even cent', 150n, '1', 2n],
    ['negative amounts mirror', -150n, '1', -2n],
    ['all', 12345n, '100', 12345n],
    ['nothing', 12345n, '0', 0n],
  ])('%s', (_case, minor, percent, expected) => {
    expect(percentOf(minor, rate(percent))).toBe(expected);
  });

  it('rounds as the product says', () => {
    expect(percentOf(50n, rate('1'), 'half-up')).toBe(1n);
  });
});
