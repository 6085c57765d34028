// The end-to-end suites that hold in every shape, where the product is separate processes with Kafka, its log in
// Postgres (`kafka`) or in EventStoreDB (`eventstore`); and the stops and kills of single instances, of all services
// and in more rounds than `npm test` has time for. After each suite Kafka must have what the log has.
//   npm run e2e:processes                      both, one after the other
//   npm run e2e:processes -- eventstore        one; what else is given goes to Jest
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { requireNode24, root } from './runtime.mjs';

requireNode24();

const SUITES = [
  'account-names',
  'accounts',
  'bank-accounts',
  'callers',
  'customers',
  'document',
  'hostile',
  'openapi-coverage',
  'products',
  'races',
  'repeats',
  'rows',
];

const SHAPES = ['kafka', 'eventstore'];
const patterns = [
  `apps/standalone/e2e/(${SUITES.join('|')})\\.e2e`,
  'apps/standalone/e2e/processes/(gateway|stops|kills)',
];
// Many repeats at once are the writer's matter, which `npm test` has in one process; here they meet in two.
const env = { HABER_ROUNDS: '2', HABER_REPEATS: '4', ...process.env };

function run(shape, args) {
  console.log(`── ${shape}`);
  const test = [join(root, 'tools/test.mjs'), ...patterns, ...args];
  const { status } = spawnSync(process.execPath, test, {
    cwd: root,
    env: { ...env, HABER_SHAPE: shape },
    stdio: 'inherit',
  });
  return status === 0;
}

const [first, ...rest] = process.argv.slice(2);
const shapes = SHAPES.includes(first) ? [first] : SHAPES;
const args = SHAPES.includes(first) ? rest : process.argv.slice(2);
const failed = shapes.filter((shape) => !run(shape, args));
if (failed.length > 0) console.error(`failed: ${failed.join(', ')}`);
process.exitCode = failed.length > 0 ? 1 : 0;
