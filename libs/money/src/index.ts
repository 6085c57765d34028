export {
  type AmountParse,
  type AmountRefusal,
  BELOW_MINOR,
  canonicalDecimal,
  formatAmount,
  parseAmount,
  rescaled,
} from './amount';
export { amountText, currencyDigits, digitsOf } from './currencies';
export { type DayCount, daysBetween, yearBasis } from './day-count';
export { interestMinor, type InterestRun, interestUnrounded } from './interest';
export { parseRate, percentOf, type Rate } from './rate';
export { exactly, round, roundHalfEven, type Rounding, type Unrounded } from './rounding';
