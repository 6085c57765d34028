/** `haber postings`: the double entry of a period as CSV, for the books of somebody else. */
import { type PeriodPosting, periodPostings, type PostingsPeriod } from '@haber/audit';
import type { AccountEvent } from '@haber/ledger';
import { currencyDigits, formatAmount } from '@haber/money';
import { Command, Option } from 'commander';
import { stringify } from 'csv-stringify/sync';
import { ACCOUNT_ID, isNamed, type OwnerOptions, streamNamed, withOwner } from '../named-account';
import type { Run } from '../program';
import { Refusal } from '../refusal';
import { tenantFrom, type TenantOptions, withTenant } from '../tenant-options';

interface PostingsOptions extends TenantOptions, OwnerOptions {
  readonly from: string;
  readonly to: string;
  readonly by: PostingsPeriod['by'];
  readonly account?: string;
}

export function postingsCommand(run: Run): Command {
  return withOwner(withTenant(new Command('postings')))
    .description('the postings of a period as CSV: debits equal credits, in every event and in all')
    .requiredOption('--from <time>', 'from this instant on, or from the beginning of this day (UTC)', instantOf)
    .requiredOption('--to <time>', 'up to, and not including, this instant or this day (UTC)', instantOf)
    .addOption(
      new Option('--by <time>', 'when it was recorded, or when it took effect')
        .choices(['recorded', 'effective'])
        .default('recorded'),
    )
    .option('--account <id>', `one account instead: ${ACCOUNT_ID}`)
    .action(run(print));
}

/** In this order, which never changes: new ones come behind. Documented in docs/how-to/prove-the-books.md. */
const COLUMNS = [
  'recorded_at',
  'effective_at',
  'stream',
  'revision',
  'event_id',
  'event_type',
  'account_id',
  'reference',
  'actor',
  'ledger_account',
  'bucket',
  'age',
  'currency',
  'debit',
  'credit',
];

const print: Parameters<Run>[0] = async ({ session, output, options }) => {
  const given = options as unknown as PostingsOptions;
  const { from, to, by } = given;
  if (from >= to) throw new Refusal('usage', `the period ends (${to}) before it begins (${from})`);
  const one = isNamed(given.account, given);
  const stream = one ? { stream: streamNamed(given.account, given) } : {};
  const totals = new Totals();
  await output.line(csvOf(COLUMNS));
  for await (const found of periodPostings({
    store: session.store,
    tenant: tenantFrom(given),
    from,
    to,
    by,
    ...stream,
  })) {
    totals.add(found);
    await output.line(csvOf(rowOf(found)));
  }
  output.note(totals.text());
  if (!totals.balanced) throw new Refusal('problem', 'debits and credits differ: run haber verify');
};

/** What a spreadsheet would take for a formula is escaped; no amount begins with a sign. */
function csvOf(row: readonly string[]): string {
  return stringify([[...row]], { escape_formulas: true, eof: false });
}

function rowOf({ stored, metadata, event, posting }: PeriodPosting): readonly string[] {
  const { amountMinor, currency, account, bucket = '', age = '' } = posting;
  const amount = formatAmount(amountMinor < 0n ? -amountMinor : amountMinor, currencyDigits(currency) ?? 0);
  const [debit, credit] = amountMinor < 0n ? ['', amount] : [amount, ''];
  return [
    metadata.recordedAt,
    metadata.effectiveAt,
    stored.stream,
    `${stored.revision}`,
    stored.id,
    stored.type,
    event.data.accountId,
    referenceOf(event),
    metadata.actor,
    ...[account, bucket, age, currency, debit, credit],
  ];
}

/** What the partner, or the operator, calls it. */
function referenceOf({ data }: AccountEvent): string {
  if ('executionId' in data) return data.executionId;
  if ('orderId' in data) return data.orderId;
  if ('paymentReference' in data) return data.paymentReference;
  if ('adjustmentId' in data) return data.adjustmentId;
  return 'writeOffId' in data ? data.writeOffId : '';
}

class Totals {
  private postings = 0;
  private readonly debits = new Map<string, bigint>();
  private readonly credits = new Map<string, bigint>();

  add({ posting: { amountMinor, currency } }: PeriodPosting): void {
    this.postings += 1;
    const side = amountMinor < 0n ? this.credits : this.debits;
    side.set(currency, (side.get(currency) ?? 0n) + (amountMinor < 0n ? -amountMinor : amountMinor));
  }

  get balanced(): boolean {
    return [...this.debits, ...this.credits].every(
      ([currency]) => this.debits.get(currency) === this.credits.get(currency),
    );
  }

  text(): string {
    const sums = [...this.debits].map(
      ([currency, minor]) => `${formatAmount(minor, currencyDigits(currency) ?? 0)} ${currency}`,
    );
    return `${this.postings} postings; debited and credited ${sums.join(', ') || 'nothing'}`;
  }
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** With milliseconds, in UTC, as events carry it. */
function instantOf(text: string): string {
  const instant = new Date(DAY.test(text) ? `${text}T00:00:00.000Z` : text);
  const isInstant = DAY.test(text) || /^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:\d{2})$/.test(text);
  if (!isInstant || Number.isNaN(instant.getTime())) {
    throw new Refusal('usage', `'${text}' is no day such as 2026-01-31, and no instant such as 2026-01-31T00:00:00Z`);
  }
  return instant.toISOString();
}
