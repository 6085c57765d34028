/** Limits, adjustments and write-offs. */
import { NO_DESCRIPTION } from '@haber/ledger';
import {
  ACCOUNT,
  adjusted,
  allocated,
  approved,
  blocked,
  closed,
  fellPastDue,
  givenFor,
  limitChanged,
  minorOf,
  opened,
  paid,
  paused,
  rejected,
  requested,
  runLedgerTable,
  sealedText,
  used,
  writtenOff,
} from '@haber/testing';
import { type CommandOf, type CreditLineCommand, decide } from './credit-line';

const given = givenFor(decide);
const reason = sealedText('as agreed on the telephone');
const said = { reason: null, actor: 'user_manager' } as const;
const open = [opened()];
const owing = [...open, used('100.00', '2025-11-24'), used('50.00', '2025-11-25')];

function limit(amount: string, of: Partial<CommandOf<'change-limit'>> = {}): CreditLineCommand {
  return { type: 'change-limit', limitMinor: minorOf(amount), secondActorNeeded: false, ...said, ...of };
}

function adjust(amount: string, of: Partial<CommandOf<'adjust-credit'>> = {}): CreditLineCommand {
  return { type: 'adjust-credit', amountMinor: minorOf(amount), ...said, ...NO_DESCRIPTION, ...of };
}

function writeOff(of: Partial<CommandOf<'write-off-credit'>> = {}): CreditLineCommand {
  return { type: 'write-off-credit', ...said, ...NO_DESCRIPTION, ...of };
}

/** With the id that the harness's command gives. */
function adjustedNow(...allocations: Parameters<typeof adjusted>[0]): ReturnType<typeof adjusted> {
  const { type, data } = adjusted(allocations);
  return { type, data: { ...data, adjustmentId: 'adjustment_22222222222252228222222222222222' } };
}

function writtenOffNow(...[allocations, limitCut]: Parameters<typeof writtenOff>): ReturnType<typeof writtenOff> {
  const { type, data } = writtenOff(allocations, limitCut);
  return { type, data: { ...data, writeOffId: 'write_off_22222222222252228222222222222222' } };
}

describe('changing the limit', () => {
  it('upwards and downwards is recorded with both figures, who and why', () => {
    const { type, data } = limitChanged('10000.00', '12000.00');
    given(open)
      .when(limit('12000.00', { reason }))
      .then([{ type, data: { ...data, reason } }]);
    const after = given(owing)
      .when(limit('9000.00'))
      .then([limitChanged('10000.00', '9000.00')]);
    expect(after.account.state).toMatchObject({
      balances: { limitMinor: 900_000n, utilisedMinor: 15_000n, availableMinor: 885_000n },
    });
  });

  it('may go below what is used, and available is negative then', () => {
    const after = given(owing)
      .when(limit('0.00'))
      .then([limitChanged('10000.00', '0.00')]);
    expect(after.account.state).toMatchObject({
      status: 'approved',
      balances: { limitMinor: 0n, utilisedMinor: 15_000n, availableMinor: -15_000n },
    });
    expect(after.account.totals.get('9110')).toBe(15_000n);
  });

  it.each([
    ['paused', paused()],
    ['blocked', blocked()],
  ])('is possible while the credit is %s, and leaves it so', (status, event) => {
    const after = given([...open, event])
      .when(limit('1.00'))
      .then([limitChanged('10000.00', '1.00')]);
    expect(after.account.state).toMatchObject({ status });
  });

  it('to what it is already is refused', () => {
    given(open).when(limit('10000.00')).then({ code: 'limit_unchanged' });
    given([...open, limitChanged('10000.00', '5.00')])
      .when(limit('5.00'))
      .then({ code: 'limit_unchanged' });
  });

  it('downwards is refused where the product says that it may not fall, to the cent', () => {
    const rigid = [opened({ product: { limitMayFall: false } })];
    given(rigid).when(limit('9999.99')).then({ code: 'limit_may_not_fall' });
    given(rigid).when(limit('10000.00')).then({ code: 'limit_unchanged' });
    given(rigid)
      .when(limit('10000.01'))
      .then([limitChanged('10000.00', '10000.01')]);
  });

  describe('where the partner demands four eyes', () => {
    const own = { secondActorNeeded: true, actor: 'User_Seller ' };

    it('nobody raises the limit of a credit that he asked for himself, however he spells his name', () => {
      given(open).when(limit('10000.01', own)).then({ code: 'four_eyes_required' });
      given([requested({ requestedBy: 'user_seller' }), approved()])
        .when(limit('10000.01', own))
        .then({ code: 'four_eyes_required' });
      given(open)
        .when(limit('10000.01', { secondActorNeeded: true }))
        .then([limitChanged('10000.00', '10000.01')]);
    });

    it('anybody may cut it, and it is asked last', () => {
      const { type, data } = limitChanged('10000.00', '9999.99');
      given(open)
        .when(limit('9999.99', own))
        .then([{ type, data: { ...data, changedBy: 'User_Seller ' } }]);
      given(open).when(limit('10000.00', own)).then({ code: 'limit_unchanged' });
      given([...open, closed()])
        .when(limit('10000.01', own))
        .then({ code: 'credit_not_approved' });
    });

    it('is not asked where it is not demanded', () => {
      const { type, data } = limitChanged('10000.00', '10000.01');
      given(open)
        .when(limit('10000.01', { actor: 'user_seller' }))
        .then([{ type, data: { ...data, changedBy: 'user_seller' } }]);
    });
  });

  it('below zero is a bug of the caller', () => {
    given(open)
      .when(limit('-0.01'))
      .thenThrows(/below zero/);
  });
});

describe('an adjustment', () => {
  it('forgives in the order of a payment, effective today', () => {
    const after = given(owing)
      .when(adjust('120.00'), '2025-11-27T10:00:00.000Z')
      .then([
        adjustedNow(
          allocated('100.00', '2025-11-24', { effectiveOn: '2025-11-27' }),
          allocated('20.00', '2025-11-25', { effectiveOn: '2025-11-27' }),
        ),
      ])
      .effectiveAt('2025-11-27T10:00:00.000Z');
    expect(after.account.state).toMatchObject({ balances: { utilisedMinor: 3_000n, availableMinor: 997_000n } });
    expect(Object.fromEntries(after.account.totals)).toMatchObject({ '5200': 12_000n, '2100': -15_000n });
    expect(after.account.totals.has('1100')).toBe(false);
  });

  it('takes what is past due first', () => {
    given(owing)
      .when(adjust('100.01'), '2025-12-25T10:00:00.000Z')
      .then([
        fellPastDue('100.00', '2025-12-24'),
        adjustedNow(
          allocated('100.00', '2025-11-24', { age: 'past_due', effectiveOn: '2025-12-25' }),
          allocated('0.01', '2025-11-25', { effectiveOn: '2025-12-25' }),
        ),
      ]);
  });

  it('is of today in the time zone of the product', () => {
    given([opened({ product: { timeZone: 'Asia/Tokyo' } }), used('1.00', '2025-11-24')])
      .when(adjust('1.00'), '2025-11-24T15:00:00.000Z')
      .then([adjustedNow(allocated('1.00', '2025-11-24', { effectiveOn: '2025-11-25' }))]);
  });

  it('is at most what is owed, to the cent', () => {
    given(owing).when(adjust('150.01')).then({ code: 'amount_exceeds_debt', owedMinor: 15_000n });
    given(open).when(adjust('0.01')).then({ code: 'amount_exceeds_debt', owedMinor: 0n });
    const after = given([...owing, blocked()])
      .when(adjust('150.00'), '2025-11-25T10:00:00.000Z')
      .then([
        adjustedNow(
          allocated('100.00', '2025-11-24', { effectiveOn: '2025-11-25' }),
          allocated('50.00', '2025-11-25', { effectiveOn: '2025-11-25' }),
        ),
      ]);
    expect(after.account.state).toMatchObject({ status: 'blocked', tranches: [] });
  });

  it('is recorded with who, why, and what the partner says of it', () => {
    const more = { externalId: 'case-3', metadata: { desk: '4' }, reason };
    const { type, data } = adjustedNow(allocated('1.00', '2025-11-24', { effectiveOn: '2025-11-25' }));
    given([...owing, paused()])
      .when(adjust('1.00', { ...more, actor: 'user_boss' }), '2025-11-25T10:00:00.000Z')
      .then([{ type, data: { ...data, ...more, adjustedBy: 'user_boss' } }]);
  });

  it('of nothing is a bug', () => given(owing).when(adjust('0.00')).thenThrows(/not above/)); // prettier-ignore
});

describe('a write-off', () => {
  it('gives up all that is owed, takes the limit back, and closes', () => {
    const after = given(owing)
      .when(writeOff(), '2025-12-25T10:00:00.000Z')
      .then([
        fellPastDue('100.00', '2025-12-24'),
        writtenOffNow([
          allocated('100.00', '2025-11-24', { age: 'past_due', effectiveOn: '2025-12-25' }),
          allocated('50.00', '2025-11-25', { effectiveOn: '2025-12-25' }),
        ]),
      ])
      .effectiveAt('2025-12-25T10:00:00.000Z');
    expect(after.account.state).toMatchObject({
      status: 'closed',
      tranches: [],
      balances: { limitMinor: 0n, utilisedMinor: 0n, availableMinor: 0n },
    });
    expect(Object.fromEntries(after.account.totals)).toMatchObject({ '5100': 15_000n, '9100': 0n, '9110': 0n });
  });

  it('gives up what is left, whatever the limit has become', () => {
    const past = [...open, used('9.00', '2025-11-24'), limitChanged('10000.00', '2.00'), blocked('delinquency')];
    const after = given([...past, paid('2025-11-24', [allocated('8.00', '2025-11-24')])])
      .when(writeOff())
      .then([writtenOffNow([allocated('1.00', '2025-11-24')], '2.00')]);
    expect(after.account.state).toMatchObject({ status: 'closed', balances: { limitMinor: 0n } });
  });

  it('is recorded with who, why, and what the partner says of it', () => {
    const more = { externalId: 'case-4', metadata: { court: 'yes' }, reason };
    const { type, data } = writtenOffNow([allocated('1.00', '2025-11-24')]);
    given([...open, used('1.00', '2025-11-24'), paused()])
      .when(writeOff({ ...more, actor: 'user_boss' }))
      .then([{ type, data: { ...data, ...more, writtenOffBy: 'user_boss' } }]);
  });

  it('of nothing is refused: such an account is closed instead', () => {
    given(open).when(writeOff()).then({ code: 'nothing_owed' });
    given([...open, used('1.00', '2025-11-24'), paid('2025-11-24', [allocated('1.00', '2025-11-24')])])
      .when(writeOff())
      .then({ code: 'nothing_owed' });
  });
});

describe.each([
  ['changing the limit', limit('1.00')],
  ['an adjustment', adjust('99999.00')],
  ['a write-off', writeOff()],
])('%s', (_, command) => {
  it.each([
    ['never asked for', [], 'credit_not_found'],
    ['pending', [requested()], 'credit_not_approved'],
    ['rejected', [requested(), rejected()], 'credit_not_approved'],
    ['closed', [...open, closed()], 'credit_not_approved'],
    [
      'written off',
      [...open, used('1.00', '2025-11-24'), writtenOff([allocated('1.00', '2025-11-24')])],
      'credit_not_approved',
    ],
  ] as const)('is refused when the credit is %s', (_status, past, code) => {
    given(past).when(command).then({ code });
  });
});

it('a hard year, as a table', () => {
  runLedgerTable(
    {
      open: (_, [amount = '']) => ({ accept: [opened({ accountId: ACCOUNT, limitMinor: minorOf(amount) })] }),
      use: (state, [orderId = '', amount = ''], context) =>
        decide(state, { type: 'use-credit', orderId, amountMinor: minorOf(amount), ...NO_DESCRIPTION }, context),
      limit: (state, [amount = ''], context) => decide(state, limit(amount), context),
      adjust: (state, [amount = ''], context) => decide(state, adjust(amount), context),
      'write-off': (state, _, context) => decide(state, writeOff(), context),
    },
    `
    time             | operation      | code                | limit    used    available  past due
    2025-01-10 10:00 | limit 5.00     | credit_not_found    | 0.00     0.00    0.00       0.00
    2025-01-10 10:00 | open 500.00    | ok                  | 500.00   0.00    500.00     0.00
    2025-01-10 11:00 | adjust 0.01    | amount_exceeds_debt | 500.00   0.00    500.00     0.00
    2025-01-10 12:00 | use A 400.00   | ok                  | 500.00   400.00  100.00     0.00
    2025-01-11 12:00 | limit 300.00   | ok                  | 300.00   400.00  -100.00    0.00
    2025-01-11 12:01 | use B 0.01     | insufficient_credit | 300.00   400.00  -100.00    0.00
    2025-01-11 12:02 | adjust 100.01  | ok                  | 300.00   299.99  0.01       0.00
    2025-01-11 12:03 | use B 0.02     | insufficient_credit | 300.00   299.99  0.01       0.00
    2025-01-11 12:04 | use B 0.01     | ok                  | 300.00   300.00  0.00       0.00
    2025-01-11 12:05 | limit 300.00   | limit_unchanged     | 300.00   300.00  0.00       0.00
    2025-02-10 00:00 | limit 300.01   | ok                  | 300.01   300.00  0.01       299.99
    2025-02-10 00:01 | adjust 300.01  | amount_exceeds_debt | 300.01   300.00  0.01       299.99
    2025-02-10 00:02 | adjust 299.99  | ok                  | 300.01   0.01    300.00     0.00
    2025-02-11 00:00 | write-off      | ok                  | 0.00     0.00    0.00       0.00
    2025-02-11 00:01 | adjust 0.01    | credit_not_approved | 0.00     0.00    0.00       0.00
    2025-02-11 00:02 | open 1.00      | ok                  | 1.00     0.00    1.00       0.00
    2025-02-11 00:03 | write-off      | nothing_owed        | 1.00     0.00    1.00       0.00
    `,
  );
});
