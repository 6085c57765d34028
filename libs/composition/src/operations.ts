/**
 * How the product is watched: metrics always, traces where there is a receiver, and readiness. Made before everything
 * that is watched; told of the parts once they run.
 */
import type { OnCommand, OnGroup } from '@haber/account-writer';
import type { CheckpointSigner } from '@haber/audit';
import { type ProcessContext, systemClock } from '@haber/boot';
import type { EventStore } from '@haber/event-store';
import type { KeyRing } from '@haber/gateway';
import { type CheckReport, type HttpServerOptions, type Instrument, Readiness } from '@haber/http';
import type { PayoutParts } from '@haber/payments';
import type { TakePlace } from '@haber/rate-limits';
import { type AppliedEvents, Lag, type RunningProjection } from '@haber/read-store';
import {
  accessLog,
  bankMetrics,
  commandMetrics,
  countedRefusals,
  groupMetrics,
  httpMetrics,
  httpTracing,
  intakeGauges,
  type IntakeReading,
  LedgerTracing,
  Metrics,
  metricsModule,
  payoutGauges,
  type PayoutReadings,
  productGauges,
  projectionMetrics,
  type Sources,
  startTracing,
  takenMetrics,
  type TakenCounts,
} from '@haber/telemetry';
import type { Pool } from 'pg';
import type { Paying } from './payouts';

/** What the running parts tell. */
export interface Watching {
  readonly onCommand: OnCommand;
  readonly onConflict: (category: string) => void;
  readonly onGroup: OnGroup;
  readonly onApplied: (applied: AppliedEvents) => void;
  readonly onNudged: (accounts: number) => void;
  /** From the topic. */
  readonly onTransactions: (taken: TakenCounts) => void;
  readonly onBankAnswer: NonNullable<PayoutParts['onAnswer']>;
  readonly counted: (take: TakePlace) => TakePlace;
}

export interface Watched extends Pick<Sources, 'writers' | 'pools' | 'instances'> {
  readonly store: EventStore;
  /** Of commands and queries. */
  readonly pool: Pool;
  /** Where callers are known by their keys. */
  readonly keys?: Pick<KeyRing, 'following'>;
  readonly projections: readonly RunningProjection[];
  readonly signer: CheckpointSigner | undefined;
  /** Of the topic of transactions; absent: this process does not read it. */
  readonly transactions: { health(): IntakeReading | undefined } | undefined;
  /** Where this process pays out; undefined until it does. */
  readonly paying?: () => Paying | undefined;
}

export interface Operations {
  readonly watching: Watching;
  /** For the HTTP server. */
  watch(
    parts: Watched,
  ): Required<Pick<HttpServerOptions, 'readiness' | 'instruments'>> & Pick<HttpServerOptions, 'modules'>;
}

/** So far behind a read model is of no use: every read of it waits in vain. */
const HOPELESS_MS = 60_000;
/** No stream is ever called so: asking whether it is empty goes the whole way of an append, and writes nothing. */
const PROBE = { stream: 'probe-00000000-0000-4000-8000-000000000000', expectedRevision: -1, events: [] };

export async function startOperations(context: ProcessContext): Promise<Operations> {
  const { name, config, logger, defer } = context;
  const metrics = new Metrics();
  const instruments: Instrument[] = [httpMetrics(metrics)];
  if (config.accessLog) instruments.push(accessLog(logger));
  let watching = watchingOf(metrics);
  if (config.tracesEndpoint !== undefined) {
    const sampleRatio = config.tracesSampleRatio;
    const tracing = await startTracing({ endpoint: config.tracesEndpoint, serviceName: name, sampleRatio });
    defer('traces', () => tracing.stop());
    instruments.push(httpTracing(tracing.tracer));
    watching = bothOf(watching, new LedgerTracing(tracing.tracer));
  }
  return { watching, watch: (parts) => watch(context, metrics, { ...parts, instruments }) };
}

function watchingOf(metrics: Metrics): Watching {
  const nudged = metrics.nudges.of();
  return {
    onCommand: commandMetrics(metrics),
    onConflict: (category) => metrics.conflicts.of(category).add(),
    onGroup: groupMetrics(metrics),
    onApplied: projectionMetrics(metrics),
    onNudged: (accounts) => nudged.add(accounts),
    onTransactions: takenMetrics(metrics),
    onBankAnswer: bankMetrics(metrics),
    counted: (take) => countedRefusals(metrics, take),
  };
}

function bothOf(first: Watching, second: LedgerTracing): Watching {
  return {
    ...first,
    onCommand: (category, command) => {
      const ends = [first.onCommand(category, command), second.onCommand(category, command)];
      return (end) => ends.forEach((ended) => ended(end));
    },
    onGroup: (group) => {
      const ends = [first.onGroup(group), second.onGroup(group)];
      return () => ends.forEach((ended) => ended());
    },
    onApplied: (applied) => {
      first.onApplied(applied);
      second.onApplied(applied);
    },
  };
}

function watch(
  { config, stopping }: ProcessContext,
  metrics: Metrics,
  {
    store,
    pool,
    keys,
    projections,
    signer,
    transactions,
    paying,
    instruments,
    ...shown
  }: Watched & { readonly instruments: Instrument[] },
): ReturnType<Operations['watch']> {
  let logEnd = 0n;
  let checks: readonly CheckReport[] = [];
  const lags = projections.map((running) => ({ running, lag: new Lag(() => performance.now()) }));
  const readings = () =>
    lags.map(({ running, lag }) => ({ ...running.health(), behind: lag.at(logEnd, running.through()) }));
  const serves = (name: string) => readings().some((reading) => reading.name === name && serving(reading));
  const readiness = new Readiness({
    clock: systemClock,
    checks: [
      { name: 'process', passes: () => !stopping.aborted },
      {
        name: 'event store',
        async passes() {
          logEnd = await store.end();
          return (await store.append([PROBE])).length === 1;
        },
      },
      { name: 'database', passes: async () => (await pool.query('SELECT 1')).rowCount === 1 },
      ...(paying ? [{ name: 'payouts', passes: () => paying() !== undefined }] : []),
      ...(keys ? [{ name: 'key ring', passes: () => keys.following }] : []),
      ...projections
        .map((running) => running.health())
        .map(({ name }) => ({
          name: `projection ${name}`,
          passes: () => serves(name),
        })),
    ],
  });
  const signing = signer && signingOf(signer, () => logEnd);
  const log = { isDense: store.dense, end: () => logEnd };
  productGauges(metrics, { ...shown, checks: () => checks, log, projections: readings, signing });
  if (transactions) intakeGauges(metrics, () => transactions.health());
  const readPayouts = paying ? payoutReader(metrics, paying) : () => Promise.resolve();
  const refresh = async () => {
    [checks] = await Promise.all([readiness.report(), readPayouts()]);
  };
  const token = config.metricsToken?.reveal();
  return { readiness, instruments, modules: [metricsModule({ registry: metrics.registry, token, refresh })] };
}

/**
 * Read anew at a scrape, and bounded by the pool and the bus. That a bank or a broker is away is no check of readiness:
 * payouts wait, and everything else goes on.
 */
function payoutReader(metrics: Metrics, paying: () => Paying | undefined): () => Promise<void> {
  let readings: PayoutReadings | undefined;
  payoutGauges(metrics, () => readings);
  return async () => {
    readings = await paying()
      ?.figures()
      .catch(() => undefined); // the figures are missing, and that is what is told
  };
}

/** No check of readiness: a product that does not sign goes on answering, and somebody is told. */
function signingOf(signer: CheckpointSigner, logEnd: () => bigint): NonNullable<Sources['signing']> {
  const lag = new Lag(() => performance.now());
  return () => {
    const { signs, through } = signer.health();
    return { signs, behind: lag.at(logEnd(), through) };
  };
}

function serving({
  fault,
  role,
  lagMs,
  behind,
}: Pick<ReturnType<RunningProjection['health']>, 'fault' | 'role' | 'lagMs'> & { behind: { ms: number } }): boolean {
  return fault === undefined && role !== 'stopped' && Math.max(behind.ms, lagMs) < HOPELESS_MS;
}
