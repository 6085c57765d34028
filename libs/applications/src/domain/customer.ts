/**
 * Registering a partner's customer, as far as asking for credit needs it. Repeatable: a known customer stays as it is,
 * and one whose personal data was erased may come back with new data.
 */
import type { Customer, CustomerEvent, CustomerProfile, Decision } from '@haber/ledger';

export interface RegisterCustomer {
  readonly type: 'register-customer';
  readonly profile: CustomerProfile;
}

export function decideCustomer(state: Customer, { profile }: RegisterCustomer): Decision<CustomerEvent, never> {
  if (state.status === 'registered') return { accept: [] };
  return { accept: [{ type: 'customer.registered.v1', data: profile }] };
}
