/** What the applications context needs from the process that composes it. */
import type { AccountWriter } from '@haber/account-writer';
import type { Fingerprint } from '@haber/http';
import type { CreditAccount, CreditAccountDraft, CreditAccountEvent, Customer, CustomerEvent } from '@haber/ledger';
import type { PersonalData } from '@haber/personal-data';

export interface ApplicationPorts {
  readonly accounts: AccountWriter<CreditAccount, CreditAccountEvent, CreditAccountDraft>;
  readonly customers: AccountWriter<Customer, CustomerEvent, CustomerEvent>;
  readonly personalData: PersonalData;
  readonly fingerprint: Fingerprint;
}

export const APPLICATION_PORTS = Symbol('ports of applications');
