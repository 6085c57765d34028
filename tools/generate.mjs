// Writes what is generated from the code and committed: the OpenAPI document of the whole product, the typed client
// made from it, the schema of a line of an import file, and the event contract: a JSON Schema an event, and AsyncAPI.
// With `--check` writes nothing, and fails where what is committed is not what the code says.
import { spawnSync } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import openapiTS, { astToString } from 'openapi-typescript';
import { asyncApiFaults } from './contract/asyncapi.mjs';
import { oldSchemas } from './contract/released.mjs';
import { requireNode24, root } from './runtime.mjs';

requireNode24();
const check = process.argv.includes('--check');

const built = spawnSync(process.execPath, [join(root, 'tools/build.mjs')], { stdio: 'inherit' });
if (built.status !== 0) process.exit(built.status ?? 1);

const load = (path) => createRequire(import.meta.url)(join(root, path));
const { eventContract, productDocument } = load('libs/composition/dist/index.js');
const { importLineSchema } = load('libs/dialects/dist/index.js');
const jsonOf = (value) => `${JSON.stringify(value, undefined, 1)}\n`;
const document = jsonOf(await productDocument());
const heading =
  '/* eslint-disable */\n/** Generated from docs/generated/openapi.json by `npm run generate`: never edited. */\n\n';
const types = astToString(await openapiTS(JSON.parse(document), { alphabetize: false }));

const contract = eventContract();
const asyncApi = jsonOf(contract.asyncApi);
const faults = await asyncApiFaults(asyncApi);
for (const fault of faults) console.error(`docs/generated/asyncapi.json: ${fault}`);
if (faults.length > 0) process.exit(1);

const EVENTS = 'docs/generated/events';
const schemas = { headers: contract.headers, ...oldSchemas(contract), ...contract.schemas };
const eventFiles = Object.entries(schemas).map(([name, schema]) => [`${EVENTS}/${name}.schema.json`, jsonOf(schema)]);

const stale = [];
for (const [file, text] of [
  ['docs/generated/openapi.json', document],
  ['docs/generated/import-line.schema.json', jsonOf(importLineSchema())],
  ['docs/generated/asyncapi.json', asyncApi],
  ...eventFiles,
  ['libs/client/src/openapi.ts', heading + types],
]) {
  const path = join(root, file);
  if ((await readFile(path, 'utf8').catch(() => undefined)) === text) continue;
  stale.push(file);
  if (check) continue;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}
const wanted = new Set(eventFiles.map(([file]) => file));
for (const name of await readdir(join(root, EVENTS)).catch(() => [])) {
  if (wanted.has(`${EVENTS}/${name}`)) continue;
  stale.push(`${EVENTS}/${name}`);
  if (!check) await rm(join(root, EVENTS, name));
}
if (check && stale.length > 0) {
  console.error(`not what the code says, run npm run generate: ${stale.join(', ')}`);
  process.exitCode = 1;
} else {
  console.log(stale.length > 0 ? `written: ${stale.join(', ')}` : 'generated files are clean');
}
