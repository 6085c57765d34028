/**
 * What became of a merchant's payouts, for comparison with the rows that payments finds them by: summed up, in memory
 * that is bounded by how many are in process.
 */
import type { CapacityAccountEvent } from '@haber/ledger';
import { checksumSql, instantSql, NO_ROWS, type RowSums, withRow } from './row-sums';

/** Of the event that is told. */
export interface TellingEvent {
  readonly id: string;
  readonly revision: number;
  readonly tenant: string;
  readonly recordedAt: string;
}

interface Payout {
  readonly reserved: TellingEvent;
  readonly last: TellingEvent;
  readonly executionId: string;
  readonly customerId: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly status: 'reserved' | 'submitted' | 'approved' | 'rejected';
  readonly bankAdapter: string | null;
  readonly bankReference: string | null;
}

/** One text for one row. */
function rowText(payoutId: string, payout: Payout): string {
  const { reserved, last, executionId, customerId, amountMinor, currency, status } = payout;
  return JSON.stringify([
    ...[payoutId, `${last.revision}`, reserved.tenant, executionId, customerId, `${amountMinor}`, currency, status],
    ...[payout.bankAdapter, payout.bankReference, reserved.id, reserved.recordedAt, last.recordedAt],
  ]);
}

/** The same text, made by Postgres. */
export const PAYOUTS_CHECKSUM_SQL = checksumSql([
  ...['payout_id', 'revision::text', 'tenant', 'execution_id', 'customer_id', 'amount_minor::text', 'currency'],
  ...['status', 'bank_adapter', 'bank_reference', 'reserved_by', instantSql('reserved_at'), instantSql('changed_at')],
]);

export class PayoutTally {
  private decided = NO_ROWS;
  /** In process, by payout. */
  private readonly open = new Map<string, Payout>();

  add(event: CapacityAccountEvent, last: TellingEvent): void {
    switch (event.type) {
      case 'capacity-account.execution-reserved.v1': {
        const { payoutId, executionId, customerId, amountMinor, balances } = event.data;
        const named = { executionId, customerId, amountMinor, currency: balances.currency };
        const atFirst = { status: 'reserved', bankAdapter: null, bankReference: null } as const;
        this.open.set(payoutId, { reserved: last, last, ...named, ...atFirst });
        return;
      }
      case 'payout.submitted.v1':
        return this.change(event.data, { last, status: 'submitted', bankAdapter: event.data.bankAdapter });
      case 'payout.approved.v1':
        return this.decide(event.data, { last, status: 'approved', bankReference: event.data.bankReference });
      case 'payout.rejected.v1':
        return this.decide(event.data, { last, status: 'rejected', bankReference: event.data.bankReference });
      default:
    }
  }

  get sums(): RowSums {
    return [...this.open].reduce((sums, [id, payout]) => withRow(sums, rowText(id, payout)), this.decided);
  }

  /** One that was never reserved has no row; that it is so is told by the invariants. */
  private change({ payoutId }: { readonly payoutId: string }, changes: Partial<Payout>): void {
    const payout = this.open.get(payoutId);
    if (payout) this.open.set(payoutId, { ...payout, ...changes });
  }

  private decide(told: { readonly payoutId: string }, changes: Partial<Payout>): void {
    this.change(told, changes);
    const payout = this.open.get(told.payoutId);
    if (!payout) return;
    this.open.delete(told.payoutId);
    this.decided = withRow(this.decided, rowText(told.payoutId, payout));
  }
}
