import { COMMERCIAL_PRODUCT, NO_DESCRIPTION } from '@haber/ledger';
import {
  ACCOUNT,
  allocated,
  approved,
  blocked,
  closed,
  described,
  givenFor,
  imported,
  opened,
  paused,
  rejected,
  requested,
  used,
  writtenOff,
} from '@haber/testing';
import { type CommandOf, decide } from './credit-line';

const given = givenFor(decide);

const open: CommandOf<'open-credit'> = {
  type: 'open-credit',
  accountId: ACCOUNT,
  customerId: 'customer-42',
  customer: 'active',
  terms: COMMERCIAL_PRODUCT,
  limitMinor: 1_000_000n,
  paymentTermDays: 30,
  actor: 'user_seller',
  secondActorNeeded: false,
  ...NO_DESCRIPTION,
};

describe('opening in one call', () => {
  it('grants at once what it says, under the terms that it is given', () => {
    const after = given([]).when(open).then([opened()]);
    expect(after.account.state).toMatchObject({
      status: 'approved',
      requestedBy: 'user_seller',
      requestedLimitMinor: 1_000_000n,
      balances: { limitMinor: 1_000_000n, utilisedMinor: 0n, availableMinor: 1_000_000n },
    });
  });

  it('pins whatever terms are in force, in whatever currency', () => {
    const terms = { ...COMMERCIAL_PRODUCT, productCode: 'retail', productVersion: 7, currency: 'JPY' };
    const said = { externalId: 'crm-1', metadata: { branch: 'north' } };
    const after = given([])
      .when({ ...open, terms, ...said, paymentTermDays: 365, limitMinor: 0n })
      .then([opened({ terms, ...said, paymentTermDays: 365, limitMinor: 0n })]);
    expect(after.account.state).toMatchObject({ ...said, terms, balances: { currency: 'JPY', limitMinor: 0n } });
  });

  it.each([
    ['a rejection', [requested(), rejected()]],
    ['closing', [requested(), approved(), closed()]],
    ['a write-off', [opened(), used('5.00', '2025-11-24'), writtenOff([allocated('5.00', '2025-11-24')])]],
  ])('is possible after %s, and begins anew', (_, past) => {
    const again = given([...past, described('old', { old: 'yes' })])
      .when({ ...open, limitMinor: 5n })
      .then([opened({ limitMinor: 5n })]);
    expect(again.account.state).toMatchObject({
      ...NO_DESCRIPTION,
      status: 'approved',
      tranches: [],
      balances: { limitMinor: 5n, availableMinor: 5n },
    });
  });

  it.each([
    ['pending', [requested()]],
    ['approved', [requested(), approved()]],
    ['paused', [opened(), paused()]],
    ['blocked', [opened(), blocked()]],
    ['imported', [imported('1.00')]],
  ])('is refused while a credit is %s, four eyes or not', (_, past) => {
    given(past).when(open).then({ code: 'credit_already_exists' });
    given(past)
      .when({ ...open, secondActorNeeded: true })
      .then({ code: 'credit_already_exists' });
  });

  it('is refused where the partner demands four eyes: nobody else decides here', () => {
    given([])
      .when({ ...open, secondActorNeeded: true })
      .then({ code: 'four_eyes_required' });
  });

  it('needs an active customer, before anything about his credit', () => {
    for (const past of [[], [requested()]]) {
      given(past)
        .when({ ...open, customer: 'inactive', secondActorNeeded: true })
        .then({ code: 'customer_not_active' });
      given(past)
        .when({ ...open, customer: 'erased', secondActorNeeded: true })
        .then({ code: 'personal_data_erased' });
    }
  });

  it.each([
    [{ limitMinor: -1n }, /below zero/],
    [{ paymentTermDays: 0 }, /not above zero/],
  ])('%p is a bug of the caller', (bad, message) =>
    given([])
      .when({ ...open, ...bad })
      .thenThrows(message),
  );
});

describe('describing', () => {
  const north = { branch: 'north' };

  it('changes what is said and leaves the rest', () => {
    given([opened()])
      .when({ type: 'describe-credit', externalId: 'crm-1' })
      .then([described('crm-1', {})]);
    given([opened({ externalId: 'crm-1', metadata: north })])
      .when({ type: 'describe-credit', metadata: { desk: '4' } })
      .then([described('crm-1', { desk: '4' })]);
    const after = given([opened(), described('crm-1', north)])
      .when({ type: 'describe-credit', externalId: null, metadata: {} })
      .then([described(null, {})]);
    expect(after.account.state).toMatchObject({ status: 'approved', ...NO_DESCRIPTION });
  });

  it('with nothing to say is recorded all the same', () => {
    given([opened(), described('crm-1', north)])
      .when({ type: 'describe-credit' })
      .then([described('crm-1', north)]);
  });

  it.each([
    ['pending', [requested()]],
    ['rejected', [requested(), rejected()]],
    ['paused', [opened(), paused()]],
    ['blocked', [opened(), blocked()]],
    ['closed', [opened(), closed()]],
  ])('is possible while the credit is %s, and leaves it so', (status, past) => {
    const after = given(past)
      .when({ type: 'describe-credit', externalId: 'x' })
      .then([described('x', {})]);
    expect(after.account.state).toMatchObject({ status, externalId: 'x' });
  });

  it('needs an account', () => {
    given([]).when({ type: 'describe-credit', externalId: 'x' }).then({ code: 'credit_not_found' });
  });
});
