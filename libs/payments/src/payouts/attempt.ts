/**
 * One attempt at one payout, from wherever it stands: submit it, send it, or ask what became of it. The order protects
 * the money (domain.md §8): nothing is sent before it is written that it will be; after any answer but a final one the
 * bank is asked; and what it does not know is sent again only once it must know, under the same reference. A process
 * may end between any two lines: the next attempt begins with a question.
 */
import { WriterUnavailable } from '@haber/account-writer';
import type { AskAnswer, SubmitAnswer } from '@haber/bank';
import type { Attempt } from '@haber/bus';
import { customerStream } from '@haber/ledger';
import { afterAsking } from '../domain/asking';
import type { BankWord } from '../domain/bank-word';
import {
  openPayout,
  type OpenPayout,
  resolveOpenTooLong,
  writeOpenTooLong,
  writeSubmitted,
  writeUnpayable,
  writeWord,
} from './books';
import { PATIENCE, type PayoutAt, type PayoutBank, type PayoutParts } from './parts';

/** Where nobody can say how long a send to this payout's bank may go unseen. */
const UNSETTLED_MS = 60_000;
const MARGIN_MS = 50;

/** Done: there is nothing to do any more. */
type Next = 'done' | 'soon' | { readonly laterMs: number };

interface Step {
  readonly payout: PayoutAt;
  readonly open: OpenPayout;
  readonly attempt: Attempt;
  readonly bank: PayoutBank;
}

/**
 * @returns whether it was submitted by this very call: then nothing can have been sent, and the first send need not be
 * preceded by a question. @throws WriterUnavailable
 */
export async function submitReserved(parts: PayoutParts, payout: PayoutAt): Promise<boolean> {
  const open = await openPayout(parts, payout);
  if (open?.execution.submittedTo !== null) return false;
  const bank = parts.banks.of(payout.tenant);
  // Found due again: the bank may be configured by then, and a person is told of what stays open.
  if (!bank) return false;
  if (await openedFor(parts, payout, open)) return writeSubmitted(parts, payout, bank.name);
  await writeUnpayable(parts, payout, { ...open, cause: 'not_submitted' });
  return false;
}

/** Never rejects. Does nothing where another one is at it. */
export async function attemptPayout(parts: PayoutParts, payout: PayoutAt, isFresh: boolean): Promise<void> {
  try {
    const attempt = await parts.attempts.take(payout.payoutId, unsettledMs(parts.banks.of(payout.tenant)));
    if (!attempt) return;
    const next = await stepOf(parts, { payout, attempt, isFresh }).catch((error: unknown): Next => {
      // A writer that is busy or away is no fault of the payout's: the next attempt comes.
      if (!(error instanceof WriterUnavailable)) parts.onFault(error);
      return 'soon';
    });
    await put(parts, { payout, attempt, next });
  } catch (error) {
    parts.onFault(error);
  }
}

export function unsettledMs(bank: PayoutBank | undefined): number {
  return bank ? bank.callMs + bank.settleMs : UNSETTLED_MS;
}

async function put(
  parts: PayoutParts,
  { payout, attempt, next }: { readonly payout: PayoutAt; readonly attempt: Attempt; readonly next: Next },
): Promise<void> {
  if (next === 'done') return parts.attempts.done(attempt);
  const { openTooLongMs } = { ...PATIENCE, ...parts.patience };
  const open = isOlder(parts, payout, openTooLongMs) ? await openPayout(parts, payout) : undefined;
  if (open) await writeOpenTooLong(parts, payout, open);
  await parts.attempts.later(attempt, next === 'soon' ? backoffMs(parts, attempt) : next.laterMs);
}

function backoffMs({ patience }: PayoutParts, { failures }: Attempt): number {
  const { firstMs, lastMs } = { ...PATIENCE, ...patience };
  return Math.min(firstMs * 2 ** Math.min(failures, 30), lastMs);
}

function isOlder({ clock }: PayoutParts, { reservedAt }: PayoutAt, ms: number): boolean {
  return clock() - Date.parse(reservedAt) > ms;
}

async function stepOf(
  parts: PayoutParts,
  { payout, attempt, isFresh }: { readonly payout: PayoutAt; readonly attempt: Attempt; readonly isFresh: boolean },
): Promise<Next> {
  const wasFresh = isFresh || (await submitReserved(parts, payout));
  const open = await openPayout(parts, payout);
  if (!open) return 'done';
  const bank = parts.banks.all.find(({ name }) => name === open.execution.submittedTo);
  if (!bank) return 'soon';
  const step = { payout, open, attempt, bank };
  return wasFresh ? send(parts, step) : ask(parts, step);
}

async function ask(parts: PayoutParts, step: Step): Promise<Next> {
  const { attempt, bank, payout, open } = step;
  const answer = await bank.bank.ask(payout.payoutId);
  tell(parts, { bank, call: 'ask', answer });
  const { amountMinor } = open.execution;
  const after = afterAsking(answer, { amountMinor, currency: open.currency, isSettled: attempt.unsettledMs === 0 });
  switch (after.then) {
    case 'send':
      return send(parts, step);
    case 'ask-soon':
      return 'soon';
    case 'ask-once-settled':
      return { laterMs: attempt.unsettledMs + MARGIN_MS };
    case 'hear':
      return heard(parts, step, { word: after.word, learnedFrom: 'query' });
  }
}

async function send(parts: PayoutParts, step: Step): Promise<Next> {
  const { attempt, bank, payout, open } = step;
  const opened = await openedFor(parts, payout, open);
  if (!opened) {
    await writeUnpayable(parts, payout, { ...open, cause: 'never_received' });
    return 'done';
  }
  const { attempts } = parts;
  if (!(await attempts.settles(attempt, unsettledMs(bank))) || !attempt.isHeldFor(bank.callMs)) return 'soon';
  const { destination, amountMinor } = open.execution;
  const { accountNumber, holderName, concept } = opened;
  const answer = await bank.bank.submit({
    ...{ reference: payout.payoutId, amountMinor, currency: open.currency, concept },
    destination: { bank: destination.bank, accountType: destination.accountType, accountNumber, holderName },
  });
  tell(parts, { bank, call: 'submit', answer });
  await attempts.settles(attempt, bank.settleMs);
  if (answer.kind === 'no-answer' || answer.kind === 'pending') return 'soon';
  return heard(parts, step, { word: answer, learnedFrom: 'response' });
}

async function heard(
  parts: PayoutParts,
  { payout, bank }: Step,
  { word, learnedFrom }: { readonly word: BankWord; readonly learnedFrom: 'query' | 'response' },
): Promise<Next> {
  const agrees = await writeWord(parts, payout, { word, bankAdapter: bank.name, learnedFrom });
  if (!agrees) return 'soon';
  await endItem(parts, payout, bank.name);
  return 'done';
}

/** A person who was told that it is open need not look any more. */
export async function endItem(parts: PayoutParts, payout: PayoutAt, bankAdapter: string): Promise<void> {
  const { openTooLongMs } = { ...PATIENCE, ...parts.patience };
  if (isOlder(parts, payout, openTooLongMs)) await resolveOpenTooLong(parts, payout, bankAdapter);
}

interface Opened {
  readonly accountNumber: string;
  readonly holderName: string;
  readonly concept: string;
}

/** In clear, for one call; undefined once the person was erased. Never logged, never kept. */
async function openedFor(
  { personalData }: PayoutParts,
  { tenant }: PayoutAt,
  { execution, customerId }: OpenPayout,
): Promise<Opened | undefined> {
  const { destination, concept } = execution;
  const { accountNumber, holderName } = destination;
  const opened = await personalData.openAll(customerStream(tenant, customerId), { accountNumber, holderName, concept });
  const isWhole = opened.accountNumber !== null && opened.holderName !== null && opened.concept !== null;
  return isWhole ? (opened as Opened) : undefined;
}

export interface ToldAnswer {
  readonly bank: Pick<PayoutBank, 'name'>;
  readonly call: 'submit' | 'ask';
  readonly answer: AskAnswer | SubmitAnswer;
}

export function tell({ onAnswer }: PayoutParts, { bank, call, answer }: ToldAnswer): void {
  onAnswer?.({ bank: bank.name, call, answer: answer.kind === 'no-answer' ? answer.cause : answer.kind });
}
