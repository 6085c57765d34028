/**
 * What a process stands on that decides or shows anything of the ledger: the event log, the writers, the read models of
 * its contexts and what they do unasked. All of it is deferred in order: what writes stops before what it writes to.
 */
import { join } from 'node:path';
import {
  checkpointFile,
  checkpointKey,
  type CheckpointSigner,
  postingsProjection,
  startCheckpointSigner,
} from '@haber/audit';
import { type ProcessContext, randomIds, systemClock } from '@haber/boot';
import { capacityProjection } from '@haber/capacity';
import { creditAccountProjection, productProjection, startNudging } from '@haber/credit-lines';
import { type EventStore, runtimeUrl } from '@haber/event-store';
import { numberSeries } from '@haber/numbers';
import {
  assertMasterKey,
  deriveKey,
  fingerprinter,
  hasMasterKey,
  loadMasterKey,
  type MasterKey,
} from '@haber/personal-data';
import { reconciliationProjection } from '@haber/payments';
import { liveTables, type Projection, type RunningProjection, startProjection } from '@haber/read-store';
import type { Pool } from 'pg';
import { Banks, paidInModes } from './banks';
import type { ProductContext, ProductPorts } from './contexts';
import { openEventLog } from './event-log';
import type { Watching } from './operations';
import { payoutDesk } from './payouts';
import { personalPorts } from './personal-ports';
import { openPool } from './pool';
import { startTransactions, type TransactionsIntake } from './transactions';
import { startWriters, type Writers } from './writers';

export interface LedgerOptions {
  /** Of the database's owner, with the schema of this release. */
  readonly databaseUrl: string;
  readonly contexts: readonly ProductContext[];
  readonly watching: Watching;
  /** Where there is one process only: several would each make a master key of their own. */
  readonly mayMakeMasterKey: boolean;
  /** A simulated bank pays in test mode where none is named: in a standalone. */
  readonly bringsSimulator?: boolean;
}

export interface Ledger {
  /** As the runtime role. */
  readonly url: string;
  /** Of commands and queries. */
  readonly pool: Pool;
  readonly masterKey: MasterKey;
  readonly store: EventStore;
  readonly writers: Writers;
  readonly projections: readonly RunningProjection[];
  /** Where the audit is among the contexts. */
  readonly signer: CheckpointSigner | undefined;
  /** Where capacity is among the contexts, and there is Kafka. */
  readonly transactions: TransactionsIntake | undefined;
  /** Where payments is among the contexts: they may be added later. */
  readonly banks: Banks;
  readonly ports: ProductPorts;
}

export async function startLedger(context: ProcessContext, options: LedgerOptions): Promise<Ledger> {
  const { contexts, watching } = options;
  const has = (name: ProductContext['name']): boolean => contexts.some((each) => each.name === name);
  const url = runtimeUrl(options.databaseUrl);
  const pool = openPool(context, url, { max: context.config.databasePoolSize });
  const masterKey = await masterKeyOf(context, pool, options.mayMakeMasterKey);
  const store = await openEventLog({ config: context.config, databaseUrl: options.databaseUrl, mayChoose: true });
  context.defer('event store', () => store.close());
  const signer = has('audit') ? startSigning(context, store, masterKey) : undefined;
  const writers = startWriters(context, { store, pool, watching });
  const wanted = contexts.flatMap((each) => each.projections);
  const projections = await startProjections(context, wanted, { store, url, watching });
  const banks = new Banks(context);
  const logEnd = (): Promise<bigint> => store.end();
  const { personalData, erasure } = personalPorts(writers, { pool, masterKey });
  const ports = {
    ...writers,
    ...{ personalData, erasure, store, logEnd },
    fingerprint: fingerprinter(masterKey),
    payouts: payoutDesk(context, { writers, personalData, banks, pool, logEnd, watching }),
    reconciliationRows: liveTables(pool, reconciliationProjection),
    creditAccounts: liveTables(pool, creditAccountProjection),
    productRows: liveTables(pool, productProjection),
    postings: liveTables(pool, postingsProjection),
    capacityRows: liveTables(pool, capacityProjection),
    numbers: numberSeries(pool),
    hasBank: paidInModes(context.config, options.bringsSimulator === true),
    newId: randomIds,
    clock: systemClock,
  };
  if (has('credit-lines')) startNudges(context, ports, watching);
  const transactions = has('capacity') ? startTransactions(context, { ports, pool, watching }) : undefined;
  return { url, pool, masterKey, store, writers, projections, signer, transactions, banks, ports };
}

async function masterKeyOf({ config }: ProcessContext, pool: Pool, mayMake: boolean): Promise<MasterKey> {
  const masterKey = await loadMasterKey({
    env: config.masterKey?.reveal(),
    file: join(config.dataDir, 'master.key'),
    mayMake: mayMake && !(await hasMasterKey(pool)),
  });
  await assertMasterKey({ pool, masterKey });
  return masterKey;
}

/** Before the writers are: it stops after them, and signs what they wrote last. */
function startSigning(context: ProcessContext, store: EventStore, masterKey: MasterKey): CheckpointSigner {
  const { config, logger, defer, hasFailed } = context;
  const signer = startCheckpointSigner({
    store,
    key: checkpointKey(deriveKey(masterKey, 'checkpoint-signing')),
    clock: systemClock,
    file: checkpointFile(config.dataDir),
    onFault: ({ error, final }) =>
      logger.error({ err: error, final }, final ? 'NO CHECKPOINT IS SIGNED ANY MORE' : 'signing checkpoints'),
  });
  defer('checkpoints', () => signer.stop({ afterFault: hasFailed() }));
  return signer;
}

interface ProjectionParts {
  readonly store: EventStore;
  readonly url: string;
  readonly watching: Watching;
}

/**
 * Resolves when their tables can be read. On connections of their own, two for each: it holds one for as long as it
 * runs, needs another to make its tables anew, and would take the last from a small pool of commands and queries.
 */
async function startProjections(
  context: ProcessContext,
  wanted: readonly Projection[],
  { store, url, watching }: ProjectionParts,
): Promise<readonly RunningProjection[]> {
  const { logger, defer } = context;
  if (wanted.length === 0) return [];
  const pool = openPool(context, url, { max: 2 * wanted.length });
  const projections = wanted.map((projection) => {
    const running = startProjection({
      store,
      pool,
      projection,
      onApplied: watching.onApplied,
      onFault: ({ error, final }) => logger.error({ err: error, projection: projection.name, final }, 'projection'),
    });
    defer(`projection ${projection.name}`, () => running.stop());
    return running;
  });
  await Promise.all(projections.map(({ ready }) => ready));
  return projections;
}

function startNudges({ logger, defer }: ProcessContext, ports: ProductPorts, watching: Watching): void {
  const nudging = startNudging({
    tables: ports.creditAccounts,
    accounts: ports.accounts,
    clock: systemClock,
    newId: randomIds,
    onFault: (error) => logger.warn({ err: error }, 'nudge'),
    onNudged: watching.onNudged,
  });
  defer('nudge', () => nudging.stop());
}
