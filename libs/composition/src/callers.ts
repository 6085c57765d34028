/** How an edge knows its callers by their API keys, and how often they may call. */
import type { KeyObject } from 'node:crypto';
import { type ProcessContext, randomIds, systemClock, UnusableEnvironment } from '@haber/boot';
import { firstKey, type GatewayPorts, type KeyRing, keyRing, KeyRefused, NO_LIMITS, tenantOf } from '@haber/gateway';
import { SCOPES } from '@haber/ledger';
import { deriveKey, fingerprinter } from '@haber/personal-data';
import { type RateLimiter, rateLimiter } from '@haber/rate-limits';
import type { Ledger } from './ledger';
import { openPool } from './pool';

/** A name waits for its own row, whatever else is counted: two connections keep one crowd from being all. */
const LIMITER_CONNECTIONS = 2;

/** Every request waits for being counted, and is refused rather than kept waiting. */
const LIMITER_STATEMENT_TIMEOUT_MS = 2_000;

const DEMO_PARTNER = 'demo';

const pepperOf = ({ masterKey }: Pick<Ledger, 'masterKey'>): KeyObject => deriveKey(masterKey, 'api-key-pepper');

export async function startKeyRing({ defer, fail }: ProcessContext, ledger: Ledger): Promise<KeyRing> {
  const pepper = pepperOf(ledger);
  const keys = keyRing({ store: ledger.store, pepper, clock: systemClock, onFailure: (error) => fail(error) });
  await keys.ready();
  defer('key ring', () => keys.close());
  return keys;
}

/** Where partners administer themselves: beside the ring that must hear of it. */
export function gatewayPorts(ledger: Ledger, keys: KeyRing): GatewayPorts {
  const { masterKey, store, writers } = ledger;
  return {
    partners: writers.partners,
    keys,
    pepper: pepperOf(ledger),
    keyMaking: deriveKey(masterKey, 'api-key-making'),
    fingerprint: fingerprinter(masterKey),
    store,
  };
}

/** On connections of its own: a row that is waited for must not keep a command from being done. */
export function startLimiter(context: ProcessContext, { url }: Pick<Ledger, 'url'>): RateLimiter {
  const limiter = rateLimiter({
    pool: openPool(context, url, { max: LIMITER_CONNECTIONS, statementTimeoutMs: LIMITER_STATEMENT_TIMEOUT_MS }),
    nowMs: () => performance.now(),
    onFault: (error) => context.logger.warn({ err: error }, 'rate limits'),
  });
  context.defer('rate limits', () => limiter.close());
  return limiter;
}

/** The demo partner's key, if this start has made one that nobody has seen yet: it must be shown. */
export async function firstDemoKey({ config, logger }: ProcessContext, ledger: Ledger): Promise<string | undefined> {
  const bootstrapKey = config.bootstrapKey?.reveal();
  const first = await firstKey({
    writer: ledger.writers.partners,
    tenant: tenantOf(DEMO_PARTNER, 'test'),
    by: 'haber',
    correlationId: randomIds(),
    pepper: pepperOf(ledger),
    // Its own administrator, and as fast as the machine is: who tries Haber out must run into neither.
    scopes: SCOPES,
    rateLimits: NO_LIMITS,
    actor: 'demo',
    ...(bootstrapKey === undefined ? {} : { existingKey: bootstrapKey }),
  }).catch((error: unknown) => {
    throw error instanceof KeyRefused ? new UnusableEnvironment(`HABER_BOOTSTRAP_KEY: ${error.code}`) : error;
  });
  if (first.kind === 'ignored') {
    logger.warn('HABER_BOOTSTRAP_KEY is not one of the demo partner’s keys: it counts at a first start only');
  }
  return first.kind === 'made' ? first.key : undefined;
}
