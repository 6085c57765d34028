// Fuzzes the whole product through its own OpenAPI document: thousands of requests that the document allows, and others
// that it forbids. Every answer must be one that the document declares, none a fault of ours; afterwards the books are
// verified. The same seed sends the same requests. The last line counts the cases: `N passed, N failed`.
//
//   npm run fuzz -- [--seed 7] [--examples 250]
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openBooks } from './fuzz/books.mjs';
import { startProduct } from './fuzz/product.mjs';
import { commandsOf } from './python.mjs';
import { requireNode24, root } from './runtime.mjs';

requireNode24();

/** Fewer would not be the test that it says it is. */
const LEAST_CASES = 5_000;
const ACCOUNT = '/api/v1/accounts/{id}';
const { values } = parseArgs({
  options: { seed: { type: 'string', default: '1' }, examples: { type: 'string', default: '250' } },
});

/**
 * Whatever the edge answers has a status of its own: `default` would let every other one pass. The fuzzer writes no
 * NDJSON; what the same route takes as JSON it does.
 */
function strictly(document) {
  const strict = structuredClone(document);
  for (const { responses, requestBody } of operationsOf(strict)) {
    delete responses.default;
    delete requestBody?.content['application/x-ndjson'];
  }
  return strict;
}

function operationsOf(document) {
  return Object.values(document.paths).flatMap((operations) => Object.values(operations));
}

/** Documents that are wrong about reading an account, and what the fuzzer must then say: else it says nothing. */
const CANARIES = [
  {
    what: 'an undeclared status',
    failure: 'UndefinedStatusCode',
    plant: ({ paths }) => delete paths[ACCOUNT].get.responses['404'],
  },
  {
    what: 'an undeclared member',
    failure: 'JsonSchemaError',
    plant({ components }) {
      const { Account } = components.schemas;
      delete Account.properties.customer_id;
      Account.required = Account.required.filter((name) => name !== 'customer_id');
    },
  },
];

const installedFuzzer = () => join(commandsOf(join(root, 'tools/fuzz/requirements.txt')), 'schemathesis');

class Fuzzer {
  constructor({ command, product, folder, config }) {
    Object.assign(this, { command, product, folder, config });
    this.runs = 0;
  }

  /** The report of one run. */
  run(document, ...more) {
    const name = join(this.folder, `${(this.runs += 1)}`);
    writeFileSync(`${name}.json`, JSON.stringify(document));
    const args = ['--config-file', this.config, 'run', `${name}.json`, '--url', this.product.url, '--no-color'];
    const key = ['--header', `Authorization: Bearer ${this.product.key}`];
    const report = ['--report', 'json', '--report-json-path', `${name}.report.json`, '--warnings', 'off'];
    const { stdout, stderr, status, error } = spawnSync(
      this.command,
      [...args, ...key, ...report, '--seed', values.seed, ...more],
      { cwd: this.folder, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 },
    );
    if (error) throw error;
    try {
      return { status, stdout, report: JSON.parse(readFileSync(`${name}.report.json`, 'utf8')) };
    } catch {
      throw new Error(`the fuzzer ended with ${status} and no report:\n${stdout}\n${stderr}`);
    }
  }
}

function written(dictionaries) {
  const sections = Object.entries(dictionaries).map(
    ([name, entries]) => `[dictionaries.${name}]\nvalues = ${JSON.stringify(entries)}\n`,
  );
  return `${readFileSync(join(root, 'tools/fuzz/schemathesis.toml'), 'utf8')}\n${sections.join('\n')}`;
}

/** What is wrong with the run over all operations, and its counts. */
function judged({ status, stdout, report }, operations) {
  const { test_cases: cases, operations: ran } = report;
  const failed = cases.with_failures + cases.errored;
  const passed = cases.generated - cases.without_checks - failed;
  const wrong = [];
  if (status !== 0 || failed > 0) wrong.push(`the fuzzer found something:\n${stdout.slice(0, 60_000)}`);
  if (!report.complete) wrong.push(`the run ended early: ${report.stop_reason}`);
  if (ran.tested !== operations) wrong.push(`${ran.tested} of ${operations} operations were tested`);
  if (passed + failed < LEAST_CASES) wrong.push(`${passed + failed} cases are fewer than ${LEAST_CASES}`);
  return { passed, failed, wrong };
}

function canaryLives(fuzzer, document, { what, failure, plant }) {
  const planted = structuredClone(document);
  plant(planted);
  const { operationId } = document.paths[ACCOUNT].get;
  const { status, report } = fuzzer.run(planted, '--include-operation-id', operationId, '--max-examples', '20');
  const found = report.failures.map(({ type }) => type);
  const lives = status === 1 && found.includes(failure);
  return lives ? [] : [`${what} was not found: exit ${status}, ${found.join(', ') || 'no failures'}`];
}

async function fuzz(product, folder) {
  const document = await product.document();
  const config = join(folder, 'schemathesis.toml');
  writeFileSync(config, written(await openBooks(product, document)));
  const fuzzer = new Fuzzer({ command: installedFuzzer(), product, folder, config });
  const strict = strictly(document);
  const { passed, failed, wrong } = judged(
    fuzzer.run(strict, '--max-examples', values.examples),
    operationsOf(document).length,
  );
  console.log(`${passed + failed} cases over ${operationsOf(document).length} operations, seed ${values.seed}`);
  wrong.push(...CANARIES.flatMap((canary) => canaryLives(fuzzer, strict, canary)));
  wrong.push(...(await product.complaints()));
  return { passed, failed: Math.max(failed, wrong.length), wrong };
}

async function main() {
  const folder = mkdtempSync(join(tmpdir(), 'haber-fuzzer-'));
  const product = await startProduct();
  try {
    return await fuzz(product, folder);
  } finally {
    await product.destroy();
    rmSync(folder, { recursive: true, force: true });
  }
}

const { passed, failed, wrong } = await main().catch((error) => ({ passed: 0, failed: 1, wrong: [error.stack] }));
for (const each of wrong) console.error(each);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
