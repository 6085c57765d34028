/** The writers of a process: one a category of streams, behind one group commit. */
import {
  type AccountWriter,
  GroupCommit,
  postgresLookUp,
  postgresSnapshots,
  StreamWriter,
} from '@haber/account-writer';
import { type ProcessContext, randomIds, systemClock } from '@haber/boot';
import type { EventStore } from '@haber/event-store';
import {
  type CreditAccount,
  creditAccountDefinition,
  type CreditAccountDraft,
  type CreditAccountEvent,
  type Customer,
  customerDefinition,
  type CustomerEvent,
  type Partner,
  partnerDefinition,
  type PartnerEvent,
} from '@haber/ledger';
import type { Pool } from 'pg';

export interface Writers {
  readonly accounts: AccountWriter<CreditAccount, CreditAccountEvent, CreditAccountDraft>;
  readonly customers: AccountWriter<Customer, CustomerEvent, CustomerEvent>;
  readonly partners: AccountWriter<Partner, PartnerEvent, PartnerEvent>;
}

export function startWriters({ config, logger, defer }: ProcessContext, store: EventStore, pool: Pool): Writers {
  const shared = {
    store,
    groupCommit: new GroupCommit({ store, random: Math.random }),
    clock: systemClock,
    newId: randomIds,
    random: Math.random,
    onFault: (error: unknown) => logger.warn({ err: error }, 'account writer'),
    limits: { cacheBytes: config.foldCacheBytes, queueInAll: config.writerQueueSize },
  };
  const accounts = new StreamWriter(creditAccountDefinition, {
    ...shared,
    lookUpKeys: postgresLookUp(pool),
    snapshots: postgresSnapshots(pool),
  });
  const customers = new StreamWriter(customerDefinition, shared);
  const partners = new StreamWriter(partnerDefinition, shared);
  defer('writers', async () => void (await Promise.all([accounts.close(), customers.close(), partners.close()])));
  return { accounts, customers, partners };
}
