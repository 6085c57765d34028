/**
 * The composition of the whole product in one process: reads config, picks drivers, lists modules. No logic; what is
 * started is deferred in order, so that a stop ends the HTTP edge first and Postgres last.
 */
import type { KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { commandIndex } from '@haber/account-writer';
import { checkpointKey, postingsProjection, startCheckpointSigner } from '@haber/audit';
import { type ProcessContext, randomIds, systemClock } from '@haber/boot';
import { creditAccountProjection, productProjection, startNudging } from '@haber/credit-lines';
import { type EventStore, postgresEventStore, runtimeUrl } from '@haber/event-store';
import { keyAuthenticator, type KeyRing, keyRing } from '@haber/gateway';
import { createHttpServer, type HttpServerOptions } from '@haber/http';
import {
  assertMasterKey,
  deriveKey,
  fingerprinter,
  hasMasterKey,
  loadMasterKey,
  type MasterKey,
} from '@haber/personal-data';
import { type RateLimiter, rateLimiter } from '@haber/rate-limits';
import { createPool, liveTables, startProjection } from '@haber/read-store';
import type { Pool } from 'pg';
import { openDatabase } from './database';
import { demandFreePort } from './free-port';
import { firstDemoKey, greet } from './greeting';
import { productInterface } from './interface';
import { startOperations, type Watching } from './operations';
import { personalPorts } from './personal-ports';
import { removeRuntimeFile, writeRuntimeFile } from './runtime-file';
import { byCategory, startWriters } from './writers';

const PROJECTIONS = [commandIndex, creditAccountProjection, productProjection, postingsProjection];

/** Each holds one connection for as long as it runs, and needs another to make its tables anew. */
const PROJECTION_CONNECTIONS = 2 * PROJECTIONS.length;

/** A name waits for its own row, whatever else is counted: two connections keep one crowd from being all. */
const LIMITER_CONNECTIONS = 2;

/** Every request waits for being counted, and is refused rather than kept waiting. */
const LIMITER_STATEMENT_TIMEOUT_MS = 2_000;

interface PoolSize {
  readonly max: number;
  readonly statementTimeoutMs?: number;
}

function openPool({ config, logger, defer }: ProcessContext, url: string, size: PoolSize): Pool {
  const pool = createPool({
    url,
    statementTimeoutMs: config.databaseStatementTimeoutMs,
    ...size,
    applicationName: 'haber',
    onConnectionLost: (error) => logger.warn({ err: error }, 'database connection lost'),
  });
  defer('pool', () => pool.end());
  return pool;
}

interface ProjectionParts {
  readonly store: EventStore;
  readonly url: string;
  readonly watching: Watching;
}

/**
 * Resolves when their tables can be read. On connections of their own: from a small pool of commands and queries they
 * would take the last.
 */
async function startProjections(context: ProcessContext, { store, url, watching }: ProjectionParts) {
  const { logger, defer } = context;
  const pool = openPool(context, url, { max: PROJECTION_CONNECTIONS });
  const projections = PROJECTIONS.map((projection) => {
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

/** On connections of its own: a row that is waited for must not keep a command from being done. */
function startLimiter(context: ProcessContext, url: string): RateLimiter {
  const limiter = rateLimiter({
    pool: openPool(context, url, { max: LIMITER_CONNECTIONS, statementTimeoutMs: LIMITER_STATEMENT_TIMEOUT_MS }),
    nowMs: () => performance.now(),
    onFault: (error) => context.logger.warn({ err: error }, 'rate limits'),
  });
  context.defer('rate limits', () => limiter.close());
  return limiter;
}

/** Before the writers are: it stops after them, and signs what they wrote last. */
function startSigning({ logger, defer }: ProcessContext, store: EventStore, masterKey: MasterKey): void {
  const signer = startCheckpointSigner({
    store,
    key: checkpointKey(deriveKey(masterKey, 'checkpoint-signing')),
    clock: systemClock,
    onFault: (error) => logger.error({ err: error }, 'signing checkpoints'),
  });
  defer('checkpoints', () => signer.stop());
}

async function masterKeyOf({ config }: ProcessContext, pool: Pool): Promise<MasterKey> {
  const masterKey = await loadMasterKey({
    env: config.masterKey?.reveal(),
    file: join(config.dataDir, 'master.key'),
    mayMake: !(await hasMasterKey(pool)),
  });
  await assertMasterKey({ pool, masterKey });
  return masterKey;
}

async function startKeyRing({ defer, fail }: ProcessContext, store: EventStore, pepper: KeyObject): Promise<KeyRing> {
  const keys = keyRing({ store, pepper, clock: systemClock, onFailure: (error) => fail(error) });
  await keys.ready();
  defer('key ring', () => keys.close());
  return keys;
}

export interface StandaloneExtras {
  /** Routes beside the product's own: the bench's no-op. */
  readonly modules?: HttpServerOptions['modules'];
}

export async function startStandalone(
  context: ProcessContext,
  extras: StandaloneExtras = {},
): Promise<{ readonly url: string }> {
  const { config, logger, defer } = context;
  await demandFreePort(config.port, config.host);
  const { watching, watch } = await startOperations(context);
  const databaseUrl = await openDatabase(context);
  const url = runtimeUrl(databaseUrl);
  const pool = openPool(context, url, { max: config.databasePoolSize });
  const masterKey = await masterKeyOf(context, pool);
  const store = postgresEventStore({ url });
  defer('event store', () => store.close());
  startSigning(context, store, masterKey);
  const writers = startWriters(context, { store, pool, watching });
  const projections = await startProjections(context, { store, url, watching });

  const pepper = deriveKey(masterKey, 'api-key-pepper');
  const demoKey = await firstDemoKey(context, writers.partners, pepper);
  const keys = await startKeyRing(context, store, pepper);
  const creditAccounts = liveTables(pool, creditAccountProjection);
  const nudging = startNudging({
    tables: creditAccounts,
    accounts: writers.accounts,
    clock: systemClock,
    newId: randomIds,
    onFault: (error) => logger.warn({ err: error }, 'nudge'),
    onNudged: watching.onNudged,
  });
  defer('nudge', () => nudging.stop());

  const ports = {
    ...writers,
    ...personalPorts(writers, { pool, masterKey }),
    fingerprint: fingerprinter(masterKey),
    keys,
    pepper,
    keyMaking: deriveKey(masterKey, 'api-key-making'),
    store,
    creditAccounts,
    productRows: liveTables(pool, productProjection),
    postings: liveTables(pool, postingsProjection),
    clock: systemClock,
  };
  const product = productInterface(ports);
  const limiter = startLimiter(context, url);
  const watched = watch({
    ...{ store, pool, keys, projections },
    writers: byCategory(writers),
    pools: { commands: pool },
  });
  const server = await createHttpServer({
    ...product,
    ...watched,
    modules: [...product.modules, ...watched.modules, ...(extras.modules ?? [])],
    ...(config.publicUrl !== undefined && { publicUrl: config.publicUrl }),
    authenticator: keyAuthenticator(keys),
    rateLimiter: { take: watching.counted(limiter.take) },
    trustedProxyHops: config.trustedProxyHops,
    log: logger,
  });
  defer('http', () => server.close());
  const listening = await server.listen(config.port, config.host);
  await writeRuntimeFile(config.dataDir, { pid: process.pid, url: listening.url, databaseUrl });
  defer('runtime file', () => removeRuntimeFile(config.dataDir));
  greet(listening.url, demoKey);
  return listening;
}
