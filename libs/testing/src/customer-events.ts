/** What a partner may say of a customer, in few words: a company of which nothing is known, unless the test says so. */
import { type CustomerProfile, NO_DESCRIPTION } from '@haber/ledger';

export function customerProfile(customerId: string, of: Partial<CustomerProfile> = {}): CustomerProfile {
  return {
    customerId,
    type: 'company',
    legalName: null,
    tradeName: null,
    nationalId: null,
    taxId: null,
    email: null,
    phone: null,
    address: null,
    yearsInBusiness: null,
    ...NO_DESCRIPTION,
    ...of,
  };
}
