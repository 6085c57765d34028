// The import of 100,000 accounts, killed twice in the middle, finished and exact: the test of that name, at full size.
process.env.HABER_IMPORT_ACCOUNTS ??= '100000';
process.argv.splice(2, Infinity, 'apps/standalone/e2e/import-killed.e2e.spec.ts');
await import('./test.mjs');
