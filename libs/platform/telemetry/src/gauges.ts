/** What is read of the running parts when somebody scrapes, rather than counted as it happens. */
import type { StreamWriter } from '@haber/account-writer';
import type { CheckReport } from '@haber/http';
import type { Behind, ProjectionHealth } from '@haber/read-store';
import type { Pool } from 'pg';
import type { Metrics, Reading } from './metrics';

export interface Sources {
  /** By category of streams. */
  readonly writers: Readonly<Record<string, Pick<StreamWriter<never, never, never>, 'usage'>>>;
  /** As of the last refresh. */
  readonly checks: () => readonly CheckReport[];
  /** Its end as of the last refresh. */
  readonly log: { readonly isDense: boolean; readonly end: () => bigint };
  readonly projections: () => readonly (ProjectionHealth & { readonly behind: Behind })[];
  /** Of checkpoints; absent where none are signed. */
  readonly signing: (() => { readonly signs: boolean; readonly behind: Behind }) | undefined;
  /** By what they are for. */
  readonly pools: Readonly<Record<string, Pick<Pool, 'totalCount' | 'idleCount' | 'waitingCount'>>>;
  /** Of services, where this process sends requests on to them. */
  readonly instances?: () => readonly SeenInstance[];
}

export interface SeenInstance {
  readonly service: string;
  readonly state: (typeof INSTANCE_STATES)[number];
}

const INSTANCE_STATES = ['ready', 'unready', 'down'] as const;

export function productGauges(metrics: Metrics, sources: Sources): void {
  readinessGauge(metrics, sources);
  writerGauges(metrics, sources);
  projectionGauges(metrics, sources);
  if (sources.instances) instanceGauge(metrics, sources.instances);
  signingGauges(metrics, sources);
  metrics.gauge(
    {
      name: 'haber_database_connections',
      help: 'Connections of a pool. waiting above 0 for long: HABER_DATABASE_POOL_SIZE is too small, or Postgres slow.',
      labels: ['pool', 'state'],
    },
    () => Object.entries(sources.pools).flatMap(([pool, of]) => poolReadings(pool, of)),
  );
}

function readinessGauge(metrics: Metrics, { checks }: Sources): void {
  metrics.gauge(
    {
      name: 'haber_ready',
      help: '1 where a check of /readyz passes. 0 for a minute: this process does not serve; the check says what.',
      labels: ['check'],
    },
    () => checks().map(({ name, status }) => ({ labels: { check: name }, value: Number(status === 'ok') })),
  );
}

function writerGauges(metrics: Metrics, { writers }: Sources): void {
  const ofEach = (read: (usage: StreamWriter<never, never, never>['usage']) => number) => (): readonly Reading[] =>
    Object.entries(writers).map(([category, { usage }]) => ({ labels: { category }, value: read(usage) }));
  const labels = ['category'];
  metrics.gauge(
    {
      name: 'haber_writer_unanswered_commands',
      help: 'Commands taken and not answered. Near HABER_WRITER_QUEUE_SIZE the product begins to answer 503.',
      labels,
    },
    ofEach(({ unanswered }) => unanswered),
  );
  metrics.gauge(
    { name: 'haber_writer_busy_accounts', help: 'Accounts with a turn under way.', labels },
    ofEach(({ busyAccounts }) => busyAccounts),
  );
  metrics.gauge(
    {
      name: 'haber_fold_cache_bytes',
      help: 'Estimated size of cached folds. At HABER_FOLD_CACHE_BYTES, accounts that come back are read again.',
      labels,
    },
    ofEach(({ cacheBytes }) => cacheBytes),
  );
}

function projectionGauges(metrics: Metrics, { log, projections }: Sources): void {
  metrics.gauge(
    {
      name: 'haber_event_log_position',
      help: 'The log’s last position: in Postgres how many events there are, in EventStoreDB bytes.',
      labels: [],
    },
    () => [{ value: Number(log.end()) }],
  );
  const labels = ['projection'];
  const ofEach = (read: (of: ReturnType<Sources['projections']>[number]) => number) => (): readonly Reading[] =>
    projections().map((of) => ({ labels: { projection: of.name }, value: read(of) }));
  metrics.gauge(
    {
      name: 'haber_projection_lag_events',
      help: 'Events between a projection and the end of a log in Postgres; absent where nobody counts them.',
      labels,
    },
    // Bytes are no events.
    () => (log.isDense ? ofEach(({ behind }) => Number(behind.positions))() : []),
  );
  metrics.gauge(
    {
      name: 'haber_projection_lag_seconds',
      help: 'For how long a projection has not reached an end of the log. Above 2, reads answer 503; see the log.',
      labels,
    },
    ofEach(({ behind }) => behind.ms / 1_000),
  );
  metrics.gauge(
    {
      name: 'haber_projection_faulty',
      help: '1 while a projection has a fault: see the log. If it stays, haber rebuild, or a bug that needs a release.',
      labels,
    },
    ofEach(({ fault }) => Number(fault !== undefined)),
  );
}

function instanceGauge(metrics: Metrics, instances: NonNullable<Sources['instances']>): void {
  metrics.gauge(
    {
      name: 'haber_service_instances',
      help: 'Instances of a service as this gateway sees them. None ready: its routes answer 503, or soon will.',
      labels: ['service', 'state'],
    },
    () => {
      const seen = instances();
      return [...new Set(seen.map(({ service }) => service))].flatMap((service) =>
        INSTANCE_STATES.map((state) => ({
          labels: { service, state },
          value: seen.filter((each) => each.service === service && each.state === state).length,
        })),
      );
    },
  );
}

function signingGauges(metrics: Metrics, { signing }: Sources): void {
  if (!signing) return;
  metrics.gauge(
    {
      name: 'haber_checkpoint_signing',
      help: '1 while the log is signed. 0: the last try failed, or it was given up for good: see the log at once.',
      labels: [],
    },
    () => [{ value: Number(signing().signs) }],
  );
  metrics.gauge(
    {
      name: 'haber_checkpoint_lag_seconds',
      help: 'For how long checkpoints have not reached an end of the log. Above 10, what is new cannot be proved.',
      labels: [],
    },
    () => [{ value: signing().behind.ms / 1_000 }],
  );
}

function poolReadings(pool: string, { totalCount, idleCount, waitingCount }: Sources['pools'][string]): Reading[] {
  const states = { used: totalCount - idleCount, idle: idleCount, waiting: waitingCount };
  return Object.entries(states).map(([state, value]) => ({ labels: { pool, state }, value }));
}
