/** The personal texts of a customer's profile, by the names under which they were sealed. */
import type { CustomerPersonalField } from '@haber/dialects';
import type { CustomerProfile } from '@haber/ledger';
import type { SealedRecord } from '@haber/personal-data';

export function personalOf(profile: CustomerProfile): SealedRecord<CustomerPersonalField> {
  const { legalName, tradeName, nationalId, taxId, email, phone, address } = profile;
  return { legalName, tradeName, nationalId, taxId, email, phone, address };
}

export const UNKNOWN: Readonly<Record<CustomerPersonalField, null>> = {
  legalName: null,
  tradeName: null,
  nationalId: null,
  taxId: null,
  email: null,
  phone: null,
  address: null,
};
