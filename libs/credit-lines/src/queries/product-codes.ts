/**
 * "Which products does this tenant have?": by code, page by page, the built-in one among them. What was published a
 * moment ago, and is in no row yet, is read from the log itself: whoever has published a product finds it listed.
 */
import type { EventStore } from '@haber/event-store';
import { BUILT_IN_VERSION, type Tenant } from '@haber/ledger';
import type { ProjectionTables } from '@haber/read-store';
import { productProjection, rowOf } from '../projections/product';

export interface ProductCodesSource {
  readonly store: Pick<EventStore, 'readAll'>;
  /** The tables of `productProjection`, as readers see them. */
  readonly products: ProjectionTables;
}

export interface ProductCodesQuestion {
  readonly tenant: Tenant;
  /** The last code of the page before; the codes are in the order of their UTF-8 bytes. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** A projection is a moment behind, not more events than these. */
const MOST_UNLISTED = 1_000;

export async function productCodes(
  { store, products }: ProductCodesSource,
  { tenant, after = '', limit }: ProductCodesQuestion,
): Promise<readonly string[]> {
  const unlisted = await unlistedCodes({ store, products }, tenant);
  const rows = await products.query<{ readonly code: string }>(
    `SELECT code FROM (
       SELECT code FROM ${products.table('product')} WHERE tenant = $1
       UNION SELECT code COLLATE "C" FROM unnest($2::text[]) AS unlisted(code)
     ) AS codes
     WHERE code > $3 COLLATE "C" ORDER BY code COLLATE "C" LIMIT $4`,
    [tenant, [BUILT_IN_VERSION.code, ...unlisted], after, limit],
  );
  return rows.map(({ code }) => code);
}

async function unlistedCodes({ store, products }: ProductCodesSource, tenant: Tenant): Promise<readonly string[]> {
  // Before the rows, which are then at least as new as this says.
  const [row] = await products.query<{ readonly position: string }>(
    'SELECT coalesce(max(position), 0)::text AS position FROM read_store.checkpoints WHERE projection = $1',
    [productProjection.name],
  );
  const filter = { categories: productProjection.categories };
  const { events } = await store.readAll({ after: BigInt(row?.position ?? 0), limit: MOST_UNLISTED, filter });
  return events.map(rowOf).flatMap((row) => (row.tenant === tenant ? [row.code] : []));
}
