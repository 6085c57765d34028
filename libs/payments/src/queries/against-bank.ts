/**
 * Our payouts against a bank's own book: what was paid for each has one movement there, and every movement is of a
 * payout. What the bank has decided and we have not heard of yet is no difference; nor is what a person has decided.
 */
import { amountText } from '@haber/money';
import type { LoggedPayout } from './logged-payouts';

export interface Movement {
  readonly reference: string;
  readonly said: { readonly kind: 'approved' | 'rejected'; readonly amountMinor: bigint; readonly currency: string };
}

export interface AgainstBank {
  readonly movements: number;
  readonly payouts: number;
  readonly differences: readonly string[];
  /** What is still to come, or was decided by hand. */
  readonly notes: readonly string[];
}

/** @param payouts of this bank; one that no bank was asked for has no movement anywhere */
export async function heldAgainstBank(
  payouts: ReadonlyMap<string, LoggedPayout>,
  movements: AsyncIterable<Movement> | Iterable<Movement>,
): Promise<AgainstBank> {
  const differences: string[] = [];
  const notes: string[] = [];
  const seen = new Set<string>();
  let count = 0;
  for await (const { reference, said } of movements) {
    count += 1;
    if (seen.has(reference)) differences.push(`${reference} moved more than once at the bank`);
    seen.add(reference);
    const payout = payouts.get(reference);
    if (payout) told({ reference, said }, payout, { differences, notes });
    else differences.push(`${reference} is in the bank's book, and nobody ordered it`);
  }
  for (const [reference, payout] of payouts) {
    if (!seen.has(reference)) untold(reference, payout, { differences, notes });
  }
  return { movements: count, payouts: payouts.size, differences, notes };
}

type Sink = { readonly differences: string[]; readonly notes: string[] };

function untold(reference: string, { outcome }: LoggedPayout, to: Sink): void {
  if (outcome === null) to.notes.push(`${reference} waits for the bank`);
  if (outcome?.kind !== 'approved') return;
  const where = outcome.learnedFrom === 'operator' ? to.notes : to.differences;
  where.push(`${reference} counts as paid, and is not in the bank's book`);
}

function told({ reference, said }: Movement, { outcome, ...ordered }: LoggedPayout, to: Sink): void {
  const bank = `${said.kind} ${amountOf(said)}`;
  const ours = `${outcome?.kind ?? 'open'} ${amountOf(ordered)}`;
  if (bank === ours) return;
  const sentence = `${reference}: the bank has it as ${bank}, we as ${ours}`;
  // The bank's word on what it was asked for is on its way; on another amount no word will ever be taken.
  const isToCome = outcome === null && amountOf(said) === amountOf(ordered);
  const isNoted = isToCome || outcome?.learnedFrom === 'operator';
  (isNoted ? to.notes : to.differences).push(sentence);
}

const amountOf = ({ amountMinor, currency }: Pick<LoggedPayout, 'amountMinor' | 'currency'>): string =>
  amountText(amountMinor, currency);
