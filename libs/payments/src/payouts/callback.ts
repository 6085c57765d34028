/**
 * What a bank tells by itself. It is believed as far as its signature, our record, and the bank's own answer bear it
 * out: where a callback would decide an open payout, the bank is asked first, since what a question is answered is
 * first-hand. Whatever does not agree changes nothing and becomes a reconciliation item.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Callback, type Headers, isReference, verifyCallback } from '@haber/bank';
import type { Attempt } from '@haber/bus';
import { isAmountOf, weighCallback } from '../domain/asking';
import { payoutProjection } from '../projections/payout';
import { caughtUp } from '../queries/caught-up';
import { type FoundPayout, payoutOf } from '../queries/payouts';
import { endItem, tell, unsettledMs } from './attempt';
import { openPayout, type OpenPayout, writeUnknownReference, writeWord } from './books';
import { PATIENCE, type PayoutAt, type PayoutBank, type PayoutParts } from './parts';

export interface CallbackMessage {
  readonly headers: Headers;
  /** The exact bytes. */
  readonly body: Uint8Array;
}

/** `later`: nobody can tell now; the bank is to call again. */
export type CallbackEnd = 'taken' | 'refused' | 'later';

type Verified = Extract<Callback, { kind: 'verified' }>;

interface Told {
  readonly bank: PayoutBank;
  readonly said: Verified['said'];
}

/** @throws WriterUnavailable */
export async function takeCallback(parts: PayoutParts, message: CallbackMessage): Promise<CallbackEnd> {
  const verified = parts.banks.all.flatMap((bank) => {
    const callback = verifyCallback({ ...message, keys: bank.keys, nowMs: parts.clock() });
    return callback.kind === 'verified' ? [{ bank, callback }] : [];
  });
  const [first] = verified;
  if (!first) return 'refused';
  const { reference, said } = first.callback;
  const found = await foundPayout(parts, reference);
  if (found === 'later') return 'later';
  if (!found) {
    await writeUnknownReference(parts, reference, heardFrom({ bank: first.bank, said }));
    return 'taken';
  }
  // Two banks may share a secret, as tests do: it is the word of the one that was asked.
  const { bank } = verified.find((each) => each.bank.name === found.bankAdapter) ?? first;
  return heard(parts, { ...found, correlationId: parts.newId() }, { bank, said });
}

/** Whose the reference is: also of what was submitted a moment ago, which the read model may not show yet. */
async function foundPayout(parts: PayoutParts, reference: string): Promise<FoundPayout | undefined | 'later'> {
  if (!isReference(reference)) return undefined;
  const { payoutRows: tables, logEnd } = parts;
  const row = await payoutOf(tables, reference);
  if (row?.bankAdapter) return row;
  const { callbackMs: timeoutMs } = { ...PATIENCE, ...parts.patience };
  if (!(await caughtUp({ tables, projection: payoutProjection, logEnd, timeoutMs }))) return 'later';
  return payoutOf(tables, reference);
}

async function heard(parts: PayoutParts, payout: PayoutAt, told: Told): Promise<CallbackEnd> {
  const open = await openPayout(parts, payout);
  if (!open || !wouldDecide(open, told)) {
    await writeWord(parts, payout, heardFrom(told));
    return 'taken';
  }
  const attempt = await ourTurn(parts, payout.payoutId, unsettledMs(told.bank));
  if (!attempt) return 'later';
  const end = await confirmed(parts, payout, { ...told, attempt }).catch(async (error: unknown) => {
    await parts.attempts.later(attempt, PATIENCE.firstMs);
    throw error;
  });
  if (end === 'decided') await parts.attempts.done(attempt);
  else await parts.attempts.later(attempt, PATIENCE.firstMs);
  return end === 'later' ? 'later' : 'taken';
}

function wouldDecide({ execution, currency }: OpenPayout, { bank, said }: Told): boolean {
  const { amountMinor } = execution;
  return isAmountOf(said, { amountMinor, currency }) && execution.submittedTo === bank.name;
}

/** Undefined: whoever is at it is so for longer than a callback waits. */
export async function ourTurn(parts: PayoutParts, key: string, unsettled: number): Promise<Attempt | undefined> {
  const { callbackMs } = { ...PATIENCE, ...parts.patience };
  const deadline = performance.now() + callbackMs;
  for (;;) {
    const attempt = await parts.attempts.take(key, unsettled);
    if (attempt || performance.now() > deadline) return attempt;
    await sleep(50);
  }
}

/**
 * First what the bank answers, if that is final, then its callback: of two that differ the answer counts. One of
 * another amount than was reserved leaves the payout open, for a person.
 */
async function confirmed(
  parts: PayoutParts,
  payout: PayoutAt,
  told: Told & { readonly attempt: Attempt },
): Promise<'decided' | 'contradicted' | 'later'> {
  const { bank, said, attempt } = told;
  const answer = await bank.bank.ask(payout.payoutId);
  tell(parts, { bank, call: 'ask', answer });
  const weighed = weighCallback(answer, { said, isSettled: attempt.unsettledMs === 0 });
  if (weighed === 'later') return 'later';
  const { word, isSameAmount } = weighed;
  if (word) await writeWord(parts, payout, { word, bankAdapter: bank.name, learnedFrom: 'query' });
  if (!isSameAmount) return 'contradicted';
  await writeWord(parts, payout, heardFrom(told));
  await endItem(parts, payout, bank.name);
  return 'decided';
}

function heardFrom({ bank, said }: Told) {
  return { word: said, bankAdapter: bank.name, learnedFrom: 'callback' } as const;
}
