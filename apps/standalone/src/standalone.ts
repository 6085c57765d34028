/**
 * The whole product in one process: every context, behind an edge that knows the API keys itself. What is started is
 * deferred in order, so that a stop ends the HTTP edge first and Postgres last.
 */
import type { ProcessContext } from '@haber/boot';
import {
  byCategory,
  CONTEXTS,
  demandFreePort,
  firstDemoKey,
  gatewayPorts,
  type Paying,
  productInterface,
  serve,
  startKeyRing,
  startLedger,
  startLimiter,
  startOperations,
  startOwnSimulator,
  startPaying,
} from '@haber/composition';
import { keyAuthenticator } from '@haber/gateway';
import type { HttpServerOptions } from '@haber/http';
import { openDatabase } from './database';
import { greet } from './greeting';
import { removeRuntimeFile, writeRuntimeFile } from './runtime-file';

export interface StandaloneExtras {
  /** Routes beside the product's own: the bench's no-op. */
  readonly modules?: HttpServerOptions['modules'];
}

export async function startStandalone(
  context: ProcessContext,
  extras: StandaloneExtras = {},
): Promise<{ readonly url: string }> {
  const { config, defer } = context;
  await demandFreePort(config.port, config.host);
  const operations = await startOperations(context);
  const { watching } = operations;
  const databaseUrl = await openDatabase(context);
  const only = { mayMakeMasterKey: true, bringsSimulator: true };
  const ledger = await startLedger(context, { databaseUrl, contexts: CONTEXTS, watching, ...only });
  // One that is given is good before anybody can call; one that is made is made when it can be shown.
  const isGiven = config.bootstrapKey !== undefined;
  if (isGiven) await firstDemoKey(context, ledger);
  const keys = await startKeyRing(context, ledger);
  const product = productInterface(ledger.ports, { gateway: gatewayPorts(ledger, keys) });
  const limiter = startLimiter(context, ledger);
  const started: { paying?: Paying } = {};
  const listening = await serve(context, {
    ...product,
    modules: [...product.modules, ...(extras.modules ?? [])],
    authenticator: keyAuthenticator(keys),
    rateLimiter: { take: watching.counted(limiter.take) },
    operations,
    watched: {
      ...{ ...ledger, keys, writers: byCategory(ledger.writers), pools: { commands: ledger.pool } },
      paying: () => started.paying,
    },
  });
  ledger.banks.addConfigured();
  const hasOther = config.bank.test.url !== undefined;
  const bankUrl = hasOther ? undefined : await startOwnSimulator(context, ledger, listening.url);
  started.paying = await startPaying(context, ledger);
  await writeRuntimeFile(config.dataDir, {
    ...{ pid: process.pid, url: listening.url, databaseUrl },
    ...(bankUrl !== undefined && { bankUrl }),
  });
  defer('runtime file', () => removeRuntimeFile(config.dataDir, process.pid));
  greet(listening.url, isGiven ? undefined : await firstDemoKey(context, ledger));
  return listening;
}
