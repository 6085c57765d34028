/**
 * What must hold at every revision of a credit account (domain.md §10): checked after every test, and online by
 * `haber verify`. Each check answers with a sentence for every breach, so that a report says what is wrong.
 */
import type { Balances, BucketBalances, CreditAccountEvent } from './events';
import { postingsOf, type Posting } from './postings';
import { bucketOf, type CreditAccount, type KnownAccount, principalOf, type Tranche } from './state';

/** Running totals of an account's postings: by ledger account, and for principal by bucket and age. */
export type PostingTotals = ReadonlyMap<string, bigint>;

export const noPostings: PostingTotals = new Map();

export function addPostings(totals: PostingTotals, event: CreditAccountEvent): PostingTotals {
  const postings = postingsOf(event);
  if (postings.length === 0) return totals;
  const next = new Map(totals);
  for (const posting of postings) {
    const key = totalKey(posting);
    next.set(key, (next.get(key) ?? 0n) + posting.amountMinor);
  }
  return next;
}

function totalKey({ account, bucket, age }: Posting): string {
  return bucket && age ? `${account}/${bucket}/${age}` : account;
}

/** Breaches in one event alone: unbalanced postings, allocations that differ from the payment, amounts not positive. */
export function eventBreaches(event: CreditAccountEvent): string[] {
  const sum = postingsOf(event).reduce((total, posting) => total + posting.amountMinor, 0n);
  const breaches = sum === 0n ? [] : [`postings of ${event.type} sum to ${sum}`];
  if ('allocations' in event.data) {
    const allocatedMinor = event.data.allocations.reduce((total, a) => total + a.amountMinor, 0n);
    if (allocatedMinor !== event.data.amountMinor) {
      breaches.push(`${event.type} of ${event.data.amountMinor} allocates ${allocatedMinor}`);
    }
    if (event.data.allocations.some((a) => a.amountMinor <= 0n)) breaches.push('an allocation is not above zero');
  }
  if ('amountMinor' in event.data && event.data.amountMinor <= 0n) breaches.push(`${event.type} is not above zero`);
  return breaches;
}

/** Breaches between a fold, the postings so far, and the balances that the last event carries. */
export function accountBreaches(state: CreditAccount, totals: PostingTotals, carried: Balances | undefined): string[] {
  if (state.status === 'absent') return totals.size > 0 ? ['postings on an account that was never requested'] : [];
  return [...balanceBreaches(state), ...postingBreaches(state.balances, totals), ...carriedBreaches(state, carried)];
}

function balanceBreaches({ balances: b, tranches, status }: KnownAccount): string[] {
  const checks: [boolean, string][] = [
    [b.limitMinor === b.availableMinor + b.heldMinor + b.utilisedMinor, 'limit is not available + held + utilised'],
    ...trancheChecks(b, tranches),
    [tranches.every((t) => t.owedMinor > 0n), 'a tranche owes nothing or less'],
    [Object.values(b.buckets).every(isNowhereNegative), 'negative principal'],
    [b.limitMinor >= 0n && b.heldMinor >= 0n, 'negative limit or hold'],
    [!UNFUNDED.has(status) || (b.limitMinor === 0n && principalOf(b) === 0n), `${status} with a limit or a debt`],
  ];
  return checks.filter(([holds]) => !holds).map(([, breach]) => breach);
}

function isNowhereNegative({ unbilledMinor, billedMinor, pastDueMinor }: BucketBalances): boolean {
  return unbilledMinor >= 0n && billedMinor >= 0n && pastDueMinor >= 0n;
}

/** The tranches of each bucket and age owe what the balances say. */
function trancheChecks(balances: Balances, tranches: readonly Tranche[]): [boolean, string][] {
  return Object.entries(balances.buckets).flatMap(([name, of]) =>
    AGES.map(([at, member]): [boolean, string] => {
      const owed = tranches.filter((t) => t.bucket === name && t.age === at).reduce((sum, t) => sum + t.owedMinor, 0n);
      return [owed === of[member], `${name}: tranches owe ${owed} ${at}, the balances say ${of[member]}`];
    }),
  );
}

const AGES = [
  ['unbilled', 'unbilledMinor'],
  ['billed', 'billedMinor'],
  ['past_due', 'pastDueMinor'],
] as const;

const UNFUNDED: ReadonlySet<string> = new Set(['pending', 'rejected', 'closed']);

function postingBreaches(balances: Balances, totals: PostingTotals): string[] {
  const expected: [string, bigint][] = [
    ['9100', balances.limitMinor],
    ['9110', -balances.availableMinor],
    ['9120', -balances.heldMinor],
    ['9130', -balances.utilisedMinor],
    ['2300', 0n],
  ];
  for (const name of ['single_payment', 'installments', 'cash_advance'] as const) {
    const { unbilledMinor, billedMinor, pastDueMinor } = bucketOf(balances, name);
    expected.push([`1200/${name}/unbilled`, unbilledMinor]);
    expected.push([`1200/${name}/billed`, billedMinor], [`1200/${name}/past_due`, pastDueMinor]);
  }
  return expected
    .filter(([key, minor]) => (totals.get(key) ?? 0n) !== minor)
    .map(([key, minor]) => `postings leave ${totals.get(key) ?? 0n} on ${key}, the fold says ${minor}`);
}

function carriedBreaches(state: KnownAccount, carried: Balances | undefined): string[] {
  if (carried === undefined || sameBalances(carried, state.balances)) return [];
  return ['the event carries other balances than the fold'];
}

export function sameBalances(a: Balances, b: Balances): boolean {
  return canonical(a) === canonical(b);
}

function canonical(balances: Balances): string {
  const sorted = Object.entries(balances.buckets).sort(([x], [y]) => (x < y ? -1 : 1));
  return JSON.stringify({ ...balances, buckets: sorted }, (_, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
}
