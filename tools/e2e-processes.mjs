// The end-to-end suites that hold in every shape, where the product is separate processes; and the stops and kills of
// single instances, of all services and in more rounds than `npm test` has time for.
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
  'immediate-credits',
  'openapi-coverage',
  'products',
  'races',
  'repeats',
  'rows',
];

const patterns = [`apps/standalone/e2e/(${SUITES.join('|')})\\.e2e`, 'apps/standalone/e2e/processes/(stops|kills)'];
const env = { HABER_ROUNDS: '10', ...process.env, HABER_SHAPE: 'processes' };
const { status } = spawnSync(process.execPath, [join(root, 'tools/test.mjs'), ...patterns, ...process.argv.slice(2)], {
  cwd: root,
  env,
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
