/**
 * What became of a merchant's executions, summed up for comparison: a count and an order-free checksum of their rows,
 * in memory that is bounded by how many are in process. The database makes the same of the rows that stand there.
 */
import type { CapacityAccountEvent, CapacityAccountEventOf } from '@haber/ledger';
import { checksumSql, instantSql, NO_ROWS, type RowSums, withRow } from './row-sums';

interface Execution {
  readonly reservedAt: number;
  readonly data: CapacityAccountEventOf<'capacity-account.execution-reserved.v1'>['data'];
}

interface Decided {
  readonly status: 'in_process' | 'approved' | 'rejected';
  readonly bankReference: string | null;
  readonly decidedAt: number | null;
}

const UNDECIDED: Decided = { status: 'in_process', bankReference: null, decidedAt: null };

/** One text for one row. */
function rowText({ reservedAt, data }: Execution, { status, bankReference, decidedAt }: Decided): string {
  const { executionId, payoutId, amountMinor, requestedAt } = data;
  return JSON.stringify([
    ...[`${reservedAt}`, executionId, payoutId, status, `${amountMinor}`, bankReference, requestedAt],
    decidedAt === null ? null : `${decidedAt}`,
  ]);
}

/** The same text, made by Postgres. */
export const EXECUTIONS_CHECKSUM_SQL = checksumSql([
  ...['reserved_revision::text', 'execution_id', 'payout_id', 'status', 'amount_minor::text', 'bank_reference'],
  ...[instantSql('requested_at'), 'decided_revision::text'],
]);

export class ExecutionTally {
  private decided = NO_ROWS;
  /** In process, by payout. */
  private readonly open = new Map<string, Execution>();

  add(event: CapacityAccountEvent, revision: number): void {
    switch (event.type) {
      case 'capacity-account.execution-reserved.v1':
        this.open.set(event.data.payoutId, { reservedAt: revision, data: event.data });
        return;
      case 'payout.approved.v1':
        return this.decide(event.data, 'approved', revision);
      case 'payout.rejected.v1':
        return this.decide(event.data, 'rejected', revision);
      default:
    }
  }

  get sums(): RowSums {
    return [...this.open.values()].reduce((sums, each) => withRow(sums, rowText(each, UNDECIDED)), this.decided);
  }

  /** One that was never reserved has no row; that it is so is told by the invariants. */
  private decide(
    { payoutId, bankReference }: { readonly payoutId: string; readonly bankReference: string | null },
    status: Decided['status'],
    decidedAt: number,
  ): void {
    const execution = this.open.get(payoutId);
    if (!execution) return;
    this.open.delete(payoutId);
    this.decided = withRow(this.decided, rowText(execution, { status, bankReference, decidedAt }));
  }
}
