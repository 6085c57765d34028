/**
 * A credit account as it was effective at an instant, by all that is known of it: events count from when they took
 * effect, not from when they were recorded, and a payment debt by debt. It is the same fold, told the same events as
 * far as they had taken effect; ages follow from the calendar, not from when somebody noticed
 * (docs/decisions/0011-what-effective-at-means.md).
 */
import { addDays, businessDate, startOfDate } from '../business-date';
import { effectOf } from './allocate';
import { due } from './due';
import type { Allocation, CreditAccountEvent } from './events';
import { evolve, withDebt } from './evolve';
import type { CreditAccount, KnownAccount, Tranche } from './state';

/** An event and its two times: instants, as its metadata says them. */
export interface TimedEvent {
  readonly event: CreditAccountEvent;
  readonly effectiveAt: string;
  readonly recordedAt: string;
}

const FELL_PAST_DUE = 'credit-account.uses-fell-past-due.v1';

/** One more event, in the order of revisions, as far as it has taken effect by `at`. Ended by `standingAt`. */
export function takeEffect(state: CreditAccount, timed: TimedEvent, at: string): CreditAccount {
  const { event } = timed;
  if (event.type === FELL_PAST_DUE || timed.effectiveAt > at) return state;
  if (state.status === 'absent' || !('allocations' in event.data)) return evolve(state, event);
  const allocations = effectiveAllocations(state, timed, at).map((allocation) => ({
    ...allocation,
    age: ageBefore(state, allocation),
  }));
  return evolve(state, { ...event, data: { ...event.data, allocations } } as CreditAccountEvent);
}

/** What `takeEffect` has folded, of age by the calendar at `at`. */
export function standingAt(state: KnownAccount, at: string): KnownAccount {
  // What was paid of a debt before all of it had arisen (both on one day) takes effect as the debt arises.
  const ahead = state.tranches.filter(({ owedMinor }) => owedMinor < 0n);
  const arisen = ahead.reduce((after, debt) => withDebt(after, { ...debt, owedMinor: -debt.owedMinor }), state);
  return agedTo(arisen, at);
}

/** What has fallen due by `at`, whether or not an event says so already. */
export function agedTo(state: KnownAccount, at: string): KnownAccount {
  return due(state, at).reduce<KnownAccount>((aged, { draft }) => evolve(aged, draft) as KnownAccount, state);
}

/**
 * Recorded after `at` and yet effective by then: what made the books of then differ from what is known of then now.
 * `state`: before it, as `takeEffect` has folded what came before.
 */
export function isBackdated(state: CreditAccount, timed: TimedEvent, at: string): boolean {
  const { event, effectiveAt, recordedAt } = timed;
  if (event.type === FELL_PAST_DUE || recordedAt <= at || effectiveAt > at) return false;
  if (state.status === 'absent') return 'customerId' in event.data;
  if (!('allocations' in event.data)) return true;
  return effectiveAllocations(state, timed, at).some((allocation) => (debtOf(state, allocation)?.owedMinor ?? 0n) > 0n);
}

/**
 * Whatever is recorded from `recordedAt` on, behind the opening, has not taken effect by `at`: payments reach back so
 * far and no further.
 */
export function isOutOfReach({ terms }: KnownAccount, recordedAt: string, at: string): boolean {
  const today = businessDate(recordedAt, terms.timeZone);
  return startOfDate(addDays(today, -terms.backdatingDays), terms.timeZone) > at;
}

function effectiveAllocations(
  { terms }: KnownAccount,
  { event: { data }, recordedAt }: TimedEvent,
  at: string,
): readonly Allocation[] {
  if (!('allocations' in data)) return [];
  const paid = 'paymentDate' in data && { paymentDate: data.paymentDate };
  return data.allocations.filter(
    (allocation) => effectOf(allocation, { ...paid, recordedAt, timeZone: terms.timeZone }) <= at,
  );
}

function debtOf({ tranches }: KnownAccount, { bucket, usedOn, dueOn }: Allocation): Tranche | undefined {
  return tranches.find((t) => t.bucket === bucket && t.usedOn === usedOn && t.dueOn === dueOn);
}

/** Of the debt, before the calendar made it past due: where it still stands in this fold. */
function ageBefore(state: KnownAccount, allocation: Allocation): Allocation['age'] {
  const { age } = allocation;
  return debtOf(state, allocation)?.age ?? (age === 'past_due' ? 'unbilled' : age);
}
