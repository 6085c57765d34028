/**
 * "Which accounts does this tenant have?": the newest first, page by page, and as of when. Rows follow the log a moment
 * behind; what the answer lacks is told by its time. A page goes on behind the last account of the one before, so that
 * accounts which are opened meanwhile shift nothing.
 */
import type { EventStore } from '@haber/event-store';
import { decodeMetadata, type Tenant } from '@haber/ledger';
import type { ProjectionTables } from '@haber/read-store';
import { creditAccountProjection, readRowsWhere } from '../projections/credit-account';
import { type CreditStanding, standingOf } from './credit-standing';

export interface AccountsQuestion {
  readonly tenant: Tenant;
  readonly customerId?: string | undefined;
  /** In the words of the books. */
  readonly status?: string | undefined;
  readonly externalId?: string | undefined;
  /** At least one. */
  readonly limit: number;
  /** The last account of the page before. */
  readonly after?: AccountPlace | undefined;
}

export interface AccountPlace {
  /** An instant with milliseconds. */
  readonly createdAt: string;
  readonly stream: string;
}

export interface AccountsPage {
  readonly accounts: readonly CreditStanding[];
  /** Undefined: this is the last page. */
  readonly next?: AccountPlace;
  /** Whatever was recorded until this instant is in it. */
  readonly asOf: string;
}

export interface AccountsSource {
  readonly store: EventStore;
  readonly creditAccounts: ProjectionTables;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

export async function accountsPage(source: AccountsSource, question: AccountsQuestion): Promise<AccountsPage> {
  const { creditAccounts, clock } = source;
  const { limit } = question;
  // Before the rows, which are then at least as new as this says.
  const reached = await checkpointOf(creditAccounts);
  const rows = await readRowsWhere(
    creditAccounts,
    `tenant = $1 AND ($2::text IS NULL OR customer_id = $2) AND ($3::text IS NULL OR status = $3)
       AND ($4::text IS NULL OR external_id = $4)
       AND ($5::timestamptz IS NULL OR (created_at, stream) < ($5::timestamptz, $6))
     ORDER BY account.created_at DESC, account.stream DESC LIMIT $7`,
    [...filtersOf(question), limit + 1],
  );
  const asOf = await recordedUntil(source, reached);
  const now = new Date(clock()).toISOString();
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return {
    accounts: shown.map((row) => standingOf(row, now)),
    ...(last && { next: { createdAt: last.createdAt, stream: last.stream } }),
    asOf,
  };
}

/** Null: not filtered by. */
function filtersOf({ tenant, customerId, status, externalId, after }: AccountsQuestion): readonly (string | null)[] {
  return [tenant, customerId, status, externalId, after?.createdAt, after?.stream].map((filter) => filter ?? null);
}

async function checkpointOf(tables: ProjectionTables): Promise<bigint> {
  const [row] = await tables.query<{ position: string }>(
    `SELECT coalesce(max(position), 0)::text AS position FROM read_store.checkpoints WHERE projection = $1`,
    [creditAccountProjection.name],
  );
  return BigInt(row?.position ?? 0);
}

const decoder = new TextDecoder();

/** Now, if no account has an event behind that position; else just before the first one was recorded. */
async function recordedUntil({ store, clock }: AccountsSource, position: bigint): Promise<string> {
  const now = clock();
  const filter = { categories: creditAccountProjection.categories };
  const { events } = await store.readAll({ after: position, limit: 1, filter });
  const [missing] = events;
  if (!missing) return new Date(now).toISOString();
  const { recordedAt } = decodeMetadata(decoder.decode(missing.metadata));
  return new Date(Math.min(now, Date.parse(recordedAt) - 1)).toISOString();
}
