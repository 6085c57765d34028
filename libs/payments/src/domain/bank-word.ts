/**
 * A bank's final word on a payout, however it reached us. Protects: it counts only where it agrees with what was
 * reserved, submitted, and said before; everything else changes nothing and is a mismatch for a person (domain.md §8).
 */
import {
  type BankSaid,
  type CapacityAccount,
  type CapacityAccountDraft,
  type Decision,
  type ItemCause,
  type LearnedFrom,
  type NamedDecideContext,
  type PayoutRejectionCause,
} from '@haber/ledger';
import { approvePayout, type PayoutRejection, rejectPayout } from './payout';

/** As the bank's port says it. */
export type BankWord = { readonly amountMinor: bigint; readonly currency: string } & (
  { readonly kind: 'approved'; readonly bankReference: string } | { readonly kind: 'rejected'; readonly code: string }
);

export interface HearBank {
  readonly payoutId: string;
  /** Whose word it is. */
  readonly bankAdapter: string;
  readonly word: BankWord;
  readonly learnedFrom: LearnedFrom;
}

type Answer = Decision<CapacityAccountDraft, PayoutRejection>;

export function hearBank(state: CapacityAccount, heard: HearBank, context: NamedDecideContext): Answer {
  const { payoutId, bankAdapter, word, learnedFrom } = heard;
  if (state.status === 'open') {
    const { currency } = state.balances;
    if (word.currency !== currency) return { reject: { code: 'contradicts', recorded: currency } };
    const open = state.executions.find((of) => of.payoutId === payoutId);
    if (open && open.submittedTo !== null && open.submittedTo !== bankAdapter) {
      return { reject: { code: 'submitted_elsewhere', bankAdapter: open.submittedTo } };
    }
  }
  const { amountMinor } = word;
  if (word.kind === 'approved') {
    const { bankReference } = word;
    return approvePayout(state, { payoutId, amountMinor, bankReference, learnedFrom }, context);
  }
  const said = { cause: rejectionCauseOf(word.code), bankCode: word.code, bankReference: null, learnedFrom };
  return rejectPayout(state, { payoutId, amountMinor, ...said }, context);
}

const CAUSES: Readonly<Record<string, PayoutRejectionCause>> = {
  account_closed: 'destination_closed',
  account_not_found: 'destination_unknown',
  beneficiary_blocked: 'destination_blocked',
  insufficient_funds: 'insufficient_funds',
  holder_mismatch: 'holder_mismatch',
  amount_not_allowed: 'amount_not_allowed',
  not_permitted: 'not_permitted',
};

/** Of a bank's own code: what is not known here is `other`, and the code stands beside it. */
export function rejectionCauseOf(code: string): PayoutRejectionCause {
  return Object.hasOwn(CAUSES, code) ? (CAUSES[code] ?? 'other') : 'other';
}

export interface ContradictedWord {
  readonly cause: ItemCause;
  /** What our books say. */
  readonly recorded: string | null;
}

/** What kind of mismatch a refused word is. */
export function mismatchOf(word: BankWord, rejection: PayoutRejection): ContradictedWord {
  switch (rejection.code) {
    case 'payout_unknown':
      return { cause: 'unknown_reference', recorded: null };
    case 'never_submitted':
      return { cause: 'never_submitted', recorded: null };
    case 'submitted_elsewhere':
    case 'already_submitted':
      return { cause: 'never_submitted', recorded: rejection.bankAdapter };
    case 'already_decided':
      return { cause: 'outcome_contradicts', recorded: null };
    case 'contradicts': {
      const { recorded } = rejection;
      return { cause: isAnotherAmount(word, recorded) ? 'amount_mismatch' : 'outcome_contradicts', recorded };
    }
  }
}

/** `recorded`: the amount, the currency, or the outcome that was recorded, whose first part is its amount. */
function isAnotherAmount({ amountMinor }: BankWord, recorded: string): boolean {
  if (!recorded.startsWith('[')) return true;
  const [amount] = JSON.parse(recorded) as readonly [string];
  return amount !== `${amountMinor}`;
}

export function saidOf(word: BankWord): BankSaid {
  const { kind: status, amountMinor, currency } = word;
  const bankReference = word.kind === 'approved' ? word.bankReference : null;
  const bankCode = word.kind === 'rejected' ? word.code : null;
  return { status, amountMinor, currency, bankReference, bankCode };
}
