/** How the topic of transactions is watched: what came of its messages, whether it works, how far behind it is. */
import type { Metrics, Reading } from './metrics';

export interface IntakeReading {
  readonly healthy: boolean;
  readonly parkedKeys: number;
  readonly lag: bigint | undefined;
}

export interface TakenCounts {
  readonly accepted: number;
  readonly duplicate: number;
  readonly contradicting: number;
}

/** @returns what is to be told of transactions that were taken */
export function takenMetrics(metrics: Metrics): (taken: TakenCounts) => void {
  const counter = metrics.counters({
    name: 'haber_topic_transactions_total',
    help:
      'Transactions from the topic by what became of them. contradicting: recorded before with another amount, or in ' +
      'another currency; the log says where the topic has them.',
    labels: ['result'],
  });
  const results = ['accepted', 'duplicate', 'contradicting'] as const;
  const of = results.map((result) => [result, counter.of(result)] as const);
  return (taken) => of.forEach(([result, count]) => count.add(taken[result]));
}

/** `read`: undefined while nothing is known, or there is no Kafka. */
export function intakeGauges(metrics: Metrics, read: () => IntakeReading | undefined): void {
  const ofIt = (value: (reading: IntakeReading) => number | undefined) => (): readonly Reading[] => {
    const reading = read();
    const found = reading && value(reading);
    return found === undefined ? [] : [{ value: found }];
  };
  metrics.gauge(
    {
      name: 'haber_topic_transactions_healthy',
      help: '1 while messages arrive or could. 0 in all instances: Kafka is away, or no consumer lives; see the log.',
      labels: [],
    },
    ofIt(({ healthy }) => Number(healthy)),
  );
  metrics.gauge(
    {
      name: 'haber_topic_transactions_lag_messages',
      help: 'Messages that the group has not done with. Growing: more comes in than is recorded.',
      labels: [],
    },
    ofIt(({ lag }) => (lag === undefined ? undefined : Number(lag))),
  );
  metrics.gauge(
    {
      name: 'haber_topic_transactions_parked_customers',
      help: 'Customers with a message that could not be done, and whatever waits behind it: haber dlq list.',
      labels: [],
    },
    ofIt(({ parkedKeys }) => parkedKeys),
  );
}
