/**
 * Every payout, by the reference that its bank knows: one row each, from its reservation on. It finds the account of a
 * callback and what is still open; what a payout is, its account's stream alone says.
 */
import type { StoredEvent } from '@haber/event-store';
import {
  capacityAccountDefinition,
  type CapacityAccountEvent,
  decodeMetadata,
  isCapacityEvent,
  isCapacityType,
} from '@haber/ledger';
import type { Projection, ProjectionTables } from '@haber/read-store';

type Status = 'reserved' | 'submitted' | 'approved' | 'rejected';

interface PayoutRow {
  readonly payout_id: string;
  readonly stream: string;
  /** Of the last event about this payout. */
  readonly revision: number;
  readonly tenant: string;
  readonly execution_id: string;
  readonly customer_id: string;
  /** As text: no amount passes through a float. */
  readonly amount_minor: string;
  readonly currency: string;
  readonly status: Status;
  readonly bank_adapter: string | null;
  readonly bank_reference: string | null;
  /** The event of the reservation: under it the payout is submitted. */
  readonly reserved_by: string;
  readonly reserved_at: string;
  readonly changed_at: string;
}

const COLUMNS = `payout_id text, stream text, revision bigint, tenant text, execution_id text, customer_id text,
  amount_minor numeric, currency text, status text, bank_adapter text, bank_reference text, reserved_by text,
  reserved_at timestamptz, changed_at timestamptz`;

export const payoutProjection: Projection = {
  name: 'payout',
  version: 1,
  schema: 'payments',
  categories: ['account'],
  tables: ['payout'],
  ddl: (table) => `
    CREATE TABLE ${table('payout')} (
      payout_id text COLLATE "C" PRIMARY KEY,
      stream text NOT NULL,
      revision bigint NOT NULL,
      tenant text NOT NULL,
      execution_id text NOT NULL,
      customer_id text NOT NULL,
      amount_minor numeric NOT NULL,
      currency text NOT NULL,
      status text NOT NULL,
      bank_adapter text,
      bank_reference text,
      reserved_by text NOT NULL,
      reserved_at timestamptz NOT NULL,
      changed_at timestamptz NOT NULL
    );
    CREATE INDEX ON ${table('payout')} (changed_at) WHERE status IN ('reserved', 'submitted')`,
  async apply(events, tables) {
    const told = events.flatMap((stored) => (isCapacityType(stored.type) ? [toldIn(stored)] : [])).filter(isOfPayout);
    if (told.length === 0) return;
    const rows = await readRows(tables, [...new Set(told.map(({ event }) => event.data.payoutId))]);
    for (const each of told) {
      const { payoutId } = each.event.data;
      const before = rows.get(payoutId);
      if (before && before.revision >= each.revision) continue;
      const row = rowAfter(before, each);
      if (row) rows.set(payoutId, row);
    }
    await writeRows(tables, [...rows.values()]);
  },
};

interface Told<E extends CapacityAccountEvent = CapacityAccountEvent> {
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly tenant: string;
  readonly recordedAt: string;
  readonly event: E;
}

type OfPayout = Extract<CapacityAccountEvent, { data: { payoutId: string } }>;

const decoder = new TextDecoder();

function toldIn({ id, stream, revision, type, data, metadata }: StoredEvent): Told {
  const event = capacityAccountDefinition.codec.decode(type, decoder.decode(data));
  if (!isCapacityEvent(event)) throw new Error(`${type} is no event of a capacity account`);
  const { tenant, recordedAt } = decodeMetadata(decoder.decode(metadata));
  return { id, stream, revision, tenant, recordedAt, event };
}

function isOfPayout(told: Told): told is Told<OfPayout> {
  return 'payoutId' in told.event.data;
}

/** Undefined: an event of a payout that was never reserved, which `verify` reports. */
function rowAfter(before: PayoutRow | undefined, told: Told<OfPayout>): PayoutRow | undefined {
  const { event, revision, recordedAt: changed_at } = told;
  if (event.type === 'capacity-account.execution-reserved.v1') return reservedRow(told, event);
  if (!before) return undefined;
  const row = { ...before, revision, changed_at };
  switch (event.type) {
    case 'payout.submitted.v1':
      return { ...row, status: 'submitted', bank_adapter: event.data.bankAdapter };
    case 'payout.approved.v1':
      return { ...row, status: 'approved', bank_reference: event.data.bankReference };
    case 'payout.rejected.v1':
      return { ...row, status: 'rejected', bank_reference: event.data.bankReference };
  }
}

function reservedRow(
  { id, stream, revision, tenant, recordedAt }: Told,
  { data }: Extract<OfPayout, { type: 'capacity-account.execution-reserved.v1' }>,
): PayoutRow {
  return {
    ...{ payout_id: data.payoutId, stream, revision, tenant },
    ...{ execution_id: data.executionId, customer_id: data.customerId },
    ...{ amount_minor: `${data.amountMinor}`, currency: data.balances.currency },
    ...{ status: 'reserved', bank_adapter: null, bank_reference: null },
    ...{ reserved_by: id, reserved_at: recordedAt, changed_at: recordedAt },
  };
}

async function readRows(tables: ProjectionTables, payoutIds: readonly string[]): Promise<Map<string, PayoutRow>> {
  const found = await tables.query<Omit<PayoutRow, 'revision'> & { readonly revision: string }>(
    `SELECT payout_id, stream, revision::text, tenant, execution_id, customer_id, amount_minor::text, currency, status,
       bank_adapter, bank_reference, reserved_by, reserved_at, changed_at
     FROM ${tables.table('payout')} WHERE payout_id = ANY($1::text[])`,
    [payoutIds],
  );
  return new Map(found.map((row) => [row.payout_id, { ...row, revision: Number(row.revision) }]));
}

async function writeRows(tables: ProjectionTables, rows: readonly PayoutRow[]): Promise<void> {
  await tables.query(
    `INSERT INTO ${tables.table('payout')} SELECT * FROM json_to_recordset($1::json) AS row(${COLUMNS})
     ON CONFLICT (payout_id) DO UPDATE SET revision = excluded.revision, status = excluded.status,
       bank_adapter = excluded.bank_adapter, bank_reference = excluded.bank_reference,
       changed_at = excluded.changed_at`,
    [JSON.stringify(rows)],
  );
}
