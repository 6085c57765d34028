import Big from 'big.js';
import { exactly, round, roundHalfEven } from './rounding';

describe('rounding', () => {
  it.each([
    ['0.5', 0n, 1n],
    ['1.5', 2n, 2n],
    ['2.5', 2n, 3n],
    ['2.4999999999', 2n, 2n],
    ['2.5000000001', 3n, 3n],
    ['-0.5', 0n, -1n],
    ['-1.5', -2n, -2n],
    ['-2.5', -2n, -3n],
    ['-2.6', -3n, -3n],
    ['0', 0n, 0n],
    ['7', 7n, 7n],
    ['1200', 1200n, 1200n],
  ])('%s is %s half-even and %s half-up', (text, even, up) => {
    expect(roundHalfEven(new Big(text))).toBe(even);
    expect(round(exactly(new Big(text)), 'half-up')).toBe(up);
  });

  it('sees a half behind a fraction that no decimal ends', () => {
    expect(round({ numerator: 3n * 10n ** 30n + 1n, denominator: 2n * 10n ** 30n })).toBe(2n);
    expect(round({ numerator: 10n ** 30n, denominator: 2n * 10n ** 30n })).toBe(0n);
    expect(round({ numerator: 10n ** 30n + 1n, denominator: 2n * 10n ** 30n })).toBe(1n);
  });
});
