import { COMMERCIAL_PRODUCT } from '@haber/ledger';
import {
  ACCOUNT,
  approved,
  blocked,
  closed,
  givenFor,
  rejected,
  requested,
  sealedText,
  unblocked,
  used,
} from '@haber/testing';
import { type ApplicationCommand, decide } from './credit-application';

const given = givenFor(decide);

type Of<T extends ApplicationCommand['type']> = Extract<ApplicationCommand, { type: T }>;

const request: Of<'request-credit'> = {
  type: 'request-credit',
  accountId: ACCOUNT,
  customerId: 'customer-42',
  terms: COMMERCIAL_PRODUCT,
  requestedLimitMinor: 1_000_000n,
  paymentTermDays: 30,
  actor: 'user_seller',
};
const approve: Of<'approve-credit'> = {
  type: 'approve-credit',
  notes: null,
  actor: 'user_manager',
  secondActorNeeded: false,
};

describe('asking for credit', () => {
  it('is recorded as it was asked, with the terms of the product', () => {
    const asked = given([]).when(request).then([requested()]);
    expect(asked.account.state).toMatchObject({ status: 'pending', requestedBy: 'user_seller', tranches: [] });
  });

  it.each([
    ['pending', [requested()]],
    ['approved', [requested(), approved()]],
    ['blocked', [requested(), approved(), blocked()]],
    ['unblocked', [requested(), approved(), blocked(), unblocked()]],
  ])('is refused while a credit is %s', (_, past) => {
    given(past).when(request).then({ code: 'credit_already_exists' });
  });

  it.each([
    ['a rejection', [requested(), rejected()]],
    ['closing', [requested(), approved(), closed()]],
    ['closing while blocked', [requested(), approved(), blocked(), closed()]],
  ])('is possible again after %s, and begins anew', (_, past) => {
    const again = given(past)
      .when({ ...request, requestedLimitMinor: 777n, paymentTermDays: 7, actor: 'user_other' })
      .then([requested({ requestedLimitMinor: 777n, paymentTermDays: 7, requestedBy: 'user_other' })]);
    expect(again.account.state).toMatchObject({
      status: 'pending',
      requestedLimitMinor: 777n,
      paymentTermDays: 7,
      requestedBy: 'user_other',
      balances: { limitMinor: 0n, availableMinor: 0n },
    });
  });

  it.each([{ requestedLimitMinor: 0n }, { requestedLimitMinor: -1n }, { paymentTermDays: 0 }])(
    'for nothing is a bug of the caller: %p',
    (bad) =>
      given([])
        .when({ ...request, ...bad })
        .thenThrows(/not above zero/),
  );
});

describe('approving', () => {
  it('grants what was asked for unless it says otherwise', () => {
    const granted = given([requested({ requestedLimitMinor: 12_345n, paymentTermDays: 45 })])
      .when(approve)
      .then([approved({ limitMinor: 12_345n, paymentTermDays: 45 })]);
    expect(granted.account.state).toMatchObject({
      status: 'approved',
      paymentTermDays: 45,
      balances: { limitMinor: 12_345n, utilisedMinor: 0n, availableMinor: 12_345n },
    });
  });

  it.each([
    ['lower', 1n, 1],
    ['higher', 99_999_999n, 365],
  ])('may grant other figures, %s ones too', (_, limitMinor, paymentTermDays) => {
    const granted = given([requested()])
      .when({ ...approve, limitMinor, paymentTermDays })
      .then([approved({ limitMinor, paymentTermDays })]);
    expect(granted.account.state).toMatchObject({ paymentTermDays, balances: { availableMinor: limitMinor } });
  });

  it('keeps the notes sealed, and the actor as who approved', () => {
    const notes = sealedText('good history');
    given([requested()])
      .when({ ...approve, notes, actor: 'user_boss' })
      .then([approved({ notes, approvedBy: 'user_boss' })]);
  });

  it.each([{ limitMinor: 0n }, { limitMinor: -1n }, { paymentTermDays: 0 }])('of nothing is a bug: %p', (bad) =>
    given([requested()])
      .when({ ...approve, ...bad })
      .thenThrows(/not above zero/),
  );

  describe('where the partner demands four eyes', () => {
    const byAnother = { ...approve, secondActorNeeded: true };

    it('is refused to who asked, and possible for anyone else', () => {
      given([requested()])
        .when({ ...byAnother, actor: 'user_seller' })
        .then({ code: 'four_eyes_required' });
      given([requested()]).when(byAnother).then([approved()]);
    });

    it.each(['User_Seller', ' user_seller', 'ｕser_seller'])('takes %j for who asked', (actor) => {
      given([requested()])
        .when({ ...byAnother, actor })
        .then({ code: 'four_eyes_required' });
    });

    it('looks at who asked last', () => {
      const past = [requested({ requestedBy: 'user_manager' }), rejected(), requested({ requestedBy: 'user_seller' })];
      given(past).when(byAnother).then([approved()]);
    });

    it('says first that there is nothing to approve', () => {
      given([requested(), rejected()])
        .when({ ...byAnother, actor: 'user_seller' })
        .then({ code: 'no_pending_credit' });
    });

    it('does not ask where it is not demanded', () => {
      given([requested()])
        .when({ ...approve, actor: 'user_seller' })
        .then([approved({ approvedBy: 'user_seller' })]);
    });
  });
});

describe('approving', () => {
  const open = [requested(), approved()];
  it.each([
    ['never asked for', [], 'credit_not_found'],
    ['already approved', open, 'credit_already_approved'],
    ['blocked', [...open, used('1.00', '2025-11-24'), blocked()], 'credit_already_approved'],
    ['rejected', [requested(), rejected()], 'no_pending_credit'],
    ['closed', [...open, closed()], 'no_pending_credit'],
  ] as const)('is refused when the credit is %s', (_status, past, code) => {
    given(past).when(approve).then({ code });
  });
});
