/**
 * A partner's customer, as far as credit needs to know one: that it exists, and whose personal data was given with it.
 * The personal fields are ciphertext from the first event on; after erasure the customer is known, its data is not.
 */
import { eventSchema, type EventOf, integer, nullable, personal, text } from '../event-schema';

export const customerRegistered = eventSchema('customer.registered.v1', {
  customerId: text,
  businessName: personal(text),
  taxId: personal(text),
  yearsInBusiness: nullable(integer),
});

export const personalDataErased = eventSchema('customer.personal-data-erased.v1', { customerId: text });

export const customerSchemas = [customerRegistered, personalDataErased] as const;
export type CustomerEvent = EventOf<(typeof customerSchemas)[number]>;

export type Customer =
  { readonly status: 'absent' } | { readonly status: 'registered' | 'erased'; readonly customerId: string };

export const CUSTOMER_FOLD_VERSION = 1;
export const initialCustomer: Customer = { status: 'absent' };

export function evolveCustomer(_state: Customer, event: CustomerEvent): Customer {
  switch (event.type) {
    case 'customer.registered.v1':
      return { status: 'registered', customerId: event.data.customerId };
    case 'customer.personal-data-erased.v1':
      return { status: 'erased', customerId: event.data.customerId };
  }
}
