import { CapacityUnderTest } from '@haber/testing';
import { type BankWord, hearBank, mismatchOf, rejectionCauseOf, saidOf } from './bank-word';
import { decideByHand, submitPayout } from './payout';
import { payoutId, RESERVED } from './reserved-payout.fixture';

const APPROVED: BankWord = { kind: 'approved', amountMinor: 60n, currency: 'USD', bankReference: 'REF-1' };
const REJECTED: BankWord = { kind: 'rejected', amountMinor: 60n, currency: 'USD', code: 'account_closed' };

const heard = (word: BankWord, bankAdapter = 'simulator') =>
  ({ payoutId, bankAdapter, word, learnedFrom: 'callback' }) as const;

const IN_PROCESS = {
  ...{ status: 'in_process', amountMinor: 60n, currency: 'USD', bankReference: null, bankAdapter: null },
} as const;

function submitted(): CapacityUnderTest {
  const account = new CapacityUnderTest(RESERVED);
  account.when(submitPayout, { payoutId, bankAdapter: 'simulator' });
  return account;
}

describe("a bank's word", () => {
  it('decides what it was asked for, by our names of its reasons', () => {
    expect(submitted().when(hearBank, heard(APPROVED))).toMatchObject({ accept: [{ type: 'payout.approved.v1' }] });
    expect(submitted().when(hearBank, heard(REJECTED))).toMatchObject({
      accept: [{ data: { cause: 'destination_closed', bankCode: 'account_closed', learnedFrom: 'callback' } }],
    });
    expect(['insufficient_funds', 'beneficiary_blocked', 'never_heard', 'constructor'].map(rejectionCauseOf)).toEqual([
      'insufficient_funds',
      'destination_blocked',
      'other',
      'other',
    ]);
  });

  it.each<[string, BankWord, string, string]>([
    ['another amount', { ...APPROVED, amountMinor: 61n }, 'simulator', 'amount_mismatch'],
    ['another currency', { ...APPROVED, currency: 'GTQ' }, 'simulator', 'amount_mismatch'],
    ['another bank’s', APPROVED, 'http', 'never_submitted'],
  ])('changes nothing where it is of %s', (_, word, bank, cause) => {
    const account = submitted();
    const decision = account.when(hearBank, heard(word, bank));
    if ('accept' in decision) throw new Error('accepted');
    expect(mismatchOf(word, decision.reject)).toBe(cause);
    expect(decision.reject.recorded).toEqual({ ...IN_PROCESS, bankAdapter: 'simulator' });
    expect(account.state).toMatchObject({ balances: { inFlightMinor: 60n } });
  });

  it('contradicts what was said before, in its outcome or in its amount', () => {
    const account = submitted();
    account.when(hearBank, heard(APPROVED));
    const causeOf = (word: BankWord) => {
      const decision = account.when(hearBank, heard(word));
      return 'reject' in decision ? mismatchOf(word, decision.reject) : 'accepted';
    };
    expect([APPROVED, REJECTED, { ...APPROVED, amountMinor: 61n }].map(causeOf)).toEqual([
      'accepted',
      'outcome_contradicts',
      'amount_mismatch',
    ]);
    expect(account.when(hearBank, heard(REJECTED))).toMatchObject({
      reject: { recorded: { ...IN_PROCESS, status: 'approved', bankReference: 'REF-1' } },
    });
  });

  it('is none of what was never submitted, or of no payout at all', () => {
    const rejection = (account: CapacityUnderTest) => {
      const decision = account.when(hearBank, heard(APPROVED));
      return 'reject' in decision ? mismatchOf(APPROVED, decision.reject) : 'accepted';
    };
    expect(rejection(new CapacityUnderTest(RESERVED))).toBe('never_submitted');
    expect(rejection(new CapacityUnderTest())).toBe('unknown_reference');
  });

  it('stands in an item as it was said', () => {
    expect(saidOf(APPROVED)).toEqual({
      ...{ status: 'approved', amountMinor: 60n, currency: 'USD', bankReference: 'REF-1', bankCode: null },
    });
    expect(saidOf(REJECTED)).toMatchObject({ status: 'rejected', bankReference: null, bankCode: 'account_closed' });
  });
});

describe('a person', () => {
  const paid = { payoutId, bankReference: 'STATEMENT-1' };
  const unpaid = { payoutId, bankReference: null };

  it('decides what the bank has not, once, and never against what was decided', () => {
    const account = submitted();
    expect(account.when(decideByHand, paid)).toMatchObject({
      accept: [{ type: 'payout.approved.v1', data: { learnedFrom: 'operator', bankReference: 'STATEMENT-1' } }],
    });
    expect(account.when(decideByHand, paid)).toEqual({ accept: [] });
    expect(account.when(decideByHand, { ...paid, bankReference: 'STATEMENT-2' })).toMatchObject({
      reject: { code: 'contradicts' },
    });
    expect(account.when(decideByHand, unpaid)).toMatchObject({ reject: { code: 'contradicts' } });
  });

  it('gives up what no bank was asked for, and approves nothing that none was', () => {
    const account = new CapacityUnderTest(RESERVED);
    expect(account.when(decideByHand, paid)).toEqual({ reject: { code: 'never_submitted' } });
    expect(account.when(decideByHand, unpaid)).toMatchObject({ accept: [{ data: { cause: 'not_submitted' } }] });
    expect(submitted().when(decideByHand, unpaid)).toMatchObject({ accept: [{ data: { cause: 'other' } }] });
  });
});
