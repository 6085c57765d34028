import { canonicalDecimal, formatAmount, parseAmount, rescaled } from './amount';

describe('parseAmount', () => {
  it.each([
    ['0', 2, 0n],
    ['0.00', 2, 0n],
    ['1500', 2, 150000n],
    ['1500.5', 2, 150050n],
    ['0.1', 2, 10n],
    ['0.30', 2, 30n],
    ['10000.00', 2, 1000000n],
    ['7.5000000000', 2, 750n],
    ['1500.000', 0, 1500n],
    ['1.234', 3, 1234n],
    ['0.0001', 4, 1n],
    ['999999999999999.99', 2, 99999999999999999n],
    ['9007199254740993', 0, undefined],
    ['900719925474099.31', 2, 90071992547409931n],
  ])('%s with %i decimals', (text, digits, minor) => {
    const expected = minor === undefined ? { ok: false, reason: 'too_large' } : { ok: true, minor };
    expect(parseAmount(text, digits)).toEqual(expected);
  });

  it.each([
    ['1.999', 2, 'too_precise'],
    ['0.001', 2, 'too_precise'],
    ['1.0001', 3, 'too_precise'],
    ['0.5', 0, 'too_precise'],
    ['1000000000000000', 2, 'too_large'],
    ['1000000000000000.00', 2, 'too_large'],
    ['-0', 2, 'negative'],
    ['-0.00', 2, 'negative'],
    ['-1', 2, 'negative'],
    ['1e3', 2, 'not_a_number'],
    ['1E3', 2, 'not_a_number'],
    ['-1e3', 2, 'not_a_number'],
    ['1e-2', 2, 'not_a_number'],
    ['"1000"', 2, 'not_a_number'],
    ['NaN', 2, 'not_a_number'],
    ['Infinity', 2, 'not_a_number'],
    ['１０００', 2, 'not_a_number'],
    ['٣', 2, 'not_a_number'],
    ['01', 2, 'not_a_number'],
    ['00', 2, 'not_a_number'],
    ['.5', 2, 'not_a_number'],
    ['5.', 2, 'not_a_number'],
    ['+5', 2, 'not_a_number'],
    ['1,000', 2, 'not_a_number'],
    ['1_000', 2, 'not_a_number'],
    ['0x10', 2, 'not_a_number'],
    ['', 2, 'not_a_number'],
    [' 1', 2, 'not_a_number'],
    ['1 ', 2, 'not_a_number'],
    ['1\n', 2, 'not_a_number'],
    ['null', 2, 'not_a_number'],
    ['[1]', 2, 'not_a_number'],
  ])('refuses %j with %i decimals: %s', (text, digits, reason) => {
    expect(parseAmount(text, digits)).toEqual({ ok: false, reason });
  });

  it('takes no longer than linear time for a hostile tail', () => {
    expect(parseAmount(`1.${'0'.repeat(1_000_000)}1`, 2)).toEqual({ ok: false, reason: 'too_precise' });
  });
});

describe('formatAmount', () => {
  it.each([
    [1000000n, 2, '10000.00'],
    [0n, 2, '0.00'],
    [5n, 2, '0.05'],
    [-5n, 2, '-0.05'],
    [-123456n, 2, '-1234.56'],
    [7n, 0, '7'],
    [-7n, 0, '-7'],
    [0n, 0, '0'],
    [1n, 3, '0.001'],
    [99999999999999999n, 2, '999999999999999.99'],
  ])('%s with %i decimals is %s', (minor, digits, text) => {
    expect(formatAmount(minor, digits)).toBe(text);
  });
});

describe('an amount in another scale', () => {
  it.each([
    [12_550n, 2, '125.5'],
    [12_500n, 2, '125'],
    [10_000n, 0, '10000'],
    [0n, 2, '0'],
    [1n, 3, '0.001'],
    [-12_500n, 2, '-125'],
  ])('%p with %p decimals is written %s', (minor, digits, text) => expect(canonicalDecimal(minor, digits)).toBe(text));

  it.each([
    [12_500n, 2, 2, 12_500n],
    [12_500n, 2, 0, 125n],
    [12_501n, 2, 0, undefined],
    [12_501n, 2, 3, 125_010n],
    [0n, 2, 0, 0n],
  ])('%p with %p decimals is, with %p, %p', (minor, from, to, expected) =>
    expect(rescaled(minor, from, to)).toBe(expected),
  );
});
