/**
 * A payout and what its bank says. Protects: a bank is asked under one reference and by one adapter, its word counts
 * once, and a word that contradicts our record changes nothing (domain.md §8).
 */
import {
  type BoundName,
  type CapacityAccount,
  type CapacityAccountDraft,
  type Decision,
  type LearnedFrom,
  type NamedDecideContext,
  type OpenCapacity,
  type OpenExecution,
  outcomeName,
  type PayoutOutcome,
  type PayoutRejectionCause,
  type RecordedPayout,
} from '@haber/ledger';

export interface SubmitPayout {
  readonly payoutId: string;
  /** The adapter that is about to call its bank. */
  readonly bankAdapter: string;
}

/** Amounts are the bank's own: another one than reserved contradicts. */
export interface ApprovePayout {
  readonly payoutId: string;
  readonly amountMinor: bigint;
  readonly bankReference: string;
  readonly learnedFrom: LearnedFrom;
}

export interface RejectPayout {
  readonly payoutId: string;
  readonly amountMinor: bigint;
  readonly cause: PayoutRejectionCause;
  readonly bankCode: string | null;
  readonly bankReference: string | null;
  readonly learnedFrom: LearnedFrom;
}

export type PayoutRejection =
  | { readonly code: 'payout_unknown' }
  /** The bank has decided on it already, in this event of the stream. */
  | { readonly code: 'already_decided'; readonly revision: number }
  | { readonly code: 'submitted_elsewhere'; readonly bankAdapter: string }
  /** No bank was asked, so none can have decided. */
  | { readonly code: 'never_submitted' }
  /** A bank was asked: only its word ends it. */
  | { readonly code: 'already_submitted'; readonly bankAdapter: string }
  /** With our record, or with what the bank said before: for a person to look at. */
  | { readonly code: 'contradicts' };

type Answer = Decision<CapacityAccountDraft, PayoutRejection>;

/** What any command on a payout must name, so that the writer looks it up. */
export function payoutNames(payoutId: string): readonly BoundName[] {
  return [{ kind: 'outcome', key: payoutId, fingerprint: '' }];
}

/** Without effect where it was submitted to the same adapter before: the bank may have been called. */
export function submitPayout(
  state: CapacityAccount,
  { payoutId, bankAdapter }: SubmitPayout,
  { used }: NamedDecideContext,
): Answer {
  const decided = used({ kind: 'outcome', key: payoutId });
  if (decided) return { reject: { code: 'already_decided', revision: decided.revision } };
  return onOpen(state, payoutId, (execution, about) => {
    if (execution.submittedTo === bankAdapter) return { accept: [] };
    if (execution.submittedTo !== null) {
      return { reject: { code: 'submitted_elsewhere', bankAdapter: execution.submittedTo } };
    }
    return { accept: [{ type: 'payout.submitted.v1', data: { ...about, bankAdapter } }] };
  });
}

export function approvePayout(state: CapacityAccount, command: ApprovePayout, { used }: NamedDecideContext): Answer {
  const { payoutId, bankReference, learnedFrom } = command;
  return (
    saidBefore(command, used) ??
    onOpen(state, payoutId, (execution, about) => {
      if (execution.submittedTo === null) return { reject: { code: 'never_submitted' } };
      if (execution.amountMinor !== command.amountMinor) return CONTRADICTS;
      return { accept: [{ type: 'payout.approved.v1', data: { ...about, bankReference, learnedFrom } }] };
    })
  );
}

export function rejectPayout(state: CapacityAccount, command: RejectPayout, { used }: NamedDecideContext): Answer {
  const { payoutId, cause, bankCode, bankReference, learnedFrom } = command;
  return (
    saidBefore(command, used) ??
    onOpen(state, payoutId, (execution, about) => {
      const { submittedTo } = execution;
      if (submittedTo === null && cause !== 'not_submitted') return { reject: { code: 'never_submitted' } };
      if (submittedTo !== null && cause === 'not_submitted') {
        return { reject: { code: 'already_submitted', bankAdapter: submittedTo } };
      }
      if (execution.amountMinor !== command.amountMinor) return CONTRADICTS;
      const said = { cause, bankCode, bankReference, learnedFrom };
      return { accept: [{ type: 'payout.rejected.v1', data: { ...about, ...said } }] };
    })
  );
}

export interface DecideByHand {
  readonly payoutId: string;
  /** Of the payment that a person has found at the bank; null: there is none. */
  readonly bankReference: string | null;
}

/** A person decides what no bank's word has: about what was reserved, and never against what was decided. */
export function decideByHand(state: CapacityAccount, command: DecideByHand, context: NamedDecideContext): Answer {
  const { payoutId, bankReference } = command;
  const decided = context.used({ kind: 'outcome', key: payoutId });
  if (decided) {
    const { status, bankReference: reference } = decidedOutcome(decided.fingerprint);
    const isSame = status === (bankReference === null ? 'rejected' : 'approved') && reference === bankReference;
    return isSame ? { accept: [] } : CONTRADICTS;
  }
  return onOpen(state, payoutId, ({ amountMinor, submittedTo }) => {
    const about = { payoutId, amountMinor, learnedFrom: 'operator' } as const;
    if (bankReference !== null) return approvePayout(state, { ...about, bankReference }, context);
    const cause = submittedTo === null ? 'not_submitted' : 'other';
    return rejectPayout(state, { ...about, cause, bankCode: null, bankReference: null }, context);
  });
}

/** What is on record of a payout now; null: there is no such payout. */
export function recordedPayout(
  state: CapacityAccount,
  payoutId: string,
  { used }: NamedDecideContext,
): RecordedPayout | null {
  if (state.status === 'absent') return null;
  const { currency } = state.balances;
  const decided = used({ kind: 'outcome', key: payoutId });
  if (decided) return { ...decidedOutcome(decided.fingerprint), currency, bankAdapter: null };
  const open = state.executions.find((of) => of.payoutId === payoutId);
  if (!open) return null;
  const { amountMinor, submittedTo: bankAdapter } = open;
  return { status: 'in_process', amountMinor, currency, bankReference: null, bankAdapter };
}

/** The fingerprint of `outcomeName`, read back. */
function decidedOutcome(
  fingerprint: string,
): Pick<RecordedPayout, 'amountMinor' | 'bankReference'> & { readonly status: 'approved' | 'rejected' } {
  const [amount, status, reference] = JSON.parse(fingerprint) as readonly [string, 'approved' | 'rejected', string];
  return { status, amountMinor: BigInt(amount), bankReference: status === 'approved' ? reference : null };
}

/** The same word again is no news, however old it is; another one contradicts. */
function saidBefore(outcome: PayoutOutcome, used: NamedDecideContext['used']): Answer | undefined {
  const name = outcomeName(outcome);
  const before = used(name);
  if (!before) return undefined;
  return before.fingerprint === name.fingerprint ? { accept: [] } : CONTRADICTS;
}

const CONTRADICTS = { reject: { code: 'contradicts' } } as const;

type About = Pick<OpenCapacity, 'accountId' | 'customerId'> &
  Pick<OpenExecution, 'executionId' | 'payoutId' | 'amountMinor'>;

function onOpen(
  state: CapacityAccount,
  payoutId: string,
  decide: (execution: OpenExecution, about: About) => Answer,
): Answer {
  const execution = state.status === 'open' ? state.executions.find((of) => of.payoutId === payoutId) : undefined;
  if (state.status === 'absent' || !execution) return { reject: { code: 'payout_unknown' } };
  const { accountId, customerId } = state;
  const { executionId, amountMinor } = execution;
  return decide(execution, { accountId, customerId, executionId, payoutId, amountMinor });
}
