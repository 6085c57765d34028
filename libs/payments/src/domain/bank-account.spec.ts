import { bankAccountDefinition, type BankAccountDetails, type BankAccountEvent } from '@haber/ledger';
import { sealedText } from '@haber/testing';
import { type BankAccountCommand, type BankAccountRejection, decideBankAccount, detailsOf } from './bank-account';

const details: BankAccountDetails = {
  bankAccountId: '550e8400-e29b-41d4-a716-446655440000',
  customerId: 'customer-42',
  bank: 'Banco Uno',
  accountType: 'checking',
  accountNumber: sealedText('0012345678'),
  holderName: sealedText('Constructora ABC'),
  currency: 'USD',
  externalId: null,
  metadata: {},
};
const { bankAccountId } = details;
const changed = (change: Partial<BankAccountDetails>): BankAccountDetails => ({ ...details, ...change });
const registered: BankAccountEvent = { type: 'bank-account.registered.v1', data: details };
const updated = (to: BankAccountDetails): BankAccountEvent => ({ type: 'bank-account.updated.v1', data: to });
const decided = (status: 'pending' | 'verified' | 'rejected', reason: string | null = null): BankAccountEvent => ({
  type: 'bank-account.verification-decided.v1',
  data: { bankAccountId, status, reason: reason === null ? null : sealedText(reason) },
});

function given(...events: readonly BankAccountEvent[]) {
  const state = events.reduce(bankAccountDefinition.evolve, bankAccountDefinition.initial);
  const when = (command: BankAccountCommand) => {
    const decision = decideBankAccount(state, command);
    return {
      then: (expected: readonly BankAccountEvent[] | BankAccountRejection['code']) => {
        expect('reject' in decision ? decision.reject.code : decision.accept).toEqual(expected);
      },
    };
  };
  /** What a caller does who has just looked. */
  const put = (to: BankAccountDetails, owner: 'registered' | 'erased' | 'absent' = 'registered') =>
    when({ type: 'put-bank-account', details: to, over: detailsOf(state), owner });
  return { state, when, put };
}

describe('putting a bank account', () => {
  it('registers what is new, to be verified', () => {
    given().put(details).then([registered]);
    expect(given(registered).state).toMatchObject({ details, verification: 'pending' });
  });

  it('appends nothing for the same content', () => {
    given(registered)
      .put({ ...details })
      .then([]);
    given(registered, decided('verified'))
      .put({ ...details })
      .then([]);
  });

  const PAYEE = [
    ['number', { accountNumber: sealedText('0012345679') }],
    ['holder', { holderName: sealedText('Somebody Else') }],
    ['bank', { bank: 'Banco Dos' }],
    ['kind', { accountType: 'savings' }],
    ['currency', { currency: 'GTQ' }],
  ] as const;

  it.each(PAYEE)('of another %s is to be verified anew, in the same append', (_, change) => {
    const to = changed(change);
    for (const verdict of [decided('verified'), decided('rejected', 'not his')]) {
      given(registered, verdict)
        .put(to)
        .then([updated(to), decided('pending')]);
    }
    given(registered)
      .put(to)
      .then([updated(to)]);
    given(registered, decided('verified'), updated(to), decided('pending')).put(to).then([]);
    expect(given(registered, decided('verified'), updated(to), decided('pending')).state).toMatchObject({
      details: to,
      verification: 'pending',
    });
  });

  it.each([
    ['external id', { externalId: 'crm-1' }],
    ['metadata', { metadata: { branch: 'north' } }],
  ] as const)('with another %s stays verified', (_, change) => {
    const to = changed(change);
    given(registered, decided('verified'))
      .put(to)
      .then([updated(to)]);
    expect(given(registered, decided('verified'), updated(to)).state).toMatchObject({ verification: 'verified' });
  });

  it('needs a customer of ours whose data may be kept', () => {
    given().put(details, 'absent').then('customer_not_found');
    given().put(details, 'erased').then('personal_data_erased');
    given(registered).put(details, 'erased').then('personal_data_erased');
  });

  it('never passes to another customer', () => {
    given(registered)
      .put(changed({ customerId: 'customer-43' }))
      .then('id_taken');
    given(registered)
      .put(changed({ customerId: 'customer-43' }), 'erased')
      .then('id_taken');
  });

  it('is to be compared again when somebody else was faster', () => {
    const put = (over: BankAccountDetails | null) =>
      ({ type: 'put-bank-account', details: changed({ bank: 'B' }), over, owner: 'registered' }) as const;
    given(registered).when(put(null)).then('bank_account_changed');
    given(registered, updated(changed({ bank: 'C' })))
      .when(put(details))
      .then('bank_account_changed');
  });
});

describe('verifying a bank account', () => {
  const decide = (status: 'pending' | 'verified' | 'rejected', reason: string | null = null) =>
    ({ type: 'decide-verification', status, reason: reason === null ? null : sealedText(reason) }) as const;

  it('goes any way, with its reason', () => {
    given(registered)
      .when(decide('verified'))
      .then([decided('verified')]);
    given(registered, decided('verified'))
      .when(decide('rejected', 'closed'))
      .then([decided('rejected', 'closed')]);
    given(registered, decided('rejected', 'closed'))
      .when(decide('pending'))
      .then([decided('pending')]);
    expect(given(registered, decided('rejected', 'x')).state).toMatchObject({
      verification: 'rejected',
      verificationReason: sealedText('x'),
    });
  });

  it('appends nothing for the same decision for the same reason', () => {
    given(registered).when(decide('pending')).then([]);
    given(registered, decided('rejected', 'x')).when(decide('rejected', 'x')).then([]);
    given(registered, decided('rejected', 'x'))
      .when(decide('rejected', 'y'))
      .then([decided('rejected', 'y')]);
  });

  it('is refused for one that nobody knows', () => given().when(decide('verified')).then('bank_account_not_found'));
});

describe('what is written', () => {
  it('reads back to the same bytes', () => {
    const { codec } = bankAccountDefinition;
    for (const event of [registered, updated(changed({ metadata: { ñ: '"' } })), decided('rejected', 'x')]) {
      const bytes = codec.encode(event);
      expect(codec.decode(event.type, bytes)).toEqual(event);
      expect(codec.encode(codec.decode(event.type, bytes))).toBe(bytes);
    }
  });

  it('never holds a number or a holder in clear', () => {
    const clear = updated(changed({ accountNumber: '0012345678' as BankAccountDetails['accountNumber'] }));
    expect(() => bankAccountDefinition.codec.encode(clear)).toThrow();
  });
});
