import { customerDefinition, type Customer, type CustomerEvent } from '@haber/ledger';
import { customerProfile, sealedText } from '@haber/testing';
import { type CustomerCommand, type CustomerRejection, decideCustomer, profileOf } from './customer';

const profile = customerProfile('customer-42', {
  legalName: sealedText('Constructora ABC'),
  taxId: sealedText('RUC-123-456'),
  yearsInBusiness: 5,
});
const renamed = { ...profile, legalName: sealedText('Constructora XYZ') };
const { customerId } = profile;
const registered: CustomerEvent = { type: 'customer.registered.v1', data: profile };
const updated: CustomerEvent = { type: 'customer.updated.v1', data: renamed };
const erased: CustomerEvent = { type: 'customer.personal-data-erased.v1', data: { customerId } };
const kyc = (status: 'pending' | 'approved' | 'rejected', reason: string | null = null): CustomerEvent => ({
  type: 'customer.kyc-decided.v1',
  data: { customerId, status, reason: reason === null ? null : sealedText(reason) },
});
const turned = (status: 'active' | 'inactive', reason: string | null = null): CustomerEvent => ({
  type: 'customer.status-changed.v1',
  data: { customerId, status, reason: reason === null ? null : sealedText(reason) },
});

function given(...events: readonly CustomerEvent[]) {
  const state = events.reduce(customerDefinition.evolve, customerDefinition.initial);
  return {
    state,
    when: (command: CustomerCommand | ((state: Customer) => CustomerCommand)) => {
      const decision = decideCustomer(state, typeof command === 'function' ? command(state) : command);
      return {
        then: (expected: readonly CustomerEvent[] | CustomerRejection['code']) => {
          const found = 'reject' in decision ? decision.reject.code : decision.accept;
          expect(found).toEqual(expected);
        },
      };
    },
  };
}

/** What a caller does who has just looked. */
const put = (said: typeof profile) => (state: Customer) => {
  return { type: 'put-customer', profile: said, over: profileOf(state) } as const;
};

describe('registering a customer who asks for credit', () => {
  const register = { type: 'register-customer', profile } as const;

  it('records what was sent, and nothing when it is known already', () => {
    given().when(register).then([registered]);
    given(registered)
      .when({ ...register, profile: { ...profile, yearsInBusiness: 6 } })
      .then([]);
    given(registered, updated).when(register).then([]);
  });

  it('takes one back whose personal data was erased', () => {
    given(registered, erased).when(register).then([registered]);
    given(registered, erased, registered).when(register).then([]);
  });
});

describe('putting a customer', () => {
  it('registers who is new, replaces the whole profile of who is known', () => {
    given().when(put(profile)).then([registered]);
    given(registered).when(put(renamed)).then([updated]);
    expect(given(registered, updated).state).toMatchObject({ profile: renamed });
  });

  it('appends nothing for the same content', () => {
    given(registered)
      .when(put({ ...profile }))
      .then([]);
    given(registered, updated, kyc('approved')).when(put(renamed)).then([]);
  });

  it.each([
    ['type', { type: 'person' }],
    ['a text that is no longer said', { taxId: null }],
    ['years in business', { yearsInBusiness: null }],
    ['external id', { externalId: 'crm-1' }],
    ['metadata', { metadata: { branch: 'north' } }],
  ] as const)('tells other content by %s alone', (_, change) => {
    given(registered)
      .when(put({ ...profile, ...change }))
      .then([{ type: 'customer.updated.v1', data: { ...profile, ...change } }]);
  });

  it('registers anew after an erasure, whatever was known before', () => {
    given(registered, erased).when(put(profile)).then([registered]);
  });

  it('is to be compared again when somebody else was faster', () => {
    const over = (seen: typeof profile | null) => ({ type: 'put-customer', profile: renamed, over: seen }) as const;
    given(registered).when(over(null)).then('customer_changed');
    given(registered, updated).when(over(profile)).then('customer_changed');
    given(registered, erased).when(over(profile)).then('customer_changed');
    given(registered, erased, registered).when(over(null)).then('customer_changed');
  });

  it('minds no decision that somebody took meanwhile', () => {
    given(registered, kyc('approved'), turned('inactive', 'fraud'))
      .when({ type: 'put-customer', profile: renamed, over: profile })
      .then([updated]);
  });
});

describe('deciding on who a customer is', () => {
  const decide = (status: 'pending' | 'approved' | 'rejected', reason: string | null = null) =>
    ({ type: 'decide-kyc', status, reason: reason === null ? null : sealedText(reason) }) as const;

  it('goes any way, with its reason', () => {
    given(registered)
      .when(decide('approved'))
      .then([kyc('approved')]);
    given(registered, kyc('approved'))
      .when(decide('rejected', 'false papers'))
      .then([kyc('rejected', 'false papers')]);
    given(registered, kyc('rejected', 'x'))
      .when(decide('pending'))
      .then([kyc('pending')]);
    expect(given(registered, kyc('rejected', 'x')).state).toMatchObject({
      kyc: 'rejected',
      kycReason: sealedText('x'),
    });
  });

  it('appends nothing for the same decision for the same reason, and another one for another reason', () => {
    given(registered).when(decide('pending')).then([]);
    given(registered, kyc('rejected', 'x')).when(decide('rejected', 'x')).then([]);
    given(registered, kyc('rejected', 'x'))
      .when(decide('rejected', 'y'))
      .then([kyc('rejected', 'y')]);
  });

  it('outlives an erasure, but keeps no reason of one erased', () => {
    given(registered, erased)
      .when(decide('rejected', 'x'))
      .then([kyc('rejected')]);
    given(registered, erased, kyc('rejected')).when(decide('rejected', 'x')).then([]);
    expect(given(registered, kyc('approved'), erased, registered).state).toMatchObject({ kyc: 'approved' });
  });

  it('is refused for a stranger', () => given().when(decide('approved')).then('customer_not_found'));
});

describe('the activity of a customer', () => {
  const turn = (value: 'active' | 'inactive', reason: string | null = null) =>
    ({ type: 'change-activity', value, reason: reason === null ? null : sealedText(reason) }) as const;

  it('ends and begins again, with its reason', () => {
    given(registered)
      .when(turn('inactive', 'moved away'))
      .then([turned('inactive', 'moved away')]);
    given(registered, turned('inactive', 'x'))
      .when(turn('active'))
      .then([turned('active')]);
    expect(given(registered, turned('inactive', 'x')).state).toMatchObject({ active: false });
    expect(given(registered, turned('inactive', 'x'), turned('active')).state).toMatchObject({
      active: true,
      activityReason: null,
    });
  });

  it('appends nothing for what is so already for the same reason', () => {
    given(registered).when(turn('active')).then([]);
    given(registered, turned('inactive', 'x')).when(turn('inactive', 'x')).then([]);
    given(registered, turned('inactive', 'x'))
      .when(turn('inactive', 'y'))
      .then([turned('inactive', 'y')]);
  });

  it('keeps no reason of one erased', () => {
    given(registered, erased)
      .when(turn('inactive', 'x'))
      .then([turned('inactive')]);
  });

  it('is refused for a stranger', () => given().when(turn('active')).then('customer_not_found'));
});
