/** Rows of capacity between memory and Postgres. Every value is read as text: no amount passes through a float. */
import type { ProjectionTables } from '@haber/read-store';
import type { CapacityRow, ExecutionRow } from './capacity-row';

/** Sums of many amounts may be beyond 64 bits. */
const CAPACITY_COLUMNS = {
  stream: 'text',
  revision: 'bigint',
  tenant: 'text',
  account_id: 'text',
  customer_id: 'text',
  currency: 'text',
  processed_minor: 'numeric',
  credited_minor: 'numeric',
  available_minor: 'numeric',
  in_flight_minor: 'numeric',
  last_transaction_at: 'timestamptz',
  created_at: 'timestamptz',
  recorded_at: 'timestamptz',
} as const;

const EXECUTION_COLUMNS = {
  stream: 'text',
  reserved_revision: 'bigint',
  execution_id: 'text',
  payout_id: 'text',
  status: 'text',
  amount_minor: 'bigint',
  bank_reference: 'text',
  requested_at: 'timestamptz',
  decided_revision: 'bigint',
} as const;

type Columns<C> = { readonly [K in keyof C]: string | null };
type Read<C> = { readonly [K in keyof C]: string };

const CAPACITY_SELECT = selected(CAPACITY_COLUMNS);
const EXECUTION_SELECT = selected(EXECUTION_COLUMNS);

function selected(columns: Readonly<Record<string, string>>): string {
  return Object.keys(columns).map((name) => `${name}::text`).join(', '); // prettier-ignore
}

/** By stream. */
export async function readCapacityRows(
  tables: ProjectionTables,
  streams: readonly string[],
): Promise<Map<string, CapacityRow>> {
  const found = await tables.query<Read<typeof CAPACITY_COLUMNS>>(
    `SELECT ${CAPACITY_SELECT} FROM ${tables.table('capacity_account')} WHERE stream = ANY($1::text[])`,
    [streams],
  );
  return new Map(found.map((c) => [c.stream, capacityRow(c)]));
}

function capacityRow(c: Read<typeof CAPACITY_COLUMNS>): CapacityRow {
  const last = c.last_transaction_at as string | null;
  return {
    stream: c.stream,
    revision: Number(c.revision),
    tenant: c.tenant,
    accountId: c.account_id,
    customerId: c.customer_id,
    balances: {
      currency: c.currency,
      processedMinor: BigInt(c.processed_minor),
      creditedMinor: BigInt(c.credited_minor),
      availableMinor: BigInt(c.available_minor),
      inFlightMinor: BigInt(c.in_flight_minor),
    },
    lastTransactionAt: last === null ? null : instantOf(last),
    createdAt: instantOf(c.created_at),
    recordedAt: instantOf(c.recorded_at),
  };
}

/** Of the database's text form of an instant. */
function instantOf(timestamp: string): string {
  return new Date(timestamp).toISOString();
}

/** By payout. */
export async function readExecutionsOf(
  tables: ProjectionTables,
  { streams, payoutIds }: { readonly streams: readonly string[]; readonly payoutIds: readonly string[] },
): Promise<Map<string, ExecutionRow>> {
  if (payoutIds.length === 0) return new Map();
  const condition = 'stream = ANY($1::text[]) AND payout_id = ANY($2::text[])';
  const found = await readExecutionsWhere(tables, condition, [streams, payoutIds]);
  return new Map(found.map((row) => [row.payoutId, row]));
}

/** `condition` knows the table as `execution`. */
async function readExecutionsWhere(
  tables: ProjectionTables,
  condition: string,
  params: readonly unknown[],
): Promise<readonly ExecutionRow[]> {
  const found = await tables.query<Read<typeof EXECUTION_COLUMNS>>(
    `SELECT ${EXECUTION_SELECT} FROM ${tables.table('execution')} AS execution WHERE ${condition}`,
    params,
  );
  return found.map(executionRow);
}

function executionRow(c: Read<typeof EXECUTION_COLUMNS>): ExecutionRow {
  const decided = c.decided_revision as string | null;
  return {
    stream: c.stream,
    reservedRevision: Number(c.reserved_revision),
    executionId: c.execution_id,
    payoutId: c.payout_id,
    status: c.status as ExecutionRow['status'],
    amountMinor: BigInt(c.amount_minor),
    bankReference: c.bank_reference,
    requestedAt: instantOf(c.requested_at),
    decidedRevision: decided === null ? null : Number(decided),
  };
}

/** What is left to its merchant at the very revision at which the execution stands so. */
export interface StandingExecution extends ExecutionRow {
  readonly availableMinor: bigint;
}

/** In one statement: two would show what was rejected in between without the capacity that it gave back. */
export async function readStandingExecutions(
  tables: ProjectionTables,
  condition: string,
  params: readonly unknown[],
): Promise<readonly StandingExecution[]> {
  const found = await tables.query<Read<typeof EXECUTION_COLUMNS> & { readonly available_minor: string }>(
    `SELECT ${EXECUTION_SELECT}, available_minor::text FROM ${tables.table('execution')} AS execution
     JOIN ${tables.table('capacity_account')} AS account USING (stream) WHERE ${condition}`,
    params,
  );
  return found.map((c) => ({ ...executionRow(c), availableMinor: BigInt(c.available_minor) }));
}

export async function writeCapacityRows(tables: ProjectionTables, rows: readonly CapacityRow[]): Promise<void> {
  await upsert(tables, { table: 'capacity_account', columns: CAPACITY_COLUMNS, key: ['stream'] }, rows.map(ofCapacity));
}

function ofCapacity({ balances, ...row }: CapacityRow): Columns<typeof CAPACITY_COLUMNS> {
  return {
    stream: row.stream,
    revision: `${row.revision}`,
    tenant: row.tenant,
    account_id: row.accountId,
    customer_id: row.customerId,
    currency: balances.currency,
    processed_minor: `${balances.processedMinor}`,
    credited_minor: `${balances.creditedMinor}`,
    available_minor: `${balances.availableMinor}`,
    in_flight_minor: `${balances.inFlightMinor}`,
    last_transaction_at: row.lastTransactionAt,
    created_at: row.createdAt,
    recorded_at: row.recordedAt,
  };
}

export async function writeExecutionRows(tables: ProjectionTables, rows: readonly ExecutionRow[]): Promise<void> {
  const into = { table: 'execution', columns: EXECUTION_COLUMNS, key: ['stream', 'reserved_revision'] };
  await upsert(tables, into, rows.map(ofExecution));
}

function ofExecution(row: ExecutionRow): Columns<typeof EXECUTION_COLUMNS> {
  return {
    stream: row.stream,
    reserved_revision: `${row.reservedRevision}`,
    execution_id: row.executionId,
    payout_id: row.payoutId,
    status: row.status,
    amount_minor: `${row.amountMinor}`,
    bank_reference: row.bankReference,
    requested_at: row.requestedAt,
    decided_revision: row.decidedRevision === null ? null : `${row.decidedRevision}`,
  };
}

interface Into {
  readonly table: string;
  readonly columns: Readonly<Record<string, string>>;
  readonly key: readonly string[];
}

async function upsert(tables: ProjectionTables, { table, columns, key }: Into, rows: readonly object[]): Promise<void> {
  if (rows.length === 0) return;
  const names = Object.keys(columns);
  const typed = names.map((name) => `${name} ${columns[name]}`);
  const updates = names.filter((name) => !key.includes(name)).map((name) => `${name} = excluded.${name}`);
  await tables.query(
    `INSERT INTO ${tables.table(table)} (${names.join(', ')})
     SELECT ${names.join(', ')} FROM json_to_recordset($1::json) AS row(${typed.join(', ')})
     ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${updates.join(', ')}`,
    [JSON.stringify(rows)],
  );
}
