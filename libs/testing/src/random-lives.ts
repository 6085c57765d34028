/**
 * Random lives of an account: steps that say roughly what to do next, and what exactly depends on how the account
 * stands, so that amounts land on the limits (all, one cent more, one cent less) and dates on both sides of due dates.
 */
import * as fc from 'fast-check';
import { type Books, dateOfDay, dayOf, type LifeCommand, owedIn } from './expected-books';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

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

const step: fc.Arbitrary<LifeStep> = fc.record({
  kind: weighted<LifeStep['kind']>(
    [8, 'use'],
    [8, 'pay'],
    [4, 'request'],
    [4, 'approve'],
    [1, 'reject'],
    [1, 'block'],
    [2, 'unblock'],
    [2, 'close'],
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
  const { kind, limitMinor, termDays, actor, fourEyes } = step;
  switch (kind) {
    case 'request':
      return { kind, limitMinor, termDays, actor };
    case 'approve':
      return { kind, actor, fourEyes, ...(step.asAsked ? {} : { limitMinor, termDays }) };
    case 'reject':
      return { kind, actor };
    case 'use':
      return { kind, amountMinor: near(step, books.limitMinor - owedIn(books)) };
    case 'pay': {
      const amountMinor = near(step, owedIn(books));
      if (step.paymentDay === undefined) return { kind, amountMinor };
      return { kind, amountMinor, paymentDate: dateOfDay(dayOf(nowMs, books) + step.paymentDay) };
    }
    default:
      return { kind };
  }
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
