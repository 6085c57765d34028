// Writes what is generated from the code and committed: the OpenAPI document of the whole product, the typed client
// made from it, and the schema of a line of an import file. With `--check` writes nothing, and fails where what is
// committed is not what the code says.
import { spawnSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import openapiTS, { astToString } from 'openapi-typescript';
import { requireNode24, root } from './runtime.mjs';

requireNode24();
const check = process.argv.includes('--check');

const built = spawnSync(process.execPath, [join(root, 'tools/build.mjs')], { stdio: 'inherit' });
if (built.status !== 0) process.exit(built.status ?? 1);

const load = (path) => createRequire(import.meta.url)(join(root, path));
const { productDocument } = load('libs/composition/dist/index.js');
const { importLineSchema } = load('libs/dialects/dist/index.js');
const document = `${JSON.stringify(await productDocument(), undefined, 1)}\n`;
const heading =
  '/* eslint-disable */\n/** Generated from docs/generated/openapi.json by `npm run generate`: never edited. */\n\n';
const types = astToString(await openapiTS(JSON.parse(document), { alphabetize: false }));

const stale = [];
for (const [file, text] of [
  ['docs/generated/openapi.json', document],
  ['docs/generated/import-line.schema.json', `${JSON.stringify(importLineSchema(), undefined, 1)}\n`],
  ['libs/client/src/openapi.ts', heading + types],
]) {
  const path = join(root, file);
  if ((await readFile(path, 'utf8').catch(() => undefined)) === text) continue;
  stale.push(file);
  if (check) continue;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}
if (check && stale.length > 0) {
  console.error(`not what the code says, run npm run generate: ${stale.join(', ')}`);
  process.exitCode = 1;
} else {
  console.log(stale.length > 0 ? `written: ${stale.join(', ')}` : 'generated files are clean');
}
