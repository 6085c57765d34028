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
  Tenant,
} from '@haber/ledger';
import type { Numbers } from '@haber/numbers';
import type { PersonalTexts } from '@haber/personal-data';
import type { ProjectionTables } from '@haber/read-store';

export interface CapacityPorts {
  readonly capacity: AccountWriter<CapacityAccount, CapacityAccountEvent, CapacityAccountDraft>;
  readonly customers: AccountWriter<Customer, CustomerEvent, CustomerEvent>;
  readonly bankAccounts: AccountWriter<BankAccount, BankAccountEvent, BankAccountEvent>;
  readonly personalData: PersonalTexts;
  readonly fingerprint: Fingerprint;
  readonly store: EventStore;
  /** The tables of `capacityProjection`, as readers see them. */
  readonly capacityRows: ProjectionTables;
  readonly numbers: Numbers;
  /** Is there a bank that pays for this tenant? */
  readonly hasBank: (tenant: Tenant) => boolean;
  /** UUIDs. */
  readonly newId: () => string;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

export const CAPACITY_PORTS = Symbol('ports of capacity');
