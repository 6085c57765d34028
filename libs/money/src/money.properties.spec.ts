import fc from 'fast-check';
import { formatAmount, parseAmount } from './amount';
import { type DayCount, daysBetween } from './day-count';
import { interestMinor, type InterestRun, interestUnrounded } from './interest';
import { parseRate, percentOf, type Rate } from './rate';
import { round, type Unrounded } from './rounding';

const runs = { numRuns: 2000 };
const digits = fc.integer({ min: 0, max: 4 });
const minors = fc.bigInt({ min: 0n, max: 10n ** 15n - 1n });
const dayCounts = fc.constantFrom<DayCount>('ACT/365F', 'ACT/360', '30/360');
const fractions = fc.record({ numerator: fc.bigInt(), denominator: fc.bigInt({ min: 1n, max: 10n ** 30n }) });
const halves = fc.bigInt().map((n): Unrounded => ({ numerator: 2n * n + 1n, denominator: 2n }));
const dates = fc
  .date({ min: new Date('1970-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const rates = fc
  .tuple(fc.integer({ min: 0, max: 9999 }), fc.integer({ min: 0, max: 9999 }))
  .map(([whole, rest]): Rate => {
    const rate = parseRate(`${whole}.${String(rest).padStart(4, '0')}`);
    if (rate === undefined) throw new Error('unparsed rate');
    return rate;
  });
const interestRuns = fc.array(
  fc.record({ days: fc.integer({ min: 0, max: 400 }), balanceMinor: minors, annualRate: rates }),
  { maxLength: 6 },
);

function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function wholeRuns(all: InterestRun[]): bigint {
  return all.reduce((sum, { days, balanceMinor }) => sum + BigInt(days) * balanceMinor, 0n);
}

describe('money, always', () => {
  it('parse undoes format', () => {
    const back = (minor: bigint, decimals: number) =>
      expect(parseAmount(formatAmount(minor, decimals), decimals)).toEqual({ ok: true, minor });
    fc.assert(fc.property(minors, digits, back), runs);
  });

  it('a negative amount is its mirror, and is not parsed', () => {
    const mirrored = (minor: bigint, decimals: number) => {
      expect(formatAmount(-minor, decimals)).toBe(`-${formatAmount(minor, decimals)}`);
      expect(parseAmount(formatAmount(-minor, decimals), decimals)).toEqual({ ok: false, reason: 'negative' });
    };
    fc.assert(fc.property(fc.bigInt({ min: 1n, max: 10n ** 15n - 1n }), digits, mirrored), runs);
  });

  it('any text is exact or refused: what is accepted reads back as the same number', () => {
    const text = fc.stringMatching(/^-?[0-9]{0,17}\.?[0-9]{0,6}e?$/);
    const exactOrRefused = (input: string, decimals: number) => {
      const parsed = parseAmount(input, decimals);
      if (!parsed.ok) return;
      const canonical = (t: string) => (t.includes('.') ? t.replace(/0*$/, '').replace(/\.$/, '') : t);
      expect(canonical(formatAmount(parsed.minor, decimals))).toBe(canonical(input));
    };
    fc.assert(fc.property(text, digits, exactOrRefused), runs);
  });

  it('rounding moves by half a unit at most, and a half goes to the even neighbour', () => {
    const nearest = (value: Unrounded) =>
      expect(abs(round(value) * value.denominator - value.numerator) * 2n <= value.denominator).toBe(true);
    fc.assert(fc.property(fractions, nearest), runs);
    fc.assert(
      fc.property(halves, (half) => expect(round(half) % 2n).toBe(0n)),
      runs,
    );
  });

  it('rounding is symmetric about zero and blind to the form of the fraction', () => {
    const sameWay = ({ numerator, denominator }: Unrounded, factor: bigint) => {
      expect(round({ numerator: -numerator, denominator })).toBe(-round({ numerator, denominator }));
      expect(round({ numerator: numerator * factor, denominator: denominator * factor })).toBe(
        round({ numerator, denominator }),
      );
    };
    fc.assert(fc.property(fractions, fc.bigInt({ min: 1n, max: 10n ** 9n }), sameWay), runs);
  });

  it('a split by percent loses nothing and never exceeds the whole', () => {
    const within = (minor: bigint, percent: number) => {
      const rate = parseRate(String(percent));
      if (rate === undefined) throw new Error('unparsed rate');
      const part = percentOf(minor, rate);
      expect(part >= 0n && part <= minor).toBe(true);
      expect(abs(part * 100n - minor * BigInt(percent)) <= 50n).toBe(true);
    };
    fc.assert(fc.property(minors, fc.integer({ min: 0, max: 100 }), within), runs);
  });

  it('interest does not depend on where runs are cut, nor on their order', () => {
    const cutAnywhere = (all: InterestRun[], dayCount: DayCount) => {
      const daily = all.flatMap(({ days, ...run }) => [
        { ...run, days: days >> 1 },
        { ...run, days: days - (days >> 1) },
      ]);
      expect(interestMinor(daily.reverse(), { dayCount })).toBe(interestMinor(all, { dayCount }));
    };
    fc.assert(fc.property(interestRuns, dayCounts, cutAnywhere), runs);
  });

  it('interest is the textbook formula on the money-days when the rate is one', () => {
    const textbook = (all: InterestRun[], rate: Rate) => {
      const same = all.map((run) => ({ ...run, annualRate: rate }));
      const { numerator, denominator } = interestUnrounded(same, 'ACT/365F');
      const percent = BigInt(rate.percent.times('10000').toFixed(0));
      expect(numerator * 365n * 100n * 10000n).toBe(wholeRuns(same) * percent * denominator);
    };
    fc.assert(fc.property(interestRuns, rates, textbook), runs);
  });

  it('day counts are additive: a cut at any date keeps the number of days', () => {
    const additive = (a: string, b: string, c: string, dayCount: DayCount) =>
      expect(daysBetween(a, b, dayCount) + daysBetween(b, c, dayCount)).toBe(daysBetween(a, c, dayCount));
    fc.assert(fc.property(dates, dates, dates, dayCounts, additive), runs);
  });
});
