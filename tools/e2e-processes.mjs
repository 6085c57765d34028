// The end-to-end suites that hold in every shape, where the product is separate processes with Kafka; and the stops and
// kills of single instances, of all services and in more rounds than `npm test` has time for. After each suite Kafka must
// have what the log has. HABER_SHAPE names another shape.
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

const patterns = [`apps/standalone/e2e/(${SUITES.join('|')})\\.e2e`, 'apps/standalone/e2e/processes/(gateway|stops|kills)'];
// Many repeats at once are the writer's matter, which `npm test` has in one process; here they meet in two.
const env = { HABER_ROUNDS: '2', HABER_REPEATS: '4', HABER_SHAPE: 'kafka', ...process.env };
const { status } = spawnSync(process.execPath, [join(root, 'tools/test.mjs'), ...patterns, ...process.argv.slice(2)], {
  cwd: root,
  env,
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
