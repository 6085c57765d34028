/** What the applications context needs from the process that composes it. */
import type { AccountWriter, Command } from '@haber/account-writer';
import type { EventStore } from '@haber/event-store';
import type { Fingerprint } from '@haber/http';
import type { CreditAccount, CreditAccountDraft, CreditAccountEvent, Customer, CustomerEvent } from '@haber/ledger';
import type { PersonalTexts } from '@haber/personal-data';

export interface ApplicationPorts {
  readonly accounts: AccountWriter<CreditAccount, CreditAccountEvent, CreditAccountDraft>;
  readonly customers: AccountWriter<Customer, CustomerEvent, CustomerEvent>;
  readonly personalData: PersonalTexts;
  readonly fingerprint: Fingerprint;
  readonly store: EventStore;
  readonly erasure: Erasure;
}

export type ErasedBy = Pick<
  Command<never, never, never>,
  'tenant' | 'actor' | 'assertedBy' | 'keyId' | 'correlationId'
>;

/** It reaches beyond what this context knows: every context seals under the customer's one key. */
export interface Erasure {
  /** Destroys the key of a customer that is known, and records it; repeatable. */
  erase(customerId: string, by: ErasedBy): Promise<{ revision: number; hash: string; statement: string }>;
  /** For how long, and where, a destroyed key's bytes may still be found. */
  statement(): Promise<string>;
}

export const APPLICATION_PORTS = Symbol('ports of applications');
