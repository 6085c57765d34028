/**
 * What an account must answer and owe, worked out a second time and in another way: every use stays a debt of its own,
 * dates are day numbers at a fixed offset, nothing is merged or cached. Random lives are held against these books;
 * where they differ, either the rules or this reading of domain.md is wrong.
 */
import {
  allocationsOf,
  boundaryOf,
  dateOfDay,
  dayOfDate,
  type Debt,
  lateSums,
  payOff,
  withLateKnown,
} from './expected-debts';
import type { LifeCommand, LifeCommandOf, Said } from './life-command';

const DAY_MS = 86_400_000;

export interface Books {
  readonly status: 'absent' | 'pending' | 'approved' | 'paused' | 'rejected' | 'blocked' | 'closed';
  /** Hours ahead of Greenwich, all the year. */
  readonly offsetHours: number;
  readonly asked: { readonly limitMinor: bigint; readonly termDays: number; readonly by: string };
  readonly limitMinor: bigint;
  readonly limitMayFall: boolean;
  readonly termDays: number;
  readonly said: Said;
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

const NOTHING_SAID: Said = { externalId: null, metadata: {} };

export function emptyBooks(offsetHours: number): Books {
  const asked = { limitMinor: 0n, termDays: 0, by: '' };
  const terms = { limitMinor: 0n, limitMayFall: true, termDays: 0 };
  return { status: 'absent', offsetHours, asked, ...terms, said: NOTHING_SAID, debts: [] };
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

/** What one command must do at `nowMs`, the later of the clock and the account's last event. */
export function expectedOf(books: Books, command: LifeCommand, nowMs: number): Expected {
  const today = dayOf(nowMs, books);
  const fallen = lateSums(books.debts, today).map(([day, amountMinor]): ExpectedEvent => {
    const data = { dueOn: dateOfDay(day), fromAge: 'unbilled', amountMinor };
    return { type: 'credit-account.uses-fell-past-due.v1', data };
  });
  const answer = answerTo({ ...books, debts: withLateKnown(books.debts, today) }, command, today);
  if (answer.rejection) return { rejection: answer.rejection, events: [], books };
  return { events: [...fallen, ...answer.events], books: answer.books };
}

function refused(books: Books, code: string, figures: Readonly<Record<string, unknown>> = {}): Expected {
  return { rejection: { code, ...figures }, events: [], books };
}

function written(books: Books, type: string, data: ExpectedEvent['data'] = {}): Expected {
  return { events: [{ type: `credit-account.${type}.v1`, data }], books };
}

function answerTo(books: Books, command: LifeCommand, today: number): Expected {
  switch (command.kind) {
    case 'request':
    case 'open':
    case 'import':
      return answerToBeginning(books, command);
    case 'catch-up':
      return { events: [], books };
    default:
      return books.status === 'absent' ? refused(books, 'credit_not_found') : answerOfKnown(books, command, today);
  }
}

type Beginning = LifeCommandOf<'request' | 'open' | 'import'>;

function refusalOf(books: Books, command: Beginning): string | undefined {
  const inactive = { active: undefined, inactive: 'customer_not_active', erased: 'personal_data_erased' };
  const ofCustomer = command.kind === 'open' ? inactive[command.customer] : undefined;
  if (ofCustomer) return ofCustomer;
  const free = command.kind === 'import' ? ['absent'] : ['absent', 'rejected', 'closed'];
  if (!free.includes(books.status)) return 'credit_already_exists';
  return command.kind === 'open' && command.fourEyes ? 'four_eyes_required' : undefined;
}

function answerToBeginning(books: Books, command: Beginning): Expected {
  const refusal = refusalOf(books, command);
  if (refusal) return refused(books, refusal);
  const { limitMinor, termDays } = command;
  const anew = { ...emptyBooks(books.offsetHours), termDays };
  const by = command.kind === 'import' ? 'migrator' : command.actor;
  const asked = { limitMinor, termDays, by };
  if (command.kind === 'request') {
    const data = { requestedLimitMinor: limitMinor, paymentTermDays: termDays, requestedBy: by };
    return written({ ...anew, asked, status: 'pending' }, 'requested', data);
  }
  const granted = { ...anew, asked, limitMinor, said: command.said };
  const data = { limitMinor, paymentTermDays: termDays, ...command.said };
  if (command.kind === 'import') {
    const debts = command.debts.map(({ amountMinor: owedMinor, ...debt }) => ({ ...debt, owedMinor }));
    return written({ ...granted, status: command.status, debts }, 'imported', { ...data, importedBy: by });
  }
  const { limitMayFall } = command;
  return written({ ...granted, status: 'approved', limitMayFall }, 'opened', { ...data, openedBy: by });
}

type KnownCommand = Exclude<LifeCommand, { kind: 'request' | 'open' | 'import' | 'catch-up' }>;

function answerOfKnown(books: Books, command: KnownCommand, today: number): Expected {
  switch (command.kind) {
    case 'approve':
      return answerToApproval(books, command);
    case 'describe': {
      const said = { ...books.said, ...command.said };
      return written({ ...books, said }, 'described', { ...said });
    }
    case 'standing':
      return answerToStanding(books, command);
    default: {
      const isGranted = ['approved', 'paused', 'blocked'].includes(books.status);
      return isGranted ? answerOfGranted(books, command, today) : refused(books, 'credit_not_approved');
    }
  }
}

function answerToApproval(books: Books, command: LifeCommandOf<'approve'>): Expected {
  if (['rejected', 'closed'].includes(books.status)) return refused(books, 'no_pending_credit');
  if (books.status !== 'pending') return refused(books, 'credit_already_approved');
  const { actor } = command;
  if (command.fourEyes && actor === books.asked.by) return refused(books, 'four_eyes_required');
  const { limitMinor = books.asked.limitMinor, termDays = books.asked.termDays } = command;
  const data = { limitMinor, paymentTermDays: termDays, approvedBy: actor };
  return written({ ...books, status: 'approved', limitMinor, termDays }, 'approved', data);
}

/** `from to`: the event that says so. */
const STANDINGS: Readonly<Record<string, string>> = {
  'pending rejected': 'rejected',
  'approved paused': 'paused',
  'approved blocked': 'blocked',
  'approved closed': 'closed',
  'paused approved': 'resumed',
  'paused blocked': 'blocked',
  'paused closed': 'closed',
  'blocked approved': 'unblocked',
  'blocked closed': 'closed',
};

function answerToStanding(books: Books, { to, actor }: LifeCommandOf<'standing'>): Expected {
  const type = STANDINGS[`${books.status} ${to}`];
  if (type === undefined) return refused(books, 'illegal_transition', { from: books.status, to });
  const owedMinor = owedIn(books);
  if (type === 'closed' && owedMinor > 0n) return refused(books, 'credit_owes', { owedMinor });
  const after = { ...books, status: to, limitMinor: type === 'closed' ? 0n : books.limitMinor };
  const more = { closed: { limitCutMinor: books.limitMinor }, rejected: { rejectedBy: actor } } as const;
  return written(after, type, type === 'closed' || type === 'rejected' ? more[type] : {});
}

type GrantedCommand = Exclude<KnownCommand, { kind: 'approve' | 'describe' | 'standing' }>;

function answerOfGranted(books: Books, command: GrantedCommand, today: number): Expected {
  switch (command.kind) {
    case 'use':
      if (books.status !== 'approved') return refused(books, `credit_${books.status}`);
      return answerToUse(books, command.amountMinor, today);
    case 'pay':
      return answerToPayment(books, command, today);
    case 'limit':
      return answerToLimit(books, command);
    case 'adjust':
    case 'write-off':
      return answerToForgiving(books, command, today);
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

function answerToPayment(books: Books, command: LifeCommandOf<'pay'>, today: number): Expected {
  const { amountMinor, paymentDate = dateOfDay(today), strict } = command;
  const paymentDay = dayOfDate(paymentDate);
  if (paymentDay > today) return refused(books, 'payment_date_in_future');
  if (strict && paymentDay < boundaryOf(today)) {
    return refused(books, 'payment_date_too_old', { earliestDate: dateOfDay(boundaryOf(today)) });
  }
  const owedMinor = owedIn(books);
  if (amountMinor > owedMinor) return refused(books, 'amount_exceeds_debt', { owedMinor });
  const { debts, paid } = payOff(books.debts, amountMinor);
  const allocations = allocationsOf(paid, paymentDay, today);
  return written({ ...books, debts }, 'payment-received', { amountMinor, paymentDate, allocations });
}

function answerToLimit(books: Books, { limitMinor, actor, fourEyes }: LifeCommandOf<'limit'>): Expected {
  const riseMinor = limitMinor - books.limitMinor;
  if (riseMinor === 0n) return refused(books, 'limit_unchanged');
  if (riseMinor < 0n && !books.limitMayFall) return refused(books, 'limit_may_not_fall');
  if (riseMinor > 0n && fourEyes && actor === books.asked.by) return refused(books, 'four_eyes_required');
  const data = { fromMinor: books.limitMinor, toMinor: limitMinor, changedBy: actor };
  return written({ ...books, limitMinor }, 'limit-changed', data);
}

function answerToForgiving(books: Books, command: LifeCommandOf<'adjust' | 'write-off'>, today: number): Expected {
  const owedMinor = owedIn(books);
  const amountMinor = command.kind === 'adjust' ? command.amountMinor : owedMinor;
  if (command.kind === 'write-off' && owedMinor === 0n) return refused(books, 'nothing_owed');
  if (amountMinor > owedMinor) return refused(books, 'amount_exceeds_debt', { owedMinor });
  const { debts, paid } = payOff(books.debts, amountMinor);
  const data = { amountMinor, allocations: allocationsOf(paid, today, today) };
  if (command.kind === 'adjust')
    return written({ ...books, debts }, 'adjusted', { ...data, adjustedBy: command.actor });
  const loss = { ...data, limitCutMinor: books.limitMinor, writtenOffBy: command.actor };
  return written({ ...books, debts, status: 'closed', limitMinor: 0n }, 'written-off', loss);
}
