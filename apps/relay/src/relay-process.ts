/**
 * The composition of the relay's process: reads config, picks drivers, starts, stops. Its only routes are those of an
 * operator: it is ready while it publishes, or stands by for one that does.
 */
import { hostname } from 'node:os';
import { migrateAll } from '@haber/backup';
import { type ProcessContext, systemClock, UnusableEnvironment } from '@haber/boot';
import { ensureTopics, kafkaClient, kafkaPublisher, topicsOf } from '@haber/bus';
import { openEventLog } from '@haber/composition';
import { type EventStore, runtimeUrl } from '@haber/event-store';
import { createHttpServer, Readiness } from '@haber/http';
import { createPool } from '@haber/read-store';
import { oldestWaitingMs, type Published, type Relay, startRelay } from '@haber/relay';
import { Metrics, metricsModule, relayMetrics } from '@haber/telemetry';
import type { Pool } from 'pg';

/** For the lease, for health, and one to spare. */
const CONNECTIONS = 3;

export async function startRelayProcess(context: ProcessContext): Promise<void> {
  const { config, logger, defer } = context;
  const { databaseUrl, kafka } = demanded(context);
  await migrateAll(databaseUrl);
  const url = runtimeUrl(databaseUrl);
  const pool = createPool({
    ...{ url, max: CONNECTIONS, applicationName: 'haber relay' },
    statementTimeoutMs: config.databaseStatementTimeoutMs,
    onConnectionLost: (error) => logger.warn({ err: error }, 'database connection lost'),
  });
  defer('pool', () => pool.end());
  const store = await openEventLog({ config, databaseUrl, mayChoose: true });
  defer('event store', () => store.close());
  let onPublished: (published: Published) => void = () => undefined;
  const topics = topicsOf(config.topicPrefix);
  const relay = startRelay({
    ...{ store, pool, topics },
    publisher: kafkaPublisher(kafka),
    prepare: () => ensureTopics(kafkaClient(kafka), topics),
    holder: `${hostname()} ${process.pid}`,
    onFault: (error) => logger.error({ err: error }, 'relay'),
    onPublished: (published) => onPublished(published),
  });
  defer('relay', () => relay.stop());
  const watched = watch(context, { store, pool, relay });
  onPublished = watched.onPublished;
  const server = await createHttpServer({
    ...watched.routes,
    authenticator: () => Promise.resolve(undefined),
    errorShapes: [],
    trustedProxyHops: config.trustedProxyHops,
    log: logger,
  });
  defer('http', () => server.close());
  const listening = await server.listen(config.port, config.host);
  logger.info({ url: listening.url }, 'relaying');
}

function demanded({ config, logger }: ProcessContext) {
  const { databaseUrl, kafkaBrokers: brokers } = config;
  if (!databaseUrl || brokers.length === 0) {
    throw new UnusableEnvironment('the relay needs DATABASE_URL, where the event log is, and KAFKA_BROKERS');
  }
  const onWarning = (line: object): void => logger.warn({ line }, 'kafka');
  return { databaseUrl: databaseUrl.reveal(), kafka: { brokers, clientId: 'haber-relay', onWarning } };
}

interface Parts {
  readonly store: EventStore;
  readonly pool: Pool;
  readonly relay: Relay;
}

function watch({ config, stopping, logger }: ProcessContext, { store, pool, relay }: Parts) {
  let [logEnd, waitingMs] = [0n, 0];
  const readiness = new Readiness({
    clock: systemClock,
    checks: [
      { name: 'process', passes: () => !stopping.aborted },
      { name: 'event store', passes: async () => (logEnd = await store.end()) >= 0n },
      { name: 'database', passes: async () => (await pool.query('SELECT 1')).rowCount === 1 },
      { name: 'relay', passes: () => relay.health().fault === undefined && relay.health().role !== 'stopped' },
    ],
  });
  const metrics = new Metrics();
  const onPublished = relayMetrics(metrics, {
    health: () => relay.health(),
    logEnd: () => logEnd,
    waitingMs: () => waitingMs,
  });
  const token = config.metricsToken?.reveal();
  const refresh = async (): Promise<void> => {
    const { role, through } = relay.health();
    if (role === 'active') {
      await oldestWaitingMs(store, { through, nowMs: systemClock() }).then(
        (ms) => (waitingMs = ms),
        (err: unknown) => logger.warn({ err }, 'nobody can tell how old what waits is'),
      );
    }
    await readiness.report();
  };
  return {
    onPublished,
    routes: { readiness, modules: [metricsModule({ registry: metrics.registry, token, refresh })] },
  };
}
