import type { CreditAccountDraft } from '@haber/ledger';
import {
  ACCOUNT,
  allocated,
  approved,
  blocked,
  closed,
  fellPastDue,
  givenFor,
  opened,
  paid,
  paused,
  rejected,
  requested,
  resumed,
  sealedText,
  unblocked,
  used,
} from '@haber/testing';
import { type AskedStatus, type CommandOf, decide } from './credit-line';

const given = givenFor(decide);
const reason = sealedText('late twice');

const to = (status: AskedStatus): CommandOf<'change-status'> => ({
  type: 'change-status',
  to: status,
  reason: null,
  actor: 'user_manager',
});

/** One account in each standing, by the events that bring it there. */
const PAST = {
  pending: [requested()],
  approved: [requested(), approved()],
  paused: [opened(), paused()],
  blocked: [opened(), blocked('delinquency')],
  rejected: [requested(), rejected()],
  closed: [opened(), closed()],
} as const satisfies Record<string, readonly CreditAccountDraft[]>;

/** From → to: the event that says so. Whatever is not here is refused. */
const LEGAL: Readonly<Record<keyof typeof PAST, Partial<Record<AskedStatus, CreditAccountDraft>>>> = {
  pending: { rejected: rejected() },
  approved: { paused: paused(), blocked: blocked(), closed: closed() },
  paused: { approved: resumed(), blocked: blocked(), closed: closed() },
  blocked: { approved: unblocked(), closed: closed() },
  rejected: {},
  closed: {},
};

describe.each(Object.keys(PAST) as (keyof typeof PAST)[])('an account that is %s', (from) => {
  it.each(['approved', 'paused', 'blocked', 'closed', 'rejected'] as const)('to %s', (status) => {
    const event = LEGAL[from][status];
    const outcome = given(PAST[from]).when(to(status));
    if (!event) return void outcome.then({ code: 'illegal_transition', from, to: status });
    expect(outcome.then([event]).account.state).toMatchObject({ status });
  });
});

it('an account that is not there has no standing', () => {
  given([]).when(to('blocked')).then({ code: 'credit_not_found' });
  given([]).when(to('rejected')).then({ code: 'credit_not_found' });
});

describe('what is recorded', () => {
  it.each([
    ['rejected', PAST.pending, { rejectedBy: 'user_manager' }],
    ['paused', PAST.approved, {}],
    ['blocked', PAST.approved, { cause: 'operator' }],
    ['closed', PAST.approved, { limitCutMinor: 1_000_000n }],
  ] as const)('of %s: the sealed reason, and who or how', (status, past, more) => {
    given(past)
      .when({ ...to(status), reason })
      .then([
        { type: `credit-account.${status}.v1`, data: { accountId: ACCOUNT, ...more, reason } } as CreditAccountDraft,
      ]);
  });

  it('of lifting a block, and of lifting a pause', () => {
    const data = { accountId: ACCOUNT, reason };
    given(PAST.blocked)
      .when({ ...to('approved'), reason })
      .then([{ type: 'credit-account.unblocked.v1', data }]);
    given(PAST.paused)
      .when({ ...to('approved'), reason })
      .then([{ type: 'credit-account.resumed.v1', data }]);
  });
});

describe('an account that owes', () => {
  const owing = [...PAST.approved, used('1.00', '2025-11-24')];

  it.each(['paused', 'blocked'] as const)('may be %s: what is owed stays', (status) => {
    const { account } = given(owing)
      .when(to(status))
      .then([LEGAL.approved[status] as CreditAccountDraft]);
    expect(account.state).toMatchObject({ status, balances: { utilisedMinor: 100n, availableMinor: 999_900n } });
  });

  it('may not be closed, to the cent, in whatever standing', () => {
    const almost = [...owing, paid('2025-11-24', [allocated('0.99', '2025-11-24')])];
    for (const meanwhile of [[], [paused()], [blocked()]]) {
      given([...almost, ...meanwhile])
        .when(to('closed'))
        .then({ code: 'credit_owes', owedMinor: 1n });
    }
    const after = given([...almost, paid('2025-11-24', [allocated('0.01', '2025-11-24')])])
      .when(to('closed'))
      .then([closed()]);
    expect(after.account.state).toMatchObject({ status: 'closed', balances: { limitMinor: 0n, availableMinor: 0n } });
  });

  it('may not be closed once that is past due either', () => {
    given(owing).when(to('closed'), '2026-01-01T00:00:00.000Z').then({ code: 'credit_owes', owedMinor: 100n });
    given(owing)
      .when(to('blocked'), '2025-12-25T00:00:00.000Z')
      .then([fellPastDue('1.00', '2025-12-24'), blocked()]);
  });

  it('is told first that it can never go there', () => {
    given([...owing, blocked()])
      .when(to('rejected'))
      .then({ code: 'illegal_transition', from: 'blocked', to: 'rejected' });
  });
});

it('closing cuts the limit that there is, not the one that was granted', () => {
  given([opened({ limitMinor: 7n })])
    .when(to('closed'))
    .then([closed('0.07')]);
});
