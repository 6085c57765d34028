/**
 * `credit_lines.credit_account` against the ledger's fold, row by row. The rows are computed from the events by another
 * program than the fold; here both must say the same of every account.
 */
import type { Balances, CreditAccount, KnownAccount } from '@haber/ledger';
import { AccountFold } from '../account-fold';
import { canonical } from '../canonical';
import type { StreamAuditor } from '../stream-auditor';
import type { DerivedTable } from './derived';
import { compareByStream } from './rows-by-stream';

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
  compare: (comparison) =>
    compareByStream<Row>(comparison, {
      table: 'credit_lines.credit_account',
      columns: COLUMNS,
      mark: 'credit_account',
      hasRow: ({ fold }) => fold instanceof AccountFold,
      compareRow,
    }),
};

function compareRow(audited: StreamAuditor, row: Row): void {
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
