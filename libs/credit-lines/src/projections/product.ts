/**
 * Which products each tenant has published: one row a product, its code alone. What they say is the fold of their own
 * streams, which stays short.
 */
import type { StoredEvent } from '@haber/event-store';
import { decodeMetadata, productDefinition } from '@haber/ledger';
import { isNextRevision, type Projection, type ProjectionTables } from '@haber/read-store';

export interface ProductRow {
  readonly stream: string;
  readonly revision: number;
  readonly tenant: string;
  readonly code: string;
}

export const productProjection: Projection = {
  name: 'product',
  version: 1,
  schema: 'credit_lines',
  categories: ['product'],
  tables: ['product'],
  ddl: (table) => `
    CREATE TABLE ${table('product')} (
      stream text PRIMARY KEY,
      revision bigint NOT NULL,
      tenant text NOT NULL,
      code text COLLATE "C" NOT NULL
    );
    CREATE INDEX ON ${table('product')} (tenant, code)`,
  async apply(events, tables) {
    const rows = await readRows(tables, [...new Set(events.map(({ stream }) => stream))]);
    for (const stored of events) {
      if (isNextRevision(stored, rows.get(stored.stream)?.revision)) rows.set(stored.stream, rowOf(stored));
    }
    if (rows.size > 0) await writeRows(tables, [...rows.values()]);
  },
};

const decoder = new TextDecoder();

/** What the row of a product's stream is after an event. */
export function rowOf({ stream, revision, type, data, metadata }: StoredEvent): ProductRow {
  const { code } = productDefinition.codec.decode(type, decoder.decode(data)).data;
  return { stream, revision, tenant: decodeMetadata(decoder.decode(metadata)).tenant, code };
}

async function readRows(tables: ProjectionTables, streams: readonly string[]): Promise<Map<string, ProductRow>> {
  const found = await tables.query<Omit<ProductRow, 'revision'> & { readonly revision: string }>(
    `SELECT stream, revision::text, tenant, code FROM ${tables.table('product')} WHERE stream = ANY($1::text[])`,
    [streams],
  );
  return new Map(found.map((row) => [row.stream, { ...row, revision: Number(row.revision) }]));
}

async function writeRows(tables: ProjectionTables, rows: readonly ProductRow[]): Promise<void> {
  await tables.query(
    `INSERT INTO ${tables.table('product')} (stream, revision, tenant, code)
     SELECT stream, revision, tenant, code
     FROM json_to_recordset($1::json) AS row(stream text, revision bigint, tenant text, code text)
     ON CONFLICT (stream) DO UPDATE SET revision = excluded.revision`,
    [JSON.stringify(rows)],
  );
}
