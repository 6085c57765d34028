/** What the payments context needs from the process that composes it. */
import type { AccountWriter } from '@haber/account-writer';
import type { Fingerprint } from '@haber/http';
import type { CreditAccount, CreditAccountDraft, CreditAccountEvent, Customer, CustomerEvent } from '@haber/ledger';

export interface PaymentPorts {
  readonly accounts: AccountWriter<CreditAccount, CreditAccountEvent, CreditAccountDraft>;
  readonly customers: AccountWriter<Customer, CustomerEvent, CustomerEvent>;
  readonly fingerprint: Fingerprint;
}

export const PAYMENT_PORTS = Symbol('ports of payments');
