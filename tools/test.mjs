// Runs Jest as this workspace needs it, and ends with one line that counts the whole run: `N passed, N failed`. A suite
// that could not run counts as a failure and is named; where HABER_REQUIRE is set (CI), so does a skipped test.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { requireNode24, root } from './runtime.mjs';

requireNode24();

const folder = mkdtempSync(join(tmpdir(), 'haber-test-'));
const outputFile = join(folder, 'results.json');
const jest = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    join(root, 'node_modules/jest/bin/jest.js'),
    '--json',
    `--outputFile=${outputFile}`,
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: ['inherit', 'ignore', 'inherit'] },
);
const results = read(outputFile);
rmSync(folder, { recursive: true, force: true });
process.exitCode = results === undefined ? reportDeath() : report(results);

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function reportDeath() {
  console.log(`Jest ended without a result (${jest.signal ?? `exit ${jest.status}`})`);
  console.log('0 passed, 1 failed');
  return 1;
}

function report(run) {
  const broken = run.testResults.filter((suite) => suite.status === 'failed' && suite.assertionResults.length === 0);
  const skipped = run.testResults.flatMap(skippedTests);
  for (const suite of broken) console.log(`could not run: ${relative(root, suite.name)}`);
  for (const name of skipped) console.log(`skipped: ${name}`);

  const failed = run.numFailedTests + broken.length + (process.env.HABER_REQUIRE ? skipped.length : 0);
  const counts = [`${run.numPassedTests} passed`, `${failed} failed`];
  if (skipped.length > 0) counts.push(`${skipped.length} skipped`);
  console.log(counts.join(', '));
  const good = jest.status === 0 && failed === 0 && run.numPassedTests > 0;
  return good ? 0 : 1;
}

function skippedTests(suite) {
  const unfinished = suite.assertionResults.filter(({ status }) => status !== 'passed' && status !== 'failed');
  return unfinished.map((test) => `${relative(root, suite.name)}: ${test.fullName}`);
}
