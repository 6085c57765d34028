/**
 * What became of a merchant's executions, summed up for comparison: a count and an order-free checksum of their rows,
 * in memory that is bounded by how many are in process. The database makes the same of the rows that stand there.
 */
import { hash } from 'node:crypto';
import type { CapacityAccountEvent, CapacityAccountEventOf } from '@haber/ledger';

/** 48 bits: sums of two stay exact. */
const HEX_DIGITS = 12;
const MODULUS = 2 ** (4 * HEX_DIGITS);

export interface ExecutionSums {
  readonly rows: number;
  readonly checksum: number;
}

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
const ROW_TEXT_SQL = `replace(json_build_array(reserved_revision::text, execution_id, payout_id, status,
  amount_minor::text, bank_reference,
  to_char(requested_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), decided_revision::text)::text, ', ', ',')`;

export const EXECUTIONS_CHECKSUM_SQL = `mod(sum(('x' || left(md5(${ROW_TEXT_SQL}), ${HEX_DIGITS}))::bit(48)::bigint),
  ${MODULUS})`;

export class ExecutionTally {
  private rows = 0;
  private checksum = 0;
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

  get sums(): ExecutionSums {
    const open = [...this.open.values()].map((execution) => checksumOf(rowText(execution, UNDECIDED)));
    const checksum = open.reduce((sum, each) => (sum + each) % MODULUS, this.checksum);
    return { rows: this.rows + open.length, checksum };
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
    this.rows += 1;
    this.checksum = (this.checksum + checksumOf(rowText(execution, { status, bankReference, decidedAt }))) % MODULUS;
  }
}

function checksumOf(text: string): number {
  return Number.parseInt(hash('md5', text).slice(0, HEX_DIGITS), 16);
}
