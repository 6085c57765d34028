import { type BankAccount, bankAccountDefinition, type BankAccountDetails } from '@haber/ledger';
import { sealedText } from '@haber/testing';
import fc from 'fast-check';
import { type BankAccountCommand, decideBankAccount, detailsOf } from './bank-account';

const text = fc.constantFrom('a', 'b').map(sealedText);
const details = fc.record({
  bankAccountId: fc.constant('b'),
  customerId: fc.constantFrom('c', 'c', 'c', 'd'),
  bank: fc.constantFrom('Uno', 'Dos'),
  accountType: fc.constantFrom('checking', 'savings', 'other'),
  accountNumber: text,
  holderName: text,
  currency: fc.constantFrom('USD', 'GTQ'),
  externalId: fc.option(fc.constantFrom('x', 'y')),
  metadata: fc.constantFrom<Record<string, string>>({}, { branch: 'north' }),
});
const put = fc.record({ type: fc.constant('put-bank-account' as const), details });
const verdict = fc.record({
  type: fc.constant('decide-verification' as const),
  status: fc.constantFrom('pending', 'verified', 'rejected'),
  reason: fc.option(text),
});

type Asked = { type: 'put-bank-account'; details: BankAccountDetails } | BankAccountCommand;

function decided(state: BankAccount, asked: Asked) {
  if (asked.type !== 'put-bank-account') return decideBankAccount(state, asked);
  return decideBankAccount(state, { ...asked, over: detailsOf(state), owner: 'registered' });
}

function after(state: BankAccount, asked: Asked): BankAccount {
  const decision = decided(state, asked);
  return 'accept' in decision ? decision.accept.reduce(bankAccountDefinition.evolve, state) : state;
}

/** All but what the partner notes beside it. */
function payeeOf(state: BankAccount): string {
  return JSON.stringify({ ...detailsOf(state), externalId: null, metadata: {} });
}

describe('whatever is asked of a bank account', () => {
  const lives = fc.array(fc.oneof(put, verdict), { maxLength: 25 });

  it('only the very payee that somebody has verified counts as verified', () => {
    fc.assert(
      fc.property(lives, (asked) => {
        let state: BankAccount = bankAccountDefinition.initial;
        let verified: string | undefined;
        for (const one of asked) {
          state = after(state, one);
          if (one.type === 'decide-verification') verified = one.status === 'verified' ? payeeOf(state) : undefined;
          if (state.status === 'registered' && state.verification === 'verified') expect(payeeOf(state)).toBe(verified);
        }
      }),
    );
  });

  it('its owner stays, and a repeat appends nothing', () => {
    fc.assert(
      fc.property(lives, (asked) => {
        let state: BankAccount = bankAccountDefinition.initial;
        for (const one of asked) {
          const before = detailsOf(state);
          state = after(state, one);
          if (before) expect(detailsOf(state)?.customerId).toBe(before.customerId);
          const again = decided(state, one);
          expect('accept' in again ? again.accept : []).toEqual([]);
        }
      }),
    );
  });
});
