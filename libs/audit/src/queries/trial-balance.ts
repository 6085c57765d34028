/**
 * "What do all postings of a tenant come to?": debits and credits of each ledger account by currency, of all that was
 * recorded by an instant. Sums over rows, in one statement with the position that the rows reflect. Whoever asks is
 * told of everything that stood in the log when he asked.
 */
import type { EventStore } from '@haber/event-store';
import type { LedgerAccount, Tenant } from '@haber/ledger';
import type { ProjectionTables } from '@haber/read-store';
import { CHART, type Side, SIDES } from '../projections/posting-row';

export interface Turnover {
  readonly account: LedgerAccount;
  /** Minor units, zero or above. */
  readonly debitMinor: bigint;
  readonly creditMinor: bigint;
}

export interface TrialBalance {
  /** Everything in the log up to here is in it, as far as it was recorded by then. */
  readonly position: bigint;
  /** In order of currency; each with the whole chart, in order. */
  readonly currencies: readonly { readonly currency: string; readonly accounts: readonly Turnover[] }[];
}

export interface TrialBalanceSource {
  readonly store: EventStore;
  /** The tables of `postingsProjection`, as readers see them. */
  readonly postings: ProjectionTables;
}

export interface TrialBalanceQuestion {
  readonly tenant: Tenant;
  /** An instant; all that is recorded when absent. */
  readonly recordedBy?: string | undefined;
}

/** How long the rows may take to reach the end of the log, and how often they are looked at. */
const PATIENCE_MS = 2_000;
const LOOK_AGAIN_MS = 15;

/** `behind`: the rows did not get there in time; nothing true can be said now. */
export async function trialBalance(
  source: TrialBalanceSource,
  question: TrialBalanceQuestion,
): Promise<TrialBalance | 'behind'> {
  const end = await endOfLog(source.store);
  // On the machine's own time: the clock is the business's and may stand still.
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await hasReached(source, end))) {
    if (performance.now() >= deadline) return 'behind';
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
  return sumsOf(source.postings, question, end);
}

/** A page of no category holds nothing and says where the log ends. */
async function endOfLog(store: EventStore): Promise<bigint> {
  return (await store.readAll({ after: 0n, limit: 1, filter: { categories: [] } })).through;
}

/** Events of other categories move the checkpoint only now and then: they are not waited for. */
async function hasReached({ store, postings }: TrialBalanceSource, end: bigint): Promise<boolean> {
  const [row] = await postings.query<{ position: string }>(`SELECT (${POSITION})::text AS position`);
  const position = BigInt(row?.position ?? 0);
  if (position >= end) return true;
  const { events } = await store.readAll({ after: position, limit: 1, filter: { categories: ['account'] } });
  return events.every((event) => event.position > end);
}

const POSITION = `SELECT coalesce(max(position), 0) FROM read_store.checkpoints WHERE projection = 'postings'`;
const SUMS = SIDES.map((side) => `coalesce(sum(${side}), 0)::text AS ${side}`).join(', ');

type SumsRow = Readonly<Record<Side, string>> & { readonly position: string; readonly currency: string | null };

async function sumsOf(
  postings: ProjectionTables,
  { tenant, recordedBy }: TrialBalanceQuestion,
  end: bigint,
): Promise<TrialBalance> {
  const rows = await postings.query<SumsRow>(
    `SELECT (${POSITION})::text AS position, sums.* FROM (SELECT) AS one LEFT JOIN (
       SELECT currency, ${SUMS} FROM ${postings.table('postings')}
       WHERE tenant = $1 AND recorded_at <= $2 GROUP BY currency
     ) AS sums ON true ORDER BY currency`,
    [tenant, boundOf(recordedBy)],
  );
  const reflected = BigInt(rows[0]?.position ?? 0);
  return {
    position: reflected > end ? reflected : end,
    currencies: rows.flatMap(({ currency, ...sums }) =>
      currency === null ? [] : [{ currency, accounts: CHART.map((account) => turnoverOf(account, sums)) }],
    ),
  };
}

/** The database's calendar has no year 0, and we had no books then. */
function boundOf(instant: string | undefined): string {
  if (instant === undefined) return 'infinity';
  return instant < '0001' ? '-infinity' : instant;
}

function turnoverOf(account: LedgerAccount, sums: Readonly<Record<Side, string>>): Turnover {
  return {
    account,
    debitMinor: BigInt(sums[`debit_${account}`]),
    creditMinor: BigInt(sums[`credit_${account}`]),
  };
}
