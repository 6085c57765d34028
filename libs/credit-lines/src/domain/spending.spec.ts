import { NO_DESCRIPTION } from '@haber/ledger';
import {
  ACCOUNT,
  allocated,
  approved,
  blocked,
  closed,
  fellPastDue,
  givenFor,
  imported,
  limitChanged,
  minorOf,
  opened,
  paid,
  paused,
  rejected,
  requested,
  resumed,
  runLedgerTable,
  unblocked,
  used,
  writtenOff,
} from '@haber/testing';
import { type AskedStatus, type CreditLineCommand, decide } from './credit-line';

const given = givenFor(decide);
const open = [requested(), approved()];

function use(amount: string, orderId = 'order_789'): CreditLineCommand {
  return { type: 'use-credit', orderId, amountMinor: minorOf(amount), ...NO_DESCRIPTION };
}

const to = (status: AskedStatus): CreditLineCommand => ({
  type: 'change-status',
  to: status,
  reason: null,
  actor: 'user_manager',
});
const DEBT = {
  bucket: 'single_payment',
  age: 'unbilled',
  usedOn: '2025-11-01',
  dueOn: '2025-12-01',
  reference: null,
} as const;

const catchUp: CreditLineCommand = { type: 'catch-up' };

/** Written by the harness's command id, from which the public id comes: a repeat names the same use. */
function usedNow(amount: string, usedOn: string, dueOn: string): ReturnType<typeof used> {
  const data = { accountId: ACCOUNT, usageId: 'usage_22222222222252228222222222222222', orderId: 'order_789' };
  return {
    type: 'credit-account.credit-used.v1',
    data: { ...data, ...NO_DESCRIPTION, bucket: 'single_payment', amountMinor: minorOf(amount), usedOn, dueOn },
  };
}

describe('using credit', () => {
  it('5,000 on 2025-11-24 with 30 days is due on 2025-12-24', () => {
    const after = given(open)
      .when(use('5000.00'))
      .then([usedNow('5000.00', '2025-11-24', '2025-12-24')]);
    expect(after.account.state).toMatchObject({
      balances: { limitMinor: 1_000_000n, utilisedMinor: 500_000n, availableMinor: 500_000n },
      tranches: [{ usedOn: '2025-11-24', dueOn: '2025-12-24', age: 'unbilled', owedMinor: 500_000n }],
    });
  });

  it.each([
    [1, '2025-11-24T10:00:00.000Z', '2025-11-24', '2025-11-25'],
    [365, '2025-11-24T10:00:00.000Z', '2025-11-24', '2026-11-24'],
    [30, '2026-01-31T00:00:00.000Z', '2026-01-31', '2026-03-02'],
    [30, '2028-01-30T23:59:59.999Z', '2028-01-30', '2028-02-29'],
  ])('for %p days at %s is due on the calendar day that many days later', (paymentTermDays, now, usedOn, dueOn) => {
    given([requested(), approved({ paymentTermDays })])
      .when(use('1.00'), now)
      .then([usedNow('1.00', usedOn, dueOn)]);
  });

  it('happens on the business date of the product, not of Greenwich', () => {
    const guatemala = [requested({ product: { timeZone: 'America/Guatemala' } }), approved()];
    given(guatemala)
      .when(use('1.00'), '2025-11-25T05:59:59.999Z')
      .then([usedNow('1.00', '2025-11-24', '2025-12-24')]);
    given(guatemala)
      .when(use('1.00'), '2025-11-25T06:00:00.000Z')
      .then([usedNow('1.00', '2025-11-25', '2025-12-25')]);
  });

  it('may spend all that is available, to the cent, and not one more', () => {
    given(open)
      .when(use('10000.00'))
      .then([usedNow('10000.00', '2025-11-24', '2025-12-24')]);
    given(open)
      .when(use('10000.01'))
      .then({ code: 'insufficient_credit', availableMinor: 1_000_000n, requiredMinor: 1_000_001n });
    given([...open, used('9999.99', '2025-11-24')])
      .when(use('0.01'))
      .then([usedNow('0.01', '2025-11-24', '2025-12-24')]);
    given([...open, used('10000.00', '2025-11-24')])
      .when(use('0.01'))
      .then({ code: 'insufficient_credit', availableMinor: 0n, requiredMinor: 1n });
  });

  it('may spend again what was paid back', () => {
    const past = [...open, used('10000.00', '2025-11-24'), paid('2025-11-24', [allocated('0.01', '2025-11-24')])];
    given(past)
      .when(use('0.01'))
      .then([usedNow('0.01', '2025-11-24', '2025-12-24')]);
    given(past).when(use('0.02')).then({ code: 'insufficient_credit', availableMinor: 1n, requiredMinor: 2n });
  });

  it.each([
    ['never asked for', [], 'credit_not_found'],
    ['pending', [requested()], 'credit_not_approved'],
    ['rejected', [requested(), rejected()], 'credit_not_approved'],
    ['closed', [...open, closed()], 'credit_not_approved'],
    ['asked for again', [...open, closed(), requested()], 'credit_not_approved'],
    ['blocked', [...open, blocked()], 'credit_blocked'],
    ['blocked for delinquency', [...open, blocked('delinquency')], 'credit_blocked'],
    ['paused', [...open, paused()], 'credit_paused'],
    [
      'written off',
      [...open, used('1.00', '2025-11-24'), writtenOff([allocated('1.00', '2025-11-24')])],
      'credit_not_approved',
    ],
  ] as const)('is refused when the credit is %s', (_, past, code) => {
    given(past).when(use('1.00')).then({ code });
    // Precedence: the state of the account comes before what is available.
    given(past).when(use('99999.99')).then({ code });
  });

  it.each([
    ['unblocking', [blocked(), unblocked()]],
    ['resuming', [paused(), resumed()]],
  ])('works again after %s', (_, meanwhile) => {
    given([...open, ...meanwhile])
      .when(use('1.00'))
      .then([usedNow('1.00', '2025-11-24', '2025-12-24')]);
  });

  it('works on an account that was opened in one call, or lived elsewhere', () => {
    given([opened()])
      .when(use('10000.00'))
      .then([usedNow('10000.00', '2025-11-24', '2025-12-24')]);
    given([imported('10000.00', { debts: [{ ...DEBT, amountMinor: 1n }] })])
      .when(use('10000.00'))
      .then({ code: 'insufficient_credit', availableMinor: 999_999n, requiredMinor: 1_000_000n });
  });

  it('is measured against the limit as it is now: a cut takes nothing back, and forbids the next', () => {
    const cut = [...open, used('800.00', '2025-11-24'), limitChanged('10000.00', '500.00')];
    given(cut).when(use('0.01')).then({ code: 'insufficient_credit', availableMinor: -30_000n, requiredMinor: 1n });
    const paidDown = [...cut, paid('2025-11-24', [allocated('300.01', '2025-11-24')])];
    given(paidDown)
      .when(use('0.01'))
      .then([usedNow('0.01', '2025-11-24', '2025-12-24')]);
    given(paidDown).when(use('0.02')).then({ code: 'insufficient_credit', availableMinor: 1n, requiredMinor: 2n });
  });

  it('is recorded with what the partner says of it', () => {
    const description = { externalId: 'ticket-9', metadata: { shop: 'north' } };
    const event = usedNow('1.00', '2025-11-24', '2025-12-24');
    given(open)
      .when({ ...use('1.00'), ...description })
      .then([{ ...event, data: { ...event.data, ...description } }]);
  });

  it.each(['0.00', '-0.01'])('%s is a bug of the caller', (amount) => {
    given(open)
      .when(use(amount))
      .thenThrows(/not above zero/);
  });

  it('does not stop because something is past due: no product of dialect A blocks by itself', () => {
    given([...open, used('100.00', '2025-11-24')])
      .when(use('1.00'), '2025-12-25T00:00:00.000Z')
      .then([fellPastDue('100.00', '2025-12-24'), usedNow('1.00', '2025-12-25', '2026-01-24')]);
  });
});

describe('catching up', () => {
  const owing = [...open, used('3.00', '2025-11-24'), used('4.00', '2025-11-25')];

  it('writes nothing when nothing fell due, and on an account that is not there', () => {
    given([]).when(catchUp).then([]);
    given(owing).when(catchUp, '2025-12-24T23:59:59.999Z').then([]);
  });

  it('writes what fell due in the order in which it did, also after days of downtime', () => {
    given(owing)
      .when(catchUp, '2025-12-25T00:00:00.000Z')
      .then([fellPastDue('3.00', '2025-12-24')]);
    given(owing)
      .when(catchUp, '2026-03-01T00:00:00.000Z')
      .then([fellPastDue('3.00', '2025-12-24'), fellPastDue('4.00', '2025-12-25')]);
  });

  it('writes each only once', () => {
    given([...owing, fellPastDue('3.00', '2025-12-24'), fellPastDue('4.00', '2025-12-25')])
      .when(catchUp, '2026-03-01T00:00:00.000Z')
      .then([]);
  });

  it('lets a blocked account fall past due too', () => {
    given([...owing, blocked()])
      .when(catchUp, '2025-12-25T00:00:00.000Z')
      .then([fellPastDue('3.00', '2025-12-24')]);
  });
});

it('a month of spending, as a table', () => {
  runLedgerTable(
    {
      open: () => ({ accept: open }),
      use: (state, [orderId = '', amount = ''], context) => decide(state, use(amount, orderId), context),
      to: (state, [status], context) => decide(state, to(status as AskedStatus), context),
      'catch-up': (state, _, context) => decide(state, catchUp, context),
    },
    `
    time             | operation      | code                | limit     used      available  past due
    2025-11-24 09:00 | use A 1.00     | credit_not_found    | 0.00      0.00      0.00       0.00
    2025-11-24 10:00 | open           | ok                  | 10000.00  0.00      10000.00   0.00
    2025-11-24 11:00 | use A 5000.00  | ok                  | 10000.00  5000.00   5000.00    0.00
    2025-11-24 11:00 | use B 5000.01  | insufficient_credit | 10000.00  5000.00   5000.00    0.00
    2025-11-25 11:00 | use B 5000.00  | ok                  | 10000.00  10000.00  0.00       0.00
    2025-11-25 11:01 | use C 0.01     | insufficient_credit | 10000.00  10000.00  0.00       0.00
    2025-11-25 12:00 | to blocked     | ok                  | 10000.00  10000.00  0.00       0.00
    2025-11-25 12:01 | use C 0.01     | credit_blocked      | 10000.00  10000.00  0.00       0.00
    2025-12-24 23:59 | catch-up       | ok                  | 10000.00  10000.00  0.00       0.00
    2025-12-25 00:00 | to approved    | ok                  | 10000.00  10000.00  0.00       5000.00
    2025-12-25 00:00 | to approved    | illegal_transition  | 10000.00  10000.00  0.00       5000.00
    2025-12-26 00:00 | catch-up       | ok                  | 10000.00  10000.00  0.00       10000.00
    2025-12-26 00:01 | to closed      | credit_owes         | 10000.00  10000.00  0.00       10000.00
    `,
  );
});
