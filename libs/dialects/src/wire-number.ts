/**
 * Amounts on their way out: a JSON number with exactly the currency's decimals (`10000.00`), which a float would not
 * keep. `JSON.stringify` writes a `WireNumber` as it is.
 */
import { formatAmount } from '@haber/money';

export interface WireNumber {
  readonly rawJSON: string;
}

const { rawJSON } = JSON as unknown as { rawJSON(text: string): WireNumber };

/** `minor`: minor units of a currency with `currencyDigits` decimals. */
export function wireAmount(minor: bigint, currencyDigits: number): WireNumber {
  return rawJSON(formatAmount(minor, currencyDigits));
}

/** What may still be spent: these dialects never show it negative (domain.md §2). */
export function wireAvailable(minor: bigint, currencyDigits: number): WireNumber {
  return wireAmount(minor < 0n ? 0n : minor, currencyDigits);
}
