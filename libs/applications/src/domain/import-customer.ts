/**
 * A customer that comes with an imported account. Whoever is known already stays as he is, also one whose personal data
 * was erased: a file never brings it back.
 */
import type { Customer, CustomerEvent, CustomerProfile, Decision } from '@haber/ledger';

export function decideImportedCustomer(state: Customer, profile: CustomerProfile): Decision<CustomerEvent, never> {
  if (state.status !== 'absent') return { accept: [] };
  return { accept: [{ type: 'customer.registered.v1', data: profile }] };
}
