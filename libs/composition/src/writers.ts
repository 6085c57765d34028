/** The writers of a process: one a category of streams, behind one group commit. */
import { GroupCommit, postgresLookUp, postgresSnapshots, StreamWriter } from '@haber/account-writer';
import { type ProcessContext, randomIds, systemClock } from '@haber/boot';
import type { EventStore } from '@haber/event-store';
import {
  type BankAccount,
  bankAccountDefinition,
  type BankAccountEvent,
  type CapacityAccount,
  capacityAccountDefinition,
  type CapacityAccountDraft,
  type CapacityAccountEvent,
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
  type Product,
  productDefinition,
  type ProductEvent,
  reconciliationDefinition,
  type ReconciliationEvent,
  type ReconciliationItem,
} from '@haber/ledger';
import type { Pool } from 'pg';
import type { Watching } from './operations';

export interface Writers {
  readonly accounts: StreamWriter<CreditAccount, CreditAccountEvent, CreditAccountDraft>;
  readonly capacity: StreamWriter<CapacityAccount, CapacityAccountEvent, CapacityAccountDraft>;
  readonly customers: StreamWriter<Customer, CustomerEvent, CustomerEvent>;
  readonly bankAccounts: StreamWriter<BankAccount, BankAccountEvent, BankAccountEvent>;
  readonly products: StreamWriter<Product, ProductEvent, ProductEvent>;
  readonly partners: StreamWriter<Partner, PartnerEvent, PartnerEvent>;
  readonly reconciliation: StreamWriter<ReconciliationItem, ReconciliationEvent, ReconciliationEvent>;
}

/** Of the accounts' cache: what is registered once and asked now and then needs little. */
const SMALL_STREAMS_SHARE = 8;

/**
 * One event of a merchant may bind 500 names and be 50 KB long: what the index covers is let go soon, or a thousand
 * merchants would not fit into the cache, a snapshot is never far, and pages are short.
 */
const CAPACITY_NAMES_KEPT = 128;
const CAPACITY_SNAPSHOT_EVERY = 200;
const CAPACITY_READ_PAGE = 50;

export interface WriterParts {
  readonly store: EventStore;
  readonly pool: Pool;
  readonly watching: Watching;
}

export function startWriters(
  { config, logger, defer }: ProcessContext,
  { store, pool, watching }: WriterParts,
): Writers {
  const shared = {
    store,
    groupCommit: new GroupCommit({ store, random: Math.random, onGroup: watching.onGroup }),
    onCommand: watching.onCommand,
    onConflict: watching.onConflict,
    clock: systemClock,
    newId: randomIds,
    random: Math.random,
    onFault: (error: unknown) => logger.warn({ err: error }, 'account writer'),
    limits: { cacheBytes: config.foldCacheBytes, queueInAll: config.writerQueueSize },
  };
  const ofAccounts = { ...shared, lookUpKeys: postgresLookUp(pool), snapshots: postgresSnapshots(pool) };
  const accounts = new StreamWriter(creditAccountDefinition, ofAccounts);
  const capacity = new StreamWriter(capacityAccountDefinition, {
    ...ofAccounts,
    limits: { ...shared.limits, keysKept: CAPACITY_NAMES_KEPT },
    snapshotEvery: CAPACITY_SNAPSHOT_EVERY,
    readPage: CAPACITY_READ_PAGE,
  });
  const limits = { ...shared.limits, cacheBytes: Math.floor(config.foldCacheBytes / SMALL_STREAMS_SHARE) };
  const small = { ...shared, limits };
  const customers = new StreamWriter(customerDefinition, small);
  const bankAccounts = new StreamWriter(bankAccountDefinition, small);
  const products = new StreamWriter(productDefinition, small);
  const partners = new StreamWriter(partnerDefinition, small);
  const reconciliation = new StreamWriter(reconciliationDefinition, small);
  const writers = { accounts, capacity, customers, bankAccounts, products, partners, reconciliation };
  defer('writers', async () => void (await Promise.all(Object.values(writers).map((writer) => writer.close()))));
  return writers;
}

/** As metrics call them. */
export function byCategory({ accounts, capacity, bankAccounts, reconciliation, ...of }: Writers) {
  const small = { customer: of.customers, 'bank-account': bankAccounts, product: of.products, partner: of.partners };
  return { account: accounts, capacity, ...small, reconciliation };
}
