/** Reconciliation items of each tenant: a row each, for lists; what an item says is in its own short stream. */
import type { StoredEvent } from '@haber/event-store';
import { decodeMetadata, reconciliationDefinition } from '@haber/ledger';
import { isNextRevision, type Projection, type ProjectionTables } from '@haber/read-store';

interface ItemRow {
  readonly stream: string;
  readonly revision: number;
  readonly tenant: string;
  readonly status: 'open' | 'resolved';
  readonly opened_at: string;
}

export const reconciliationProjection: Projection = {
  name: 'reconciliation_item',
  version: 1,
  schema: 'payments',
  categories: ['reconciliation'],
  tables: ['reconciliation_item'],
  ddl: (table) => `
    CREATE TABLE ${table('reconciliation_item')} (
      stream text COLLATE "C" PRIMARY KEY,
      revision bigint NOT NULL,
      tenant text NOT NULL,
      status text NOT NULL,
      opened_at timestamptz NOT NULL
    );
    CREATE INDEX ON ${table('reconciliation_item')} (tenant, opened_at, stream)`,
  async apply(events, tables) {
    const rows = await readRows(tables, [...new Set(events.map(({ stream }) => stream))]);
    for (const stored of events) {
      const before = rows.get(stored.stream);
      if (isNextRevision(stored, before?.revision)) rows.set(stored.stream, rowAfter(before, stored));
    }
    if (rows.size > 0) await writeRows(tables, [...rows.values()]);
  },
};

const decoder = new TextDecoder();

function rowAfter(before: ItemRow | undefined, { stream, revision, type, data, metadata }: StoredEvent): ItemRow {
  const event = reconciliationDefinition.codec.decode(type, decoder.decode(data));
  const { tenant, recordedAt } = decodeMetadata(decoder.decode(metadata));
  const status = event.type === 'reconciliation.opened.v1' ? 'open' : 'resolved';
  return { stream, revision, tenant, status, opened_at: before?.opened_at ?? recordedAt };
}

async function readRows(tables: ProjectionTables, streams: readonly string[]): Promise<Map<string, ItemRow>> {
  const found = await tables.query<Omit<ItemRow, 'revision'> & { readonly revision: string }>(
    `SELECT stream, revision::text, tenant, status, opened_at
     FROM ${tables.table('reconciliation_item')} WHERE stream = ANY($1::text[])`,
    [streams],
  );
  return new Map(found.map((row) => [row.stream, { ...row, revision: Number(row.revision) }]));
}

async function writeRows(tables: ProjectionTables, rows: readonly ItemRow[]): Promise<void> {
  await tables.query(
    `INSERT INTO ${tables.table('reconciliation_item')} (stream, revision, tenant, status, opened_at)
     SELECT stream, revision, tenant, status, opened_at
     FROM json_to_recordset($1::json)
       AS row(stream text, revision bigint, tenant text, status text, opened_at timestamptz)
     ON CONFLICT (stream) DO UPDATE SET revision = excluded.revision, status = excluded.status`,
    [JSON.stringify(rows)],
  );
}
