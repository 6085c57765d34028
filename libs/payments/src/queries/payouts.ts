/** Which payouts are due for an attempt, whose a reference is, and how many are open: asked of the read model. */
import type { Tenant } from '@haber/ledger';
import type { ProjectionTables } from '@haber/read-store';

export interface FoundPayout {
  readonly payoutId: string;
  readonly stream: string;
  readonly tenant: Tenant;
  readonly executionId: string;
  readonly customerId: string;
  readonly reservedBy: string;
  readonly reservedAt: string;
  /** Null: no bank is known to have been asked. */
  readonly bankAdapter: string | null;
}

const FOUND = `p.payout_id AS "payoutId", p.stream, p.tenant, p.execution_id AS "executionId",
  p.customer_id AS "customerId", p.reserved_by AS "reservedBy", p.bank_adapter AS
  "bankAdapter", to_char(p.reserved_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "reservedAt"`;

export interface DueQuestion {
  readonly work: string;
  /** How long after its last event a payout that nobody was ever at is due. */
  readonly graceMs: number;
  readonly openTooLongMs: number;
  /** Banks that this process can ask, by name, and the tenants' modes that it has one for. */
  readonly banks: readonly string[];
  readonly modes: readonly string[];
  readonly limit: number;
}

/**
 * Open ones that nobody is at, of each tenant those that wait longest in front, so that none comes behind all of
 * another's; without a bank here, only what a person must know.
 */
export function duePayouts(
  tables: ProjectionTables,
  { work, graceMs, openTooLongMs, banks, modes, limit }: DueQuestion,
): Promise<readonly FoundPayout[]> {
  return tables.query<FoundPayout>(
    `SELECT ${FOUND} FROM ${tables.table('payout')} AS p
     LEFT JOIN bus.attempts AS a ON a.work = $1 AND a.key = p.payout_id
     WHERE p.status IN ('reserved', 'submitted')
       AND coalesce(a.due_at, p.changed_at + $2 * interval '1 ms') <= clock_timestamp()
       AND coalesce(a.leased_until, '-infinity') <= clock_timestamp()
       AND (coalesce(p.bank_adapter = ANY($4::text[]), split_part(p.tenant, '/', 2) = ANY($5::text[]))
         OR p.reserved_at < clock_timestamp() - $6 * interval '1 ms')
     ORDER BY row_number() OVER (PARTITION BY p.tenant ORDER BY coalesce(a.due_at, p.changed_at), p.payout_id),
       coalesce(a.due_at, p.changed_at), p.payout_id LIMIT $3`,
    [work, graceMs, limit, banks, modes, openTooLongMs],
  );
}

export async function payoutOf(tables: ProjectionTables, reference: string): Promise<FoundPayout | undefined> {
  const rows = await tables.query<FoundPayout>(
    `SELECT ${FOUND} FROM ${tables.table('payout')} AS p WHERE p.payout_id = $1`,
    [reference],
  );
  return rows[0];
}

export interface OpenPayouts {
  readonly status: 'reserved' | 'submitted';
  readonly payouts: number;
  readonly oldestSeconds: number;
}

/** One row for each of the two, zero among them. */
export function openPayouts(tables: ProjectionTables): Promise<readonly OpenPayouts[]> {
  return tables.query<OpenPayouts>(
    `SELECT of.status, count(p.payout_id)::integer AS payouts,
       coalesce(extract(epoch FROM clock_timestamp() - min(p.reserved_at)), 0)::float8 AS "oldestSeconds"
     FROM unnest(ARRAY['reserved', 'submitted']) AS of (status)
     LEFT JOIN ${tables.table('payout')} AS p ON p.status = of.status AND p.status IN ('reserved', 'submitted')
     GROUP BY of.status ORDER BY of.status`,
  );
}
