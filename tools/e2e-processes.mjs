// The end-to-end suites that hold in every shape, where the product is separate processes with Kafka, its log in
// Postgres (`kafka`) or in EventStoreDB (`eventstore`); the stops and kills of single instances, of all services; and
// one account that all of them write to. After each suite Kafka must have what the log has.
//   npm run e2e:processes                      both, one after the other
//   npm run e2e:processes -- eventstore        one; what else is given goes to Jest
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { requireNode24, root } from './runtime.mjs';

requireNode24();

const SUITES = [
  'openapi-coverage.e2e.spec',
  'races.e2e.spec',
  'repeats.e2e.spec',
  'immediate-credits.e2e.spec',
  // What `npm test` has no time for, and what gets along in one product.
  'processes/one-account.fixture',
  'processes/executions.fixture',
  'processes/scenarios.fixture',
  'processes/gateway.e2e.spec',
  'processes/stops.fixture',
];

/**
 * Every instance is stopped ten times; `npm run kill-all` kills them for minutes. The other suites write to the log of
 * a database, or have not been tried since capacity came: they are to follow in the third shape.
 */
const SHAPES = {
  kafka: { suites: SUITES, env: { HABER_ROUNDS: '10' } },
  eventstore: {
    suites: [
      'processes/one-account.fixture',
      'processes/executions.fixture',
      'processes/scenarios.fixture',
      'processes/gateway.e2e.spec',
    ],
    env: { HABER_ROUNDS: '1' },
  },
};

function run(shape, args) {
  console.log(`── ${shape}`);
  const { suites, env } = SHAPES[shape];
  const tests = suites.map((suite) => `--testMatch=${join(root, 'apps/standalone/e2e', suite)}.ts`);
  const { status } = spawnSync(process.execPath, [join(root, 'tools/test.mjs'), ...tests, ...args], {
    cwd: root,
    // Many repeats at once are the writer's matter, which `npm test` has in one process; here they meet in two.
    env: { HABER_REPEATS: '3', ...env, ...process.env, HABER_SHAPE: shape },
    stdio: 'inherit',
  });
  return status === 0;
}

const given = process.argv.slice(2);
const isNamed = Object.hasOwn(SHAPES, given[0] ?? '');
const shapes = isNamed ? [given[0]] : Object.keys(SHAPES);
const failed = shapes.filter((shape) => !run(shape, isNamed ? given.slice(1) : given));
if (failed.length > 0) console.error(`failed: ${failed.join(', ')}`);
process.exitCode = failed.length > 0 ? 1 : 0;
