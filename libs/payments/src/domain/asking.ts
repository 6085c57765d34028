/**
 * What follows from a bank's answer to the question what became of a payout. Protects: nothing is sent again of which
 * the first send may still have its effect, and nobody is told of a mismatch that the next answer takes back
 * (domain.md §8: a query tells the truth once the settle time has passed).
 */
import type { BankWord } from './bank-word';

/** As the bank's port says it. */
export type AskedAnswer = BankWord | { readonly kind: 'no-answer' | 'pending' | 'unknown-reference' };

export interface AskedOf {
  /** As it was reserved. */
  readonly amountMinor: bigint;
  readonly currency: string;
  /** The settle time of every send has passed. */
  readonly isSettled: boolean;
}

export type AfterAsking =
  /** Again, under the same reference: no send has had an effect, and none will. */
  | { readonly then: 'send' }
  | { readonly then: 'ask-soon' }
  | { readonly then: 'ask-once-settled' }
  | { readonly then: 'hear'; readonly word: BankWord };

export function afterAsking(answer: AskedAnswer, { amountMinor, currency, isSettled }: AskedOf): AfterAsking {
  switch (answer.kind) {
    case 'unknown-reference':
      return { then: isSettled ? 'send' : 'ask-once-settled' };
    case 'no-answer':
    case 'pending':
      return { then: 'ask-soon' };
    case 'approved':
    case 'rejected': {
      const isOurs = isAmountOf(answer, { amountMinor, currency });
      // What is not ours may be no more than what the bank says until it is settled.
      return isOurs || isSettled ? { then: 'hear', word: answer } : { then: 'ask-once-settled' };
    }
  }
}

type Amount = Pick<BankWord, 'amountMinor' | 'currency'>;

export function isAmountOf(one: Amount, other: Amount): boolean {
  return one.amountMinor === other.amountMinor && one.currency === other.currency;
}

/** A pending one with the amount that the bank has it at. */
type WeighedAnswer =
  BankWord | (Amount & { readonly kind: 'pending' }) | { readonly kind: 'no-answer' | 'unknown-reference' };

/**
 * What a callback on an open payout is worth beside the bank's own answer: of two that differ the answer counts.
 * `word`: the answer, where it says another thing. `said`: the callback, which names what was reserved.
 */
export function weighCallback(
  answer: WeighedAnswer,
  { said, isSettled }: { readonly said: Amount & { readonly kind: string }; readonly isSettled: boolean },
): 'later' | { readonly word?: BankWord; readonly isSameAmount: boolean } {
  if (!('amountMinor' in answer)) return 'later';
  const isSameAmount = isAmountOf(answer, said);
  if (answer.kind === 'pending') return isSameAmount ? { isSameAmount } : 'later';
  if (isSameAmount && answer.kind === said.kind) return { isSameAmount };
  // Until it is settled, the bank may have been told of something that is not so.
  return isSameAmount || isSettled ? { word: answer, isSameAmount } : 'later';
}
