import { COMMERCIAL_PRODUCT } from '../products';
import { allocate } from './allocate';
import { due } from './due';
import { type Age, type Bucket, type CreditAccountDraft, NO_DESCRIPTION } from './events';
import { evolve, stamp } from './evolve';
import { type CreditAccount, initialCreditAccount } from './state';

const accountId = 'credit_1';

function account(
  timeZone: string,
  ...uses: readonly [usedOn: string, dueOn: string, amountMinor: bigint][]
): CreditAccount {
  const known = { accountId, customerId: 'c', kind: 'commercial', requestedBy: 'u' } as const;
  const figures = { requestedLimitMinor: 1_000n, paymentTermDays: 30 };
  const drafts: CreditAccountDraft[] = [
    { type: 'credit-account.requested.v1', data: { ...known, ...figures, terms: { ...COMMERCIAL_PRODUCT, timeZone } } },
    {
      type: 'credit-account.approved.v1',
      data: { accountId, limitMinor: 1_000n, paymentTermDays: 30, approvedBy: 'u', notes: null },
    },
    ...uses.map(([usedOn, dueOn, amountMinor]): CreditAccountDraft => {
      const data = {
        accountId,
        usageId: usedOn,
        orderId: usedOn,
        bucket: 'single_payment',
        amountMinor,
        usedOn,
        dueOn,
        ...NO_DESCRIPTION,
      };
      return { type: 'credit-account.credit-used.v1', data: data as typeof data & { bucket: Bucket } };
    }),
  ];
  return drafts.reduce((state: CreditAccount, draft) => stamp(state, draft).state, initialCreditAccount);
}

function fell(dueOn: string, amountMinor: bigint, fromAge: Age = 'unbilled'): CreditAccountDraft {
  const data = { accountId, bucket: 'single_payment', fromAge, dueOn, amountMinor } as const;
  return { type: 'credit-account.uses-fell-past-due.v1', data };
}

describe('a use falls past due', () => {
  const one = account('UTC', ['2025-11-24', '2025-12-24', 5n]);

  it('once the business day of its due date has ended, not a moment before', () => {
    expect(due(one, '2025-12-24T23:59:59.999Z')).toEqual([]);
    expect(due(one, '2025-12-25T00:00:00.000Z')).toEqual([
      {
        what: 'past-due:single_payment:unbilled',
        date: '2025-12-24',
        effectiveAt: '2025-12-25T00:00:00.000Z',
        draft: fell('2025-12-24', 5n),
      },
    ]);
  });

  it('in the time zone of its product', () => {
    const there = account('America/Guatemala', ['2025-11-24', '2025-12-24', 5n]);
    expect(due(there, '2025-12-25T05:59:59.999Z')).toEqual([]);
    expect(due(there, '2025-12-25T06:00:00.000Z')).toMatchObject([
      { date: '2025-12-24', effectiveAt: '2025-12-25T06:00:00.000Z' },
    ]);
  });

  it('at the time at which it did, however late that is noticed', () => {
    expect(due(one, '2030-01-01T00:00:00.000Z')).toMatchObject([{ effectiveAt: '2025-12-25T00:00:00.000Z' }]);
  });

  it('in the order of due dates, all of one date together', () => {
    const several = account(
      'UTC',
      ['2025-11-26', '2025-12-26', 1n],
      ['2025-11-24', '2025-12-25', 2n],
      ['2025-11-25', '2025-12-25', 4n],
      ['2025-11-20', '2026-01-20', 8n],
    );
    expect(due(several, '2025-12-27T00:00:00.000Z').map(({ draft }) => draft)).toEqual([
      fell('2025-12-25', 6n),
      fell('2025-12-26', 1n),
    ]);
  });

  it('only once', () => {
    const after = due(one, '2026-01-01T00:00:00.000Z').reduce((state, { draft }) => evolve(state, draft), one);
    expect(after).toMatchObject({ tranches: [{ age: 'past_due', owedMinor: 5n }] });
    expect(due(after, '2030-01-01T00:00:00.000Z')).toEqual([]);
  });

  it('not on an account that is not there, or owes nothing', () => {
    expect(due(initialCreditAccount, '2030-01-01T00:00:00.000Z')).toEqual([]);
    expect(due(account('UTC'), '2030-01-01T00:00:00.000Z')).toEqual([]);
  });
});

describe('a payment is allocated', () => {
  it('to what is past due first, whatever the dates', () => {
    const two = account('UTC', ['2025-11-24', '2025-12-24', 5n], ['2025-11-25', '2025-12-25', 7n]);
    const laterFell = evolve(two, fell('2025-12-25', 7n));
    if (laterFell.status === 'absent') throw new Error('absent');
    const on = { paymentDate: '2025-12-01', today: '2025-12-01' };
    expect(allocate(laterFell, { amountMinor: 8n, ...on })).toMatchObject([
      { age: 'past_due', dueOn: '2025-12-25', amountMinor: 7n },
      { age: 'unbilled', dueOn: '2025-12-24', amountMinor: 1n },
    ]);
  });

  it('never beyond what is owed', () => {
    const one = account('UTC', ['2025-11-24', '2025-12-24', 5n]);
    if (one.status === 'absent') throw new Error('absent');
    const on = { paymentDate: '2025-12-01', today: '2025-12-01' };
    expect(allocate(one, { amountMinor: 8n, ...on })).toMatchObject([{ amountMinor: 5n }]);
  });
});

describe('the fold', () => {
  it('keeps one tranche for all uses of one date, however many there are', () => {
    const uses = Array.from({ length: 100 }, () => ['2025-11-24', '2025-12-24', 1n] as [string, string, bigint]);
    expect(account('UTC', ...uses)).toMatchObject({
      tranches: [{ owedMinor: 100n }],
      balances: { utilisedMinor: 100n },
    });
  });

  it('keeps tranches sorted by due date, then date of use', () => {
    const state = account(
      'UTC',
      ['2025-11-26', '2025-12-26', 1n],
      ['2025-11-25', '2025-12-25', 2n],
      ['2025-11-24', '2025-12-25', 4n],
      ['2025-11-27', '2025-12-24', 8n],
    );
    expect(state).toMatchObject({ tranches: [8n, 4n, 2n, 1n].map((owedMinor) => ({ owedMinor })) });
  });

  it('keeps what is past due apart from what is not, even where their dates are the same', () => {
    const fallen = evolve(account('UTC', ['2025-11-24', '2025-12-24', 5n]), fell('2025-12-24', 5n));
    const use = { accountId, usageId: 'u', orderId: 'o', bucket: 'single_payment', amountMinor: 2n } as const;
    const dates = { usedOn: '2025-11-24', dueOn: '2025-12-24' };
    const both = evolve(fallen, {
      type: 'credit-account.credit-used.v1',
      data: { ...use, ...dates, ...NO_DESCRIPTION },
    });
    expect(both).toMatchObject({
      tranches: [
        { age: 'past_due', owedMinor: 5n },
        { age: 'unbilled', owedMinor: 2n },
      ],
    });
  });

  it('is total: what follows no request changes nothing, and cannot be stamped', () => {
    expect(evolve(initialCreditAccount, fell('2025-12-24', 5n))).toBe(initialCreditAccount);
    expect(() => stamp(initialCreditAccount, fell('2025-12-24', 5n))).toThrow(/never requested/);
  });

  it('does not change the state that it is given', () => {
    const before = account('UTC', ['2025-11-24', '2025-12-24', 5n]);
    const copy = structuredClone(before);
    evolve(before, fell('2025-12-24', 5n));
    expect(before).toEqual(copy);
  });

  it('counts the charges that the product counts, and no others', () => {
    const open = account('UTC', ['2025-11-24', '2025-12-24', 5n]);
    if (open.status === 'absent') throw new Error('absent');
    const charged = { ...open.balances, interestMinor: 10n, feesMinor: 20n, penaltiesMinor: 40n };
    for (const [chargesCounted, utilisedMinor] of [
      [[], 6n],
      [['interest'], 16n],
      [['fees', 'penalties'], 66n],
    ] as const) {
      const state = { ...open, balances: charged, terms: { ...open.terms, chargesCounted } };
      const use = { accountId, usageId: 'u', orderId: 'o', bucket: 'single_payment' as const };
      const dates = { amountMinor: 1n, usedOn: '2025-11-24', dueOn: '2025-12-24' };
      const after = evolve(state, {
        type: 'credit-account.credit-used.v1',
        data: { ...use, ...dates, ...NO_DESCRIPTION },
      });
      expect(after).toMatchObject({ balances: { utilisedMinor, availableMinor: 1_000n - utilisedMinor } });
    }
  });
});
