/**
 * A partner's customer: a person or a company that may hold credit. The personal fields are ciphertext from the first
 * event on, under the customer's own key; after erasure the customer is known, its data is not.
 */
import {
  choice,
  eventSchema,
  type EventOf,
  integer,
  map,
  nullable,
  personal,
  type Sealed,
  text,
  type TypeOf,
} from '../event-schema';

const customerType = choice('person', 'company');
const kycStatus = choice('pending', 'approved', 'rejected');
const activity = choice('active', 'inactive');

/** Everything that a partner may say of a customer; a text that it did not send is null. */
const profile = {
  customerId: text,
  type: customerType,
  legalName: personal(nullable(text)),
  tradeName: personal(nullable(text)),
  nationalId: personal(nullable(text)),
  taxId: personal(nullable(text)),
  email: personal(nullable(text)),
  phone: personal(nullable(text)),
  /** Canonical JSON, members sorted: of a text, or of an object of texts. */
  address: personal(nullable(text)),
  yearsInBusiness: nullable(integer),
  externalId: nullable(text),
  metadata: map(text),
};

export const customerRegistered = eventSchema('customer.registered.v1', profile);

/** Replaces the whole profile. */
export const customerUpdated = eventSchema('customer.updated.v1', profile);

export const customerKycDecided = eventSchema('customer.kyc-decided.v1', {
  customerId: text,
  status: kycStatus,
  reason: personal(nullable(text)),
});

export const customerStatusChanged = eventSchema('customer.status-changed.v1', {
  customerId: text,
  status: activity,
  reason: personal(nullable(text)),
});

export const personalDataErased = eventSchema('customer.personal-data-erased.v1', { customerId: text });

export const customerSchemas = [
  customerRegistered,
  customerUpdated,
  customerKycDecided,
  customerStatusChanged,
  personalDataErased,
] as const;
export type CustomerEvent = EventOf<(typeof customerSchemas)[number]>;
export type CustomerProfile = EventOf<typeof customerRegistered>['data'];
export type KycStatus = TypeOf<typeof kycStatus>;

export interface KnownCustomer {
  /** `erased`: its key is destroyed; what is still sealed in the profile can be opened by nobody. */
  readonly status: 'registered' | 'erased';
  readonly customerId: string;
  readonly profile: CustomerProfile;
  readonly kyc: KycStatus;
  /** Of the newest decision; like everything sealed, nobody can open it once the customer was erased. */
  readonly kycReason: Sealed | null;
  readonly active: boolean;
  readonly activityReason: Sealed | null;
}
export type Customer = { readonly status: 'absent' } | KnownCustomer;

export const CUSTOMER_FOLD_VERSION = 1;
export const initialCustomer: Customer = { status: 'absent' };

/** Whoever comes back after an erasure keeps what was decided on him. */
const NEW = { kyc: 'pending', kycReason: null, active: true, activityReason: null } as const;

export function evolveCustomer(state: Customer, event: CustomerEvent): Customer {
  if (event.type === 'customer.registered.v1') {
    const standing = state.status === 'absent' ? NEW : state;
    return { ...standing, status: 'registered', customerId: event.data.customerId, profile: event.data };
  }
  // Only a registration opens a stream; `verify` reports one that begins otherwise.
  if (state.status === 'absent') return state;
  switch (event.type) {
    case 'customer.updated.v1':
      return { ...state, profile: event.data };
    case 'customer.kyc-decided.v1':
      return { ...state, kyc: event.data.status, kycReason: event.data.reason };
    case 'customer.status-changed.v1':
      return { ...state, active: event.data.status === 'active', activityReason: event.data.reason };
    case 'customer.personal-data-erased.v1':
      return { ...state, status: 'erased' };
  }
}
