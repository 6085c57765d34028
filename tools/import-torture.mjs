// The import of 100,000 accounts (HABER_IMPORT_ACCOUNTS), killed twice in the middle, finished and exact.
import { join } from 'node:path';
import { root } from './runtime.mjs';

process.env.HABER_IMPORT_ACCOUNTS ??= '100000';
process.argv.splice(2, Infinity, `--testMatch=${join(root, 'apps/standalone/e2e/import-killed.fixture.ts')}`);
await import('./test.mjs');
