// Amounts between their decimal text and integer minor units. The text is the raw token of a JSON body: it never
// passes through a float, and what cannot be told exactly is refused, never rounded.

const DECIMAL = /^(-?)(0|[1-9][0-9]*)(?:\.([0-9]+))?$/;
const MAX_INTEGER_DIGITS = 15;

/**
 * Every amount that is taken, and every limit, is below this, whatever the currency: far enough below what 64 bits of a
 * database hold, and what a bank's protocol has digits for.
 */
export const BELOW_MINOR = 10n ** 18n;

export type AmountRefusal = 'not_a_number' | 'negative' | 'too_precise' | 'too_large';
export type AmountParse = { ok: true; minor: bigint } | { ok: false; reason: AmountRefusal };

/**
 * Minor units of a plain decimal such as `1500.5` in a currency of `currencyDigits` decimals (contract.md, "Common").
 * Zeros beyond the currency's decimals are fine; exponents, signs, other scripts' digits and over 15 integer digits
 * are not. `-0` is refused as negative.
 */
export function parseAmount(digits: string, currencyDigits: number): AmountParse {
  const match = DECIMAL.exec(digits);
  if (match === null) return { ok: false, reason: 'not_a_number' };
  const [, sign, whole = '', fraction = ''] = match;
  if (sign === '-') return { ok: false, reason: 'negative' };
  if (whole.length > MAX_INTEGER_DIGITS) return { ok: false, reason: 'too_large' };
  if (!/^0*$/.test(fraction.slice(currencyDigits))) return { ok: false, reason: 'too_precise' };
  return { ok: true, minor: BigInt(whole + fraction.slice(0, currencyDigits).padEnd(currencyDigits, '0')) };
}

/** The decimal text of an amount with all of the currency's decimals: `formatAmount(-5n, 2)` is `-0.05`. */
export function formatAmount(minor: bigint, currencyDigits: number): string {
  const sign = minor < 0n ? '-' : '';
  const digits = (minor < 0n ? -minor : minor).toString().padStart(currencyDigits + 1, '0');
  if (currencyDigits === 0) return sign + digits;
  return `${sign}${digits.slice(0, -currencyDigits)}.${digits.slice(-currencyDigits)}`;
}

/** The one text of an amount, whatever the scale that it was read in: `125`, `125.5`. */
export function canonicalDecimal(minor: bigint, currencyDigits: number): string {
  const text = formatAmount(minor, currencyDigits);
  return currencyDigits === 0 ? text : text.replace(/\.?0+$/, '');
}

/** The same amount with another number of decimals; undefined when it has more than that. */
export function rescaled(minor: bigint, fromDigits: number, toDigits: number): bigint | undefined {
  if (toDigits >= fromDigits) return minor * 10n ** BigInt(toDigits - fromDigits);
  const unit = 10n ** BigInt(fromDigits - toDigits);
  return minor % unit === 0n ? minor / unit : undefined;
}
