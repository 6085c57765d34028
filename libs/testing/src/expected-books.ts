/**
 * What an account must answer and owe, worked out a second time and in another way: every use stays a debt of its own,
 * dates are day numbers at a fixed offset, nothing is merged or cached. Random lives are held against these books;
 * where they differ, either the rules or this reading of domain.md is wrong.
 */

const DAY_MS = 86_400_000;
const BACKDATING_DAYS = 90;

export type LifeCommand =
  | { readonly kind: 'request'; readonly limitMinor: bigint; readonly termDays: number; readonly actor: string }
  | {
      readonly kind: 'approve';
      readonly limitMinor?: bigint;
      readonly termDays?: number;
      readonly actor: string;
      readonly fourEyes: boolean;
    }
  | { readonly kind: 'reject'; readonly actor: string }
  | { readonly kind: 'use'; readonly amountMinor: bigint }
  | { readonly kind: 'pay'; readonly amountMinor: bigint; readonly paymentDate?: string }
  | { readonly kind: 'block' | 'unblock' | 'close' | 'catch-up' };

interface Debt {
  readonly usedDay: number;
  readonly dueDay: number;
  readonly owedMinor: bigint;
  readonly pastDue: boolean;
}

export interface Books {
  readonly status: 'absent' | 'pending' | 'approved' | 'rejected' | 'blocked' | 'closed';
  /** Hours ahead of Greenwich, all the year. */
  readonly offsetHours: number;
  readonly asked: { readonly limitMinor: bigint; readonly termDays: number; readonly by: string };
  readonly limitMinor: bigint;
  readonly termDays: number;
  readonly debts: readonly Debt[];
}

/** The members of an event that the books know; ids are for others to check. */
export interface ExpectedEvent {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface Expected {
  readonly rejection?: Readonly<Record<string, unknown>>;
  /** With what had fallen due in front. Empty when refused. */
  readonly events: readonly ExpectedEvent[];
  readonly books: Books;
}

export function emptyBooks(offsetHours: number): Books {
  const asked = { limitMinor: 0n, termDays: 0, by: '' };
  return { status: 'absent', offsetHours, asked, limitMinor: 0n, termDays: 0, debts: [] };
}

export function owedIn({ debts }: Books): bigint {
  return debts.reduce((sum, debt) => sum + debt.owedMinor, 0n);
}

export function pastDueIn({ debts }: Books): bigint {
  return debts.reduce((sum, debt) => sum + (debt.pastDue ? debt.owedMinor : 0n), 0n);
}

export function dayOf(nowMs: number, { offsetHours }: Pick<Books, 'offsetHours'>): number {
  return Math.floor((nowMs + offsetHours * 3_600_000) / DAY_MS);
}

export function dateOfDay(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** What one command must do at `nowMs`, the later of the clock and the account's last event. */
export function expectedOf(books: Books, command: LifeCommand, nowMs: number): Expected {
  const today = dayOf(nowMs, books);
  const fallen = fallPastDue(books, today);
  const answer = answerTo(fallen.books, command, today);
  if (answer.rejection) return { rejection: answer.rejection, events: [], books };
  return { events: [...fallen.events, ...answer.events], books: answer.books };
}

function fallPastDue(books: Books, today: number): { readonly events: ExpectedEvent[]; readonly books: Books } {
  const late = books.debts.filter((debt) => !debt.pastDue && today > debt.dueDay);
  const days = [...new Set(late.map((debt) => debt.dueDay))].sort((a, b) => a - b);
  const events = days.map((day): ExpectedEvent => {
    const amountMinor = late.reduce((sum, debt) => sum + (debt.dueDay === day ? debt.owedMinor : 0n), 0n);
    const data = { dueOn: dateOfDay(day), fromAge: 'unbilled', amountMinor };
    return { type: 'credit-account.uses-fell-past-due.v1', data };
  });
  const debts = books.debts.map((debt) => (late.includes(debt) ? { ...debt, pastDue: true } : debt));
  return { events, books: { ...books, debts } };
}

function refused(books: Books, code: string, figures: Readonly<Record<string, bigint>> = {}): Expected {
  return { rejection: { code, ...figures }, events: [], books };
}

function written(books: Books, type: string, data: ExpectedEvent['data'] = {}): Expected {
  return { events: [{ type: `credit-account.${type}.v1`, data }], books };
}

function answerTo(books: Books, command: LifeCommand, today: number): Expected {
  switch (command.kind) {
    case 'request':
      return answerToRequest(books, command);
    case 'approve':
    case 'reject':
      return answerToDecision(books, command);
    case 'catch-up':
      return { events: [], books };
    default:
      if (books.status === 'absent') return refused(books, 'credit_not_found');
      if (books.status !== 'approved' && books.status !== 'blocked') return refused(books, 'credit_not_approved');
      return answerOfOpen(books, command, today);
  }
}

function answerToRequest(books: Books, command: Extract<LifeCommand, { kind: 'request' }>): Expected {
  if (['pending', 'approved', 'blocked'].includes(books.status)) return refused(books, 'credit_already_exists');
  const { limitMinor, termDays, actor } = command;
  const after = { ...emptyBooks(books.offsetHours), asked: { limitMinor, termDays, by: actor } };
  const data = { requestedLimitMinor: limitMinor, paymentTermDays: termDays, requestedBy: actor };
  return written({ ...after, status: 'pending' }, 'requested', data);
}

function answerToDecision(books: Books, command: Extract<LifeCommand, { kind: 'approve' | 'reject' }>): Expected {
  const codes = {
    absent: 'credit_not_found',
    approved: 'credit_already_approved',
    blocked: 'credit_already_approved',
    rejected: 'no_pending_credit',
    closed: 'no_pending_credit',
  };
  if (books.status !== 'pending') return refused(books, codes[books.status]);
  const { actor } = command;
  if (command.kind === 'reject') return written({ ...books, status: 'rejected' }, 'rejected', { rejectedBy: actor });
  if (command.fourEyes && actor === books.asked.by) return refused(books, 'four_eyes_required');
  const { limitMinor = books.asked.limitMinor, termDays = books.asked.termDays } = command;
  const data = { limitMinor, paymentTermDays: termDays, approvedBy: actor };
  return written({ ...books, status: 'approved', limitMinor, termDays }, 'approved', data);
}

type OpenCommand = Exclude<LifeCommand, { kind: 'request' | 'approve' | 'reject' }>;

function answerOfOpen(books: Books, command: OpenCommand, today: number): Expected {
  const isBlocked = books.status === 'blocked';
  switch (command.kind) {
    case 'use':
      return isBlocked ? refused(books, 'credit_blocked') : answerToUse(books, command.amountMinor, today);
    case 'pay':
      return answerToPayment(books, command, today);
    case 'block':
      return isBlocked ? refused(books, 'credit_blocked') : written({ ...books, status: 'blocked' }, 'blocked');
    case 'unblock':
      return isBlocked ? written({ ...books, status: 'approved' }, 'unblocked') : refused(books, 'credit_not_blocked');
    case 'close': {
      const owedMinor = owedIn(books);
      if (owedMinor > 0n) return refused(books, 'credit_owes', { owedMinor });
      const data = { limitCutMinor: books.limitMinor };
      return written({ ...books, status: 'closed', limitMinor: 0n, debts: [] }, 'closed', data);
    }
    case 'catch-up':
      return { events: [], books };
  }
}

function answerToUse(books: Books, amountMinor: bigint, today: number): Expected {
  const availableMinor = books.limitMinor - owedIn(books);
  if (amountMinor > availableMinor) {
    return refused(books, 'insufficient_credit', { availableMinor, requiredMinor: amountMinor });
  }
  const debt = { usedDay: today, dueDay: today + books.termDays, owedMinor: amountMinor, pastDue: false };
  const data = { amountMinor, usedOn: dateOfDay(today), dueOn: dateOfDay(debt.dueDay) };
  return written({ ...books, debts: [...books.debts, debt] }, 'credit-used', data);
}

function answerToPayment(books: Books, command: Extract<LifeCommand, { kind: 'pay' }>, today: number): Expected {
  const { amountMinor, paymentDate = dateOfDay(today) } = command;
  const paymentDay = Date.parse(`${paymentDate}T00:00:00Z`) / DAY_MS;
  if (paymentDay > today) return refused(books, 'payment_date_in_future');
  const owedMinor = owedIn(books);
  if (amountMinor > owedMinor) return refused(books, 'amount_exceeds_debt', { owedMinor });
  const { debts, paid } = payOff(books.debts, amountMinor);
  const allocations = merged(paid).map(({ usedDay, dueDay, pastDue, owedMinor: paidMinor }) => ({
    component: 'principal',
    bucket: 'single_payment',
    age: pastDue ? 'past_due' : 'unbilled',
    usedOn: dateOfDay(usedDay),
    dueOn: dateOfDay(dueDay),
    effectiveOn: dateOfDay(Math.max(paymentDay, usedDay, today - BACKDATING_DAYS)),
    amountMinor: paidMinor,
  }));
  return written({ ...books, debts }, 'payment-received', { amountMinor, paymentDate, allocations });
}

/** One debt after the other, whole while the money lasts. */
function payOff(debts: readonly Debt[], amountMinor: bigint): { readonly debts: Debt[]; readonly paid: Debt[] } {
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

/** Debts of the same days are one line of an allocation. */
function merged(paid: readonly Debt[]): readonly Debt[] {
  const lines = new Map<string, Debt>();
  for (const debt of paid) {
    const key = `${debt.pastDue}|${debt.dueDay}|${debt.usedDay}`;
    lines.set(key, { ...debt, owedMinor: debt.owedMinor + (lines.get(key)?.owedMinor ?? 0n) });
  }
  return [...lines.values()];
}
