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
  type RecordedPayout,
} from '@haber/ledger';
import { approvePayout, type PayoutRejection, recordedPayout, rejectPayout } from './payout';

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

/** A word that was not believed, and what stands in the books in its place. */
export type DisbelievedWord = PayoutRejection & { readonly recorded: RecordedPayout | null };

export function hearBank(
  state: CapacityAccount,
  heard: HearBank,
  context: NamedDecideContext,
): Decision<CapacityAccountDraft, DisbelievedWord> {
  const answer = decided(state, heard, context);
  if ('accept' in answer) return answer;
  return { reject: { ...answer.reject, recorded: recordedPayout(state, heard.payoutId, context) } };
}

function decided(
  state: CapacityAccount,
  heard: HearBank,
  context: NamedDecideContext,
): Decision<CapacityAccountDraft, PayoutRejection> {
  const { payoutId, bankAdapter, word, learnedFrom } = heard;
  if (state.status === 'open') {
    if (word.currency !== state.balances.currency) return { reject: { code: 'contradicts' } };
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

/** What kind of mismatch it is. */
export function mismatchOf({ amountMinor, currency }: BankWord, { code, recorded }: DisbelievedWord): ItemCause {
  switch (code) {
    case 'payout_unknown':
      return 'unknown_reference';
    case 'never_submitted':
    case 'submitted_elsewhere':
    case 'already_submitted':
      return 'never_submitted';
    case 'already_decided':
      return 'outcome_contradicts';
    case 'contradicts': {
      const isSameAmount = recorded?.amountMinor === amountMinor && recorded.currency === currency;
      return isSameAmount ? 'outcome_contradicts' : 'amount_mismatch';
    }
  }
}

export function saidOf(word: BankWord): BankSaid {
  const { kind: status, amountMinor, currency } = word;
  const bankReference = word.kind === 'approved' ? word.bankReference : null;
  const bankCode = word.kind === 'rejected' ? word.code : null;
  return { status, amountMinor, currency, bankReference, bankCode };
}
