import { customerDefinition, type CustomerEvent } from '@haber/ledger';
import { customerProfile, sealedText } from '@haber/testing';
import { decideCustomer } from './customer';

const profile = customerProfile('customer-42', {
  legalName: sealedText('Constructora ABC'),
  taxId: sealedText('RUC-123-456'),
  yearsInBusiness: 5,
});
const registered: CustomerEvent = { type: 'customer.registered.v1', data: profile };
const erased: CustomerEvent = { type: 'customer.personal-data-erased.v1', data: { customerId: 'customer-42' } };

function after(...events: readonly CustomerEvent[]) {
  return events.reduce(customerDefinition.evolve, customerDefinition.initial);
}

describe('registering a customer', () => {
  it('records what was sent, and nothing when it is known already', () => {
    const command = { type: 'register-customer', profile } as const;
    expect(decideCustomer(after(), command)).toEqual({ accept: [registered] });
    expect(decideCustomer(after(registered), { ...command, profile: { ...profile, yearsInBusiness: 6 } })).toEqual({
      accept: [],
    });
  });

  it('takes one back whose personal data was erased', () => {
    const command = { type: 'register-customer', profile } as const;
    expect(decideCustomer(after(registered, erased), command)).toEqual({ accept: [registered] });
    expect(decideCustomer(after(registered, erased, registered), command)).toEqual({ accept: [] });
  });
});
