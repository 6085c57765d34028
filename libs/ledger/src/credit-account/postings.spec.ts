/** The entries of the golden life as an accountant would write them (domain.md §9), and what the invariants notice. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { creditAccountDefinition } from '../stream-definition';
import type { CreditAccountEvent } from './events';
import { accountBreaches, addPostings, eventBreaches, noPostings, type PostingTotals } from './invariants';
import { postingsOf } from './postings';
import type { Balances } from './events';
import type { CreditAccount, KnownAccount } from './state';

const EVENTS: readonly CreditAccountEvent[] = readFileSync(
  join(__dirname, '../../golden/credit-account.v1.jsonl'),
  'utf8',
)
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as { type: string; data: string })
  .map(({ type, data }) => creditAccountDefinition.codec.decode(type, data));

function entries(event: CreditAccountEvent): string[] {
  return postingsOf(event).map(({ account, amountMinor, age, bucket, currency }) => {
    const place = age && bucket ? `${account}/${bucket}/${age}` : account;
    return `${amountMinor > 0n ? 'debit' : 'credit'} ${place} ${amountMinor < 0n ? -amountMinor : amountMinor} ${currency}`;
  });
}

describe('postings', () => {
  it.each([
    ['an approval grants', 1, ['debit 9100 1200000 USD', 'credit 9110 1200000 USD']],
    [
      'a use is owed, payable to the merchant, and taken from what is available',
      2,
      [
        'debit 1200/single_payment/unbilled 500000 USD',
        'credit 2100 500000 USD',
        'debit 9110 500000 USD',
        'credit 9130 500000 USD',
      ],
    ],
    [
      'a payment is received, then allocated, and available again',
      4,
      [
        'debit 1100 250000 USD',
        'credit 2300 250000 USD',
        'debit 2300 250000 USD',
        'credit 1200/single_payment/unbilled 250000 USD',
        'debit 9130 250000 USD',
        'credit 9110 250000 USD',
      ],
    ],
    [
      'what falls past due changes its age only',
      5,
      ['debit 1200/single_payment/past_due 250000 USD', 'credit 1200/single_payment/unbilled 250000 USD'],
    ],
    ['a limit that falls takes back what it granted', 22, ['credit 9100 10000 USD', 'debit 9110 10000 USD']],
    [
      'an adjustment is our expense, and available again',
      25,
      [
        'debit 5200 3 USD',
        'credit 1200/single_payment/past_due 3 USD',
        'debit 9130 3 USD',
        'credit 9110 3 USD',
        'debit 5200 2 USD',
        'credit 1200/single_payment/past_due 2 USD',
        'debit 9130 2 USD',
        'credit 9110 2 USD',
      ],
    ],
    [
      'a write-off is a loss, and takes the limit back',
      26,
      [
        'debit 5100 49994 USD',
        'credit 1200/single_payment/past_due 49994 USD',
        'debit 9130 49994 USD',
        'credit 9110 49994 USD',
        'debit 9110 40000 USD',
        'credit 9100 40000 USD',
      ],
    ],
    [
      'an imported account brings its limit and its debts by age',
      29,
      [
        'debit 9100 70000 USD',
        'credit 9110 70000 USD',
        'debit 1200/single_payment/unbilled 700 USD',
        'credit 3100 700 USD',
        'debit 9110 700 USD',
        'credit 9130 700 USD',
        'debit 1200/single_payment/past_due 11 USD',
        'credit 3100 11 USD',
        'debit 9110 11 USD',
        'credit 9130 11 USD',
      ],
    ],
    [
      'a payment over two debts allocates each',
      7,
      [
        'debit 1100 300001 USD',
        'credit 2300 300001 USD',
        'debit 2300 250000 USD',
        'credit 1200/single_payment/past_due 250000 USD',
        'debit 9130 250000 USD',
        'credit 9110 250000 USD',
        'debit 2300 50001 USD',
        'credit 1200/single_payment/past_due 50001 USD',
        'debit 9130 50001 USD',
        'credit 9110 50001 USD',
      ],
    ],
    ['closing takes back', 11, ['debit 9110 1200000 USD', 'credit 9100 1200000 USD']],
    ['a request moves nothing', 0, []],
    ['blocking moves nothing', 8, []],
    ['unblocking moves nothing', 10, []],
    ['a rejection moves nothing', 13, []],
  ])('%s', (_, revision, expected) => {
    const event = EVENTS[revision];
    expect(event && entries(event)).toEqual(expected);
  });

  it.each(['penalty', 'fee', 'interest'] as const)('a payment of a %s goes to its own receivable', (component) => {
    const event = EVENTS[4] as Extract<CreditAccountEvent, { type: 'credit-account.payment-received.v1' }>;
    const allocations = event.data.allocations.map((a) => ({ ...a, component }));
    const accounts = entries({ ...event, data: { ...event.data, allocations } });
    expect(accounts[3]).toBe(`credit ${{ penalty: 1240, fee: 1230, interest: 1220 }[component]} 250000 USD`);
  });

  it('leave, over the whole life, what is owed to merchants and what was settled', () => {
    const totals = EVENTS.reduce(addPostings, noPostings);
    expect(Object.fromEntries([...totals].filter(([, minor]) => minor !== 0n))).toEqual({
      '1100': 1_200_000n,
      '1200/single_payment/unbilled': 700n,
      '1200/single_payment/past_due': 11n,
      '2100': -1_249_999n,
      '3100': -711n,
      '5100': 49_994n,
      '5200': 5n,
      '9100': 70_000n,
      '9110': -69_289n,
      '9130': -711n,
    });
  });
});

describe('the invariants notice', () => {
  it.each<[string, number, (data: Record<string, unknown>) => object, RegExp]>([
    [
      'a payment that allocates less',
      4,
      (d) => ({ amountMinor: (d['amountMinor'] as bigint) + 1n }),
      /allocates 250000/,
    ],
    ['an amount of zero', 2, () => ({ amountMinor: 0n }), /not above zero/],
    ['a negative amount', 2, () => ({ amountMinor: -1n }), /not above zero/],
    [
      'allocations that cancel out',
      4,
      (d) => {
        const [one] = d['allocations'] as { amountMinor: bigint }[];
        return {
          allocations: [
            { ...one, amountMinor: 250_001n },
            { ...one, amountMinor: -1n },
          ],
        };
      },
      /an allocation is not above zero/,
    ],
  ])('%s', (_, revision, change, breach) => {
    const event = EVENTS[revision] as CreditAccountEvent;
    expect(eventBreaches(event)).toEqual([]);
    const changed = { ...event, data: { ...event.data, ...change(event.data) } } as CreditAccountEvent;
    expect(eventBreaches(changed).join()).toMatch(breach);
  });

  const [totals, folded] = at(7);

  it.each<[string, Partial<Balances>, RegExp]>([
    ['a limit that is not available + held + utilised', { limitMinor: 1n }, /limit is not/],
    ['an available amount that the postings do not know', { availableMinor: 1n }, /9110/],
    ['a hold that nobody posted', { heldMinor: 1n }, /9120/],
    ['something utilised that nobody posted', { utilisedMinor: 1n }, /9130/],
    ['a negative limit', { limitMinor: -1n }, /negative limit/],
    [
      'principal of another age',
      { buckets: { single_payment: { ...folded.balances.buckets['single_payment'], billedMinor: 1n } as never } },
      /tranches owe 0 billed/,
    ],
    [
      'negative principal',
      { buckets: { single_payment: { ...folded.balances.buckets['single_payment'], unbilledMinor: -1n } as never } },
      /negative principal/,
    ],
  ])('%s', (_, change, breach) => {
    const balances = { ...folded.balances, ...change };
    expect(accountBreaches(folded, totals, folded.balances)).toEqual([]);
    expect(accountBreaches({ ...folded, balances }, totals, balances).join()).toMatch(breach);
    expect(accountBreaches(folded, totals, balances)).toEqual(['the event carries other balances than the fold']);
  });

  it('an entry that is missing, or stands there twice', () => {
    const [before] = at(6);
    expect(accountBreaches(folded, before, undefined).join()).toMatch(/1200\/single_payment\/past_due/);
    const twice = EVENTS[7] ? addPostings(totals, EVENTS[7]) : totals;
    expect(accountBreaches(folded, twice, undefined).join()).toMatch(/9110/);
  });

  it('tranches that owe something else, or nothing', () => {
    const [tranche] = folded.tranches;
    if (!tranche) throw new Error('nothing is owed');
    const more = { ...folded, tranches: [{ ...tranche, owedMinor: tranche.owedMinor + 1n }] };
    expect(accountBreaches(more, totals, undefined).join()).toMatch(/tranches owe/);
    const younger = { ...folded, tranches: [{ ...tranche, age: 'unbilled' as const }] };
    expect(accountBreaches(younger, totals, undefined).join()).toMatch(/tranches owe/);
    const empty = { ...folded, tranches: [tranche, { ...tranche, usedOn: '2020-01-01', owedMinor: 0n }] };
    expect(accountBreaches(empty, totals, undefined)).toEqual(['a tranche owes nothing or less']);
  });

  it('a limit or a debt where there may be none', () => {
    for (const status of ['pending', 'rejected', 'closed'] as const) {
      expect(accountBreaches({ ...folded, status }, totals, undefined)).toEqual([`${status} with a limit or a debt`]);
    }
    expect(accountBreaches({ status: 'absent' }, totals, undefined)).toHaveLength(1);
    expect(accountBreaches({ status: 'absent' }, noPostings, undefined)).toEqual([]);
  });
});

/** Totals and fold after a revision of the golden life. */
function at(revision: number): readonly [PostingTotals, KnownAccount] {
  const until = EVENTS.slice(0, revision + 1);
  const state = until.reduce<CreditAccount>(creditAccountDefinition.evolve, creditAccountDefinition.initial);
  if (state.status === 'absent') throw new Error('never requested');
  return [until.reduce(addPostings, noPostings), state];
}
