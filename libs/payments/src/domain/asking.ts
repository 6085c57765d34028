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
      const isOurs = answer.amountMinor === amountMinor && answer.currency === currency;
      // What is not ours may be no more than what the bank says until it is settled.
      return isOurs || isSettled ? { then: 'hear', word: answer } : { then: 'ask-once-settled' };
    }
  }
}
