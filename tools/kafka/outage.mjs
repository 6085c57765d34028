// `npm run kafka-outage`: Kafka away for a minute (OUTAGE_SECONDS), for which `npm test` has no time. Relay and
// consumer, under a quarter of what the relay can do; then partners at the gateway of a cluster.
import { join } from 'node:path';
import { root } from '../runtime.mjs';

process.env.OUTAGE_SECONDS ??= '60';
const SUITES = ['libs/platform/relay/src/outage.fixture.ts', 'apps/standalone/e2e/processes/kafka-away.fixture.ts'].map(
  (suite) => `--testMatch=${join(root, suite)}`,
);
// One after the other: each has the machine to itself.
process.argv.push(...SUITES, '--maxWorkers=1');
await import('../test.mjs');
