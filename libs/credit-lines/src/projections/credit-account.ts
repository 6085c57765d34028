/**
 * The table of `credit-account-row.ts`: every page of events changes its rows and the checkpoint in one transaction.
 */
import type { StoredEvent } from '@haber/event-store';
import {
  type Balances,
  type CreditAccountEvent,
  creditAccountDefinition,
  decodeMetadata,
  isCapacityType,
} from '@haber/ledger';
import { isNextRevision, type Projection, type ProjectionTables } from '@haber/read-store';
import { changeRow, type CreditAccountRow, type InPlace, type UnpaidDebt } from './credit-account-row';

/** Column → type; every statement on the table is made from this one list. */
const COLUMNS = {
  stream: 'text PRIMARY KEY',
  revision: 'bigint NOT NULL',
  tenant: 'text NOT NULL',
  account_id: 'text NOT NULL',
  customer_id: 'text NOT NULL',
  status: 'text NOT NULL',
  currency: 'text NOT NULL',
  time_zone: 'text NOT NULL',
  product_code: 'text NOT NULL',
  product_version: 'integer NOT NULL',
  external_id: 'text',
  metadata: 'jsonb NOT NULL',
  requested_limit_minor: 'bigint NOT NULL',
  payment_term_days: 'integer NOT NULL',
  limit_minor: 'bigint NOT NULL',
  held_minor: 'bigint NOT NULL',
  utilised_minor: 'bigint NOT NULL',
  available_minor: 'bigint NOT NULL',
  balances: 'jsonb NOT NULL',
  debts: 'jsonb NOT NULL',
  falls_due_on: 'date',
  created_at: 'timestamptz NOT NULL',
  approved_at: 'timestamptz',
  approved_by: 'text',
  recorded_at: 'timestamptz NOT NULL',
} as const;

const NAMES = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[];
const TYPED = NAMES.map((name) => `${name} ${COLUMNS[name].split(' ')[0]}`).join(', ');
const UPDATES = NAMES.filter((name) => name !== 'stream').map((name) => `${name} = excluded.${name}`);

export const creditAccountProjection: Projection = {
  name: 'credit-account',
  version: 1,
  schema: 'credit_lines',
  categories: ['account'],
  tables: ['credit_account'],
  ddl: (table) => `
    CREATE TABLE ${table('credit_account')} (${NAMES.map((name) => `${name} ${COLUMNS[name]}`).join(', ')});
    CREATE INDEX ON ${table('credit_account')} (falls_due_on) WHERE falls_due_on IS NOT NULL;
    CREATE INDEX ON ${table('credit_account')} (tenant, created_at, stream);
    CREATE INDEX ON ${table('credit_account')} (tenant, customer_id);
    CREATE INDEX ON ${table('credit_account')} (tenant, external_id) WHERE external_id IS NOT NULL`,
  async apply(ofAccounts, tables) {
    const events = ofAccounts.filter(({ type }) => !isCapacityType(type));
    const rows = await readRows(tables, [...new Set(events.map(({ stream }) => stream))]);
    const changed = new Set<string>();
    for (const stored of events) {
      const row = rows.get(stored.stream);
      if (!isNextRevision(stored, row?.revision)) continue;
      const { event, at } = decoded(stored);
      rows.set(stored.stream, changeRow(row, event, at));
      changed.add(stored.stream);
    }
    const written = [...changed].flatMap((stream) => rows.get(stream) ?? []);
    if (written.length > 0) await writeRows(tables, written);
  },
};

const decoder = new TextDecoder();

function decoded(stored: StoredEvent): { event: CreditAccountEvent; at: InPlace } {
  const { stream, revision } = stored;
  const event = creditAccountDefinition.codec.decode(stored.type, decoder.decode(stored.data));
  return { event, at: { stream, revision, metadata: decodeMetadata(decoder.decode(stored.metadata)) } };
}

type Columns = Record<keyof typeof COLUMNS, string>;

/** Rows by stream. */
export async function readRows(
  tables: ProjectionTables,
  streams: readonly string[],
): Promise<Map<string, CreditAccountRow>> {
  const found = await readRowsWhere(tables, 'stream = ANY($1::text[])', [streams]);
  return new Map(found.map((row) => [row.stream, row]));
}

/**
 * `condition` knows the table as `account`; what it orders by must say so, for a bare name means the text. Every value
 * is read as text: no amount passes through a float, no time through a local clock.
 */
export async function readRowsWhere(
  tables: ProjectionTables,
  condition: string,
  params: readonly unknown[],
): Promise<readonly CreditAccountRow[]> {
  const found = await tables.query<Columns>(
    `SELECT ${NAMES.map((name) => `${name}::text`).join(', ')}
     FROM ${tables.table('credit_account')} AS account WHERE ${condition}`,
    params,
  );
  return found.map(fromColumns);
}

function fromColumns(c: Columns): CreditAccountRow {
  return {
    stream: c.stream,
    revision: Number(c.revision),
    tenant: c.tenant,
    accountId: c.account_id,
    customerId: c.customer_id,
    status: c.status as CreditAccountRow['status'],
    currency: c.currency,
    timeZone: c.time_zone,
    productCode: c.product_code,
    productVersion: Number(c.product_version),
    externalId: c.external_id,
    metadata: JSON.parse(c.metadata) as CreditAccountRow['metadata'],
    requestedLimitMinor: BigInt(c.requested_limit_minor),
    paymentTermDays: Number(c.payment_term_days),
    balances: balancesFromJson(c.balances),
    debts: debtsFromJson(c.debts),
    createdAt: instantOf(c.created_at),
    approvedAt: c.approved_at === null ? null : instantOf(c.approved_at),
    approvedBy: c.approved_by,
    recordedAt: instantOf(c.recorded_at),
  };
}

/** Of the database's text form of an instant. */
function instantOf(timestamp: string): string {
  return new Date(timestamp).toISOString();
}

/** Every member but these is an amount, the buckets' among them. */
const TEXTS: ReadonlySet<string> = new Set(['currency', 'buckets']);

function balancesFromJson(json: string): Balances {
  return JSON.parse(json, (name, value: unknown) =>
    typeof value === 'string' && !TEXTS.has(name) ? BigInt(value) : value,
  ) as Balances;
}

function balancesToJson(balances: Balances): unknown {
  return JSON.parse(JSON.stringify(balances, (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value)));
}

function debtsFromJson(json: string): UnpaidDebt[] {
  const debts = JSON.parse(json) as (Omit<UnpaidDebt, 'owedMinor'> & { owedMinor: string })[];
  return debts.map((debt) => ({ ...debt, owedMinor: BigInt(debt.owedMinor) }));
}

async function writeRows(tables: ProjectionTables, rows: readonly CreditAccountRow[]): Promise<void> {
  await tables.query(
    `INSERT INTO ${tables.table('credit_account')} (${NAMES.join(', ')})
     SELECT ${NAMES.join(', ')} FROM json_to_recordset($1::json) AS row(${TYPED})
     ON CONFLICT (stream) DO UPDATE SET ${UPDATES.join(', ')}`,
    [JSON.stringify(rows.map(toColumns))],
  );
}

function toColumns(row: CreditAccountRow): Record<keyof typeof COLUMNS, unknown> {
  const { limitMinor, heldMinor, utilisedMinor, availableMinor } = row.balances;
  const falling = row.debts.filter(({ age }) => age !== 'past_due').map(({ dueOn }) => dueOn);
  return {
    stream: row.stream,
    revision: row.revision,
    tenant: row.tenant,
    account_id: row.accountId,
    customer_id: row.customerId,
    status: row.status,
    currency: row.currency,
    time_zone: row.timeZone,
    product_code: row.productCode,
    product_version: row.productVersion,
    external_id: row.externalId,
    metadata: row.metadata,
    requested_limit_minor: `${row.requestedLimitMinor}`,
    payment_term_days: row.paymentTermDays,
    limit_minor: `${limitMinor}`,
    held_minor: `${heldMinor}`,
    utilised_minor: `${utilisedMinor}`,
    available_minor: `${availableMinor}`,
    balances: balancesToJson(row.balances),
    debts: row.debts.map((debt) => ({ ...debt, owedMinor: `${debt.owedMinor}` })),
    falls_due_on: falling.length > 0 ? falling.reduce((a, b) => (a < b ? a : b)) : null,
    created_at: row.createdAt,
    approved_at: row.approvedAt,
    approved_by: row.approvedBy,
    recorded_at: row.recordedAt,
  };
}
