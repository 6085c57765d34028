/**
 * `credit_lines.credit_account` against the ledger's fold, row by row. The rows are computed from the events by another
 * program than the fold; here both must say the same of every account.
 */
import type { Balances, CreditAccount, KnownAccount } from '@haber/ledger';
import type { ClientBase } from 'pg';
import { AccountFold } from '../account-fold';
import { canonical } from '../canonical';
import type { StreamAuditor } from '../stream-auditor';
import type { DerivedTable } from './derived';

const PAGE = 2_000;
const MARK = 'credit_account';

const GIVEN = [
  'stream',
  'revision',
  'tenant',
  'account_id',
  'customer_id',
  'status',
  'currency',
  'time_zone',
  'product_code',
  'product_version',
  'metadata',
  'requested_limit_minor',
  'payment_term_days',
  'limit_minor',
  'held_minor',
  'utilised_minor',
  'available_minor',
  'balances',
  'debts',
  'created_at',
  'recorded_at',
] as const;
const NULLABLE = ['external_id', 'falls_due_on', 'approved_at', 'approved_by'] as const;
const COLUMNS = [...GIVEN, ...NULLABLE];

/** As text: no amount passes through a float. */
type Row = Readonly<Record<(typeof GIVEN)[number], string> & Record<(typeof NULLABLE)[number], string | null>>;

export const creditAccountRows: DerivedTable = {
  projection: 'credit-account',
  table: 'credit_lines.credit_account',
  category: 'account',
  async compare({ client, auditor, report, stream }) {
    let compared = 0;
    for await (const row of rowsOf(client, stream)) {
      compared += 1;
      const audited = auditor.streams.get(row.stream);
      if (audited) compareRow(audited, row);
      else {
        const what = `the read model has a row at revision ${row.revision}; the stream is gone`;
        report({ kind: 'read-model', stream: row.stream, revision: 0, position: null, what });
      }
    }
    for (const audited of auditor.streams.values()) {
      const missing = audited.seenBy !== MARK && audited.fold instanceof AccountFold;
      if (missing) audited.tell('read-model', 0, 'the read model has no row of it');
    }
    return compared;
  },
};

async function* rowsOf(client: ClientBase, only: string | undefined): AsyncGenerator<Row> {
  for (let after: string | undefined = ''; after !== undefined;) {
    const { rows }: { rows: Row[] } = await client.query({
      text: `SELECT ${COLUMNS.map((name) => `${name}::text`).join(', ')} FROM credit_lines.credit_account
             WHERE stream > $1 AND ($2::text IS NULL OR stream = $2) ORDER BY stream LIMIT ${PAGE}`,
      values: [after, only ?? null],
    });
    yield* rows;
    after = rows.length < PAGE ? undefined : rows.at(-1)?.stream;
  }
}

function compareRow(audited: StreamAuditor, row: Row): void {
  audited.seenBy = MARK;
  const revision = Number(row.revision);
  if (revision !== audited.revision) {
    const cause = revision > audited.revision ? 'events were deleted' : 'it missed events';
    const what = `the read model reflects revision ${revision} where the stream ends at ${audited.revision}: ${cause}`;
    audited.tell('read-model', Math.min(revision, audited.revision) + 1, what);
    return;
  }
  if (!audited.whole || !(audited.fold instanceof AccountFold) || audited.fold.state.status === 'absent') return;
  const expected = expectedRow(audited, audited.fold, audited.fold.state);
  const found: Row = { ...row, ...canonicalMembers(row), ...instants(row) };
  const wrong = COLUMNS.filter((name) => found[name] !== expected[name]);
  if (wrong.length === 0) return;
  const differences = wrong.map((name) => `${name} is ${found[name]}, the fold says ${expected[name]}`);
  audited.tell('read-model', revision, `the read model's ${differences.join('; ')}`);
}

function canonicalMembers({ debts, metadata, balances }: Row): Pick<Row, 'debts' | 'metadata' | 'balances'> {
  const said = { metadata: canonical(JSON.parse(metadata)), balances: canonical(JSON.parse(balances)) };
  return { ...said, debts: debtsText(JSON.parse(debts) as StoredDebt[]) };
}

/** As a row holds them: amounts as texts. */
function balancesText(balances: Balances): string {
  const asTexts = JSON.stringify(balances, (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value));
  return canonical(JSON.parse(asTexts));
}

function instants(row: Row): Pick<Row, 'created_at' | 'approved_at' | 'recorded_at'> {
  const instant = (text: string): string => new Date(text).toISOString();
  const { created_at, approved_at, recorded_at } = row;
  const given = { created_at: instant(created_at), recorded_at: instant(recorded_at) };
  return { ...given, approved_at: approved_at && instant(approved_at) };
}

interface StoredDebt {
  readonly bucket: string;
  readonly usedOn: string;
  readonly dueOn: string;
  readonly age: string;
  readonly owedMinor: string | bigint;
}

/** One text for one set of debts, in whatever order and however split they stand. */
function debtsText(debts: readonly StoredDebt[]): string {
  const owed = new Map<string, bigint>();
  for (const { bucket, usedOn, dueOn, age, owedMinor } of debts) {
    const name = `${bucket} used ${usedOn} due ${dueOn} ${age}`;
    owed.set(name, (owed.get(name) ?? 0n) + BigInt(owedMinor));
  }
  return [...owed].map(([name, minor]) => `${name}: ${minor}`).sort().join(', '); // prettier-ignore
}

function expectedRow(audited: StreamAuditor, fold: AccountFold, state: KnownAccount): Row {
  const { balances, terms } = state;
  return {
    stream: audited.stream,
    revision: `${audited.revision}`,
    tenant: audited.tenant ?? '',
    account_id: state.accountId,
    customer_id: state.customerId,
    status: state.status,
    currency: terms.currency,
    time_zone: terms.timeZone,
    product_code: terms.productCode,
    product_version: `${terms.productVersion}`,
    external_id: state.externalId,
    metadata: canonical(state.metadata),
    requested_limit_minor: `${state.requestedLimitMinor}`,
    payment_term_days: `${state.paymentTermDays}`,
    limit_minor: `${balances.limitMinor}`,
    held_minor: `${balances.heldMinor}`,
    utilised_minor: `${balances.utilisedMinor}`,
    available_minor: `${balances.availableMinor}`,
    balances: balancesText(balances),
    debts: debtsText(state.tranches),
    falls_due_on: fallsDueOn(state),
    created_at: fold.createdAt,
    approved_at: fold.approvedAt,
    approved_by: fold.approvedBy,
    recorded_at: fold.recordedAt,
  };
}

function fallsDueOn({ tranches }: Exclude<CreditAccount, { status: 'absent' }>): string | null {
  const falling = tranches.filter(({ age }) => age !== 'past_due').map(({ dueOn }) => dueOn);
  return falling.length === 0 ? null : falling.reduce((a, b) => (a < b ? a : b));
}
