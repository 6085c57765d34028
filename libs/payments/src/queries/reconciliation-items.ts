/** Reconciliation items of a tenant, the oldest first: those are the ones that somebody waits for. */
import type { Tenant } from '@haber/ledger';
import type { ProjectionTables } from '@haber/read-store';

export interface ItemsQuestion {
  readonly tenant: Tenant;
  readonly status?: 'open' | 'resolved' | undefined;
  /** The last one of the page before. */
  readonly after?: ItemPlace | undefined;
  readonly limit: number;
}

export interface ItemPlace {
  readonly openedAt: string;
  readonly stream: string;
}

export function reconciliationItems(
  tables: ProjectionTables,
  { tenant, status, after, limit }: ItemsQuestion,
): Promise<readonly ItemPlace[]> {
  const { openedAt, stream } = after ?? { openedAt: '-infinity', stream: '' };
  return tables.query<ItemPlace>(
    `SELECT stream, to_char(opened_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "openedAt"
     FROM ${tables.table('reconciliation_item')}
     WHERE tenant = $1 AND ($2::text IS NULL OR status = $2) AND (opened_at, stream) > ($3::timestamptz, $4)
     ORDER BY opened_at, stream LIMIT $5`,
    [tenant, status ?? null, openedAt, stream, limit],
  );
}

/** Of all tenants. */
export async function openItems(tables: ProjectionTables): Promise<number> {
  const [row] = await tables.query<{ readonly items: number }>(
    `SELECT count(*)::integer AS items FROM ${tables.table('reconciliation_item')} WHERE status = 'open'`,
  );
  return row?.items ?? 0;
}
