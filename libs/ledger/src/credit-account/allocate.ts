/**
 * How a payment is spread over what is owed: past due, then due, then not yet due; within each the oldest first
 * (domain.md §5). A commercial account bears no charges, so only principal is found here.
 */
import { addDays, latest } from '../business-date';
import type { Age, Allocation } from './events';
import { compareTranches } from './evolve';
import type { KnownAccount, Tranche } from './state';

const RANK: Readonly<Record<Age, number>> = { past_due: 0, billed: 1, unbilled: 2 };

export interface PaymentToAllocate {
  readonly amountMinor: bigint;
  /** Date of receipt, not after `today`. */
  readonly paymentDate: string;
  /** Business date of the command. */
  readonly today: string;
}

/** Allocations in order; their sum is the smaller of the amount and what is owed. */
export function allocate(account: KnownAccount, payment: PaymentToAllocate): readonly Allocation[] {
  const boundary = addDays(payment.today, -account.terms.backdatingDays);
  const allocations: Allocation[] = [];
  let restMinor = payment.amountMinor;
  for (const tranche of account.tranches.toSorted(byPriority)) {
    if (restMinor === 0n) break;
    const amountMinor = restMinor < tranche.owedMinor ? restMinor : tranche.owedMinor;
    restMinor -= amountMinor;
    const { bucket, age, usedOn, dueOn } = tranche;
    const effectiveOn = latest(payment.paymentDate, usedOn, boundary);
    allocations.push({ component: 'principal', bucket, age, usedOn, dueOn, effectiveOn, amountMinor });
  }
  return allocations;
}

function byPriority(a: Tranche, b: Tranche): number {
  return RANK[a.age] - RANK[b.age] || compareTranches(a, b);
}
