/**
 * The execution of an immediate credit. Protects: nothing is paid out that was not processed, also by two executions at
 * the same moment, and a client that sends again what it already sent pays once.
 */
import {
  type BoundName,
  type CapacityAccount,
  type CapacityAccountDraft,
  type Decision,
  executionName,
  mustBeAboveZero,
  type NamedDecideContext,
  type PayoutDestination,
  type RecentExecution,
  type Sealed,
  stillRecent,
} from '@haber/ledger';

/** Of one merchant (contract.md B). */
export const MOST_IN_PROCESS = 10;

export interface ReserveExecution {
  /** Names that nothing else has, drawn before. */
  readonly executionId: string;
  readonly payoutId: string;
  readonly destination: PayoutDestination;
  /** The one in which the amount was read. */
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly concept: Sealed;
  readonly conceptFingerprint: string;
  /** Without a key, and not switched off by the partner: the same again within 10 s is a repeat. */
  readonly mayBeRepeat: boolean;
}

export type ReserveRejection =
  /** It was executed just now: the answer is that execution's. */
  | { readonly code: 'repeated'; readonly execution: RecentExecution }
  /** Draw another. */
  | { readonly code: 'execution_id_taken' }
  | { readonly code: 'too_many_in_process'; readonly most: number }
  | {
      readonly code: 'insufficient_capacity';
      readonly availableMinor: bigint;
      readonly requiredMinor: bigint;
      readonly currency: string;
    }
  /** The merchant has another one by now. */
  | { readonly code: 'currency_mismatch'; readonly currency: string };

/** What the command must name, so that the writer looks it up. */
export function reserveNames(command: Pick<ReserveExecution, 'executionId' | 'payoutId'>): readonly BoundName[] {
  return [executionName(command)];
}

/** @throws RangeError when the amount is not above zero */
export function reserve(
  state: CapacityAccount,
  command: ReserveExecution,
  { now, used }: NamedDecideContext,
): Decision<CapacityAccountDraft, ReserveRejection> {
  const { currency, amountMinor, executionId, payoutId } = command;
  mustBeAboveZero(amountMinor);
  if (state.status === 'absent') return { reject: insufficient(0n, command) };
  const execution = command.mayBeRepeat ? repeatedBy(state.recent, command, now) : undefined;
  if (execution) return { reject: { code: 'repeated', execution } };
  if (state.balances.currency !== currency) {
    return { reject: { code: 'currency_mismatch', currency: state.balances.currency } };
  }
  if (used(executionName(command))) return { reject: { code: 'execution_id_taken' } };
  if (state.executions.length >= MOST_IN_PROCESS) {
    return { reject: { code: 'too_many_in_process', most: MOST_IN_PROCESS } };
  }
  const { availableMinor } = state.balances;
  if (amountMinor > availableMinor) return { reject: insufficient(availableMinor, command) };
  const { accountId, customerId } = state;
  const { concept, conceptFingerprint, destination } = command;
  const ids = { accountId, customerId, executionId, payoutId };
  const data = { ...ids, amountMinor, ...destination, concept, conceptFingerprint, requestedAt: now };
  return { accept: [{ type: 'capacity-account.execution-reserved.v1', data }] };
}

function insufficient(availableMinor: bigint, { amountMinor, currency }: ReserveExecution): ReserveRejection {
  return { code: 'insufficient_capacity', availableMinor, requiredMinor: amountMinor, currency };
}

/** The newest: it is what the client waits for. */
function repeatedBy(recent: readonly RecentExecution[], command: ReserveExecution, now: string) {
  return stillRecent(recent, now).findLast(
    (of) =>
      of.bankAccountId === command.destination.bankAccountId &&
      of.amountMinor === command.amountMinor &&
      of.conceptFingerprint === command.conceptFingerprint,
  );
}
