// What CI asks of a change, in the order of how quickly each answers. Every step runs even when one before it failed,
// so that one run tells all; the tests come last, and so does their line `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { requireNode24, root } from './runtime.mjs';

requireNode24();

const STEPS = [
  ['types', 'types'],
  ['lint and boundaries', 'lint'],
  ['format', 'format:check'],
  ['deployment files', 'lint:deploy'],
  ['unused code', 'unused'],
  ['generated files', 'generate:check'],
  ['event contract', 'contract'],
  ['tests, and a probe of every boundary', 'test'],
];

const failed = [];
const lines = [];
for (const [what, script] of STEPS) {
  if (script === 'test') summarize();
  const started = process.hrtime.bigint();
  console.log(`\n── ${what} (npm run ${script})`);
  const { status } = spawnSync('npm', ['run', '--silent', script], { cwd: root, stdio: 'inherit' });
  const seconds = Number((process.hrtime.bigint() - started) / 1_000_000_000n);
  lines.push(`${status === 0 ? 'ok    ' : 'FAILED'}  ${what} (${seconds} s)`);
  if (status !== 0) failed.push(what);
}
if (failed.length > 0) console.error(`check failed: ${failed.join('; ')}`);
process.exitCode = failed.length > 0 ? 1 : 0;

function summarize() {
  console.log(`\n${lines.join('\n')}`);
}
