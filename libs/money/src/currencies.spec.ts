import { amountText, currencyDigits } from './currencies';

describe('currencyDigits', () => {
  it.each([
    ['USD', 2],
    ['MXN', 2],
    ['COP', 2],
    ['EUR', 2],
    ['XCG', 2],
    ['CLP', 0],
    ['PYG', 0],
    ['JPY', 0],
    ['ISK', 0],
    ['KWD', 3],
    ['CLF', 4],
  ])('%s has %i', (code, digits) => {
    expect(currencyDigits(code)).toBe(digits);
  });

  it.each(['XAU', 'XXX', 'usd', 'US', '', 'constructor', 'HRK'])('%j is no currency', (code) => {
    expect(currencyDigits(code)).toBeUndefined();
  });

  it('agrees with the platform on all 150 and more, except where custom has dropped the minor unit that ISO 4217 keeps', () => {
    const known = Intl.supportedValuesOf('currency').filter((code) => currencyDigits(code) !== undefined);
    const differing = known.filter((code) => ![0, currencyDigits(code)].includes(customaryDigits(code)));
    expect(known.length).toBeGreaterThan(150);
    expect(differing).toEqual([]);
  });
});

it('an amount is read with the decimals of its currency', () => {
  expect([amountText(19050n, 'USD'), amountText(5n, 'JPY'), amountText(7n, 'XAU')]).toEqual([
    ...['190.50 USD', '5 JPY', '7 XAU'],
  ]);
});

function customaryDigits(currency: string): number | undefined {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits;
}
