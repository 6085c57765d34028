/**
 * What must hold at every revision of a capacity account (domain.md §10): checked after every test, and online by
 * `haber verify`. Each check answers with a sentence for every breach.
 */
import type { PostingTotals } from '../credit-account/invariants';
import type { CapacityAccountEvent, CapacityBalances } from './events';
import { MOST_VOLUME_LINES } from './events';
import { lineName } from './names';
import { capacityPostingsOf } from './postings';
import type { CapacityAccount, OpenCapacity } from './state';

export function addCapacityPostings(totals: PostingTotals, event: CapacityAccountEvent): PostingTotals {
  const next = new Map(totals);
  for (const { account, amountMinor } of capacityPostingsOf(event)) {
    next.set(account, (next.get(account) ?? 0n) + amountMinor);
  }
  return next;
}

/** Breaches of one event, on the state before it. */
export function capacityEventBreaches(before: CapacityAccount, event: CapacityAccountEvent): string[] {
  const sum = capacityPostingsOf(event).reduce((total, posting) => total + posting.amountMinor, 0n);
  const breaches = sum === 0n ? [] : [`postings of ${event.type} sum to ${sum}`];
  if ('amountMinor' in event.data && event.data.amountMinor <= 0n) breaches.push(`${event.type} is not above zero`);
  switch (event.type) {
    case 'capacity-account.opened.v1':
      return before.status === 'absent' ? breaches : [...breaches, 'the account is opened a second time'];
    case 'capacity-account.volume-recorded.v1':
      return [...breaches, ...lineBreaches(event.data.lines)];
    case 'capacity-account.execution-reserved.v1':
      return [...breaches, ...(openOf(before, event.data.payoutId) ? ['the payout is reserved a second time'] : [])];
    default:
      return [...breaches, ...payoutBreaches(before, event)];
  }
}

type Data<T extends CapacityAccountEvent['type']> = Extract<CapacityAccountEvent, { type: T }>['data'];

function lineBreaches(lines: Data<'capacity-account.volume-recorded.v1'>['lines']): string[] {
  const names = new Set(lines.map((line) => `${line.type}:${lineName(line).key}`));
  const checks: [boolean, string][] = [
    [lines.length > 0 && lines.length <= MOST_VOLUME_LINES, `${lines.length} lines of volume`],
    [lines.every(({ amountMinor }) => amountMinor > 0n), 'a line of volume is not above zero'],
    [names.size === lines.length, 'a transaction stands twice in one event'],
  ];
  return failed(checks);
}

type PayoutEvent = Extract<CapacityAccountEvent, { type: `payout.${string}` }>;

/** What the bank is asked or said must be about an execution that waits for it, and at most once of each. */
function payoutBreaches(before: CapacityAccount, { type, data }: PayoutEvent): string[] {
  const open = openOf(before, data.payoutId);
  if (!open) return [`${type} of a payout that is not in process`];
  const isUnsubmitted = open.submittedTo === null;
  const mayBe = type === 'payout.submitted.v1' || (type === 'payout.rejected.v1' && data.cause === 'not_submitted');
  return failed([
    [open.executionId === data.executionId, `${type} names another execution than the payout is of`],
    [open.amountMinor === data.amountMinor, `${type} of ${data.amountMinor}, reserved was ${open.amountMinor}`],
    [isUnsubmitted === mayBe, `${type} ${isUnsubmitted ? 'before' : 'after'} a bank was asked`],
  ]);
}

function openOf(before: CapacityAccount, payoutId: string) {
  return before.status === 'open' ? before.executions.find((of) => of.payoutId === payoutId) : undefined;
}

/** Breaches between a fold, the postings so far, and what the last event carries. */
export function capacityBreaches(
  state: CapacityAccount,
  totals: PostingTotals,
  event: CapacityAccountEvent | undefined,
): string[] {
  if (state.status === 'absent') return totals.size > 0 ? ['postings on an account that was never opened'] : [];
  return [...balanceBreaches(state), ...totalBreaches(state.balances, totals), ...carriedBreaches(state, event)];
}

function balanceBreaches({ balances: b, executions, customerId }: OpenCapacity): string[] {
  const inFlight = executions.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  return failed([
    [b.availableMinor === b.processedMinor - b.creditedMinor, 'available is not processed − credited'],
    [b.inFlightMinor === inFlight, `executions in process are of ${inFlight}, the balances say ${b.inFlightMinor}`],
    [b.creditedMinor >= b.inFlightMinor, 'more is in process than was credited'],
    [customerId !== '', 'of no customer'],
  ]);
}

function totalBreaches(b: CapacityBalances, totals: PostingTotals): string[] {
  const expected: [string, bigint][] = [
    ['1100', b.processedMinor - b.creditedMinor + b.inFlightMinor],
    ['2500', -b.availableMinor],
    ['2510', -b.inFlightMinor],
  ];
  return expected
    .filter(([account, minor]) => (totals.get(account) ?? 0n) !== minor)
    .map(([account, minor]) => `postings leave ${totals.get(account) ?? 0n} on ${account}, the fold says ${minor}`);
}

function carriedBreaches(state: OpenCapacity, event: CapacityAccountEvent | undefined): string[] {
  if (!event) return [];
  const last = 'lastTransactionAt' in event.data ? event.data.lastTransactionAt : state.lastTransactionAt;
  return failed([
    [sameCapacityBalances(event.data.balances, state.balances), 'the event carries other balances than the fold'],
    [last === state.lastTransactionAt, 'the event carries another time of the last transaction than the fold'],
  ]);
}

export function sameCapacityBalances(a: CapacityBalances, b: CapacityBalances): boolean {
  const members = Object.keys(a) as (keyof CapacityBalances)[];
  return members.length === Object.keys(b).length && members.every((member) => a[member] === b[member]);
}

function failed(checks: readonly (readonly [boolean, string])[]): string[] {
  return checks.filter(([holds]) => !holds).map(([, breach]) => breach);
}
