/**
 * How a payment is spread over what is owed: past due, then due, then not yet due; within each the oldest first
 * (domain.md §5). A commercial account bears no charges, so only principal is found here.
 */
import { addDays, businessDate, latest, startOfDate } from '../business-date';
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

export interface AllocationRecord {
  /** Of the payment; absent for what an operator gives up, which is of the day on which he does. */
  readonly paymentDate?: string;
  readonly recordedAt: string;
  readonly timeZone: string;
}

/**
 * From when an allocation counts, an instant: one of an earlier day from the start of that day; one of a payment that
 * is dated before a debt of today, as soon as the debt arose, hence from the start of today too; any other from when it
 * was recorded.
 */
export function effectOf({ effectiveOn, usedOn }: Allocation, record: AllocationRecord): string {
  const { recordedAt, timeZone } = record;
  const today = businessDate(recordedAt, timeZone);
  const paidBefore = usedOn === today && (record.paymentDate ?? today) < today;
  return effectiveOn < today || paidBefore ? startOfDate(effectiveOn, timeZone) : recordedAt;
}

function byPriority(a: Tranche, b: Tranche): number {
  return RANK[a.age] - RANK[b.age] || compareTranches(a, b);
}
