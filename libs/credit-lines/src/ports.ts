/** What the credit-lines context needs from the process that composes it. */
import type { AccountWriter } from '@haber/account-writer';
import type { EventStore } from '@haber/event-store';
import type { Fingerprint } from '@haber/http';
import type {
  CreditAccount,
  CreditAccountDraft,
  CreditAccountEvent,
  Customer,
  CustomerEvent,
  Product,
  ProductEvent,
} from '@haber/ledger';
import type { PersonalTexts } from '@haber/personal-data';
import type { ProjectionTables } from '@haber/read-store';

export interface CreditLinePorts {
  readonly accounts: AccountWriter<CreditAccount, CreditAccountEvent, CreditAccountDraft>;
  readonly customers: AccountWriter<Customer, CustomerEvent, CustomerEvent>;
  readonly products: AccountWriter<Product, ProductEvent, ProductEvent>;
  readonly personalData: PersonalTexts;
  readonly fingerprint: Fingerprint;
  readonly store: EventStore;
  /** The tables of `creditAccountProjection`, as readers see them. */
  readonly creditAccounts: ProjectionTables;
  /** The tables of `productProjection`, as readers see them. */
  readonly productRows: ProjectionTables;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

export const CREDIT_LINE_PORTS = Symbol('ports of credit lines');
