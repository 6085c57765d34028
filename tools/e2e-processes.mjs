// The end-to-end suites that hold in every shape, where the product is separate processes with Kafka; the stops and
// kills of single instances, of all services; and one account that all of them write to. After each suite Kafka must
// have what the log has. HABER_SHAPE names another shape, HABER_ROUNDS how often each instance is stopped and killed.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { requireNode24, root } from './runtime.mjs';

requireNode24();

const SUITES = [
  'openapi-coverage.e2e.spec',
  'races.e2e.spec',
  'repeats.e2e.spec',
  // What `npm test` has no time for, and what gets along in one product.
  'processes/one-account.fixture',
  'processes/scenarios.fixture',
  'processes/gateway.e2e.spec',
  'processes/kills.e2e.spec',
  'processes/stops.e2e.spec',
];

const tests = SUITES.map((suite) => `--testMatch=${join(root, 'apps/standalone/e2e', suite)}.ts`);
// Many repeats at once are the writer's matter, which `npm test` has in one process; here they meet in two.
const env = { HABER_ROUNDS: '1', HABER_REPEATS: '3', HABER_SHAPE: 'kafka', ...process.env };
const { status } = spawnSync(process.execPath, [join(root, 'tools/test.mjs'), ...tests, ...process.argv.slice(2)], {
  cwd: root,
  env,
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
