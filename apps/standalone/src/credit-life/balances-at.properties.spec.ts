/**
 * "Effective at an instant" over random lives, against a second reckoning that knows nothing of the fold: every use is
 * a debt of its own, every line of an allocation pays the earliest of its day, each counts from an instant of its own.
 */
import 'reflect-metadata'; // before Nest, which the contexts' modules bring
import {
  addDays,
  agedTo,
  bucketOf,
  businessDate,
  type CreditAccount,
  creditAccountDefinition,
  decodeMetadata,
  initialCreditAccount,
  isBackdated,
  isOutOfReach,
  principalOf,
  standingAt,
  startOfDate,
  takeEffect,
  type TimedEvent,
} from '@haber/ledger';
import { lives, TIME_ZONES } from '@haber/testing';
import * as fc from 'fast-check';
import { AccountRun } from './account-run.fixture';

const decoder = new TextDecoder();

interface Lived {
  readonly events: readonly TimedEvent[];
  readonly timeZone: string;
}

const lived: fc.Arbitrary<Lived> = lives.map((life) => {
  const run = new AccountRun(life);
  run.play();
  const events = run.stored.map(({ type, data, metadata }) => {
    const { effectiveAt, recordedAt } = decodeMetadata(decoder.decode(metadata));
    return { event: creditAccountDefinition.codec.decode(type, decoder.decode(data)), effectiveAt, recordedAt };
  });
  return { events, timeZone: TIME_ZONES[life.offsetHours] };
});

/** Every instant at which something may change, and those beside it; thinned out, since each costs a whole fold. */
function instantsOf({ events, timeZone }: Lived): readonly string[] {
  const marks = events.flatMap(({ event, effectiveAt, recordedAt }) => [
    effectiveAt,
    recordedAt,
    ...(event.type === 'credit-account.credit-used.v1'
      ? [startOfDate(addDays(event.data.dueOn, 1), timeZone), startOfDate(event.data.usedOn, timeZone)]
      : []),
    ...('allocations' in event.data ? event.data.allocations.map((a) => startOfDate(a.effectiveOn, timeZone)) : []),
  ]);
  const all = [...new Set(marks)].flatMap((mark) =>
    [-1, 0, 1].map((ms) => new Date(Date.parse(mark) + ms).toISOString()),
  );
  const every = Math.ceil(all.length / 40);
  return all.filter((_, i) => i % every === 0);
}

function foldAt(events: readonly TimedEvent[], at: string): CreditAccount {
  const folded = events.reduce<CreditAccount>((state, event) => takeEffect(state, event, at), initialCreditAccount);
  return folded.status === 'absent' ? folded : standingAt(folded, at);
}

function backdatedOf(events: readonly TimedEvent[], at: string): readonly TimedEvent[] {
  let state: CreditAccount = initialCreditAccount;
  return events.filter((event) => {
    const counts = isBackdated(state, event, at);
    state = takeEffect(state, event, at);
    return counts;
  });
}

interface Debt {
  readonly dates: string;
  readonly dueOn: string;
  readonly arises: string;
  owedMinor: bigint;
}

interface Line {
  readonly dates: string;
  readonly from: string;
  readonly amountMinor: bigint;
}

/** Limit, what is not yet due, what is past due; undefined where there is no account. */
function reckonedAt({ events, timeZone }: Lived, at: string): readonly bigint[] | undefined {
  const effective = events.filter(({ effectiveAt }) => effectiveAt <= at);
  const limitMinor = effective.reduce<bigint | undefined>(
    (before, { event }) => limitSetBy(event) ?? before,
    undefined,
  );
  if (limitMinor === undefined) return undefined;
  const debts = effective.flatMap(debtsOf);
  const lines = events.flatMap((event) => linesOf(event, timeZone)).filter(({ from }) => from <= at);
  for (const line of lines.toSorted((a, b) => (a.from < b.from ? -1 : 1))) pay(debts, line);
  const today = businessDate(at, timeZone);
  const owed = (of: readonly Debt[]): bigint => of.reduce((sum, { owedMinor }) => sum + owedMinor, 0n);
  return [limitMinor, owed(debts.filter((d) => d.dueOn >= today)), owed(debts.filter((d) => d.dueOn < today))];
}

function linesOf({ event, recordedAt }: TimedEvent, timeZone: string): readonly Line[] {
  if (!('allocations' in event.data)) return [];
  const today = businessDate(recordedAt, timeZone);
  const dated = event.type === 'credit-account.payment-received.v1' ? event.data.paymentDate : today;
  return event.data.allocations.map(({ usedOn, dueOn, effectiveOn, amountMinor }) => {
    const earlier = effectiveOn < today || (dated < usedOn && usedOn === today);
    return {
      dates: `${usedOn} ${dueOn}`,
      from: earlier ? startOfDate(effectiveOn, timeZone) : recordedAt,
      amountMinor,
    };
  });
}

function pay(debts: readonly Debt[], { dates, amountMinor }: Line): void {
  let restMinor = amountMinor;
  for (const debt of debts.filter((d) => d.dates === dates)) {
    const paidMinor = restMinor < debt.owedMinor ? restMinor : debt.owedMinor;
    debt.owedMinor -= paidMinor;
    restMinor -= paidMinor;
  }
}

function debtsOf({ event, effectiveAt: arises }: TimedEvent): readonly Debt[] {
  const debt = ({
    usedOn,
    dueOn,
    amountMinor: owedMinor,
  }: Pick<Debt, 'dueOn'> & { usedOn: string; amountMinor: bigint }) => {
    return { dates: `${usedOn} ${dueOn}`, dueOn, arises, owedMinor };
  };
  if (event.type === 'credit-account.credit-used.v1') return [debt(event.data)];
  return event.type === 'credit-account.imported.v1' ? event.data.debts.map(debt) : [];
}

function limitSetBy({ type, data }: TimedEvent['event']): bigint | undefined {
  if (type === 'credit-account.limit-changed.v1') return data.toMinor;
  if (type === 'credit-account.approved.v1' || type === 'credit-account.opened.v1') return data.limitMinor;
  if (type === 'credit-account.imported.v1') return data.limitMinor;
  const none = ['credit-account.requested.v1', 'credit-account.closed.v1', 'credit-account.written-off.v1'];
  return none.includes(type) ? 0n : undefined;
}

function figuresOf(state: CreditAccount): readonly bigint[] | undefined {
  if (state.status === 'absent') return undefined;
  const { unbilledMinor, pastDueMinor } = bucketOf(state.balances, 'single_payment');
  return [state.balances.limitMinor, unbilledMinor, pastDueMinor];
}

const OPTIONS = { numRuns: 60, seed: 20_251_124 };

it('is what a reckoning use by use says, at every instant', () => {
  fc.assert(
    fc.property(lived, (life) => {
      for (const at of instantsOf(life))
        expect([at, figuresOf(foldAt(life.events, at))]).toEqual([at, reckonedAt(life, at)]);
    }),
    OPTIONS,
  );
});

it('keeps the memo identity, and every tranche above zero', () => {
  fc.assert(
    fc.property(lived, (life) => {
      for (const at of instantsOf(life)) {
        const state = foldAt(life.events, at);
        if (state.status === 'absent') continue;
        const { limitMinor, heldMinor, utilisedMinor, availableMinor } = state.balances;
        expect(limitMinor).toBe(availableMinor + heldMinor + utilisedMinor);
        expect(utilisedMinor).toBe(principalOf(state.balances));
        expect(state.tranches.filter(({ owedMinor }) => owedMinor <= 0n)).toEqual([]);
      }
    }),
    OPTIONS,
  );
});

it('once all is recorded, is the fold with what has fallen due', () => {
  fc.assert(
    fc.property(lived, fc.nat({ max: 400 }), ({ events }, days) => {
      const last = events.at(-1);
      if (!last) return;
      const at = new Date(Date.parse(last.recordedAt) + days * 86_400_000).toISOString();
      const fold = events.reduce<CreditAccount>(
        (state, { event }) => creditAccountDefinition.evolve(state, event),
        initialCreditAccount,
      );
      expect(foldAt(events, at)).toEqual(fold.status === 'absent' ? fold : agedTo(fold, at));
    }),
    OPTIONS,
  );
});

it('differs from what was known then by exactly what was backdated', () => {
  let differing = 0;
  fc.assert(
    fc.property(lived, (life) => {
      for (const at of instantsOf(life)) {
        const then = foldAt(
          life.events.filter(({ recordedAt }) => recordedAt <= at),
          at,
        );
        const now = foldAt(life.events, at);
        const backdated = backdatedOf(life.events, at);
        if (backdated.length > 0) {
          differing += 1;
          expect(now).not.toEqual(then);
        } else expect(now).toEqual(then);
        const later = life.events.filter((event) => event.recordedAt <= at || backdated.includes(event));
        expect(foldAt(later, at)).toEqual(now);
      }
    }),
    OPTIONS,
  );
  expect(differing).toBeGreaterThan(50);
});

it('need not look at what was recorded out of its reach', () => {
  let spared = 0;
  fc.assert(
    fc.property(lived, (life) => {
      for (const at of instantsOf(life)) {
        const state = foldAt(life.events, at);
        if (state.status === 'absent') continue;
        // But the first event, which may be an import of long ago.
        const within = life.events.filter(({ recordedAt }, i) => i === 0 || !isOutOfReach(state, recordedAt, at));
        spared += life.events.length - within.length;
        expect(foldAt(within, at)).toEqual(state);
      }
    }),
    OPTIONS,
  );
  expect(spared).toBeGreaterThan(100);
});
