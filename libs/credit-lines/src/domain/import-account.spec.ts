import { COMMERCIAL_PRODUCT, type CreditAccountDraft, due } from '@haber/ledger';
import { ACCOUNT, closed, givenFor, requested, rejected, approved, fellPastDue } from '@haber/testing';
import { decideImport, type ImportAccount, importBreaches, importKeys } from './import-account';

const given = givenFor(decideImport);
const NOW = '2025-11-24T10:00:00.000Z';

const debt = (usedOn: string, dueOn: string, amountMinor = 10_000n, reference: string | null = null) => ({
  reference,
  usedOn,
  dueOn,
  amountMinor,
});

function account(of: Partial<ImportAccount> = {}): ImportAccount {
  return {
    type: 'import-account',
    accountId: ACCOUNT,
    customerId: 'customer-42',
    terms: COMMERCIAL_PRODUCT,
    status: 'approved',
    limitMinor: 100_000n,
    paymentTermDays: 30,
    debts: [],
    knownOrderIds: [],
    knownPaymentReferences: [],
    asOf: '2025-11-23',
    openedAt: '2023-04-01T08:00:00.000Z',
    batchId: 'f00d',
    externalId: 'old-42',
    metadata: { branch: 'north' },
    actor: 'haber-cli',
    ...of,
  };
}

function imported(of: Partial<ImportAccount> = {}, debts: readonly unknown[] = []): CreditAccountDraft {
  const { type: _, actor, knownOrderIds: _orders, knownPaymentReferences: _payments, ...rest } = account(of);
  const data = { ...rest, kind: 'commercial', importedBy: actor, debts };
  return { type: 'credit-account.imported.v1', data } as unknown as CreditAccountDraft;
}

describe('an account that lived elsewhere', () => {
  it('stands here as it stood there at the end of the day', () => {
    const debts = [debt('2025-10-20', '2025-11-19', 30_000n, 'o-1'), debt('2025-11-20', '2025-12-20', 12_345n)];
    const outcome = given([])
      .when(account({ debts }), NOW)
      .then([
        imported({}, [
          { ...debts[0], bucket: 'single_payment', age: 'past_due' },
          { ...debts[1], bucket: 'single_payment', age: 'unbilled' },
        ]),
      ])
      .effectiveAt('2025-11-24T00:00:00.000Z');
    expect(outcome.account.state).toMatchObject({
      status: 'approved',
      externalId: 'old-42',
      metadata: { branch: 'north' },
      balances: { limitMinor: 100_000n, utilisedMinor: 42_345n, availableMinor: 57_655n },
    });
  });

  it.each([
    ['the day before as_of is past due', '2025-11-22', 'past_due'],
    ['as_of itself has not passed', '2025-11-23', 'unbilled'],
  ])('a debt that is due on %s', (_, dueOn, age) => {
    const debts = [debt('2025-10-20', dueOn)];
    given([])
      .when(account({ debts }), NOW)
      .then([imported({}, [{ ...debts[0], bucket: 'single_payment', age }])]);
  });

  it('goes on ageing here: what falls due after as_of is past due with the next command', () => {
    const debts = [debt('2025-10-24', '2025-11-23', 5_000n), debt('2025-10-25', '2025-11-24', 700n)];
    const { state } = given([]).when(account({ debts }), NOW).account;
    expect(due(state, NOW).map(({ draft }) => draft)).toEqual([fellPastDue('50.00', '2025-11-23')]);
  });

  it('takes effect now when its day has not ended', () => {
    given([])
      .when(account({ asOf: '2025-11-24' }), NOW)
      .effectiveAt(NOW);
  });

  it.each(['paused', 'blocked'] as const)('may be %s, and may owe more than its limit', (status) => {
    const debts = [debt('2025-11-20', '2025-12-20', 500n)];
    const outcome = given([]).when(account({ status, limitMinor: 0n, debts }), NOW);
    expect(outcome.account.state).toMatchObject({ status, balances: { availableMinor: -500n } });
  });

  it.each([
    ['is asked for', [requested()]],
    ['was rejected', [requested(), rejected()]],
    ['is open', [requested(), approved()]],
    ['was closed', [requested(), approved(), closed()]],
    ['was imported from another file', [imported({ batchId: 'other' })]],
  ])('is refused where a credit %s', (_, past) => {
    given(past).when(account(), NOW).then({ code: 'credit_already_exists' });
  });
});

describe('what the rules have against an account', () => {
  it.each([
    ['a day to come', { asOf: '2025-11-25' }, [{ code: 'as_of_in_future' }]],
    ['an opening after it', { openedAt: '2025-11-24T00:00:00.000Z' }, [{ code: 'opened_after_as_of' }]],
    ['a use after it', { debts: [debt('2025-11-24', '2025-12-24')] }, [{ code: 'used_after_as_of', debt: 0 }]],
    ['a due date before the use', { debts: [debt('2025-11-02', '2025-11-01')] }, [{ code: 'due_before_use', debt: 0 }]],
    ['a mistyped year', { debts: [debt('2025-11-02', '2205-11-01')] }, [{ code: 'due_too_far', debt: 0 }]],
    ['a debt of nothing', { debts: [debt('2025-11-02', '2025-11-03', 0n)] }, [{ code: 'not_above_zero', debt: 0 }]],
    ['an overflowing limit', { limitMinor: 10n ** 18n }, [{ code: 'limit_too_large' }]],
    [
      'overflowing debts',
      { debts: [1, 2].map((n) => debt(`2025-11-0${n}`, '2025-11-20', 5n * 10n ** 17n)) },
      [{ code: 'owes_too_much' }],
    ],
    [
      'one order with two debts',
      { debts: [debt('2025-11-02', '2025-11-03', 1n, 'o'), debt('2025-11-03', '2025-11-03', 1n, 'o')] },
      [{ code: 'order_twice', debt: 1 }],
    ],
    [
      'a settled order that is still owed',
      { debts: [debt('2025-11-02', '2025-11-03', 1n, 'o')], knownOrderIds: ['p', 'o'] },
      [{ code: 'known_order_twice', name: 1 }],
    ],
    ['a payment twice', { knownPaymentReferences: ['p', 'p'] }, [{ code: 'known_payment_twice', name: 1 }]],
  ])('%s', (_, of, breaches) => {
    expect(importBreaches(account(of), NOW)).toEqual(breaches);
    given([])
      .when(account(of), NOW)
      .thenThrows(new RegExp(breaches[0]?.code ?? ''));
  });

  it('is told all at once', () => {
    const of = { asOf: '2025-11-25', debts: [debt('2025-11-26', '2025-11-01')] };
    expect(importBreaches(account(of), NOW)).toHaveLength(3);
  });

  it('counts days in the product’s time zone', () => {
    const terms = { ...COMMERCIAL_PRODUCT, timeZone: 'America/Guatemala' };
    const early = '2025-11-24T05:59:00.000Z'; // still the 23rd there
    expect(importBreaches(account({ terms, asOf: '2025-11-24' }), early)).toEqual([{ code: 'as_of_in_future' }]);
    expect(importBreaches(account({ terms, asOf: '2025-11-24' }), NOW)).toEqual([]);
    given([]).when(account({ terms }), NOW).effectiveAt('2025-11-24T06:00:00.000Z');
  });
});

it('is named by its file, and takes every name that was used there', () => {
  const debts = [debt('2025-11-02', '2025-11-03', 1n, 'owed'), debt('2025-11-02', '2025-11-03', 1n)];
  const keys = importKeys(account({ debts, knownOrderIds: ['paid'], knownPaymentReferences: ['PAY-1'] }));
  expect(keys).toEqual([
    { kind: 'import', key: 'f00d', fingerprint: 'f00d' },
    { kind: 'order', key: 'owed', fingerprint: 'f00d' },
    { kind: 'order', key: 'paid', fingerprint: 'f00d' },
    { kind: 'payment', key: 'PAY-1', fingerprint: 'f00d' },
  ]);
});
