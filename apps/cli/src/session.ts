/** What a command works with: made when first asked for, closed in reverse when the command ends, however it ends. */
import { GroupCommit, postgresLookUp, StreamWriter, type WriterOptions } from '@haber/account-writer';
import { type CheckpointFile, checkpointFile, type CheckpointKey, checkpointKey } from '@haber/audit';
import { type Environment, type ProcessConfig, randomIds, readEnvironment, systemClock } from '@haber/boot';
import { Attempts } from '@haber/bus';
import { openEventLog } from '@haber/composition';
import type { EventStore } from '@haber/event-store';
import {
  capacityAccountDefinition,
  creditAccountDefinition,
  customerDefinition,
  partnerDefinition,
  productDefinition,
  reconciliationDefinition,
} from '@haber/ledger';
import { PayoutDesk, payoutProjection, PAYOUTS } from '@haber/payments';
import { assertMasterKey, deriveKey, type MasterKey } from '@haber/personal-data';
import { createPool, liveTables } from '@haber/read-store';
import type { Pool } from 'pg';
import { type BankBook, bankBooks } from './bank-books';
import { type Database, openDatabase } from './database';
import { keptMasterKey } from './kept-master-key';
import { Refusal } from './refusal';

/** Long scans are the CLI's work; what must not run for ever bounds itself. */
const STATEMENT_TIMEOUT_MS = 600_000;
/** A person decides in less. */
const BY_HAND_MS = 10_000;
const IMPORT_CACHE_BYTES = 16 * 1024 * 1024;

export class Session {
  private readonly closers: (() => Promise<void>)[] = [];
  private closing: Promise<void> | undefined;

  private constructor(
    private readonly config: ProcessConfig,
    readonly pool: Pool,
    /** Appends and reads as the services do. */
    readonly store: EventStore,
  ) {}

  /** The store, where the log is not in the database: what looks at its tables must look there. */
  get elsewhere(): EventStore | undefined {
    return this.config.eventStoreUrl && this.store;
  }

  /** @throws Refusal naming what to do instead, where the log is not in the database */
  demandLogInDatabase(instead: string): void {
    if (this.elsewhere) throw new Refusal('usage', `the event log is in EventStoreDB (EVENTSTORE_URL): ${instead}`);
  }

  /** @throws Refusal, UnusableEnvironment, DataDirectoryInUse */
  static async open(env: Environment): Promise<Session> {
    const config = readEnvironment(env);
    const database: Database = await openDatabase(config);
    const { url } = database;
    const statementTimeoutMs = STATEMENT_TIMEOUT_MS;
    const pool = createPool({
      ...{ url, max: 4, statementTimeoutMs, silenceTimeoutMs: 'never', applicationName: 'haber' },
    });
    const closers = [() => database.close(), () => pool.end()];
    try {
      const postgres = { listen: false, writers: 1, readers: 2 };
      const store = await openEventLog({ config, databaseUrl: url, mayChoose: false, postgres });
      const session = new Session(config, pool, store);
      session.closers.push(...closers, () => store.close());
      return session;
    } catch (error) {
      for (const close of closers.toReversed()) await close();
      throw error;
    }
  }

  /** The one that this database was made with; never makes one. @throws UnusableMasterKey */
  async masterKey(): Promise<MasterKey> {
    const masterKey = await keptMasterKey(this.config);
    if (!masterKey) throw new Refusal('usage', 'there is no master.key here: set HABER_MASTER_KEY, or HABER_DATA_DIR');
    await assertMasterKey({ pool: this.pool, masterKey });
    return masterKey;
  }

  /** @throws Refusal where none are named */
  kafkaBrokers(): readonly string[] {
    const { kafkaBrokers } = this.config;
    if (kafkaBrokers.length > 0) return kafkaBrokers;
    throw new Refusal('usage', 'there is no Kafka here: set KAFKA_BROKERS to host:port, several separated by commas');
  }

  get topicPrefix(): string {
    return this.config.topicPrefix;
  }

  /** Under which this installation signs; undefined where no master key is at hand. @throws UnusableMasterKey */
  async checkpointKey(): Promise<CheckpointKey | undefined> {
    if (!(await keptMasterKey(this.config))) return undefined;
    return checkpointKey(deriveKey(await this.masterKey(), 'checkpoint-signing'));
  }

  /** Of the product on this data directory: what it signed last. */
  checkpointFile(): CheckpointFile {
    return checkpointFile(this.config.dataDir);
  }

  partners() {
    return this.closed(new StreamWriter(partnerDefinition, this.writerOptions()));
  }

  customers() {
    return this.closed(new StreamWriter(customerDefinition, this.writerOptions()));
  }

  products() {
    return this.closed(new StreamWriter(productDefinition, this.writerOptions()));
  }

  reconciliation() {
    return this.closed(new StreamWriter(reconciliationDefinition, this.writerOptions()));
  }

  /** For what a person decides: no bank is asked from here. */
  payouts(): PayoutDesk {
    const lookUpKeys = postgresLookUp(this.pool);
    const capacity = this.closed(new StreamWriter(capacityAccountDefinition, { ...this.writerOptions(), lookUpKeys }));
    return new PayoutDesk({
      ...{ capacity, reconciliation: this.reconciliation(), clock: systemClock, newId: randomIds },
      personalData: { openAll: () => Promise.reject(new Error('nothing is paid from here')) },
      banks: { of: () => undefined, all: [] },
      attempts: new Attempts({ pool: this.pool, work: PAYOUTS, leaseMs: BY_HAND_MS }),
      payoutRows: liveTables(this.pool, payoutProjection),
      logEnd: () => this.store.end(),
      onFault: () => undefined,
    });
  }

  bankBooks(): Promise<readonly BankBook[]> {
    return bankBooks(this.config, () => this.masterKey());
  }

  /** For many streams of which each is written once: over this store, and nothing is kept for long. */
  importWriters(store: EventStore) {
    const options = { ...this.writerOptions(store), limits: { cacheBytes: IMPORT_CACHE_BYTES } };
    return {
      accounts: this.closed(new StreamWriter(creditAccountDefinition, options)),
      customers: this.closed(new StreamWriter(customerDefinition, options)),
    };
  }

  close(): Promise<void> {
    this.closing ??= this.closeAll();
    return this.closing;
  }

  private async closeAll(): Promise<void> {
    for (const close of this.closers.toReversed()) await close();
  }

  private closed<W extends { close(): Promise<void> }>(writer: W): W {
    this.closers.push(() => writer.close());
    return writer;
  }

  private writerOptions(store = this.store): WriterOptions {
    const groupCommit = new GroupCommit({ store, random: Math.random });
    return { store, groupCommit, clock: systemClock, newId: randomIds, random: Math.random };
  }
}
