/** What the payments context needs from the process that composes it. */
import type { AccountWriter } from '@haber/account-writer';
import type { EventStore } from '@haber/event-store';
import type { Fingerprint } from '@haber/http';
import type {
  BankAccount,
  BankAccountEvent,
  CapacityAccount,
  CapacityAccountDraft,
  CapacityAccountEvent,
  CreditAccount,
  CreditAccountDraft,
  CreditAccountEvent,
  Customer,
  CustomerEvent,
  ReconciliationEvent,
  ReconciliationItem,
} from '@haber/ledger';
import type { PersonalTexts } from '@haber/personal-data';
import type { ProjectionTables } from '@haber/read-store';
import type { PayoutDesk } from './payouts/desk';

export interface PaymentPorts {
  readonly accounts: AccountWriter<CreditAccount, CreditAccountEvent, CreditAccountDraft>;
  readonly customers: AccountWriter<Customer, CustomerEvent, CustomerEvent>;
  readonly bankAccounts: AccountWriter<BankAccount, BankAccountEvent, BankAccountEvent>;
  readonly capacity: AccountWriter<CapacityAccount, CapacityAccountEvent, CapacityAccountDraft>;
  readonly reconciliation: AccountWriter<ReconciliationItem, ReconciliationEvent, ReconciliationEvent>;
  readonly payouts: PayoutDesk;
  /** The tables of `reconciliationProjection`, as readers see them. */
  readonly reconciliationRows: ProjectionTables;
  /** The log's last position now. */
  readonly logEnd: () => Promise<bigint>;
  readonly personalData: PersonalTexts;
  readonly fingerprint: Fingerprint;
  readonly store: EventStore;
}

export const PAYMENT_PORTS = Symbol('ports of payments');
