/**
 * The port for a bank that pays money out. It may time out before or after the effect, repeat itself and lie; what it
 * does is a value here, and nothing of it throws. The rules of its use (domain.md §8): that a payout was submitted is
 * stored before `submit`; after any answer but a final one the bank is asked before anything is sent again; and a
 * re-send carries the same reference and the same payout.
 */

/** One order to pay. The same reference always means the same order. */
export interface Payout {
  /** Our own id of the payout: what the bank keeps apart, and we ask by. `isReference` holds. */
  readonly reference: string;
  /** Above zero. */
  readonly amountMinor: bigint;
  /** ISO 4217. */
  readonly currency: string;
  readonly destination: Destination;
  /** What the receiver reads. */
  readonly concept: string;
}

export interface Destination {
  readonly bank: string;
  readonly accountType: string;
  readonly accountNumber: string;
  readonly holderName: string;
}

/** Which amount the bank says that this is about: whoever asked compares it with its own. */
export interface SaidAmount {
  readonly amountMinor: bigint;
  readonly currency: string;
}

export type Approved = SaidAmount & { readonly kind: 'approved'; readonly bankReference: string };
/** Final, and nothing was paid. */
export type Rejected = SaidAmount & { readonly kind: 'rejected'; readonly code: string };
export type Pending = SaidAmount & { readonly kind: 'pending' };

/**
 * Why nobody knows what the bank did. Only `too-many-calls` says that nothing was sent; after every other one the bank
 * is asked.
 */
export type NoAnswerCause =
  | 'too-many-calls'
  | 'timeout'
  /** Not reached, or cut. */
  | 'connection'
  | 'oversized'
  /** HTML, or what else a proxy says in the bank's place. */
  | 'not-json'
  /** JSON that is not of the protocol. */
  | 'malformed'
  | 'redirect'
  | 'unexpected-status'
  /** The bank does not take our signature. */
  | 'unauthorized'
  /** The bank has another order under this reference. */
  | 'conflict'
  | 'other-reference'
  | 'other-amount';

export interface NoAnswer {
  readonly kind: 'no-answer';
  readonly cause: NoAnswerCause;
  /** Of HTTP, where there was one. */
  readonly status?: number;
  /** With `other-amount`: what the bank said of which amount. */
  readonly said?: Approved | Rejected | Pending;
}

export type SubmitAnswer = Approved | Rejected | Pending | NoAnswer;

/** Only to be believed once the bank's settle time has passed since the last `submit` of this reference. */
export interface UnknownReference {
  readonly kind: 'unknown-reference';
}

/** The amount is what the bank says, compared with nothing. */
export type AskAnswer = SubmitAnswer | UnknownReference;

export interface Bank {
  /**
   * Never rejects for what the bank does. An answer about another amount is no answer.
   * @throws RangeError for a payout that must not be sent: its reference, amount or currency is none
   */
  submit(payout: Payout): Promise<SubmitAnswer>;
  /** Never rejects for what the bank does. @throws RangeError for what is no reference */
  ask(reference: string): Promise<AskAnswer>;
  /** Calls under way end as `no-answer`. */
  close(): Promise<void>;
}

/** Safe in a path and, having no full stop, in what is signed. */
export function isReference(text: string): boolean {
  return /^[A-Za-z0-9_-]{1,64}$/.test(text);
}
