import type { CapacityAccountDraft, Sealed } from '@haber/ledger';
import { CapacityUnderTest } from '@haber/testing';
import { reserve, type ReserveExecution, reserveNames } from './reserve';

const accountId = 'capacity_1';
const AT = '2025-11-24T10:00:00.000Z';
const sealed = (text: string) => `sealed:v1:${text}` as Sealed;
const destination = {
  bankAccountId: '550e8400-e29b-41d4-a716-446655440000',
  bank: 'Banco',
  accountType: 'checking',
  accountNumber: sealed('n'),
  holderName: sealed('h'),
} as const;

function processed(amountMinor: bigint): readonly CapacityAccountDraft[] {
  const lines = [{ transactionId: 't', type: 'processed', amountMinor, occurredAt: AT } as const];
  return [
    { type: 'capacity-account.opened.v1', data: { accountId, customerId: 'c', currency: 'USD' } },
    { type: 'capacity-account.volume-recorded.v1', data: { accountId, lines } },
  ];
}

function execution(n: number, amountMinor: bigint, more: Partial<ReserveExecution> = {}): ReserveExecution {
  const ids = { executionId: `OP-2025-${n}`, payoutId: `payout-${n}` };
  const about = { destination, currency: 'USD', concept: sealed(`c${n}`), conceptFingerprint: 'f', mayBeRepeat: false };
  return { ...ids, ...about, amountMinor, ...more };
}

const rejected = (n: number, amountMinor: bigint): CapacityAccountDraft => ({
  type: 'payout.rejected.v1',
  data: {
    ...{ accountId, customerId: 'c', executionId: `OP-2025-${n}`, payoutId: `payout-${n}`, amountMinor },
    ...{ cause: 'not_submitted', bankCode: null, bankReference: null, learnedFrom: 'operator' },
  },
});

describe('an execution', () => {
  it('is credited from its reservation on, with all that it takes to pay it', () => {
    const account = new CapacityUnderTest(processed(100n));
    const { mayBeRepeat: _, destination: to, currency: __, ...said } = execution(1, 60n);
    expect(account.when(reserve, execution(1, 60n), AT)).toEqual({
      accept: [
        {
          type: 'capacity-account.execution-reserved.v1',
          data: { ...said, ...to, accountId, customerId: 'c', requestedAt: AT },
        },
      ],
    });
    expect(account.state).toMatchObject({ balances: { creditedMinor: 60n, availableMinor: 40n, inFlightMinor: 60n } });
  });

  it.each([
    ['more than is there', 41n, 40n],
    ['one cent more', 40n + 1n, 40n],
  ])('is refused for %s, with the figures', (_, requiredMinor, availableMinor) => {
    const account = new CapacityUnderTest(processed(100n));
    account.when(reserve, execution(1, 60n));
    expect(account.when(reserve, execution(2, requiredMinor))).toEqual({
      reject: { code: 'insufficient_capacity', availableMinor, requiredMinor, currency: 'USD' },
    });
    expect(account.when(reserve, execution(2, 40n))).toMatchObject({ accept: [{}] });
  });

  it('is refused before the first transaction', () => {
    expect(new CapacityUnderTest().when(reserve, execution(1, 1n))).toMatchObject({
      reject: { code: 'insufficient_capacity', availableMinor: 0n, requiredMinor: 1n },
    });
  });

  it('gives its capacity back when it is rejected', () => {
    const account = new CapacityUnderTest(processed(100n));
    account.when(reserve, execution(1, 100n));
    account.add(rejected(1, 100n));
    expect(account.state).toMatchObject({ executions: [], balances: { creditedMinor: 0n, availableMinor: 100n } });
    expect(account.when(reserve, execution(2, 100n))).toMatchObject({ accept: [{}] });
  });

  it('is one of ten in process; the eleventh is refused for that, before its capacity is looked at', () => {
    const account = new CapacityUnderTest(processed(10n));
    for (let n = 0; n < 10; n += 1) expect(account.when(reserve, execution(n, 1n))).toMatchObject({ accept: [{}] });
    const reject = { code: 'too_many_in_process', most: 10 };
    expect(account.when(reserve, execution(10, 999n))).toEqual({ reject });
    account.add(rejected(3, 1n));
    expect(account.when(reserve, execution(10, 1n))).toMatchObject({ accept: [{}] });
  });

  it('has an id of its own, and the currency of its merchant', () => {
    const account = new CapacityUnderTest(processed(100n));
    account.when(reserve, execution(1, 1n));
    const taken = { ...execution(1, 2n), payoutId: 'other' };
    expect(account.when(reserve, taken)).toEqual({ reject: { code: 'execution_id_taken' } });
    const euros = execution(2, 1n, { currency: 'EUR' });
    expect(account.when(reserve, euros)).toEqual({ reject: { code: 'currency_mismatch', currency: 'USD' } });
    expect(reserveNames(taken)).toEqual([{ kind: 'execution', key: 'OP-2025-1', fingerprint: 'other' }]);
    expect(() => account.when(reserve, execution(3, 0n))).toThrow(RangeError);
  });
});

describe('an execution that is sent again without a key', () => {
  const again = (n: number, more: Partial<ReserveExecution> = {}) => execution(n, 10n, { mayBeRepeat: true, ...more });
  const before = () => {
    const account = new CapacityUnderTest(processed(100n));
    account.when(reserve, again(1), AT);
    return account;
  };

  it.each(['2025-11-24T10:00:00.000Z', '2025-11-24T10:00:10.000Z'])('is that execution at %s', (now) => {
    expect(before().when(reserve, again(2), now)).toMatchObject({
      reject: { code: 'repeated', execution: { executionId: 'OP-2025-1', payoutId: 'payout-1' } },
    });
  });

  it.each<[string, ReserveExecution, string]>([
    ['after ten seconds', again(2), '2025-11-24T10:00:10.001Z'],
    ['for another amount', again(2, { amountMinor: 11n }), AT],
    ['for another concept', again(2, { conceptFingerprint: 'g' }), AT],
    ['to another account', again(2, { destination: { ...destination, bankAccountId: 'x' } }), AT],
    ['where that is switched off', again(2, { mayBeRepeat: false }), AT],
  ])('is another one %s', (_, command, now) => {
    expect(before().when(reserve, command, now)).toMatchObject({ accept: [{}] });
  });

  it('is the newest of several that were sent under keys of their own', () => {
    const account = before();
    account.when(reserve, again(2, { mayBeRepeat: false }), AT);
    expect(account.when(reserve, again(3), AT)).toMatchObject({
      reject: { code: 'repeated', execution: { executionId: 'OP-2025-2' } },
    });
  });

  it('is another one once the first was rejected', () => {
    const account = before();
    account.add(rejected(1, 10n));
    expect(account.when(reserve, again(2), AT)).toMatchObject({ accept: [{}] });
  });
});
