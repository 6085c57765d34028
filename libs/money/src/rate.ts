// Percentages as exact decimals. They come from text, never from a float: big.js in strict mode throws at one.
import Big from 'big.js';
import { round, type Rounding, exactly } from './rounding';

const StrictBig = Big();
StrictBig.strict = true;

const RATE = /^(0|[1-9][0-9]{0,3})(\.[0-9]{1,10})?$/;

/** A percentage, such as 24.99 a year or 30 of a payment. */
export interface Rate {
  readonly percent: Big;
}

/** A percentage from its plain decimal text, `24.99`; undefined for anything else, 10,000 % and more included. */
export function parseRate(percent: string): Rate | undefined {
  return RATE.test(percent) ? { percent: new StrictBig(percent) } : undefined;
}

/** `rate` percent of an amount in minor units, rounded once (domain.md §5, `split.interest`). */
export function percentOf(minor: bigint, rate: Rate, rounding: Rounding = 'half-even'): bigint {
  const { numerator, denominator } = exactly(rate.percent);
  return round({ numerator: numerator * minor, denominator: denominator * 100n }, rounding);
}
