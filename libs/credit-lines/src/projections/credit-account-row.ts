/**
 * The row change of the read model behind "how does this customer's credit stand?": one row an account, at a revision,
 * with its unpaid debts by date. It is computed from the events alone, independently of the ledger's fold, so that
 * `haber verify` can hold one against the other.
 */
import type { Age, Balances, Bucket, CreditAccountEvent, EventMetadata } from '@haber/ledger';

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
  readonly status: 'pending' | 'approved' | 'paused' | 'rejected' | 'blocked' | 'closed';
  readonly currency: string;
  readonly timeZone: string;
  readonly productCode: string;
  readonly productVersion: number;
  readonly externalId: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly requestedLimitMinor: bigint;
  readonly paymentTermDays: number;
  /** As the last event carries them. */
  readonly balances: Balances;
  readonly debts: readonly UnpaidDebt[];
  readonly createdAt: string;
  readonly approvedAt: string | null;
  readonly approvedBy: string | null;
  /** Record time of the last event: the account's own time does not go back behind it. */
  readonly recordedAt: string;
}

type EventOf<T extends CreditAccountEvent['type']> = Extract<CreditAccountEvent, { type: T }>;
type Opening = EventOf<'credit-account.requested.v1' | 'credit-account.opened.v1' | 'credit-account.imported.v1'>;
export interface InPlace {
  readonly stream: string;
  readonly revision: number;
  readonly metadata: EventMetadata;
}

/** The row after one more event. @throws when a stream does not begin with an opening. */
export function changeRow(row: CreditAccountRow | undefined, event: CreditAccountEvent, at: InPlace): CreditAccountRow {
  const { balances } = event.data;
  const figures = { revision: at.revision, recordedAt: at.metadata.recordedAt, balances };
  if (isOpening(event)) return { ...openedRow(event, at), ...figures };
  if (!row) throw new Error(`${at.stream} does not begin with an opening`);
  return { ...row, ...figures, ...changedMembers(row, event, at.metadata) };
}

function isOpening(event: CreditAccountEvent): event is Opening {
  return (
    event.type === 'credit-account.requested.v1' ||
    event.type === 'credit-account.opened.v1' ||
    event.type === 'credit-account.imported.v1'
  );
}

function openedRow(
  event: Opening,
  { stream, metadata }: InPlace,
): Omit<CreditAccountRow, 'revision' | 'recordedAt' | 'balances'> {
  const { accountId, customerId, paymentTermDays, terms } = event.data;
  return {
    stream,
    tenant: metadata.tenant,
    accountId,
    customerId,
    currency: terms.currency,
    timeZone: terms.timeZone,
    productCode: terms.productCode,
    productVersion: terms.productVersion,
    paymentTermDays,
    ...beginning(event, metadata.recordedAt),
  };
}

type Beginning = Pick<
  CreditAccountRow,
  'status' | 'externalId' | 'metadata' | 'requestedLimitMinor' | 'debts' | 'createdAt' | 'approvedAt' | 'approvedBy'
>;

function beginning(event: Opening, recordedAt: string): Beginning {
  switch (event.type) {
    case 'credit-account.requested.v1': {
      const { requestedLimitMinor } = event.data;
      const undecided = { approvedAt: null, approvedBy: null, externalId: null, metadata: {} };
      return { ...undecided, status: 'pending', requestedLimitMinor, debts: [], createdAt: recordedAt };
    }
    case 'credit-account.opened.v1': {
      const { limitMinor: requestedLimitMinor, openedBy: approvedBy, externalId, metadata } = event.data;
      const decided = { approvedAt: recordedAt, approvedBy, createdAt: recordedAt };
      return { ...decided, status: 'approved', requestedLimitMinor, debts: [], externalId, metadata };
    }
    case 'credit-account.imported.v1': {
      const { limitMinor: requestedLimitMinor, importedBy: approvedBy, openedAt, status } = event.data;
      const decided = { approvedAt: openedAt, approvedBy, createdAt: openedAt };
      const { externalId, metadata } = event.data;
      const debts = event.data.debts.reduce<readonly UnpaidDebt[]>(
        (owed, { amountMinor: owedMinor, reference: _, ...dated }) => owing(owed, { ...dated, owedMinor }),
        [],
      );
      return { ...decided, status, requestedLimitMinor, debts, externalId, metadata };
    }
  }
}

function changedMembers(
  row: CreditAccountRow,
  event: Exclude<CreditAccountEvent, Opening>,
  metadata: EventMetadata,
): Partial<CreditAccountRow> {
  switch (event.type) {
    case 'credit-account.approved.v1': {
      const { paymentTermDays, approvedBy } = event.data;
      return { status: 'approved', paymentTermDays, approvedBy, approvedAt: metadata.recordedAt };
    }
    case 'credit-account.described.v1':
      return { externalId: event.data.externalId, metadata: event.data.metadata };
    case 'credit-account.limit-changed.v1':
      return {};
    case 'credit-account.credit-used.v1': {
      const { bucket, usedOn, dueOn, amountMinor } = event.data;
      return { debts: owing(row.debts, { bucket, usedOn, dueOn, age: 'unbilled', owedMinor: amountMinor }) };
    }
    case 'credit-account.payment-received.v1':
    case 'credit-account.adjusted.v1':
      return { debts: event.data.allocations.reduce(paid, row.debts) };
    case 'credit-account.written-off.v1':
      return { debts: event.data.allocations.reduce(paid, row.debts), status: 'closed' };
    case 'credit-account.uses-fell-past-due.v1': {
      const { dueOn, bucket, fromAge } = event.data;
      const falls = (d: UnpaidDebt): boolean => d.dueOn === dueOn && d.bucket === bucket && d.age === fromAge;
      return { debts: row.debts.map((debt) => (falls(debt) ? { ...debt, age: 'past_due' } : debt)) };
    }
    default:
      return { status: STATUS_AFTER[event.type] };
  }
}

/** Events that change the status and nothing else that a row holds. */
const STATUS_AFTER = {
  'credit-account.rejected.v1': 'rejected',
  'credit-account.blocked.v1': 'blocked',
  'credit-account.unblocked.v1': 'approved',
  'credit-account.paused.v1': 'paused',
  'credit-account.resumed.v1': 'approved',
  'credit-account.closed.v1': 'closed',
} as const;

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
