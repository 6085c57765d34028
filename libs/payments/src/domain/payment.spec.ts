import { NO_DESCRIPTION } from '@haber/ledger';
import {
  allocated,
  approved,
  blocked,
  closed,
  fellPastDue,
  givenFor,
  minorOf,
  paid,
  paused,
  rejected,
  requested,
  used,
} from '@haber/testing';
import { decide, type ReceivePayment } from './payment';

const given = givenFor(decide);
const open = [requested(), approved()];

function pay(amount: string, paymentDate?: string): ReceivePayment {
  const ids = { type: 'receive-payment', paymentReference: 'PAY-123456', ...NO_DESCRIPTION } as const;
  const command = { ...ids, amountMinor: minorOf(amount), olderDates: 'at-the-boundary' } as const;
  return paymentDate === undefined ? command : { ...command, paymentDate };
}

function received(...[paymentDate, allocations]: Parameters<typeof paid>): ReturnType<typeof paid> {
  const { type, data } = paid(paymentDate, allocations);
  const ids = { paymentId: 'payment_22222222222252228222222222222222', paymentReference: 'PAY-123456' };
  return { type, data: { ...data, ...ids } };
}

const pastDue = { age: 'past_due' } as const;

describe('a payment', () => {
  const owing = [...open, used('5000.00', '2025-11-24')];

  it('gives the credit back to be spent again', () => {
    const after = given(owing)
      .when(pay('2500.00', '2025-11-24'))
      .then([received('2025-11-24', [allocated('2500.00', '2025-11-24')])])
      .effectiveAt('2025-11-24T10:00:00.000Z');
    expect(after.account.state).toMatchObject({
      balances: { utilisedMinor: 250_000n, availableMinor: 750_000n },
      tranches: [{ owedMinor: 250_000n }],
    });
    expect(Object.fromEntries(after.account.totals)).toMatchObject({ '1100': 250_000n, '2300': 0n, '2100': -500_000n });
  });

  it('may pay all that is owed and not a cent more', () => {
    const after = given(owing)
      .when(pay('5000.00'))
      .then([received('2025-11-24', [allocated('5000.00', '2025-11-24')])]);
    expect(after.account.state).toMatchObject({ tranches: [], balances: { availableMinor: 1_000_000n } });
    given(owing).when(pay('5000.01')).then({ code: 'amount_exceeds_debt', owedMinor: 500_000n });
    given(open).when(pay('0.01')).then({ code: 'amount_exceeds_debt', owedMinor: 0n });
  });

  it('is accepted from a blocked customer', () => {
    given([...owing, blocked()])
      .when(pay('1.00'))
      .then([received('2025-11-24', [allocated('1.00', '2025-11-24')])]);
  });

  it.each([
    ['never asked for', [], 'credit_not_found'],
    ['pending', [requested()], 'credit_not_approved'],
    ['rejected', [requested(), rejected()], 'credit_not_approved'],
    ['closed', [...open, closed()], 'credit_not_approved'],
  ] as const)('is refused when the credit is %s, whatever its date and amount', (_, past, code) => {
    given(past).when(pay('1.00', '2099-01-01')).then({ code });
  });

  it.each(['0.00', '-1.00'])('of %s is a bug of the caller', (amount) => {
    given(owing)
      .when(pay(amount))
      .thenThrows(/not above zero/);
  });

  it.each(['2025-02-30', '2025-11-24T00:00:00Z', '24.11.2025', '2025-1-1', ''])(
    'on "%s" is a bug of the caller',
    (date) =>
      given(owing)
        .when(pay('1.00', date))
        .thenThrows(/no date/),
  );
});

describe('the date of a payment', () => {
  const owing = [...open, used('100.00', '2025-11-24')];

  it('in the future is refused, before anything about the amount', () => {
    given(owing).when(pay('1.00', '2025-11-25')).then({ code: 'payment_date_in_future' });
    given(owing).when(pay('100.01', '2025-11-25')).then({ code: 'payment_date_in_future' });
    given(owing)
      .when(pay('1.00', '2025-11-25'), '2025-11-25T00:00:00.000Z')
      .then([received('2025-11-25', [allocated('1.00', '2025-11-24', { effectiveOn: '2025-11-25' })])]);
  });

  it('is today in the time zone of the product', () => {
    const guatemala = [requested({ product: { timeZone: 'America/Guatemala' } }), approved()];
    const past = [...guatemala, used('100.00', '2025-11-24')];
    const allocations = [allocated('1.00', '2025-11-24')];
    // 23:59:59 on the 24th in Guatemala, the 25th in Greenwich already.
    given(past).when(pay('1.00', '2025-11-25'), '2025-11-25T05:59:59.000Z').then({ code: 'payment_date_in_future' });
    given(past)
      .when(pay('1.00'), '2025-11-25T05:59:59.000Z')
      .then([received('2025-11-24', allocations)]);
    given(past)
      .when(pay('1.00', '2025-11-24'), '2025-11-25T06:00:00.000Z')
      .then([received('2025-11-24', allocations)])
      .effectiveAt('2025-11-24T06:00:00.000Z');
    const tokyo = [requested({ product: { timeZone: 'Asia/Tokyo' } }), approved(), used('100.00', '2025-11-24')];
    given(tokyo)
      .when(pay('1.00', '2025-11-25'), '2025-11-24T15:00:00.000Z')
      .then([received('2025-11-25', [allocated('1.00', '2025-11-24', { effectiveOn: '2025-11-25' })])]);
  });

  it('in the past takes effect on that day', () => {
    given(owing)
      .when(pay('1.00', '2025-11-26'), '2025-12-01T08:00:00.000Z')
      .then([received('2025-11-26', [allocated('1.00', '2025-11-24', { effectiveOn: '2025-11-26' })])])
      .effectiveAt('2025-11-26T00:00:00.000Z');
  });

  it('before the debt arose is recorded as sent, and takes effect when the debt arose', () => {
    given(owing)
      .when(pay('1.00', '2025-11-01'), '2025-12-01T08:00:00.000Z')
      .then([received('2025-11-01', [allocated('1.00', '2025-11-24', { effectiveOn: '2025-11-24' })])])
      .effectiveAt('2025-11-24T00:00:00.000Z');
  });

  it('before a debt of today takes effect when that arose, while a debt of before is paid now', () => {
    given(owing)
      .when(pay('1.00', '2025-11-20'), '2025-11-24T18:00:00.000Z')
      .then([received('2025-11-20', [allocated('1.00', '2025-11-24')])])
      .effectiveAt('2025-11-24T00:00:00.000Z');
    given(owing)
      .when(pay('1.00', '2025-11-24'), '2025-11-24T18:00:00.000Z')
      .then([received('2025-11-24', [allocated('1.00', '2025-11-24')])])
      .effectiveAt('2025-11-24T18:00:00.000Z');
  });

  it('takes effect on each of several debts by itself, and on the whole when it first does', () => {
    given([...owing, used('50.00', '2025-11-28')])
      .when(pay('120.00', '2025-11-25'), '2025-12-01T08:00:00.000Z')
      .then([
        received('2025-11-25', [
          allocated('100.00', '2025-11-24', { effectiveOn: '2025-11-25' }),
          allocated('20.00', '2025-11-28', { effectiveOn: '2025-11-28' }),
        ]),
      ])
      .effectiveAt('2025-11-25T00:00:00.000Z');
  });

  it.each([
    ['2026-03-03', '2026-03-03'],
    ['2026-03-02', '2026-03-03'],
    ['2025-11-24', '2026-03-03'],
    ['2020-01-01', '2026-03-03'],
    ['2026-03-04', '2026-03-04'],
  ])('%s reported on 2026-06-01 takes effect on %s: 90 days back at most', (paymentDate, effectiveOn) => {
    const long = [requested(), approved({ paymentTermDays: 365 }), used('100.00', '2025-11-24', 365)];
    given(long)
      .when(pay('1.00', paymentDate), '2026-06-01T08:00:00.000Z')
      .then([received(paymentDate, [allocated('1.00', '2025-11-24', { dueOn: '2026-11-24', effectiveOn })])])
      .effectiveAt(`${effectiveOn}T00:00:00.000Z`);
  });

  it('goes back as many days as the product says', () => {
    const past = [requested({ product: { backdatingDays: 0 } }), approved(), used('100.00', '2025-11-24')];
    given(past)
      .when(pay('1.00', '2025-11-24'), '2025-11-30T08:00:00.000Z')
      .then([received('2025-11-24', [allocated('1.00', '2025-11-24', { effectiveOn: '2025-11-30' })])])
      .effectiveAt('2025-11-30T08:00:00.000Z');
  });
});

describe('a date further back than the product allows, where such dates are refused', () => {
  const owing = [...open, used('100.00', '2025-11-24')];
  const strictly = (amount: string, paymentDate?: string): ReceivePayment => ({
    ...pay(amount, paymentDate),
    olderDates: 'refused',
  });
  const now = '2025-11-30T08:00:00.000Z';

  it('is refused to the day, and says which day is the earliest', () => {
    const tooOld = { code: 'payment_date_too_old', earliestDate: '2025-09-01' } as const;
    given(owing).when(strictly('1.00', '2025-08-31'), now).then(tooOld);
    given(owing)
      .when(strictly('1.00', '2025-09-01'), now)
      .then([received('2025-09-01', [allocated('1.00', '2025-11-24')])])
      .effectiveAt('2025-11-24T00:00:00.000Z');
  });

  it('comes after the standing of the account, and before anything about the amount', () => {
    given([...open, closed()])
      .when(strictly('1.00', '2020-01-01'), now)
      .then({ code: 'credit_not_approved' });
    given(owing)
      .when(strictly('100.01', '2020-01-01'), now)
      .then({ code: 'payment_date_too_old', earliestDate: '2025-09-01' });
    given(owing).when(strictly('100.01', '2025-12-01'), now).then({ code: 'payment_date_in_future' });
  });

  it('is not today', () => {
    given(owing)
      .when(strictly('1.00'))
      .then([received('2025-11-24', [allocated('1.00', '2025-11-24')])]);
  });
});

it('is recorded with what the partner says of it', () => {
  const description = { externalId: 'bank-7', metadata: { teller: '3' } };
  const event = received('2025-11-24', [allocated('1.00', '2025-11-24')]);
  given([...open, used('100.00', '2025-11-24')])
    .when({ ...pay('1.00'), ...description })
    .then([{ ...event, data: { ...event.data, ...description } }]);
});

it('is accepted on a paused account, which takes no new spending', () => {
  given([...open, used('100.00', '2025-11-24'), paused()])
    .when(pay('1.00'))
    .then([received('2025-11-24', [allocated('1.00', '2025-11-24')])]);
});

describe('the order in which debts are paid', () => {
  const three = [...open, used('30.00', '2025-11-26'), used('10.00', '2025-11-24'), used('20.00', '2025-11-25')];

  it('is the oldest first', () => {
    const on = { effectiveOn: '2025-11-27' };
    given(three)
      .when(pay('35.00'), '2025-11-27T10:00:00.000Z')
      .then([
        received('2025-11-27', [
          allocated('10.00', '2025-11-24', on),
          allocated('20.00', '2025-11-25', on),
          allocated('5.00', '2025-11-26', on),
        ]),
      ]);
  });

  it('stops where the money ends, without an empty allocation', () => {
    const on = { effectiveOn: '2025-11-27' };
    given(three)
      .when(pay('10.00'), '2025-11-27T10:00:00.000Z')
      .then([received('2025-11-27', [allocated('10.00', '2025-11-24', on)])]);
  });

  it('is past due before not yet due, also when what is not yet due is older', () => {
    // The older use has the longer term: it is due later.
    const past = [...open, used('10.00', '2025-11-20', 60), used('20.00', '2025-11-24', 30)];
    const on = { effectiveOn: '2025-12-25' };
    given(past)
      .when(pay('25.00'), '2025-12-25T10:00:00.000Z')
      .then([
        fellPastDue('20.00', '2025-12-24'),
        received('2025-12-25', [
          allocated('20.00', '2025-11-24', { ...on, ...pastDue }),
          allocated('5.00', '2025-11-20', { ...on, dueOn: '2026-01-19' }),
        ]),
      ]);
  });

  it('is by due date, and by date of use where that is the same', () => {
    const past = [
      ...open,
      used('10.00', '2025-11-25', 10),
      used('20.00', '2025-11-24', 11),
      used('40.00', '2025-11-23', 30),
    ];
    const on = { effectiveOn: '2025-11-27' };
    given(past)
      .when(pay('31.00'), '2025-11-27T10:00:00.000Z')
      .then([
        received('2025-11-27', [
          allocated('20.00', '2025-11-24', { ...on, dueOn: '2025-12-05' }),
          allocated('10.00', '2025-11-25', { ...on, dueOn: '2025-12-05' }),
          allocated('1.00', '2025-11-23', { ...on, dueOn: '2025-12-23' }),
        ]),
      ]);
  });

  it('is the same over several dates past due', () => {
    const on = { effectiveOn: '2026-02-01', ...pastDue };
    given(three)
      .when(pay('60.00'), '2026-02-01T10:00:00.000Z')
      .then([
        fellPastDue('10.00', '2025-12-24'),
        fellPastDue('20.00', '2025-12-25'),
        fellPastDue('30.00', '2025-12-26'),
        received('2026-02-01', [
          allocated('10.00', '2025-11-24', on),
          allocated('20.00', '2025-11-25', on),
          allocated('30.00', '2025-11-26', on),
        ]),
      ]);
  });
});
