import {
  evolveReconciliation,
  initialReconciliationItem,
  mismatchKey,
  type OpenedItem,
  type ReconciliationItem,
  type ResolvedItem,
} from '@haber/ledger';
import { openItem, resolveItem } from './reconciliation';

const OPENED: OpenedItem = {
  ...{ itemId: 'reconciliation_1', cause: 'amount_mismatch', payoutId: 'p-1', bankAdapter: 'http' },
  ...{ executionId: 'OP-1', customerId: 'c', learnedFrom: 'callback' },
  recorded: { status: 'in_process', amountMinor: 60n, currency: 'USD', bankReference: null, bankAdapter: 'http' },
  said: { status: 'approved', amountMinor: 61n, currency: 'USD', bankReference: 'R', bankCode: null },
};
const RESOLVED: ResolvedItem = { itemId: 'reconciliation_1', resolution: 'no_change', reason: null, externalId: null };

const after = (...events: Parameters<typeof evolveReconciliation>[1][]): ReconciliationItem =>
  events.reduce(evolveReconciliation, initialReconciliationItem);
const open = after({ type: 'reconciliation.opened.v1', data: OPENED });
const resolved = after(
  { type: 'reconciliation.opened.v1', data: OPENED },
  { type: 'reconciliation.resolved.v1', data: RESOLVED },
);

describe('a reconciliation item', () => {
  it('is opened once, and not again when it was resolved', () => {
    expect(openItem(initialReconciliationItem, OPENED)).toEqual({
      accept: [{ type: 'reconciliation.opened.v1', data: OPENED }],
    });
    expect([open, resolved].map((state) => openItem(state, OPENED))).toEqual([{ accept: [] }, { accept: [] }]);
  });

  it('is resolved once', () => {
    expect(resolveItem(open, RESOLVED)).toEqual({ accept: [{ type: 'reconciliation.resolved.v1', data: RESOLVED }] });
    expect(resolveItem(resolved, RESOLVED)).toEqual({ accept: [] });
    expect(resolveItem(resolved, { ...RESOLVED, resolution: 'payout_approved' })).toEqual({
      reject: { code: 'item_resolved' },
    });
    expect(resolveItem(resolved, { ...RESOLVED, externalId: 'another-case' })).toEqual({
      reject: { code: 'item_resolved' },
    });
    expect(resolveItem(initialReconciliationItem, RESOLVED)).toEqual({ reject: { code: 'item_unknown' } });
    expect(after({ type: 'reconciliation.resolved.v1', data: RESOLVED })).toEqual(initialReconciliationItem);
  });

  it('is the same for the same mismatch in whatever way it is told, and another for every other one', () => {
    const key = mismatchKey(OPENED);
    expect(mismatchKey({ ...OPENED, learnedFrom: 'query', recorded: null } as OpenedItem)).toBe(key);
    const others: OpenedItem[] = [
      { ...OPENED, payoutId: 'p-2' },
      { ...OPENED, bankAdapter: 'simulator' },
      { ...OPENED, cause: 'outcome_contradicts' },
      { ...OPENED, said: OPENED.said && { ...OPENED.said, amountMinor: 62n } },
    ];
    expect(new Set([key, ...others.map(mismatchKey)]).size).toBe(5);
    const waiting = { ...OPENED, cause: 'open_too_long', said: null } as const;
    expect(mismatchKey({ ...waiting, bankAdapter: '' })).toBe(mismatchKey(waiting));
  });
});
