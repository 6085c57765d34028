/** The topic of transactions, where there is Kafka, and how its intake is watched. */
import { type ProcessContext } from '@haber/boot';
import type { IntakeHealth } from '@haber/bus';
import { type CapacityPorts, startTransactionsIntake } from '@haber/capacity';
import type { Pool } from 'pg';
import type { Watching } from './operations';

/** Looked at so often: asking brokers for offsets is not for every scrape. */
const LOOK_EVERY_MS = 5_000;

export interface TransactionsIntake {
  /** As of the last look; undefined before the first. */
  health(): IntakeHealth | undefined;
}

interface IntakeParts {
  readonly ports: Pick<CapacityPorts, 'capacity' | 'customers'>;
  readonly pool: Pool;
  readonly watching: Watching;
}

/** Undefined: there is no Kafka. */
export function startTransactions(
  { config, logger, defer }: ProcessContext,
  { ports, pool, watching }: IntakeParts,
): TransactionsIntake | undefined {
  if (config.kafkaBrokers.length === 0) return undefined;
  const intake = startTransactionsIntake(ports, {
    brokers: config.kafkaBrokers,
    clientId: 'haber-transactions',
    topicPrefix: config.topicPrefix,
    pool,
    onWarning: (line) => logger.warn({ line }, 'kafka'),
    onFault: (error) => logger.error({ err: error }, 'transactions from the topic'),
    onTaken: watching.onTransactions,
    onContradiction: (place, cause) => logger.warn({ place, cause }, 'a transaction contradicts the books'),
  });
  let latest: IntakeHealth | undefined;
  let looking = false;
  const look = setInterval(() => {
    if (looking) return;
    looking = true;
    intake
      .health()
      .then((health) => (latest = health))
      .catch((error: unknown) => logger.warn({ err: error }, 'health of the topic of transactions'))
      .finally(() => (looking = false));
  }, LOOK_EVERY_MS);
  defer('transactions', async () => {
    clearInterval(look);
    await intake.stop();
  });
  return { health: () => latest };
}
