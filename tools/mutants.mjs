// Plants mistakes in the rules and the ledger, one at a time, and requires that the specs notice every one of them:
// a rule that can be broken without a failing test is not tested. `--list file` tries another list (see tools/mutants).
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';
import { firstFailure, loadSpecs, root } from './mutants/sandbox.mjs';

// Fewer random lives than the specs play by themselves: what they notice, they notice early.
process.env.HABER_PROPERTY_LIVES = '150';

const SPECS = [
  'libs/applications/src/domain/credit-application.spec.ts',
  'libs/composition/src/single-use.spec.ts',
  'libs/credit-lines/src/domain/opening.spec.ts',
  'libs/credit-lines/src/domain/operating.spec.ts',
  'libs/credit-lines/src/domain/spending.spec.ts',
  'libs/credit-lines/src/domain/standing.spec.ts',
  'libs/payments/src/domain/payment.spec.ts',
  'libs/ledger/src/credit-account/balances-at.spec.ts',
  'libs/ledger/src/credit-account/due.spec.ts',
  'libs/ledger/src/credit-account/postings.spec.ts',
  'libs/ledger/src/golden.spec.ts',
  'libs/ledger/src/streams.spec.ts',
  'libs/ledger/src/business-date.spec.ts',
  'libs/ledger/src/codec.spec.ts',
  'apps/standalone/src/credit-life/credit-life.spec.ts',
  'apps/standalone/src/credit-life/credit-life.properties.spec.ts',
];

const loaded = (specs, replaced) =>
  loadSpecs(
    specs.map((spec) => join(root, spec)),
    replaced,
  );

function mutated({ file, find, become }) {
  const source = readFileSync(join(root, file), 'utf8');
  const parts = source.split(find);
  if (parts.length !== 2) throw new Error(`${file}: found ${parts.length - 1} times, not once: ${find}`);
  return parts.join(become);
}

/** The failure that gave the mutant away; undefined when it survived. */
function tryMutant(mutant, timeoutMs) {
  const replaced = new Map([[join(root, mutant.file), mutated(mutant)]]);
  let tests;
  try {
    tests = loaded(mutant.specs ?? SPECS, replaced);
  } catch (error) {
    return { name: 'loading', error };
  }
  return firstFailure(tests, timeoutMs);
}

function shown({ file, find, become }) {
  const line = (text) => text.replace(/\s+/g, ' ');
  return `${file}\n    - ${line(find)}\n    + ${line(become)}`;
}

const { values } = parseArgs({ options: { list: { type: 'string' }, verbose: { type: 'boolean', short: 'v' } } });
const list = values.list ? pathToFileURL(resolve(values.list)).href : './mutants/list.mjs';
const { default: mutants } = await import(list);

const healthyFromMs = performance.now();
const all = new Set([...SPECS, ...mutants.flatMap(({ specs = [] }) => specs)]);
const healthy = firstFailure(loaded([...all]), 60_000);
if (healthy) {
  console.error(`without any mutant, ${healthy.name} fails:`, healthy.error);
  process.exit(2);
}

// A mistake may make a loop endless.
const timeoutMs = 3 * (performance.now() - healthyFromMs) + 1_000;

// All must be applicable before any is tried.
mutants.forEach(mutated);
const startedMs = performance.now();
const survivors = mutants.filter((mutant) => {
  const failure = tryMutant(mutant, timeoutMs);
  if (values.verbose) console.log(`${shown(mutant)}\n    ${failure ? `noticed by: ${failure.name}` : 'SURVIVED'}`);
  return failure === undefined;
});
for (const survivor of survivors) console.error(`survived: ${shown(survivor)}`);
const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1);
console.log(`${mutants.length - survivors.length} of ${mutants.length} mutants noticed, in ${seconds} s`);
process.exitCode = survivors.length === 0 ? 0 : 1;
