// Amounts that are not yet whole minor units, as exact fractions, and the one place where they become whole.
// Nothing is lost before `round`: a third stays a third, however many are added up.
import type { Big } from 'big.js';

/** A quantity of minor units, exact. The denominator is positive; the fraction need not be in lowest terms. */
export interface Unrounded {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** Where a half goes: to the even neighbour, or away from zero. A product's term; half-even if it says nothing. */
export type Rounding = 'half-even' | 'half-up';

/** The nearest whole minor unit; only an exact half depends on the mode. */
export function round({ numerator, denominator }: Unrounded, mode: Rounding = 'half-even'): bigint {
  const magnitude = numerator < 0n ? -numerator : numerator;
  const floor = magnitude / denominator;
  const twiceRest = (magnitude % denominator) * 2n;
  const half = twiceRest === denominator && (mode === 'half-up' || floor % 2n === 1n);
  const rounded = floor + (twiceRest > denominator || half ? 1n : 0n);
  return numerator < 0n ? -rounded : rounded;
}

/** The same quantity as a fraction: every finite decimal is one. */
export function exactly(decimal: Big): Unrounded {
  const decimals = decimal.c.length - 1 - decimal.e;
  const coefficient = BigInt(decimal.c.join('')) * BigInt(decimal.s);
  if (decimals <= 0) return { numerator: coefficient * 10n ** BigInt(-decimals), denominator: 1n };
  return { numerator: coefficient, denominator: 10n ** BigInt(decimals) };
}

/** A decimal number of minor units, rounded half-even. */
export function roundHalfEven(decimal: Big): bigint {
  return round(exactly(decimal));
}
