/** What the product tells about itself while it runs: metrics, traces, a line a request. */
import 'reflect-metadata'; // before Nest

export { accessLog } from './access-log';
export { productGauges, type Sources } from './gauges';
export { httpMetrics } from './http-metrics';
export { httpTracing } from './http-tracing';
export { bankMetrics, commandMetrics, countedRefusals, groupMetrics, projectionMetrics } from './ledger-metrics';
export { LedgerTracing } from './ledger-tracing';
export { Metrics } from './metrics';
export { intakeGauges, type IntakeReading, takenMetrics, type TakenCounts } from './intake-metrics';
export { metricsModule } from './metrics-endpoint';
export { payoutGauges, type PayoutReadings } from './payout-gauges';
export { relayMetrics, type RelaySources } from './relay-metrics';
export { startTracing, type Tracing } from './tracing';
