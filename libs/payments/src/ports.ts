/** What the payments context needs from the process that composes it. */
import type { AccountWriter } from '@haber/account-writer';
import type { EventStore } from '@haber/event-store';
import type { Fingerprint } from '@haber/http';
import type {
  BankAccount,
  BankAccountEvent,
  CreditAccount,
  CreditAccountDraft,
  CreditAccountEvent,
  Customer,
  CustomerEvent,
} from '@haber/ledger';
import type { PersonalTexts } from '@haber/personal-data';

export interface PaymentPorts {
  readonly accounts: AccountWriter<CreditAccount, CreditAccountEvent, CreditAccountDraft>;
  readonly customers: AccountWriter<Customer, CustomerEvent, CustomerEvent>;
  readonly bankAccounts: AccountWriter<BankAccount, BankAccountEvent, BankAccountEvent>;
  readonly personalData: PersonalTexts;
  readonly fingerprint: Fingerprint;
  readonly store: EventStore;
}

export const PAYMENT_PORTS = Symbol('ports of payments');
