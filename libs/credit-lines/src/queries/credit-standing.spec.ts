import { NO_DESCRIPTION, noBalances } from '@haber/ledger';
import type { CreditAccountRow, UnpaidDebt } from '../projections/credit-account-row';
import { standingOf } from './credit-standing';

function debt(dueOn: string, owedMinor: bigint, age: UnpaidDebt['age'] = 'unbilled'): UnpaidDebt {
  return { bucket: 'single_payment', usedOn: '2025-11-24', dueOn, age, owedMinor };
}

const EARLY = '2025-11-24T10:00:00.000Z';

function row(debts: readonly UnpaidDebt[], timeZone = 'UTC', recordedAt = EARLY): CreditAccountRow {
  const ids = { stream: 's', tenant: 'demo/test', accountId: 'credit_1', customerId: 'c', currency: 'USD', timeZone };
  const figures = { balances: noBalances('USD', ['single_payment']), recordedAt };
  const asked = { requestedLimitMinor: 100n, paymentTermDays: 30, createdAt: '', approvedAt: null, approvedBy: null };
  const product = { productCode: 'commercial', productVersion: 1, ...NO_DESCRIPTION };
  return { ...ids, ...figures, ...asked, ...product, revision: 3, status: 'approved', debts };
}

describe('how a credit stands', () => {
  const debts = [debt('2025-12-25', 2n), debt('2025-12-24', 1n), debt('2025-12-23', 4n, 'past_due')];

  it('is overdue from the day after the due date, recorded or not', () => {
    expect(standingOf(row(debts), '2025-12-24T23:59:59.999Z')).toMatchObject({
      overdueMinor: 4n,
      nextDueDate: '2025-12-24',
    });
    expect(standingOf(row(debts), '2025-12-25T00:00:00.000Z')).toMatchObject({
      overdueMinor: 5n,
      nextDueDate: '2025-12-25',
    });
    expect(standingOf(row(debts), '2025-12-26T00:00:00.000Z')).toMatchObject({ overdueMinor: 7n, nextDueDate: null });
  });

  it('goes by the day in the time zone of the product', () => {
    expect(standingOf(row(debts, 'America/Guatemala'), '2025-12-25T05:59:59.999Z').overdueMinor).toBe(4n);
    expect(standingOf(row(debts, 'America/Guatemala'), '2025-12-25T06:00:00.000Z').overdueMinor).toBe(5n);
  });

  it('goes by the account’s own time where the clock is behind its last event', () => {
    const later = row(debts, 'UTC', '2025-12-25T00:00:00.000Z');
    expect(standingOf(later, '2025-12-24T10:00:00.000Z')).toMatchObject({
      overdueMinor: 5n,
      nextDueDate: '2025-12-25',
    });
  });

  it('is nothing when nothing is owed', () => {
    expect(standingOf(row([]), '2025-12-25T00:00:00.000Z')).toMatchObject({ overdueMinor: 0n, nextDueDate: null });
  });
});
