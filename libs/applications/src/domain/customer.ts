/**
 * Registering a partner's customer, as far as asking for credit needs it. Repeatable: a known customer stays as it is,
 * and one whose personal data was erased may come back with new data.
 */
import type { Customer, CustomerEvent, Decision, Sealed } from '@haber/ledger';

export interface RegisterCustomer {
  readonly type: 'register-customer';
  readonly customerId: string;
  readonly businessName: Sealed;
  readonly taxId: Sealed;
  readonly yearsInBusiness: number | null;
}

export function decideCustomer(state: Customer, command: RegisterCustomer): Decision<CustomerEvent, never> {
  if (state.status === 'registered') return { accept: [] };
  const { type: _, ...data } = command;
  return { accept: [{ type: 'customer.registered.v1', data }] };
}
