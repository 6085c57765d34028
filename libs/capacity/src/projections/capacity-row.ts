/**
 * The row changes of the read models behind "what is left to this merchant?" and "what became of its executions?". They
 * are computed from the events alone, independently of the ledger's fold, so that `haber verify` can hold one against
 * the other.
 */
import type { CapacityAccountEvent, CapacityAccountEventOf, CapacityBalances, EventMetadata } from '@haber/ledger';

/** One a merchant, at a revision. */
export interface CapacityRow {
  readonly stream: string;
  readonly revision: number;
  readonly tenant: string;
  readonly accountId: string;
  readonly customerId: string;
  /** As the last event carries them. */
  readonly balances: CapacityBalances;
  readonly lastTransactionAt: string | null;
  readonly createdAt: string;
  /** Record time of the last event. */
  readonly recordedAt: string;
}

/** One an execution. */
export interface ExecutionRow {
  readonly stream: string;
  /** Of its reservation. */
  readonly reservedRevision: number;
  readonly executionId: string;
  readonly payoutId: string;
  readonly status: 'in_process' | 'approved' | 'rejected';
  readonly amountMinor: bigint;
  readonly bankReference: string | null;
  readonly requestedAt: string;
  /** Of the event that ended it. */
  readonly decidedRevision: number | null;
}

export interface InPlace {
  readonly stream: string;
  readonly revision: number;
  readonly metadata: EventMetadata;
}

/** The row after one more event. @throws when a stream does not begin with an opening */
export function changeCapacityRow(
  row: CapacityRow | undefined,
  { type, data }: CapacityAccountEvent,
  { stream, revision, metadata: { tenant, recordedAt } }: InPlace,
): CapacityRow {
  const { balances } = data;
  if (type === 'capacity-account.opened.v1') {
    const { accountId, customerId } = data;
    const times = { lastTransactionAt: null, createdAt: recordedAt, recordedAt };
    return { stream, revision, tenant, accountId, customerId, balances, ...times };
  }
  if (!row) throw new Error(`${stream} does not begin with an opening`);
  const last = type === 'capacity-account.volume-recorded.v1' && { lastTransactionAt: data.lastTransactionAt };
  return { ...row, revision, balances, recordedAt, ...last };
}

export function reservedRow(
  { executionId, payoutId, amountMinor, requestedAt }: Reserved,
  { stream, revision }: Pick<InPlace, 'stream' | 'revision'>,
): ExecutionRow {
  const undecided = { status: 'in_process', bankReference: null, decidedRevision: null } as const;
  return { stream, reservedRevision: revision, executionId, payoutId, amountMinor, requestedAt, ...undecided };
}

type Reserved = CapacityAccountEventOf<'capacity-account.execution-reserved.v1'>['data'];
export type Outcome = CapacityAccountEventOf<'payout.approved.v1' | 'payout.rejected.v1'>;

export function decidedRow(row: ExecutionRow, { type, data }: Outcome, decidedRevision: number): ExecutionRow {
  const status = type === 'payout.approved.v1' ? 'approved' : 'rejected';
  return { ...row, status, bankReference: data.bankReference, decidedRevision };
}
