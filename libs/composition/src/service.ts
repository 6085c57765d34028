/**
 * One service: its own contexts' routes, read models and reactions, for nobody but the gateway. Any number of
 * instances may run on one database.
 */
import { type ProcessContext, type ServiceName, systemClock, UnusableEnvironment } from '@haber/boot';
import { LONGEST_SHOWN, tokenAuthenticator } from '@haber/gateway';
import { startLimiter } from './callers';
import { CONTEXTS } from './contexts';
import { demandDatabase } from './database';
import { demandFreePort } from './free-port';
import { productInterface } from './interface';
import { startLedger } from './ledger';
import { startOperations } from './operations';
import { type Paying, startPaying } from './payouts';
import { serve } from './serve';
import { singleUse } from './single-use';
import { publicTokenKeys } from './token-keys';
import { byCategory } from './writers';

/** The gateway asks every half second, and hangs up as soon as it is turned away. */
const TIMEOUTS = { partingMs: 3_000, drainMs: 10_000 };

export async function startService(context: ProcessContext, name: ServiceName): Promise<void> {
  const { config } = context;
  // Errors name the page about them by its address.
  if (config.publicUrl === undefined) throw new UnusableEnvironment('set HABER_PUBLIC_URL: where partners reach Haber');
  await demandFreePort(config.port, config.host);
  const operations = await startOperations(context);
  const { watching } = operations;
  const databaseUrl = await demandDatabase(config);
  const contexts = CONTEXTS.filter(({ service }) => service === name);
  const ledger = await startLedger(context, { databaseUrl, contexts, watching, mayMakeMasterKey: false });
  const limiter = startLimiter(context, ledger);
  const pays = contexts.some((each) => each.name === 'payments');
  let paying: Paying | undefined;
  await serve(context, {
    ...productInterface(ledger.ports, { contexts }),
    behindGateway: true,
    timeouts: TIMEOUTS,
    authenticator: tokenAuthenticator({
      service: name,
      publicKeys: publicTokenKeys(config, ledger.masterKey),
      clock: systemClock,
      first: singleUse(limiter.take, LONGEST_SHOWN),
    }),
    operations,
    watched: {
      ...{ ...ledger, writers: byCategory(ledger.writers), pools: { commands: ledger.pool } },
      ...(pays && { paying: () => paying }),
    },
  });
  if (pays) {
    ledger.banks.addConfigured();
    paying = await startPaying(context, ledger);
  }
}
