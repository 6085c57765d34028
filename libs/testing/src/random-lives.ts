/**
 * Random lives of an account: steps that say roughly what to do next, and what exactly depends on how the account
 * stands, so that amounts land on the limits (all, one cent more, one cent less) and dates on both sides of due dates.
 */
import * as fc from 'fast-check';
import { type Books, dayOf, owedIn } from './expected-books';
import { dateOfDay } from './expected-debts';
import type { AskedStanding, BroughtDebt, LifeCommand, Said } from './life-command';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** 2025-01-15, when lives begin. */
const FIRST_DAY = 20_103;

type Nearness = 'exact' | 'one-more' | 'one-less' | 'one' | 'part' | 'double';

export interface LifeStep {
  readonly kind: LifeCommand['kind'] | 'repeat' | 'reuse-key';
  readonly passMs: number;
  /** Decided in one batch with the step before it. */
  readonly joins: boolean;
  readonly nearness: Nearness;
  /** Percent, for amounts that are just some part. */
  readonly part: number;
  readonly paymentDay: number | undefined;
  readonly termDays: number;
  readonly limitMinor: bigint;
  readonly asAsked: boolean;
  readonly actor: string;
  readonly fourEyes: boolean;
  readonly to: AskedStanding;
  readonly customer: 'active' | 'inactive' | 'erased';
  readonly limitMayFall: boolean;
  /** Of a change of the limit: near what there is, or near what is used. */
  readonly nearUsed: boolean;
  readonly strict: boolean;
  readonly said: Said;
  readonly brought: readonly BroughtDebt[];
  /** Which of the earlier commands is repeated, counted from the last. */
  readonly back: number;
}

export interface Life {
  readonly offsetHours: -6 | 0 | 9;
  readonly steps: readonly LifeStep[];
}

function weighted<T>(...of: readonly (readonly [weight: number, value: T])[]): fc.Arbitrary<T> {
  return fc.oneof(...of.map(([weight, value]) => ({ weight, arbitrary: fc.constant(value) })));
}

/** Debts of the year before the life begins, some of them late; on 2025-01-15 nothing else has fallen due. */
const brought: fc.Arbitrary<readonly BroughtDebt[]> = fc.array(
  fc
    .record({
      ageDays: fc.integer({ min: 1, max: 365 }),
      termDays: fc.integer({ min: 1, max: 365 }),
      cents: fc.integer({ min: 1, max: 5_000 }),
    })
    .map(({ ageDays, termDays, cents }) => {
      const usedDay = FIRST_DAY - ageDays;
      const dueDay = usedDay + termDays;
      return { usedDay, dueDay, pastDue: dueDay < FIRST_DAY - 1, amountMinor: BigInt(cents) };
    }),
  { maxLength: 4 },
);

const step: fc.Arbitrary<LifeStep> = fc.record({
  kind: weighted<LifeStep['kind']>(
    [8, 'use'],
    [8, 'pay'],
    [4, 'request'],
    [4, 'approve'],
    [2, 'open'],
    [1, 'import'],
    [1, 'describe'],
    [6, 'standing'],
    [3, 'limit'],
    [2, 'adjust'],
    [1, 'write-off'],
    [1, 'catch-up'],
    [3, 'repeat'],
    [1, 'reuse-key'],
  ),
  passMs: fc.oneof(
    { weight: 4, arbitrary: fc.constant(0) },
    // A machine's clock may go back; the account's time must not.
    { weight: 1, arbitrary: fc.constant(-HOUR_MS) },
    { weight: 4, arbitrary: fc.integer({ min: 1, max: 30 }).map((hours) => hours * HOUR_MS) },
    { weight: 3, arbitrary: fc.integer({ min: 1, max: 40 }).map((days) => days * DAY_MS) },
    { weight: 1, arbitrary: fc.integer({ min: 60, max: 200 }).map((days) => days * DAY_MS + 1) },
  ),
  joins: fc.boolean(),
  nearness: weighted<Nearness>([5, 'exact'], [2, 'one-more'], [2, 'one-less'], [1, 'one'], [6, 'part'], [1, 'double']),
  part: fc.integer({ min: 1, max: 60 }),
  paymentDay: fc.oneof(fc.constant(undefined), fc.constant(0), fc.constant(1), fc.integer({ min: -120, max: -1 })),
  termDays: fc.oneof(fc.constant(30), fc.constant(1), fc.integer({ min: 1, max: 365 })),
  limitMinor: fc.oneof(fc.constant(1n), fc.constant(1_000_000n), fc.bigInt({ min: 1n, max: 10n ** 15n })),
  asAsked: fc.boolean(),
  actor: fc.constantFrom('ana', 'ben'),
  fourEyes: fc.boolean(),
  to: fc.constantFrom<AskedStanding>('approved', 'paused', 'blocked', 'closed', 'rejected'),
  customer: weighted<LifeStep['customer']>([6, 'active'], [1, 'inactive'], [1, 'erased']),
  limitMayFall: fc.boolean(),
  nearUsed: fc.boolean(),
  strict: fc.boolean(),
  said: fc.constantFrom<Said>(
    { externalId: null, metadata: {} },
    { externalId: 'crm-1', metadata: { branch: 'north' } },
    { externalId: 'ñ 2', metadata: { branch: 'south', desk: '4' } },
  ),
  brought,
  back: fc.nat({ max: 6 }),
});

const opening: fc.Arbitrary<readonly LifeStep[]> = fc.oneof(
  { weight: 1, arbitrary: fc.constant([]) },
  {
    weight: 3,
    arbitrary: fc.tuple(step, step).map(([asked, granted]): readonly LifeStep[] => [
      { ...asked, kind: 'request' },
      { ...granted, kind: 'approve', fourEyes: false },
    ]),
  },
  { weight: 1, arbitrary: step.map((granted): readonly LifeStep[] => [{ ...granted, kind: 'open', fourEyes: false }]) },
  { weight: 1, arbitrary: step.map((taken): readonly LifeStep[] => [{ ...taken, kind: 'import' }]) },
);

/** Lives of 10 to 47 steps, in one of three time zones; most begin with a credit that is granted. */
export const lives: fc.Arbitrary<Life> = fc.record({
  offsetHours: fc.constantFrom(-6, 0, 9),
  steps: fc
    .tuple(opening, fc.array(step, { minLength: 10, maxLength: 45, size: 'max' }))
    .map(([first, then]) => [...first, ...then]),
});

export const TIME_ZONES = { '-6': 'America/Guatemala', 0: 'UTC', 9: 'Asia/Tokyo' } as const;

/** The command that a step means on an account that stands so. */
export function commandOf(
  step: LifeStep & { readonly kind: LifeCommand['kind'] },
  books: Books,
  nowMs: number,
): LifeCommand {
  const { kind, limitMinor, termDays, actor, fourEyes, said } = step;
  switch (kind) {
    case 'request':
      return { kind, limitMinor, termDays, actor };
    case 'approve':
      return { kind, actor, fourEyes, ...(step.asAsked ? {} : { limitMinor, termDays }) };
    case 'open':
    case 'import':
      return beginning({ ...step, kind });
    case 'describe':
      return { kind, said: step.asAsked ? said : { metadata: said.metadata } };
    case 'use':
      return { kind, amountMinor: near(step, books.limitMinor - owedIn(books)) };
    case 'pay': {
      const amountMinor = near(step, owedIn(books));
      if (step.paymentDay === undefined) return { kind, amountMinor, strict: step.strict };
      return { kind, amountMinor, strict: step.strict, paymentDate: dateOfDay(dayOf(nowMs, books) + step.paymentDay) };
    }
    case 'standing':
      return { kind, to: step.to, actor };
    case 'limit':
      return { kind, limitMinor: near(step, step.nearUsed ? owedIn(books) : books.limitMinor), actor, fourEyes };
    case 'adjust':
      return { kind, amountMinor: near(step, owedIn(books)), actor };
    case 'write-off':
      return { kind, actor };
    case 'catch-up':
      return { kind };
  }
}

function beginning(step: LifeStep & { readonly kind: 'open' | 'import' }): LifeCommand {
  const { limitMinor, termDays, actor, fourEyes, said, limitMayFall, customer, to } = step;
  if (step.kind === 'open') {
    return { kind: 'open', limitMinor, termDays, limitMayFall, customer, said, actor, fourEyes };
  }
  const status = to === 'paused' || to === 'blocked' ? to : 'approved';
  return { kind: 'import', status, limitMinor, termDays, debts: step.brought, said };
}

function near({ nearness, part }: LifeStep, limitMinor: bigint): bigint {
  const amounts: Record<Nearness, bigint> = {
    exact: limitMinor,
    'one-more': limitMinor + 1n,
    'one-less': limitMinor - 1n,
    one: 1n,
    part: (limitMinor * BigInt(part)) / 100n,
    double: limitMinor * 2n,
  };
  return amounts[nearness] > 0n ? amounts[nearness] : 1n;
}
