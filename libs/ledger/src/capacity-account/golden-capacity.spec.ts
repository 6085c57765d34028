/** What the golden stream of a capacity account says, revision by revision. */
import { accountCodec, accountNamesOf, accountPostingsOf } from '../account';
import { noPostings, type PostingTotals } from '../credit-account/invariants';
import { golden } from '../golden.fixture';
import { capacityAccountDefinition, creditAccountDefinition } from '../stream-definition';
import type { CapacityAccountEvent } from './events';
import { addCapacityPostings, capacityBreaches, capacityEventBreaches } from './invariants';
import type { CapacityAccount } from './state';

const HUGE = 9_223_372_036_854_775_808n;

/** Revision, processed, credited, available, in flight (in cents), executions in process, last transaction. */
const LIFE = `
  0  0       0       0        0       -         null
  1  -2500   0       -2500    0       -         null
  2  1000001 0       1000001  0       -         2025-11-24T09:58:59.123Z
  3  1000001 300000  700001   300000  1         2025-11-24T09:58:59.123Z
  4  1000001 300000  700001   300000  1>simulated 2025-11-24T09:58:59.123Z
  5  1000001 1000001 0        1000001 1>simulated,2 2025-11-24T09:58:59.123Z
  6  1000001 1000001 0        700001  2         2025-11-24T09:58:59.123Z
  7  1000001 1000001 0        700001  2>http    2025-11-24T09:58:59.123Z
  8  1       1000001 -1000000 700001  2>http    2025-11-24T09:58:59.123Z
  9  1       300000  -299999  0       -         2025-11-24T09:58:59.123Z
  10 ${HUGE} 300000 ${HUGE - 300_000n} 0 -      2025-11-24T10:06:59.000Z
  11 ${HUGE} 300001 ${HUGE - 300_001n} 1 3      2025-11-24T10:06:59.000Z
  12 ${HUGE} 300000 ${HUGE - 300_000n} 0 -      2025-11-24T10:06:59.000Z
  13 ${HUGE} 300002 ${HUGE - 300_002n} 2 4      2025-11-24T10:06:59.000Z
  14 ${HUGE} 300002 ${HUGE - 300_002n} 2 4>simulated 2025-11-24T10:06:59.000Z
  15 ${HUGE} 300000 ${HUGE - 300_000n} 0 -      2025-11-24T10:06:59.000Z
  16 ${HUGE} 300005 ${HUGE - 300_005n} 5 5      2025-11-24T10:06:59.000Z
  17 ${HUGE} 300005 ${HUGE - 300_005n} 5 5>simulated 2025-11-24T10:06:59.000Z`;

const events = golden('capacity-account.v1');

function shown(revision: number, state: CapacityAccount): string {
  if (state.status === 'absent') return 'absent';
  const { processedMinor, creditedMinor, availableMinor, inFlightMinor } = state.balances;
  const open = state.executions.map(({ executionId, submittedTo }) => {
    const number = executionId.slice(-1);
    return submittedTo === null ? number : `${number}>${submittedTo}`;
  });
  const figures = [revision, processedMinor, creditedMinor, availableMinor, inFlightMinor];
  return [...figures, open.join(',') || '-', `${state.lastTransactionAt}`].join(' ');
}

it('has these balances at every revision, and breaks no invariant', () => {
  const lines: string[] = [];
  let state: CapacityAccount = capacityAccountDefinition.initial;
  let totals: PostingTotals = noPostings;
  events.forEach(({ type, data }, revision) => {
    const event = capacityAccountDefinition.codec.decode(type, data);
    const breaches = capacityEventBreaches(state, event);
    state = capacityAccountDefinition.evolve(state, event);
    totals = addCapacityPostings(totals, event);
    expect([...breaches, ...capacityBreaches(state, totals, event)]).toEqual([]);
    lines.push(shown(revision, state));
  });
  expect(lines).toEqual(
    LIFE.trim()
      .split('\n')
      .map((line) => line.trim().split(/\s+/).join(' ')),
  );
});

it('binds each name once, in these words for ever', () => {
  const names = events.flatMap(({ type, data }) => accountNamesOf(accountCodec.decode(type, data)));
  expect(names.map(({ kind, key, fingerprint }) => `${kind}:${key} ${fingerprint}`)).toEqual([
    'reversed:tx-rev-first 2500',
    'processed:tx-rev-first 2500',
    'processed:tx-Ñ/1 1000000',
    'processed:tx-2 1',
    'execution:OP-2025-00000001 7d2f0a1e-0000-4000-8000-000000000001',
    'execution:OP-2025-00000002 7d2f0a1e-0000-4000-8000-000000000002',
    'outcome:7d2f0a1e-0000-4000-8000-000000000001 ["300000","approved","REF-987654321"]',
    'reversed:tx-Ñ/1 1000000',
    'outcome:7d2f0a1e-0000-4000-8000-000000000002 ["700001","rejected","destination_closed","AC-04"]',
    'processed:tx-3 9223372036854775807',
    'execution:OP-2025-00000003 7d2f0a1e-0000-4000-8000-000000000003',
    'outcome:7d2f0a1e-0000-4000-8000-000000000003 ["1","rejected","not_submitted",null]',
    'execution:OP-2025-00000004 7d2f0a1e-0000-4000-8000-000000000004',
    'outcome:7d2f0a1e-0000-4000-8000-000000000004 ["2","rejected","never_received",null]',
    'execution:OP-2025-00000005 7d2f0a1e-0000-4000-8000-000000000005',
  ]);
});

it('is nothing to the fold of a credit account, nor is one of those to this fold', () => {
  for (const { type, data } of events) {
    const event = creditAccountDefinition.codec.decode(type, data);
    expect(creditAccountDefinition.evolve(creditAccountDefinition.initial, event)).toEqual({ status: 'absent' });
  }
  for (const { type, data } of golden('credit-account.v1')) {
    const event = capacityAccountDefinition.codec.decode(type, data);
    expect(capacityAccountDefinition.evolve(capacityAccountDefinition.initial, event)).toEqual({ status: 'absent' });
    expect(capacityAccountDefinition.namesOf?.(event)).toEqual([]);
  }
});

it('posts on the chart of domain.md §9', () => {
  const posted = events.map(({ type, data }) =>
    accountPostingsOf(accountCodec.decode(type, data) as CapacityAccountEvent)
      .map(({ account, amountMinor, currency }) => `${account} ${amountMinor} ${currency}`)
      .join(', '),
  );
  expect(posted.slice(0, 10)).toEqual([
    '',
    '2500 2500 USD, 1100 -2500 USD',
    '1100 1002501 USD, 2500 -1002501 USD',
    '2500 300000 USD, 2510 -300000 USD',
    '',
    '2500 700001 USD, 2510 -700001 USD',
    '2510 300000 USD, 1100 -300000 USD',
    '',
    '2500 1000000 USD, 1100 -1000000 USD',
    '2510 700001 USD, 2500 -700001 USD',
  ]);
});
