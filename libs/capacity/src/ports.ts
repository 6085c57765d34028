/** What the capacity context needs from the process that composes it. */
import type { AccountWriter } from '@haber/account-writer';
import type { EventStore } from '@haber/event-store';
import type { Fingerprint } from '@haber/http';
import type {
  BankAccount,
  BankAccountEvent,
  CapacityAccount,
  CapacityAccountDraft,
  CapacityAccountEvent,
  Customer,
  CustomerEvent,
} from '@haber/ledger';
import type { PersonalTexts } from '@haber/personal-data';

export interface CapacityPorts {
  readonly capacity: AccountWriter<CapacityAccount, CapacityAccountEvent, CapacityAccountDraft>;
  readonly customers: AccountWriter<Customer, CustomerEvent, CustomerEvent>;
  readonly bankAccounts: AccountWriter<BankAccount, BankAccountEvent, BankAccountEvent>;
  readonly personalData: PersonalTexts;
  readonly fingerprint: Fingerprint;
  readonly store: EventStore;
}

export const CAPACITY_PORTS = Symbol('ports of capacity');
