// The end-to-end suites that hold in every shape, where the product is separate processes with Kafka, its log in
// Postgres (`kafka`) or in EventStoreDB (`eventstore`); the stops of single instances; and
// one account that all of them write to. After each suite Kafka must have what the log has.
//   npm run e2e:processes                      both, one after the other
//   npm run e2e:processes -- eventstore        one; what else is given goes to Jest
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { requireNode24, root } from './runtime.mjs';

requireNode24();

/**
 * The same in both shapes. Each has a cluster of its own, for what it kills or counts; what gets along in one product
 * shares one in a fixture. The suites of keys, settings and operations are in the one process alone; so are those that
 * damage, count, back up or silence the log's own tables.
 */
const SUITES = [
  'races.e2e.spec',
  'repeats.e2e.spec',
  'processes/scenarios.fixture',
  'processes/neighbours.fixture',
  // What `npm test` has no time for.
  'processes/one-account.fixture',
  'processes/executions.fixture',
  'processes/gateway.e2e.spec',
  'processes/stops.fixture',
];

/** Rounds of stops: by hand ten of each service in one shape; the other differs in where the log is alone. */
const SHAPES = {
  kafka: { HABER_ROUNDS: '40' },
  eventstore: { HABER_ROUNDS: '4', HABER_REPEATS: '2' },
};

function run(shape, args) {
  console.log(`── ${shape}`);
  const tests = SUITES.map((suite) => `--testMatch=${join(root, 'apps/standalone/e2e', suite)}.ts`);
  const { status } = spawnSync(process.execPath, [join(root, 'tools/test.mjs'), ...tests, ...args], {
    cwd: root,
    // Many repeats at once are the writer's matter, which `npm test` has in one process; here they meet in two.
    env: { HABER_REPEATS: '3', ...SHAPES[shape], ...process.env, HABER_SHAPE: shape },
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
