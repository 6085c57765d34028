import { LosslessNumber } from 'lossless-json';
import { masked } from './answers';
import { parseDecideVerification, parsePutBankAccount } from './requests';

const GOOD = {
  customer_id: 'customer_42',
  bank: 'Banco Uno',
  account_type: 'checking',
  account_number: '000-123456',
  holder_name: 'Ana',
  currency: 'USD',
};

function placesOf(parsed: ReturnType<typeof parsePutBankAccount | typeof parseDecideVerification>): string[] {
  return parsed.ok ? [] : parsed.errors.map((error) => ('pointer' in error ? error.pointer : ''));
}

describe('putting a bank account', () => {
  it('reads what is said', () => {
    expect(parsePutBankAccount({ ...GOOD, external_id: 'x' })).toEqual({
      ok: true,
      value: {
        customerId: 'customer_42',
        bank: 'Banco Uno',
        accountType: 'checking',
        personal: { accountNumber: '000-123456', holderName: 'Ana' },
        currency: 'USD',
        externalId: 'x',
        metadata: {},
      },
    });
  });

  it.each([
    ['account_number', new LosslessNumber('123456')],
    ['account_number', '123'],
    ['account_number', '1'.repeat(65)],
    ['account_number', '-123456'],
    ['account_number', '１２３４５'],
    ['account_number', '1234\n'],
    ['account_type', 'gold'],
    ['currency', 'usd'],
    ['currency', 'ZZZ'],
    ['currency', 'XAU'],
    ['holder_name', ''],
    ['bank', null],
    ['customer_id', undefined],
    ['verification', 'verified'],
  ])('refuses %s: %p', (member, value) => {
    expect(placesOf(parsePutBankAccount({ ...GOOD, [member]: value }))).toEqual([`/${member}`]);
  });

  it.each(Object.keys(GOOD))('demands %s', (member) => {
    const { [member as keyof typeof GOOD]: _, ...rest } = GOOD;
    expect(placesOf(parsePutBankAccount(rest))).toEqual([`/${member}`]);
  });
});

describe('verifying a bank account', () => {
  it('needs a reason only to reject', () => {
    expect(parseDecideVerification({ status: 'verified' })).toMatchObject({
      value: { value: 'verified', reason: null },
    });
    expect(placesOf(parseDecideVerification({ status: 'rejected' }))).toEqual(['/reason']);
    expect(placesOf(parseDecideVerification({ status: 'approved' }))).toEqual(['/status']);
  });
});

describe('a masked account number', () => {
  it.each([
    ['000-123456-7890', '****7890'],
    ['12345', '****2345'],
    ['1234', '****'],
    ['1', '****'],
  ])('of %s is %s', (number, shown) => expect(masked(number)).toBe(shown));
});
