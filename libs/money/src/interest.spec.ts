import type { DayCount } from './day-count';
import { interestMinor, type InterestRun, interestUnrounded } from './interest';
import { parseRate } from './rate';

function run(days: number, balanceMinor: bigint, percent: string): InterestRun {
  const annualRate = parseRate(percent);
  if (annualRate === undefined) throw new Error(`${percent} is no rate`);
  return { days, balanceMinor, annualRate };
}

const twoRuns = [run(15, 100_000n, '36.5'), run(15, 150_000n, '36.5')];

describe('golden numbers of interest (domain.md §6)', () => {
  it.each<[string, InterestRun[], DayCount, bigint]>([
    ['1,000 for 15 days, then 1,500 for 15 days, 36.5 %: 37.50, not compounded daily', twoRuns, 'ACT/365F', 3750n],
    ['10,000 at 36 %, 30 days of 365: 295.89', [run(30, 1_000_000n, '36')], 'ACT/365F', 29589n],
    ['10,000 at 36 %, 30 days of 360: 300.00', [run(30, 1_000_000n, '36')], 'ACT/360', 30000n],
    ['10,000 at 36 %, a month of 30/360: 300.00', [run(30, 1_000_000n, '36')], '30/360', 30000n],
    ['333.33 at 24.99 %, 30 days of 365: 6.85, not rounded daily', [run(30, 33333n, '24.99')], 'ACT/365F', 685n],
    ['no run, no interest', [], 'ACT/365F', 0n],
  ])('%s', (_case, runs, dayCount, expected) => {
    expect(interestMinor(runs, { dayCount })).toBe(expected);
  });

  it('rounds as the product says', () => {
    const halfCent = [run(1, 365_00n, '0.5')];
    expect(interestUnrounded(halfCent, 'ACT/365F')).toMatchObject({ numerator: 182500n, denominator: 365000n });
    expect(interestMinor(halfCent, { dayCount: 'ACT/365F' })).toBe(0n);
    expect(interestMinor(halfCent, { dayCount: 'ACT/365F', rounding: 'half-up' })).toBe(1n);
  });
});
