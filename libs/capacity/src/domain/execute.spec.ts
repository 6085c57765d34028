import {
  type BankAccount,
  type BankAccountDetails,
  bankAccountDefinition,
  type CapacityAccountDraft,
  type Customer,
  NO_DESCRIPTION,
  type Sealed,
} from '@haber/ledger';
import { CapacityUnderTest } from '@haber/testing';
import { type ExecuteCredit, executeCredit, placeNames, placeOf } from './execute';

const AT = '2025-11-24T10:00:00.000Z';
const sealed = (text: string) => `sealed:v1:${text}` as Sealed;

const processed: readonly CapacityAccountDraft[] = [
  { type: 'capacity-account.opened.v1', data: { accountId: 'a', customerId: 'c', currency: 'USD' } },
  {
    type: 'capacity-account.volume-recorded.v1',
    data: {
      accountId: 'a',
      lines: [{ transactionId: 't', type: 'processed', amountMinor: 100n, occurredAt: AT }],
    },
  },
];

function customer(more: object = {}): Customer {
  return { status: 'registered', customerId: 'c', kyc: 'approved', active: true, ...more } as Customer;
}

function bankAccount(details: Partial<BankAccountDetails> = {}, verification = 'verified'): BankAccount {
  const data = {
    ...{ bankAccountId: 'b', customerId: 'c', bank: 'Banco', accountType: 'checking' as const, currency: 'USD' },
    ...{ accountNumber: sealed('n'), holderName: sealed('h'), ...NO_DESCRIPTION, ...details },
  };
  const { initial, evolve } = bankAccountDefinition;
  const registered = evolve(initial, { type: 'bank-account.registered.v1', data });
  return { ...registered, verification } as BankAccount;
}

const GOOD: ExecuteCredit = {
  ...{ executionId: 'OP-2025-00000001', payoutId: 'p1', currency: 'USD', amountMinor: 60n },
  ...{ conceptFingerprint: 'f', mayBeRepeat: true, customer: customer(), customerId: 'c' },
  ...{ bankAccount: bankAccount(), concept: sealed('concept'), hasBank: true },
};

const decided = (more: Partial<ExecuteCredit>, past = processed) =>
  new CapacityUnderTest(past).when(executeCredit, { ...GOOD, ...more }, AT);

it('reserves for an approved customer, to where its verified account says', () => {
  expect(decided({})).toMatchObject({
    accept: [
      { data: { executionId: 'OP-2025-00000001', bankAccountId: 'b', accountNumber: sealed('n'), requestedAt: AT } },
    ],
  });
});

it.each<[string, string, Partial<ExecuteCredit>]>([
  ['kyc_not_approved', 'nobody knows', { customer: { status: 'absent' } }],
  ['kyc_not_approved', 'is pending', { customer: customer({ kyc: 'pending' }) }],
  ['kyc_not_approved', 'was rejected', { customer: customer({ kyc: 'rejected' }) }],
  ['kyc_not_approved', 'was erased', { customer: customer({ status: 'erased' }) }],
  ['kyc_not_approved', 'does no business', { customer: customer({ active: false }) }],
  ['kyc_not_approved', 'is being erased', { concept: null }],
  ['bank_account_not_found', 'has no such account', { bankAccount: { status: 'absent' } }],
  ['bank_account_not_found', 'has another’s account', { bankAccount: bankAccount({ customerId: 'd' }) }],
  ['bank_account_not_found', 'has an account nobody verified', { bankAccount: bankAccount({}, 'pending') }],
  ['bank_account_not_found', 'has an account that was refused', { bankAccount: bankAccount({}, 'rejected') }],
  ['bank_account_in_other_currency', 'is paid in euros', { bankAccount: bankAccount({ currency: 'EUR' }) }],
  ['no_bank', 'no bank pays', { hasBank: false }],
])('%s: whom %s', (code, _, more) => {
  expect(decided(more)).toEqual({ reject: { code } });
});

it('refuses in order: KYC, bank account, capacity, and only then for want of a bank', () => {
  const wrong = { customer: customer({ kyc: 'pending' }), bankAccount: bankAccount({}, 'pending'), amountMinor: 101n };
  const codes = [
    wrong,
    { ...wrong, customer: customer() },
    { ...wrong, customer: customer(), bankAccount: bankAccount() },
    { amountMinor: 100n },
  ].map((more) => decided({ ...more, hasBank: false }));
  expect(codes.map((decision) => 'reject' in decision && decision.reject.code)).toEqual([
    'kyc_not_approved',
    'bank_account_not_found',
    'insufficient_capacity',
    'no_bank',
  ]);
});

it('has nothing to pay in any currency before the first volume', () => {
  expect(decided({ bankAccount: bankAccount({ currency: 'EUR' }) }, [])).toMatchObject({
    reject: { code: 'insufficient_capacity', availableMinor: 0n },
  });
});

it('knows a repeat also where no bank is there any more', () => {
  const account = new CapacityUnderTest(processed);
  account.when(executeCredit, GOOD, AT);
  const again = { ...GOOD, executionId: 'OP-2025-00000002', payoutId: 'p2', hasBank: false };
  expect(account.when(executeCredit, again, AT)).toMatchObject({
    reject: { code: 'repeated', execution: { executionId: 'OP-2025-00000001' } },
  });
});

it('tells where an execution stands, and what nobody has reserved', () => {
  const account = new CapacityUnderTest(processed);
  const named = { executionId: GOOD.executionId, payoutId: GOOD.payoutId };
  expect(placeNames(named).map(({ kind, key }) => `${kind}:${key}`)).toEqual([
    'execution:OP-2025-00000001',
    'outcome:p1',
  ]);
  expect(placeOf(named, account.context())).toEqual({ reject: { code: 'execution_unknown' } });
  account.when(executeCredit, GOOD, AT);
  expect(placeOf(named, account.context())).toEqual({ reject: { reservedAt: 2, decidedAt: undefined, head: 2 } });
  const payout = { accountId: 'a', customerId: 'c', ...named, amountMinor: 60n };
  account.add({ type: 'payout.submitted.v1', data: { ...payout, bankAdapter: 'x' } });
  account.add({ type: 'payout.approved.v1', data: { ...payout, bankReference: 'r', learnedFrom: 'response' } });
  expect(placeOf(named, account.context())).toEqual({ reject: { reservedAt: 2, decidedAt: 4, head: 4 } });
});
