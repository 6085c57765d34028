import { CapacityUnderTest } from '@haber/testing';
import fc from 'fast-check';
import { approvePayout, payoutNames, rejectPayout, type RejectPayout, submitPayout } from './payout';
import { about, payoutId, RESERVED } from './reserved-payout.fixture';

const submission = { payoutId, bankAdapter: 'simulated' };
const approval = { payoutId, amountMinor: 60n, bankReference: 'REF-1', learnedFrom: 'response' } as const;
const refusal: RejectPayout = {
  ...{ payoutId, amountMinor: 60n, cause: 'destination_closed', bankCode: 'AC04' },
  ...{ bankReference: null, learnedFrom: 'callback' },
};

function submitted(): CapacityUnderTest {
  const account = new CapacityUnderTest(RESERVED);
  account.when(submitPayout, submission);
  return account;
}

describe('submitting a payout', () => {
  it('is written once, before the bank is called, with the adapter that calls it', () => {
    const account = new CapacityUnderTest(RESERVED);
    const data = { ...about, bankAdapter: 'simulated' };
    expect(account.when(submitPayout, submission)).toEqual({ accept: [{ type: 'payout.submitted.v1', data }] });
    expect(account.when(submitPayout, submission)).toEqual({ accept: [] });
    expect(account.state).toMatchObject({ executions: [{ submittedTo: 'simulated' }] });
  });

  it('never changes the bank', () => {
    const elsewhere = { ...submission, bankAdapter: 'http' };
    const reject = { code: 'submitted_elsewhere', bankAdapter: 'simulated' };
    expect(submitted().when(submitPayout, elsewhere)).toEqual({ reject });
  });

  it('is of a payout that there is, and that is not decided', () => {
    const account = submitted();
    const unknown = { ...submission, payoutId: 'p-2' };
    expect(account.when(submitPayout, unknown)).toEqual({ reject: { code: 'payout_unknown' } });
    account.when(approvePayout, approval);
    expect(account.when(submitPayout, submission)).toEqual({ reject: { code: 'already_decided', revision: 4 } });
    expect(new CapacityUnderTest().when(submitPayout, submission)).toEqual({ reject: { code: 'payout_unknown' } });
  });
});

describe("the bank's word", () => {
  it('approves: what was in flight is paid', () => {
    const account = submitted();
    const data = { ...about, bankReference: 'REF-1', learnedFrom: 'response' };
    expect(account.when(approvePayout, approval)).toEqual({ accept: [{ type: 'payout.approved.v1', data }] });
    const balances = { creditedMinor: 60n, availableMinor: 40n, inFlightMinor: 0n };
    expect(account.state).toMatchObject({ executions: [], balances });
  });

  it('rejects: the capacity comes back', () => {
    const account = submitted();
    const said = { cause: 'destination_closed', bankCode: 'AC04', bankReference: null, learnedFrom: 'callback' };
    const data = { ...about, ...said };
    expect(account.when(rejectPayout, refusal)).toEqual({ accept: [{ type: 'payout.rejected.v1', data }] });
    const balances = { creditedMinor: 0n, availableMinor: 100n, inFlightMinor: 0n };
    expect(account.state).toMatchObject({ executions: [], balances });
  });

  it('is no news when it is the same again, however it came', () => {
    const account = submitted();
    account.when(approvePayout, approval);
    expect(account.when(approvePayout, { ...approval, learnedFrom: 'callback' })).toEqual({ accept: [] });
    const other = submitted();
    other.when(rejectPayout, refusal);
    expect(other.when(rejectPayout, { ...refusal, learnedFrom: 'query' })).toEqual({ accept: [] });
  });

  it('contradicts when it is another than before', () => {
    const account = submitted();
    account.when(approvePayout, approval);
    const reject = { code: 'contradicts' };
    expect(account.when(approvePayout, { ...approval, bankReference: 'REF-2' })).toEqual({ reject });
    expect(account.when(approvePayout, { ...approval, amountMinor: 61n })).toEqual({ reject });
    expect(account.when(rejectPayout, refusal)).toEqual({ reject });
  });

  it('contradicts when it is about another amount than was reserved', () => {
    const account = submitted();
    const reject = { code: 'contradicts' };
    expect(account.when(approvePayout, { ...approval, amountMinor: 59n })).toEqual({ reject });
    expect(account.when(rejectPayout, { ...refusal, amountMinor: 59n })).toEqual({ reject });
    expect(account.state).toMatchObject({ balances: { inFlightMinor: 60n } });
  });

  it('is believed only of a bank that was asked; and what was never asked may be given up', () => {
    const account = new CapacityUnderTest(RESERVED);
    expect(account.when(approvePayout, approval)).toEqual({ reject: { code: 'never_submitted' } });
    expect(account.when(rejectPayout, refusal)).toEqual({ reject: { code: 'never_submitted' } });
    const givenUp = { ...refusal, cause: 'not_submitted', bankCode: null } as const;
    const reject = { code: 'already_submitted', bankAdapter: 'simulated' };
    expect(submitted().when(rejectPayout, givenUp)).toEqual({ reject });
    expect(account.when(rejectPayout, givenUp)).toMatchObject({ accept: [{ type: 'payout.rejected.v1' }] });
  });

  it('is of a payout that there is', () => {
    const unknown = { reject: { code: 'payout_unknown' } };
    expect(submitted().when(approvePayout, { ...approval, payoutId: 'p-2' })).toEqual(unknown);
    expect(new CapacityUnderTest().when(rejectPayout, refusal)).toEqual(unknown);
    expect(payoutNames('p-2')).toEqual([{ kind: 'outcome', key: 'p-2', fingerprint: '' }]);
  });

  it('counts once and for ever, whatever else is said, in any order', () => {
    const SAID = fc.constantFrom<(account: CapacityUnderTest) => void>(
      (account) => account.when(submitPayout, submission),
      (account) => account.when(approvePayout, approval),
      (account) => account.when(approvePayout, { ...approval, amountMinor: 1n }),
      (account) => account.when(rejectPayout, refusal),
      (account) => account.when(rejectPayout, { ...refusal, cause: 'not_submitted' }),
    );
    fc.assert(
      fc.property(fc.array(SAID, { maxLength: 20 }), (said) => {
        const account = new CapacityUnderTest(RESERVED);
        for (const say of said) say(account);
        const finals = account.events.filter(
          ({ type }) => type === 'payout.approved.v1' || type === 'payout.rejected.v1',
        );
        expect(finals.length).toBeLessThanOrEqual(1);
        const isBack = finals[0]?.type === 'payout.rejected.v1';
        const balances = { availableMinor: isBack ? 100n : 40n, inFlightMinor: finals.length === 0 ? 60n : 0n };
        expect(account.state).toMatchObject({ balances });
      }),
    );
  });
});
