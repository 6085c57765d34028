/**
 * The fold of a credit account: total, silent, never refusing. It computes the balances from the amounts, never from
 * the balances that events carry, so that those can be checked against it.
 */
import type { Allocation, Bucket, CreditAccountDraft, CreditAccountEvent } from './events';
import {
  bucketOf,
  type CreditAccount,
  type KnownAccount,
  noBalances,
  settled,
  type Tranche,
  withPrincipal,
} from './state';

type DataOf<T extends CreditAccountDraft['type']> = Extract<CreditAccountDraft, { type: T }>['data'];

type Opening = 'credit-account.requested.v1' | 'credit-account.opened.v1' | 'credit-account.imported.v1';

export function evolve(state: CreditAccount, event: CreditAccountDraft): CreditAccount {
  switch (event.type) {
    case 'credit-account.requested.v1':
      return requested(event.data);
    case 'credit-account.opened.v1':
      return opened(event.data);
    case 'credit-account.imported.v1':
      return imported(event.data);
    default:
      // Any other event on an absent account is a broken stream, which `verify` reports.
      return state.status === 'absent' ? state : evolveKnown(state, event);
  }
}

function evolveKnown(
  state: KnownAccount,
  event: Exclude<CreditAccountDraft, { readonly type: Opening }>,
): CreditAccount {
  switch (event.type) {
    case 'credit-account.described.v1':
      return { ...state, externalId: event.data.externalId, metadata: event.data.metadata };
    case 'credit-account.approved.v1':
      return approved(state, event.data);
    case 'credit-account.rejected.v1':
      return { ...state, status: 'rejected' };
    case 'credit-account.blocked.v1':
      return { ...state, status: 'blocked' };
    case 'credit-account.paused.v1':
      return { ...state, status: 'paused' };
    case 'credit-account.unblocked.v1':
    case 'credit-account.resumed.v1':
      return { ...state, status: 'approved' };
    case 'credit-account.limit-changed.v1':
      return withLimit(state, event.data.bucket, event.data.toMinor);
    case 'credit-account.closed.v1':
      return { ...withLimit(state, 'single_payment', 0n), status: 'closed' };
    case 'credit-account.credit-used.v1':
      return used(state, event.data);
    case 'credit-account.payment-received.v1':
    case 'credit-account.adjusted.v1':
      return event.data.allocations.reduce(paidOff, state);
    case 'credit-account.written-off.v1':
      return { ...withLimit(event.data.allocations.reduce(paidOff, state), 'single_payment', 0n), status: 'closed' };
    case 'credit-account.uses-fell-past-due.v1':
      return fellPastDue(state, event.data);
  }
}

/** The event with the balances after it, and the state after it. The one way in which an event gets its balances. */
export function stamp(
  state: CreditAccount,
  draft: CreditAccountDraft,
): { readonly event: CreditAccountEvent; readonly state: CreditAccount } {
  const next = evolve(state, draft);
  if (next.status === 'absent') throw new Error(`${draft.type} on an account that was never requested`);
  return {
    event: { type: draft.type, data: { ...draft.data, balances: next.balances } } as CreditAccountEvent,
    state: next,
  };
}

function requested(data: DataOf<'credit-account.requested.v1'>): KnownAccount {
  const { accountId, customerId, terms, requestedLimitMinor, paymentTermDays, requestedBy } = data;
  return {
    status: 'pending',
    accountId,
    customerId,
    terms,
    requestedLimitMinor,
    paymentTermDays,
    requestedBy,
    externalId: null,
    metadata: {},
    balances: noBalances(terms.currency, ['single_payment']),
    tranches: [],
  };
}

function opened(data: DataOf<'credit-account.opened.v1'>): KnownAccount {
  const { limitMinor, openedBy: requestedBy, externalId, metadata } = data;
  const account = requested({ ...data, requestedLimitMinor: limitMinor, requestedBy });
  return { ...withLimit(account, 'single_payment', limitMinor), status: 'approved', externalId, metadata };
}

function imported(data: DataOf<'credit-account.imported.v1'>): KnownAccount {
  const account = { ...opened({ ...data, openedBy: data.importedBy }), status: data.status };
  return data.debts.reduce<KnownAccount>(
    (state, { amountMinor: owedMinor, reference: _, ...tranche }) => withDebt(state, { ...tranche, owedMinor }),
    account,
  );
}

function approved(state: KnownAccount, data: DataOf<'credit-account.approved.v1'>): CreditAccount {
  const granted = withLimit(state, 'single_payment', data.limitMinor);
  return { ...granted, status: 'approved', paymentTermDays: data.paymentTermDays };
}

function withLimit(state: KnownAccount, name: Bucket, limitMinor: bigint): KnownAccount {
  const { balances } = state;
  const buckets = { ...balances.buckets, [name]: { ...bucketOf(balances, name), limitMinor } };
  return { ...state, balances: settled({ ...balances, limitMinor, buckets }, state.terms) };
}

function used(state: KnownAccount, data: DataOf<'credit-account.credit-used.v1'>): KnownAccount {
  const { bucket, usedOn, dueOn, amountMinor } = data;
  const tranche: Tranche = { bucket, usedOn, dueOn, age: 'unbilled', owedMinor: amountMinor };
  return withDebt(state, tranche);
}

function paidOff(state: KnownAccount, allocation: Allocation): KnownAccount {
  const { bucket, usedOn, dueOn, age, amountMinor } = allocation;
  return withDebt(state, { bucket, usedOn, dueOn, age, owedMinor: -amountMinor });
}

function fellPastDue(state: KnownAccount, data: DataOf<'credit-account.uses-fell-past-due.v1'>): KnownAccount {
  const falling = state.tranches.filter(
    (t) => t.bucket === data.bucket && t.dueOn === data.dueOn && t.age === data.fromAge,
  );
  return falling.reduce((after, tranche) => {
    const without = withDebt(after, { ...tranche, owedMinor: -tranche.owedMinor });
    return withDebt(without, { ...tranche, age: 'past_due' });
  }, state);
}

/** Adds a (possibly negative) amount to the tranche of the same dates and age; an empty tranche is dropped. */
export function withDebt(state: KnownAccount, change: Tranche): KnownAccount {
  const { balances, terms } = state;
  const name = change.bucket;
  const principal = withPrincipal(bucketOf(balances, name), change.age, change.owedMinor);
  return {
    ...state,
    tranches: mergedTranches(state.tranches, change),
    balances: settled({ ...balances, buckets: { ...balances.buckets, [name]: principal } }, terms),
  };
}

function mergedTranches(tranches: readonly Tranche[], change: Tranche): readonly Tranche[] {
  const at = tranches.findIndex((t) => compareTranches(t, change) >= 0);
  const found = at === -1 ? undefined : tranches[at];
  if (!found || compareTranches(found, change) !== 0)
    return tranches.toSpliced(at === -1 ? tranches.length : at, 0, change);
  const owedMinor = found.owedMinor + change.owedMinor;
  return owedMinor === 0n ? tranches.toSpliced(at, 1) : tranches.with(at, { ...found, owedMinor });
}

/** Due date, then date of use, then age and bucket: the order in which debts of one age are paid. */
export function compareTranches(a: Tranche, b: Tranche): number {
  return order(a.dueOn, b.dueOn) || order(a.usedOn, b.usedOn) || order(a.age, b.age) || order(a.bucket, b.bucket);
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
