/** How people name an account: by its stream, by the id that a dialect shows, or by the customer it belongs to. */
import { capacityAccountStream, commercialCreditStream, type StreamId, type Tenant } from '@haber/ledger';

const STREAM = /^[a-z][a-z-]*-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const ACCOUNT_ID = /^(?:credit|capacity)_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/;

/** Undefined for a text that names no stream in any of its forms. */
export function streamOfAccount(name: string): StreamId | undefined {
  if (STREAM.test(name)) return name;
  const digits = ACCOUNT_ID.exec(name)?.slice(1);
  return digits && `account-${digits.join('-')}`;
}

export function streamOfCustomer(tenant: Tenant, customerId: string): StreamId {
  return commercialCreditStream(tenant, customerId);
}

export function streamOfMerchant(tenant: Tenant, customerId: string): StreamId {
  return capacityAccountStream(tenant, customerId);
}
