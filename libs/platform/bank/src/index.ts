/** The bank: a port that throws for nothing that a bank does, its callbacks, and a simulated bank with its own book. */
export {
  type Approved,
  type AskAnswer,
  type Bank,
  type Destination,
  isReference,
  type NoAnswer,
  type NoAnswerCause,
  type Payout,
  type Pending,
  type Rejected,
  type SaidAmount,
  type SubmitAnswer,
  type UnknownReference,
} from './bank';
export { type Callback, MAX_CALLBACK_BYTES, verifyCallback } from './callback';
export { httpBank, type HttpBankOptions } from './http-bank';
export { type BookMovement, type BookOptions, readBook, UnreadableBook } from './read-book';
export { type Headers, type ReceivedMessage, signatureHeaders, signingKey, UnusableBankSecret } from './signature';
export { UnusableBook } from './simulator/book';
export { BookInUse } from './simulator/book-lock';
export { DEFAULT_WEIGHTS, type Hostility, readWeights } from './simulator/scripts';
export {
  type BankSimulator,
  type BankSimulatorOptions,
  type SimulatorTiming,
  startBankSimulator,
} from './simulator/simulator';
