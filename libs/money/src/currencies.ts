// ISO 4217, list one: every active code that has a minor unit, by its number of decimals. Codes without one (metals,
// XDR, testing) are absent, so that no account can be opened in them.

import { formatAmount } from './amount';

const CODES_BY_DIGITS: ReadonlyArray<readonly [digits: number, codes: string]> = [
  [0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'],
  [
    2,
    'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF ' +
      'CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL ' +
      'HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU ' +
      'MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR ' +
      'SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED ' +
      'VES WST XAD XCD XCG YER ZAR ZMW ZWG',
  ],
  [3, 'BHD IQD JOD KWD LYD OMR TND'],
  [4, 'CLF UYW'],
];

const DIGITS: ReadonlyMap<string, number> = new Map(
  CODES_BY_DIGITS.flatMap(([digits, codes]) => codes.split(' ').map((code): [string, number] => [code, digits])),
);

/** Decimals of a currency's minor unit (USD 2, JPY 0, KWD 3), undefined for a code that ISO 4217 does not list. */
export function currencyDigits(code: string): number | undefined {
  return DIGITS.get(code);
}

/** Decimals of a currency that an account already has. @throws RangeError for a code that ISO 4217 does not list */
export function digitsOf(code: string): number {
  const digits = currencyDigits(code);
  if (digits === undefined) throw new RangeError(`${code} is no currency`);
  return digits;
}

/** As people read it: `190.50 USD`; of what is no currency here, the units as they are. */
export function amountText(minor: bigint, currency: string): string {
  return `${formatAmount(minor, currencyDigits(currency) ?? 0)} ${currency}`;
}
