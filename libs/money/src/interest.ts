// Interest on daily balances: balance × annual rate ÷ day-count basis for each day, simple within the cycle, kept as
// an exact fraction and rounded once per bucket and cycle (domain.md §6). Rounding or compounding daily is the classic
// fault.
import { type DayCount, yearBasis } from './day-count';
import type { Rate } from './rate';
import { exactly, round, type Rounding, type Unrounded } from './rounding';

/** Days in a row with the same balance at the close of day and the same annual rate. */
export interface InterestRun {
  readonly days: number;
  readonly balanceMinor: bigint;
  readonly annualRate: Rate;
}

/** The exact interest of the runs, in minor units. */
export function interestUnrounded(runs: readonly InterestRun[], dayCount: DayCount): Unrounded {
  const perYear = 100n * yearBasis(dayCount);
  return runs.reduce<Unrounded>(
    (sum, run) => {
      const rate = exactly(run.annualRate.percent);
      return add(sum, {
        numerator: run.balanceMinor * BigInt(run.days) * rate.numerator,
        denominator: rate.denominator * perYear,
      });
    },
    { numerator: 0n, denominator: 1n },
  );
}

/** The interest to bill for the runs of one bucket and cycle: their exact sum, rounded once. */
export function interestMinor(
  runs: readonly InterestRun[],
  terms: { readonly dayCount: DayCount; readonly rounding?: Rounding },
): bigint {
  return round(interestUnrounded(runs, terms.dayCount), terms.rounding);
}

function add(a: Unrounded, b: Unrounded): Unrounded {
  if (a.denominator === b.denominator) return { numerator: a.numerator + b.numerator, denominator: a.denominator };
  const denominator = leastCommonMultiple(a.denominator, b.denominator);
  const numerator = a.numerator * (denominator / a.denominator) + b.numerator * (denominator / b.denominator);
  return { numerator, denominator };
}

function leastCommonMultiple(a: bigint, b: bigint): bigint {
  let [divisor, rest] = [a, b];
  while (rest !== 0n) [divisor, rest] = [rest, divisor % rest];
  return (a / divisor) * b;
}
