/** How the relay is watched: whether it works, how far it is, and how far behind the log that leaves Kafka. */
import { Lag } from '@haber/read-store';
import type { Metrics, Reading } from './metrics';

export interface RelaySources {
  readonly health: () => { readonly role: string; readonly through: bigint; readonly failingMs: number };
  /** As of the last refresh. */
  readonly logEnd: () => bigint;
  /** Age of the oldest event that is not published, as of the last refresh; 0: none waits. */
  readonly waitingMs: () => number;
}

/** @returns what is to be told of published events */
export function relayMetrics(metrics: Metrics, { health, logEnd, waitingMs }: RelaySources) {
  const lag = new Lag(() => performance.now());
  const published = metrics
    .counters({
      name: 'haber_relay_events_total',
      help: 'Events that Kafka has acknowledged to this process, repeats included.',
      labels: [],
    })
    .of();
  // One that stands by does not know how far the active one is, and says nothing about it.
  const ofActive = (read: (through: bigint) => number) => (): readonly Reading[] => {
    const { role, through } = health();
    return role === 'active' ? [{ value: read(through) }] : [];
  };
  // An event says its age at the first look; what this process has seen itself stands in where it cannot be read.
  const behindMs = (through: bigint) => Math.max(waitingMs(), lag.at(logEnd(), through).ms);
  metrics.gauge(
    {
      name: 'haber_relay_active',
      help: '1 where this process publishes. 0 in all of them: nobody does; see the log.',
      labels: [],
    },
    () => [{ value: Number(health().role === 'active') }],
  );
  metrics.gauge(
    {
      name: 'haber_relay_failing_seconds',
      help: 'For how long this process has not been able to go on: Kafka or the database is away.',
      labels: [],
    },
    () => [{ value: health().failingMs / 1_000 }],
  );
  metrics.gauge(
    { name: 'haber_relay_position', help: 'Everything up to this position of the log is on Kafka.', labels: [] },
    ofActive(Number),
  );
  metrics.gauge(
    {
      name: 'haber_relay_lag_seconds',
      help: 'The age of the oldest event that is not on Kafka. Growing: Kafka is away, or slower than what comes in.',
      labels: [],
    },
    ofActive((through) => behindMs(through) / 1_000),
  );
  return ({ events }: { readonly events: readonly unknown[] }): void => published.add(events.length);
}
