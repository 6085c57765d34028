/**
 * A partner's customer: registered, described, decided on. Protects: what is put again as it stands appends nothing,
 * nobody overwrites what he has not seen, and nothing new is kept about a customer whose personal data was erased,
 * unless he is registered anew. What was decided on a customer outlives an erasure.
 */
import {
  type Customer,
  type CustomerEvent,
  type CustomerProfile,
  type Decision,
  type KnownCustomer,
  type KycStatus,
  sameContent,
  type Sealed,
} from '@haber/ledger';

export type CustomerCommand =
  /** By asking for credit (dialect A): who is known stays as he is. */
  | { readonly type: 'register-customer'; readonly profile: CustomerProfile }
  | {
      readonly type: 'put-customer';
      readonly profile: CustomerProfile;
      /** What `profile` was compared with: whatever is equal in it carries the very same ciphertext. */
      readonly over: CustomerProfile | null;
    }
  | { readonly type: 'decide-kyc'; readonly status: KycStatus; readonly reason: Sealed | null }
  | { readonly type: 'change-activity'; readonly value: Activity; readonly reason: Sealed | null };

export type Activity = 'active' | 'inactive';

/** In order of precedence. */
export type CustomerRejection =
  | { readonly code: 'customer_not_found' }
  /** Somebody else has put another profile since this one was compared: compare again. */
  | { readonly code: 'customer_changed' };

type Answer = Decision<CustomerEvent, CustomerRejection>;
type CommandOf<T extends CustomerCommand['type']> = Extract<CustomerCommand, { type: T }>;

export function decideCustomer(state: Customer, command: CustomerCommand): Answer {
  switch (command.type) {
    case 'register-customer':
      return register(state, command);
    case 'put-customer':
      return put(state, command);
    case 'decide-kyc':
      return decideKyc(state, command);
    case 'change-activity':
      return changeActivity(state, command);
  }
}

function register(state: Customer, { profile }: CommandOf<'register-customer'>): Answer {
  if (state.status === 'registered') return { accept: [] };
  return { accept: [{ type: 'customer.registered.v1', data: profile }] };
}

function put(state: Customer, { profile, over }: CommandOf<'put-customer'>): Answer {
  const present = profileOf(state);
  if (!sameContent(present, over)) return { reject: { code: 'customer_changed' } };
  if (present === null) return { accept: [{ type: 'customer.registered.v1', data: profile }] };
  if (sameContent(present, profile)) return { accept: [] };
  return { accept: [{ type: 'customer.updated.v1', data: profile }] };
}

function decideKyc(state: Customer, { status, reason }: CommandOf<'decide-kyc'>): Answer {
  if (state.status === 'absent') return { reject: { code: 'customer_not_found' } };
  const kept = keptReason(state, reason);
  if (state.kyc === status && state.kycReason === kept) return { accept: [] };
  const data = { customerId: state.customerId, status, reason: kept };
  return { accept: [{ type: 'customer.kyc-decided.v1', data }] };
}

function changeActivity(state: Customer, { value, reason }: CommandOf<'change-activity'>): Answer {
  if (state.status === 'absent') return { reject: { code: 'customer_not_found' } };
  const kept = keptReason(state, reason);
  if (state.active === (value === 'active') && state.activityReason === kept) return { accept: [] };
  const data = { customerId: state.customerId, status: value, reason: kept };
  return { accept: [{ type: 'customer.status-changed.v1', data }] };
}

/** What a new profile takes the place of: after an erasure nothing, since whatever is still sealed opens to nobody. */
export function profileOf(state: Customer): CustomerProfile | null {
  return state.status === 'registered' ? state.profile : null;
}

/** A reason says something about the customer. */
function keptReason({ status }: KnownCustomer, reason: Sealed | null): Sealed | null {
  return status === 'erased' ? null : reason;
}
