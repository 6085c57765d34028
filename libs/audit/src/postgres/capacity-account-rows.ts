/** `capacity.capacity_account` against the ledger's fold: a row a merchant, whose figures both must say the same of. */
import { CapacityFold } from '../capacity-fold';
import type { StreamAuditor } from '../stream-auditor';
import type { DerivedTable } from './derived';
import { compareByStream } from './rows-by-stream';

const COLUMNS = [
  'stream',
  'revision',
  'tenant',
  'account_id',
  'customer_id',
  'currency',
  'processed_minor',
  'credited_minor',
  'available_minor',
  'in_flight_minor',
  'last_transaction_at',
  'created_at',
  'recorded_at',
] as const;

/** As text: no amount passes through a float. */
type Row = Readonly<
  Record<Exclude<(typeof COLUMNS)[number], 'last_transaction_at'>, string> & { last_transaction_at: string | null }
>;

export const capacityAccountRows: DerivedTable = {
  projection: 'capacity',
  table: 'capacity.capacity_account',
  category: 'account',
  compare: (comparison) =>
    compareByStream<Row>(comparison, {
      table: 'capacity.capacity_account',
      columns: COLUMNS,
      mark: 'capacity_account',
      hasRow: ({ fold }) => fold instanceof CapacityFold,
      compareRow,
    }),
};

function compareRow(audited: StreamAuditor, row: Row): void {
  const { fold } = audited;
  if (!audited.whole || !(fold instanceof CapacityFold) || fold.state.status === 'absent') return;
  const { accountId, customerId, balances, lastTransactionAt } = fold.state;
  const expected: Row = {
    stream: audited.stream,
    revision: `${audited.revision}`,
    tenant: audited.tenant ?? '',
    account_id: accountId,
    customer_id: customerId,
    currency: balances.currency,
    processed_minor: `${balances.processedMinor}`,
    credited_minor: `${balances.creditedMinor}`,
    available_minor: `${balances.availableMinor}`,
    in_flight_minor: `${balances.inFlightMinor}`,
    last_transaction_at: lastTransactionAt,
    created_at: fold.createdAt,
    recorded_at: fold.recordedAt,
  };
  const found: Row = { ...row, ...instants(row) };
  const wrong = COLUMNS.filter((name) => found[name] !== expected[name]);
  if (wrong.length === 0) return;
  const differences = wrong.map((name) => `${name} is ${found[name]}, the fold says ${expected[name]}`);
  audited.tell('read-model', audited.revision, `the read model's ${differences.join('; ')}`);
}

function instants(row: Row): Pick<Row, 'last_transaction_at' | 'created_at' | 'recorded_at'> {
  const instant = (text: string): string => new Date(text).toISOString();
  const { last_transaction_at, created_at, recorded_at } = row;
  return {
    last_transaction_at: last_transaction_at && instant(last_transaction_at),
    created_at: instant(created_at),
    recorded_at: instant(recorded_at),
  };
}
