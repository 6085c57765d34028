/**
 * The fold of a capacity account: total, silent, never refusing. It computes the balances from the amounts, never from
 * the balances that events carry, so that those can be checked against it.
 */
import type { CapacityAccountDraft, CapacityAccountEvent, CapacityBalances } from './events';
import {
  type CapacityAccount,
  noCapacity,
  type OpenCapacity,
  type OpenExecution,
  type RecentExecution,
  REPEAT_WINDOW_MS,
} from './state';

type DataOf<T extends CapacityAccountDraft['type']> = Extract<CapacityAccountDraft, { type: T }>['data'];

export function evolveCapacity(state: CapacityAccount, event: CapacityAccountDraft): CapacityAccount {
  if (event.type === 'capacity-account.opened.v1') return opened(event.data);
  // Any other event on an absent account is a broken stream, which `verify` reports.
  if (state.status === 'absent') return state;
  switch (event.type) {
    case 'capacity-account.volume-recorded.v1':
      return event.data.lines.reduce(withLine, state);
    case 'capacity-account.execution-reserved.v1':
      return reserved(state, event.data);
    case 'payout.submitted.v1':
      return submitted(state, event.data);
    case 'payout.approved.v1':
      return approved(state, event.data);
    case 'payout.rejected.v1':
      return rejected(state, event.data);
  }
}

/** The event with what follows from all before it, and the state after it. The one way to its balances. */
export function stampCapacity(
  state: CapacityAccount,
  draft: CapacityAccountDraft,
): { readonly event: CapacityAccountEvent; readonly state: CapacityAccount } {
  const next = evolveCapacity(state, draft);
  if (next.status === 'absent') throw new Error(`${draft.type} on an account that was never opened`);
  const { balances, lastTransactionAt } = next;
  const last = draft.type === 'capacity-account.volume-recorded.v1' && { lastTransactionAt };
  const event = { type: draft.type, data: { ...draft.data, ...last, balances } } as CapacityAccountEvent;
  return { event, state: next };
}

function opened({ accountId, customerId, currency }: DataOf<'capacity-account.opened.v1'>): OpenCapacity {
  return {
    status: 'open',
    accountId,
    customerId,
    balances: noCapacity(currency),
    executions: [],
    recent: [],
    transactions: 0,
    reversals: 0,
    lastTransactionAt: null,
  };
}

/** Sums and a greatest value: the same in whatever order lines come. */
function withLine(
  state: OpenCapacity,
  { type, amountMinor, occurredAt }: DataOf<'capacity-account.volume-recorded.v1'>['lines'][number],
): OpenCapacity {
  if (type === 'reversed') {
    return { ...state, reversals: state.reversals + 1, balances: grown(state.balances, { processed: -amountMinor }) };
  }
  const { lastTransactionAt: last } = state;
  return {
    ...state,
    transactions: state.transactions + 1,
    lastTransactionAt: last === null || occurredAt > last ? occurredAt : last,
    balances: grown(state.balances, { processed: amountMinor }),
  };
}

function reserved(state: OpenCapacity, data: DataOf<'capacity-account.execution-reserved.v1'>): OpenCapacity {
  const { executionId, payoutId, amountMinor, requestedAt, concept, conceptFingerprint } = data;
  const { bankAccountId, bank, accountType, accountNumber, holderName } = data;
  const destination = { bankAccountId, bank, accountType, accountNumber, holderName };
  const same = { executionId, payoutId, amountMinor, requestedAt };
  const execution: OpenExecution = { ...same, destination, concept, submittedTo: null };
  const recent: RecentExecution = { ...same, bankAccountId, conceptFingerprint };
  return {
    ...state,
    executions: [...state.executions, execution],
    recent: [...stillRecent(state.recent, requestedAt), recent],
    balances: grown(state.balances, { credited: amountMinor, inFlight: amountMinor }),
  };
}

/** Those that something requested at `now` may be a repeat of. */
export function stillRecent(recent: readonly RecentExecution[], now: string): readonly RecentExecution[] {
  const since = Date.parse(now) - REPEAT_WINDOW_MS;
  return recent.filter(({ requestedAt }) => Date.parse(requestedAt) >= since);
}

function submitted(state: OpenCapacity, { payoutId, bankAdapter }: DataOf<'payout.submitted.v1'>): OpenCapacity {
  const executions = state.executions.map((of) =>
    of.payoutId === payoutId ? { ...of, submittedTo: bankAdapter } : of,
  );
  return { ...state, executions };
}

function approved(state: OpenCapacity, { payoutId }: DataOf<'payout.approved.v1'>): OpenCapacity {
  const { executions, amountMinor } = without(state, payoutId);
  return { ...state, executions, balances: grown(state.balances, { inFlight: -amountMinor }) };
}

function rejected(state: OpenCapacity, { payoutId }: DataOf<'payout.rejected.v1'>): OpenCapacity {
  const { executions, amountMinor } = without(state, payoutId);
  return {
    ...state,
    executions,
    recent: state.recent.filter((of) => of.payoutId !== payoutId),
    balances: grown(state.balances, { credited: -amountMinor, inFlight: -amountMinor }),
  };
}

function without({ executions }: OpenCapacity, payoutId: string) {
  const amountMinor = executions.find((of) => of.payoutId === payoutId)?.amountMinor ?? 0n;
  return { executions: executions.filter((of) => of.payoutId !== payoutId), amountMinor };
}

interface Growth {
  readonly processed?: bigint;
  readonly credited?: bigint;
  readonly inFlight?: bigint;
}

function grown(of: CapacityBalances, { processed = 0n, credited = 0n, inFlight = 0n }: Growth): CapacityBalances {
  const processedMinor = of.processedMinor + processed;
  const creditedMinor = of.creditedMinor + credited;
  const availableMinor = processedMinor - creditedMinor;
  return { ...of, processedMinor, creditedMinor, availableMinor, inFlightMinor: of.inFlightMinor + inFlight };
}
