/** The canary of the tables: a wrong code or figure, and a table that says nothing, must fail. */
import { approved, minorOf, requested, used } from './credit-events';
import { runLedgerTable, type Verbs } from './ledger-table';

const verbs: Verbs = {
  open: () => ({ accept: [requested(), approved()] }),
  use: (_state, [amount = ''], { now }) => ({ accept: [used(amount, now.slice(0, 10))] }),
  idle: () => ({ accept: [] }),
  refuse: (_state, [code = '']) => ({ reject: { code } }),
};

const HEAD = 'time | operation | code | limit used available past due';

function run(...lines: readonly string[]): () => unknown {
  return () => runLedgerTable(verbs, lines.join('\n'));
}

describe('a ledger table', () => {
  it('passes when every line is as it says', () => {
    const { state } = runLedgerTable(
      verbs,
      `
      time             | operation   | code | limit     used     available  past due
      # comments and empty lines are for the reader
      2025-11-24 10:00 | refuse no   | no   | 0.00      0.00     0.00       0.00
      2025-11-24 10:00 | open        | ok   | 10000.00  0.00     10000.00   0.00

      2025-11-24 10:00 | use 0.01    | ok   | 10000.00  0.01     9999.99    0.00
      2025-12-24 23:59 | idle        | ok   | 10000.00  0.01     9999.99    0.00
      2025-12-25 00:00 | refuse no   | no   | 10000.00  0.01     9999.99    0.00
      2025-12-25 00:00 | idle        | ok   | 10000.00  0.01     9999.99    0.01
      `,
    );
    expect(state).toMatchObject({ status: 'approved', tranches: [{ age: 'past_due', owedMinor: minorOf('0.01') }] });
  });

  it.each([
    ['code', run(HEAD, '2025-11-24 10:00 | open | no | 10000.00 0.00 10000.00 0.00')],
    ['code of a refusal', run(HEAD, '2025-11-24 10:00 | refuse no | ok | 0.00 0.00 0.00 0.00')],
    ['limit', run(HEAD, '2025-11-24 10:00 | open | ok | 10000.01 0.00 10000.00 0.00')],
    ['used', run(HEAD, '2025-11-24 10:00 | open | ok | 10000.00 0.01 10000.00 0.00')],
    ['available', run(HEAD, '2025-11-24 10:00 | open | ok | 10000.00 0.00 9999.99 0.00')],
    ['past due', run(HEAD, '2025-11-24 10:00 | open | ok | 10000.00 0.00 10000.00 0.01')],
    ['verb', run(HEAD, '2025-11-24 10:00 | shut | ok | 0.00 0.00 0.00 0.00')],
    ['number of figures', run(HEAD, '2025-11-24 10:00 | open | ok | 10000.00 0.00 10000.00')],
    ['number of cells', run(HEAD, '2025-11-24 10:00 | open | ok | 10000.00 0.00 10000.00 0.00 | x')],
    ['time', run(HEAD, 'yesterday | open | ok | 10000.00 0.00 10000.00 0.00')],
    ['header', run('2025-11-24 10:00 | open | ok | 10000.00 0.00 10000.00 0.00')],
    ['body', run(HEAD)],
  ])('fails at a wrong %s', (_, act) => {
    expect(act).toThrow();
  });
});
