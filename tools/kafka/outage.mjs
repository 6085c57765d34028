// `npm run kafka-outage`: Kafka away for a minute, where the tests of every day have it away for seconds. The outage
// spec of relay and consumer, under a quarter of what the relay can do; then partners at the gateway of a cluster.
import { join } from 'node:path';
import { root } from '../runtime.mjs';

process.env.OUTAGE_SECONDS ??= '60';
const SUITES = [
  'libs/platform/relay/src/outage.int.spec.ts',
  'apps/standalone/e2e/processes/kafka-away.fixture.ts',
].map((suite) => `--testMatch=${join(root, suite)}`);
// One after the other: each has the machine to itself.
process.argv.push(...SUITES, '--maxWorkers=1');
await import('../test.mjs');
