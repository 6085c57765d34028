/** Whole lives of a customer's credit through all three contexts, as tables; the first is the document's own. */
import { type AskedStanding, type LifeCommand, minorOf, runLedgerTable, type Verbs } from '@haber/testing';
import { ruleOf } from './rules.fixture';

type Say = (words: readonly string[]) => LifeCommand;

const NOTHING_SAID = { externalId: null, metadata: {} };

/** request <limit> <days> · approve [<limit> <days>] · use <order> <amount> · pay <reference> <amount> [<date>] · … */
const SAY: Readonly<Record<LifeCommand['kind'], Say>> = {
  request: ([limit = '', days]) => ({
    kind: 'request',
    limitMinor: minorOf(limit),
    termDays: Number(days),
    actor: 'seller',
  }),
  approve: ([limit, days]) => ({
    kind: 'approve',
    actor: 'manager',
    fourEyes: true,
    ...(limit && { limitMinor: minorOf(limit), termDays: Number(days) }),
  }),
  open: ([limit = '', days, customer = 'active']) => ({
    kind: 'open',
    limitMinor: minorOf(limit),
    termDays: Number(days),
    limitMayFall: true,
    customer: customer as 'active',
    said: NOTHING_SAID,
    actor: 'seller',
    fourEyes: false,
  }),
  import: ([limit = '', days]) => ({
    kind: 'import',
    status: 'approved',
    limitMinor: minorOf(limit),
    termDays: Number(days),
    debts: [{ usedDay: 20_000, dueDay: 20_100, pastDue: true, amountMinor: 100n }],
    said: NOTHING_SAID,
  }),
  describe: ([externalId = null]) => ({ kind: 'describe', said: { externalId } }),
  use: ([, amount = '']) => ({ kind: 'use', amountMinor: minorOf(amount) }),
  pay: ([, amount = '', paymentDate]) => ({
    kind: 'pay',
    amountMinor: minorOf(amount),
    strict: false,
    ...(paymentDate && { paymentDate }),
  }),
  standing: ([to]) => ({ kind: 'standing', to: to as AskedStanding, actor: 'manager' }),
  limit: ([limit = '', actor = 'manager']) => ({ kind: 'limit', limitMinor: minorOf(limit), actor, fourEyes: true }),
  adjust: ([amount = '']) => ({ kind: 'adjust', amountMinor: minorOf(amount), actor: 'manager' }),
  'write-off': () => ({ kind: 'write-off', actor: 'manager' }),
  'catch-up': () => ({ kind: 'catch-up' }),
};

function verbsIn(timeZone: string): Verbs {
  return Object.fromEntries(
    Object.entries(SAY).map(([verb, say]) => [
      verb,
      (state, words, context) =>
        ruleOf(say(words), words[0] ?? '', { customerId: 'customer-42', timeZone })(state, context),
    ]),
  );
}

it("the document's own life", () => {
  const { state, totals } = runLedgerTable(
    verbsIn('UTC'),
    `
    time             | operation                         | code | limit     used     available  past due
    2025-11-24 10:00 | request 10000.00 30               | ok   | 0.00      0.00     0.00       0.00
    2025-11-24 11:00 | approve 10000.00 30               | ok   | 10000.00  0.00     10000.00   0.00
    2025-11-24 12:00 | use order_789 5000.00             | ok   | 10000.00  5000.00  5000.00    0.00
    2025-11-24 13:00 | pay PAY-123456 2500.00 2025-11-24 | ok   | 10000.00  2500.00  7500.00    0.00
    `,
  );
  expect(state).toMatchObject({ status: 'approved', tranches: [{ dueOn: '2025-12-24', owedMinor: 250_000n }] });
  expect(totals.get('1100')).toBe(250_000n);
});

it('from refusal to refusal', () => {
  runLedgerTable(
    verbsIn('UTC'),
    `
    time             | operation               | code                    | limit    used    available  past due
    2025-01-01 09:00 | pay P0 1.00             | credit_not_found        | 0.00     0.00    0.00       0.00
    2025-01-01 09:00 | approve                 | credit_not_found        | 0.00     0.00    0.00       0.00
    2025-01-01 10:00 | request 500.00 30       | ok                      | 0.00     0.00    0.00       0.00
    2025-01-01 10:01 | request 900.00 30       | credit_already_exists   | 0.00     0.00    0.00       0.00
    2025-01-01 10:02 | use A 1.00              | credit_not_approved     | 0.00     0.00    0.00       0.00
    2025-01-02 10:00 | standing rejected       | ok                      | 0.00     0.00    0.00       0.00
    2025-01-02 10:01 | approve                 | no_pending_credit       | 0.00     0.00    0.00       0.00
    2025-01-03 10:00 | request 300.00 10       | ok                      | 0.00     0.00    0.00       0.00
    2025-01-03 11:00 | approve 400.00 5        | ok                      | 400.00   0.00    400.00     0.00
    2025-01-03 11:01 | approve                 | credit_already_approved | 400.00   0.00    400.00     0.00
    2025-01-03 11:01 | standing rejected       | illegal_transition      | 400.00   0.00    400.00     0.00
    2025-01-03 12:00 | use A 400.00            | ok                      | 400.00   400.00  0.00       0.00
    2025-01-03 12:01 | use B 0.01              | insufficient_credit     | 400.00   400.00  0.00       0.00
    # Refused: nothing is written, not even what fell due in the meantime.
    2025-01-09 00:00 | use B 0.01              | insufficient_credit     | 400.00   400.00  0.00       0.00
    2025-01-09 00:00 | standing blocked        | ok                      | 400.00   400.00  0.00       400.00
    2025-01-09 00:01 | pay P1 400.01           | amount_exceeds_debt     | 400.00   400.00  0.00       400.00
    2025-01-09 00:01 | pay P1 1.00 2025-01-10  | payment_date_in_future  | 400.00   400.00  0.00       400.00
    2025-01-09 00:02 | pay P1 399.99 2024-12-15 | ok                      | 400.00   0.01    399.99     0.01
    2025-01-09 00:03 | standing closed         | credit_owes             | 400.00   0.01    399.99     0.01
    2025-01-09 00:04 | pay P2 0.01             | ok                      | 400.00   0.00    400.00     0.00
    2025-01-09 00:05 | use B 0.01              | credit_blocked          | 400.00   0.00    400.00     0.00
    2025-01-09 00:06 | standing closed         | ok                      | 0.00     0.00    0.00       0.00
    2025-01-09 00:07 | pay P3 0.01             | credit_not_approved     | 0.00     0.00    0.00       0.00
    2025-01-09 00:08 | request 10.00 1         | ok                      | 0.00     0.00    0.00       0.00
    2025-01-09 00:09 | approve                 | ok                      | 10.00    0.00    10.00      0.00
    2025-01-09 00:10 | use C 10.00             | ok                      | 10.00    10.00   0.00       0.00
    2025-01-11 00:00 | catch-up                | ok                      | 10.00    10.00   0.00       10.00
    `,
  );
});

it('a debt due at midnight in Guatemala', () => {
  runLedgerTable(
    verbsIn('America/Guatemala'),
    `
    time             | operation              | code                   | limit   used    available  past due
    2025-01-01 12:00 | request 100.00 1       | ok                     | 0.00    0.00    0.00       0.00
    2025-01-01 12:01 | approve                | ok                     | 100.00  0.00    100.00     0.00
    # Still the 1st there: due on the 2nd, past due when the 3rd begins.
    2025-01-02 05:59 | use A 60.00            | ok                     | 100.00  60.00   40.00      0.00
    2025-01-02 05:59 | pay P 1.00 2025-01-02  | payment_date_in_future | 100.00  60.00   40.00      0.00
    2025-01-02 06:00 | pay P 1.00 2025-01-02  | ok                     | 100.00  59.00   41.00      0.00
    2025-01-03 05:59 | catch-up               | ok                     | 100.00  59.00   41.00      0.00
    2025-01-03 06:00 | catch-up               | ok                     | 100.00  59.00   41.00      59.00
    `,
  );
});

it('opened in one call, cut, forgiven, written off, opened again', () => {
  const { state } = runLedgerTable(
    verbsIn('America/Guatemala'),
    `
    time             | operation                | code                 | limit   used    available  past due
    2025-01-15 12:00 | describe crm-1           | credit_not_found     | 0.00    0.00    0.00       0.00
    2025-01-15 12:00 | open 300.00 10 inactive  | customer_not_active  | 0.00    0.00    0.00       0.00
    2025-01-15 12:00 | open 300.00 10 erased    | personal_data_erased | 0.00    0.00    0.00       0.00
    2025-01-15 12:01 | open 300.00 10           | ok                   | 300.00  0.00    300.00     0.00
    2025-01-15 12:02 | open 300.00 10           | credit_already_exists | 300.00 0.00    300.00     0.00
    2025-01-15 12:03 | request 300.00 10        | credit_already_exists | 300.00 0.00    300.00     0.00
    2025-01-15 12:04 | use A 200.00             | ok                   | 300.00  200.00  100.00     0.00
    2025-01-15 12:05 | standing paused          | ok                   | 300.00  200.00  100.00     0.00
    2025-01-15 12:06 | use B 0.01               | credit_paused        | 300.00  200.00  100.00     0.00
    2025-01-15 12:07 | pay P1 10.00             | ok                   | 300.00  190.00  110.00     0.00
    2025-01-15 12:08 | standing blocked         | ok                   | 300.00  190.00  110.00     0.00
    2025-01-15 12:09 | standing paused          | illegal_transition   | 300.00  190.00  110.00     0.00
    2025-01-15 12:10 | standing approved        | ok                   | 300.00  190.00  110.00     0.00
    2025-01-15 12:11 | limit 100.00             | ok                   | 100.00  190.00  -90.00     0.00
    2025-01-15 12:12 | limit 100.00             | limit_unchanged      | 100.00  190.00  -90.00     0.00
    2025-01-15 12:13 | limit 100.01 seller      | four_eyes_required   | 100.00  190.00  -90.00     0.00
    2025-01-15 12:14 | use B 0.01               | insufficient_credit  | 100.00  190.00  -90.00     0.00
    2025-01-15 12:15 | adjust 190.01            | amount_exceeds_debt  | 100.00  190.00  -90.00     0.00
    2025-01-15 12:16 | adjust 90.00             | ok                   | 100.00  100.00  0.00       0.00
    2025-01-15 12:17 | describe crm-1           | ok                   | 100.00  100.00  0.00       0.00
    # Used on the 15th there, due on the 25th, past due when the 26th begins.
    2025-01-26 05:59 | limit 90.00              | ok                   | 90.00   100.00  -10.00     0.00
    2025-01-26 06:00 | limit 80.00              | ok                   | 80.00   100.00  -20.00     100.00
    2025-01-26 06:01 | write-off                | ok                   | 0.00    0.00    0.00       0.00
    2025-01-26 06:02 | pay P2 1.00              | credit_not_approved  | 0.00    0.00    0.00       0.00
    2025-01-26 06:03 | open 7.00 10             | ok                   | 7.00    0.00    7.00       0.00
    2025-01-26 06:04 | write-off                | nothing_owed         | 7.00    0.00    7.00       0.00
    `,
  );
  expect(state).toMatchObject({ status: 'approved', externalId: null, requestedBy: 'seller' });
});

it('brought from elsewhere with a debt that is late already', () => {
  runLedgerTable(
    verbsIn('UTC'),
    `
    time             | operation      | code                  | limit  used   available  past due
    2025-01-15 12:00 | import 5.00 30 | ok                    | 5.00   1.00   4.00       1.00
    2025-01-15 12:01 | import 5.00 30 | credit_already_exists | 5.00   1.00   4.00       1.00
    2025-01-15 12:02 | use A 4.01     | insufficient_credit   | 5.00   1.00   4.00       1.00
    2025-01-15 12:03 | use A 4.00     | ok                    | 5.00   5.00   0.00       1.00
    2025-01-15 12:04 | pay P 1.01     | ok                    | 5.00   3.99   1.01       0.00
    `,
  );
});
