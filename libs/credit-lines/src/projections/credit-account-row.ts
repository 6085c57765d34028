/**
 * The row change of the read model behind "how does this customer's credit stand?": one row an account, at a revision,
 * with its unpaid debts by date. It is computed from the events alone, independently of the ledger's fold, so that
 * `haber verify` can hold one against the other.
 */
import type { Age, Bucket, CreditAccountEvent, EventMetadata } from '@haber/ledger';

export interface UnpaidDebt {
  readonly bucket: Bucket;
  readonly usedOn: string;
  readonly dueOn: string;
  readonly age: Age;
  readonly owedMinor: bigint;
}

export interface CreditAccountRow {
  readonly stream: string;
  readonly revision: number;
  readonly tenant: string;
  readonly accountId: string;
  readonly customerId: string;
  readonly status: 'pending' | 'approved' | 'rejected' | 'blocked' | 'closed';
  readonly currency: string;
  readonly timeZone: string;
  readonly requestedLimitMinor: bigint;
  readonly paymentTermDays: number;
  readonly limitMinor: bigint;
  readonly heldMinor: bigint;
  readonly utilisedMinor: bigint;
  readonly availableMinor: bigint;
  readonly debts: readonly UnpaidDebt[];
  readonly createdAt: string;
  readonly approvedAt: string | null;
  readonly approvedBy: string | null;
}

type Requested = Extract<CreditAccountEvent, { type: 'credit-account.requested.v1' }>;
export interface InPlace {
  readonly stream: string;
  readonly revision: number;
  readonly metadata: EventMetadata;
}

/** The row after one more event. @throws when a stream does not begin with a request. */
export function changeRow(row: CreditAccountRow | undefined, event: CreditAccountEvent, at: InPlace): CreditAccountRow {
  const { limitMinor, heldMinor, utilisedMinor, availableMinor } = event.data.balances;
  const figures = { revision: at.revision, limitMinor, heldMinor, utilisedMinor, availableMinor };
  if (event.type === 'credit-account.requested.v1') return { ...openedRow(event, at), ...figures };
  if (!row) throw new Error(`${at.stream} does not begin with a request`);
  return { ...row, ...figures, ...changedMembers(row, event, at.metadata) };
}

function openedRow({ data }: Requested, { stream, metadata }: InPlace): Omit<CreditAccountRow, 'revision' | Figures> {
  const { accountId, customerId, requestedLimitMinor, paymentTermDays, terms } = data;
  return {
    stream,
    tenant: metadata.tenant,
    accountId,
    customerId,
    status: 'pending',
    currency: terms.currency,
    timeZone: terms.timeZone,
    requestedLimitMinor,
    paymentTermDays,
    debts: [],
    createdAt: metadata.recordedAt,
    approvedAt: null,
    approvedBy: null,
  };
}

type Figures = 'limitMinor' | 'heldMinor' | 'utilisedMinor' | 'availableMinor';

function changedMembers(
  row: CreditAccountRow,
  event: Exclude<CreditAccountEvent, Requested>,
  metadata: EventMetadata,
): Partial<CreditAccountRow> {
  switch (event.type) {
    case 'credit-account.approved.v1': {
      const { paymentTermDays, approvedBy } = event.data;
      return { status: 'approved', paymentTermDays, approvedBy, approvedAt: metadata.recordedAt };
    }
    case 'credit-account.rejected.v1':
      return { status: 'rejected' };
    case 'credit-account.blocked.v1':
      return { status: 'blocked' };
    case 'credit-account.unblocked.v1':
      return { status: 'approved' };
    case 'credit-account.closed.v1':
      return { status: 'closed' };
    case 'credit-account.credit-used.v1': {
      const { bucket, usedOn, dueOn, amountMinor } = event.data;
      return { debts: owing(row.debts, { bucket, usedOn, dueOn, age: 'unbilled', owedMinor: amountMinor }) };
    }
    case 'credit-account.payment-received.v1':
      return { debts: event.data.allocations.reduce(paid, row.debts) };
    case 'credit-account.uses-fell-past-due.v1': {
      const { dueOn, bucket, fromAge } = event.data;
      const falls = (d: UnpaidDebt): boolean => d.dueOn === dueOn && d.bucket === bucket && d.age === fromAge;
      return { debts: row.debts.map((debt) => (falls(debt) ? { ...debt, age: 'past_due' } : debt)) };
    }
  }
}

function paid(debts: readonly UnpaidDebt[], allocation: Omit<UnpaidDebt, 'owedMinor'> & { amountMinor: bigint }) {
  const { bucket, usedOn, dueOn, age, amountMinor } = allocation;
  return owing(debts, { bucket, usedOn, dueOn, age, owedMinor: -amountMinor });
}

function owing(debts: readonly UnpaidDebt[], change: UnpaidDebt): readonly UnpaidDebt[] {
  const same = (d: UnpaidDebt): boolean =>
    d.dueOn === change.dueOn && d.usedOn === change.usedOn && d.age === change.age && d.bucket === change.bucket;
  const before = debts.find(same)?.owedMinor ?? 0n;
  const owedMinor = before + change.owedMinor;
  const others = debts.filter((debt) => !same(debt));
  return owedMinor === 0n ? others : [...others, { ...change, owedMinor }];
}
