import {
  adjusted,
  allocated,
  approved,
  decimalOf,
  fellPastDue,
  imported,
  limitChanged,
  minorOf,
  opened,
  paid,
  requested,
  used,
  writtenOff,
} from '@haber/testing';
import { isBackdated, standingAt, takeEffect, type TimedEvent } from './balances-at';
import type { CreditAccountDraft } from './events';
import { stamp } from './evolve';
import { bucketOf, type CreditAccount, initialCreditAccount } from './state';

type Told = readonly [recordedAt: string, draft: CreditAccountDraft, effectiveAt?: string];

/** Instants to the minute; effective when recorded, unless said otherwise. */
function life(...told: readonly Told[]): readonly TimedEvent[] {
  let state: CreditAccount = initialCreditAccount;
  return told.map(([recordedAt, draft, effectiveAt = recordedAt]) => {
    const stamped = stamp(state, draft);
    state = stamped.state;
    return { event: stamped.event, recordedAt: instant(recordedAt), effectiveAt: instant(effectiveAt) };
  });
}

function instant(minute: string): string {
  return new Date(`${minute.replace(' ', 'T')}:00Z`).toISOString();
}

/** `limit available unbilled past-due`, or `absent`. */
function at(events: readonly TimedEvent[], minute: string): string {
  const folded = events.reduce<CreditAccount>(
    (state, event) => takeEffect(state, event, instant(minute)),
    initialCreditAccount,
  );
  if (folded.status === 'absent') return 'absent';
  const { balances } = standingAt(folded, instant(minute));
  const { limitMinor, heldMinor, utilisedMinor, availableMinor } = balances;
  expect(limitMinor).toBe(availableMinor + heldMinor + utilisedMinor);
  const { unbilledMinor, pastDueMinor } = bucketOf(balances, 'single_payment');
  return [limitMinor, availableMinor, unbilledMinor, pastDueMinor].map(decimalOf).join(' ');
}

const OPENED: Told = ['2025-11-01 09:00', opened()];

describe('effective at an instant', () => {
  it('nothing was there before the account was', () => {
    const events = life(OPENED);
    expect(at(events, '2025-11-01 08:59')).toBe('absent');
    expect(at(events, '2025-11-01 09:00')).toBe('10000.00 10000.00 0.00 0.00');
  });

  it('a use counts from its instant, and is past due once its due date has passed, recorded or not', () => {
    const events = life(OPENED, ['2025-11-24 10:00', used('500.00', '2025-11-24')]);
    expect(at(events, '2025-11-24 09:59')).toBe('10000.00 10000.00 0.00 0.00');
    expect(at(events, '2025-11-24 10:00')).toBe('10000.00 9500.00 500.00 0.00');
    expect(at(events, '2025-12-24 23:59')).toBe('10000.00 9500.00 500.00 0.00');
    expect(at(events, '2025-12-25 00:00')).toBe('10000.00 9500.00 0.00 500.00');
    const noticed = life(...[OPENED, ['2025-11-24 10:00', used('500.00', '2025-11-24')] as const], [
      '2026-01-03 08:00',
      fellPastDue('500.00', '2025-12-24'),
      '2025-12-25 00:00',
    ]);
    expect(at(noticed, '2025-12-24 23:59')).toBe('10000.00 9500.00 500.00 0.00');
    expect(at(noticed, '2025-12-25 00:00')).toBe('10000.00 9500.00 0.00 500.00');
  });

  it('a payment of its own day counts from when it was recorded', () => {
    const events = life(
      OPENED,
      ['2025-11-24 10:00', used('500.00', '2025-11-24')],
      ['2025-11-26 15:00', paid('2025-11-26', [allocated('200.00', '2025-11-24', { effectiveOn: '2025-11-26' })])],
    );
    expect(at(events, '2025-11-26 14:59')).toBe('10000.00 9500.00 500.00 0.00');
    expect(at(events, '2025-11-26 15:00')).toBe('10000.00 9700.00 300.00 0.00');
  });

  it('one that is dated before a debt of its own day counts as soon as that arose, and is backdated from then on', () => {
    const events = life(
      OPENED,
      ['2025-11-24 10:00', used('500.00', '2025-11-24')],
      ['2025-11-24 15:00', paid('2025-11-20', [allocated('200.00', '2025-11-24')]), '2025-11-24 00:00'],
    );
    expect(at(events, '2025-11-24 09:59')).toBe('10000.00 10000.00 0.00 0.00');
    expect(at(events, '2025-11-24 10:00')).toBe('10000.00 9700.00 300.00 0.00');
  });

  const BACKDATED = life(
    OPENED,
    ['2025-11-20 10:00', used('500.00', '2025-11-20', 3)],
    ['2025-11-24 08:00', used('100.00', '2025-11-24')],
    ['2025-11-28 08:00', fellPastDue('500.00', '2025-11-23'), '2025-11-24 00:00'],
    [
      '2025-11-28 09:00',
      paid('2025-11-22', [
        allocated('500.00', '2025-11-20', { age: 'past_due', dueOn: '2025-11-23', effectiveOn: '2025-11-22' }),
        allocated('40.00', '2025-11-24', { effectiveOn: '2025-11-24' }),
      ]),
      '2025-11-22 00:00',
    ],
  );

  it.each([
    ['2025-11-21 23:59', '10000.00 9500.00 500.00 0.00'],
    ['2025-11-22 00:00', '10000.00 10000.00 0.00 0.00'],
    // Nothing falls past due that had been paid by then, though it was recorded so.
    ['2025-11-24 00:00', '10000.00 10000.00 0.00 0.00'],
    // What was paid of a debt before it arose that day waits for it.
    ['2025-11-24 07:59', '10000.00 10000.00 0.00 0.00'],
    ['2025-11-24 08:00', '10000.00 9940.00 60.00 0.00'],
    ['2025-11-28 09:00', '10000.00 9940.00 60.00 0.00'],
  ])('a backdated payment counts on each debt from the start of its day there: %s', (minute, balances) => {
    expect(at(BACKDATED, minute)).toBe(balances);
  });

  it('says which events were recorded later and yet count', () => {
    const later = (minute: string): readonly number[] => {
      let state: CreditAccount = initialCreditAccount;
      return BACKDATED.flatMap((event, i) => {
        const counts = isBackdated(state, event, instant(minute));
        state = takeEffect(state, event, instant(minute));
        return counts ? [i] : [];
      });
    };
    expect(later('2025-11-21 23:59')).toEqual([]);
    expect(later('2025-11-22 00:00')).toEqual([4]);
    expect(later('2025-11-22 23:59')).toEqual([4]);
    // All that it paid of what there was at that time; the debt of the 24th had not arisen.
    expect(later('2025-11-24 00:00')).toEqual([4]);
    expect(later('2025-11-28 09:00')).toEqual([]);
  });

  it('a business day begins where the product is', () => {
    const there = opened({ product: { timeZone: 'America/Guatemala' } });
    const events = life(
      ['2025-11-01 09:00', there],
      ['2025-11-20 10:00', used('500.00', '2025-11-20')],
      [
        '2025-11-25 05:00',
        paid('2025-11-22', [allocated('500.00', '2025-11-20', { effectiveOn: '2025-11-22' })]),
        '2025-11-22 06:00',
      ],
    );
    expect(at(events, '2025-11-22 05:59')).toBe('10000.00 9500.00 500.00 0.00');
    expect(at(events, '2025-11-22 06:00')).toBe('10000.00 10000.00 0.00 0.00');
    // The 20th of December lasts there until six in the morning of the 21st in Greenwich.
    const unpaid = events.slice(0, 2);
    expect(at(unpaid, '2025-12-21 05:59')).toBe('10000.00 9500.00 500.00 0.00');
    expect(at(unpaid, '2025-12-21 06:00')).toBe('10000.00 9500.00 0.00 500.00');
  });

  it('limits, adjustments and write-offs count from when they were recorded', () => {
    const today = { effectiveOn: '2025-11-26' };
    const events = life(
      ['2025-11-01 09:00', requested()],
      ['2025-11-02 09:00', approved()],
      ['2025-11-24 10:00', used('500.00', '2025-11-24')],
      ['2025-11-25 10:00', limitChanged('10000.00', '400.00')],
      ['2025-11-26 11:00', adjusted([allocated('100.00', '2025-11-24', today)])],
      ['2025-11-26 12:00', writtenOff([allocated('400.00', '2025-11-24', today)], '400.00')],
    );
    expect(at(events, '2025-11-01 09:00')).toBe('0.00 0.00 0.00 0.00');
    expect(at(events, '2025-11-25 09:59')).toBe('10000.00 9500.00 500.00 0.00');
    expect(at(events, '2025-11-25 10:00')).toBe('400.00 -100.00 500.00 0.00');
    expect(at(events, '2025-11-26 11:00')).toBe('400.00 0.00 400.00 0.00');
    expect(at(events, '2025-11-26 11:59')).toBe('400.00 0.00 400.00 0.00');
    expect(at(events, '2025-11-26 12:00')).toBe('0.00 0.00 0.00 0.00');
  });

  it('an account that was taken over stands from the end of the day that its balances are of', () => {
    const debt = { bucket: 'single_payment', reference: null, amountMinor: minorOf('300.00') } as const;
    const debts = [
      { ...debt, age: 'past_due', usedOn: '2025-10-01', dueOn: '2025-10-31' },
      { ...debt, age: 'unbilled', usedOn: '2025-10-21', dueOn: '2025-11-20' },
    ] as const;
    const events = life(
      ['2025-11-25 10:00', imported('1000.00', { debts }), '2025-11-21 00:00'],
      [
        '2025-11-25 11:00',
        paid('2025-11-19', [
          allocated('300.00', '2025-10-01', { age: 'past_due', dueOn: '2025-10-31', effectiveOn: '2025-11-19' }),
        ]),
        '2025-11-19 00:00',
      ],
    );
    expect(at(events.slice(0, 1), '2025-11-21 00:00')).toBe('1000.00 400.00 0.00 600.00');
    expect(at(events, '2025-11-20 23:59')).toBe('absent');
    expect(at(events, '2025-11-21 00:00')).toBe('1000.00 700.00 0.00 300.00');
  });
});
