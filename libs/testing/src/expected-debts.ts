/** The debts of the expected books: every use stays one of its own, and days are numbers. */

const DAY_MS = 86_400_000;
const BACKDATING_DAYS = 90;

export interface Debt {
  readonly usedDay: number;
  readonly dueDay: number;
  readonly owedMinor: bigint;
  readonly pastDue: boolean;
}

export function dateOfDay(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

export function dayOfDate(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / DAY_MS;
}

/** The first day on which what is reported today may still take effect. */
export function boundaryOf(today: number): number {
  return today - BACKDATING_DAYS;
}

/** What was due before today and is not yet known to be late: each due day's sum, the oldest first. */
export function lateSums(debts: readonly Debt[], today: number): readonly (readonly [day: number, sum: bigint])[] {
  const late = debts.filter((debt) => isLate(debt, today));
  const days = [...new Set(late.map((debt) => debt.dueDay))].sort((a, b) => a - b);
  return days.map((day) => [day, late.reduce((sum, debt) => sum + (debt.dueDay === day ? debt.owedMinor : 0n), 0n)]);
}

export function withLateKnown(debts: readonly Debt[], today: number): readonly Debt[] {
  return debts.map((debt) => (isLate(debt, today) ? { ...debt, pastDue: true } : debt));
}

function isLate({ pastDue, dueDay }: Debt, today: number): boolean {
  return !pastDue && today > dueDay;
}

/** One debt after the other, whole while the money lasts. */
export function payOff(debts: readonly Debt[], amountMinor: bigint): { readonly debts: Debt[]; readonly paid: Debt[] } {
  const inOrder = debts.toSorted(
    (a, b) => Number(b.pastDue) - Number(a.pastDue) || a.dueDay - b.dueDay || a.usedDay - b.usedDay,
  );
  const left: Debt[] = [];
  const paid: Debt[] = [];
  let restMinor = amountMinor;
  for (const debt of inOrder) {
    const paidMinor = restMinor > debt.owedMinor ? debt.owedMinor : restMinor;
    restMinor -= paidMinor;
    if (paidMinor > 0n) paid.push({ ...debt, owedMinor: paidMinor });
    if (paidMinor < debt.owedMinor) left.push({ ...debt, owedMinor: debt.owedMinor - paidMinor });
  }
  return { debts: left, paid };
}

/** What a payment of `paymentDay` did, as an event tells it: debts of the same days are one line. */
export function allocationsOf(paid: readonly Debt[], paymentDay: number, today: number): readonly object[] {
  const lines = new Map<string, Debt>();
  for (const debt of paid) {
    const key = `${debt.pastDue}|${debt.dueDay}|${debt.usedDay}`;
    lines.set(key, { ...debt, owedMinor: debt.owedMinor + (lines.get(key)?.owedMinor ?? 0n) });
  }
  return [...lines.values()].map(({ usedDay, dueDay, pastDue, owedMinor }) => ({
    component: 'principal',
    bucket: 'single_payment',
    age: pastDue ? 'past_due' : 'unbilled',
    usedOn: dateOfDay(usedDay),
    dueOn: dateOfDay(dueDay),
    effectiveOn: dateOfDay(Math.max(paymentDay, usedDay, boundaryOf(today))),
    amountMinor: owedMinor,
  }));
}
