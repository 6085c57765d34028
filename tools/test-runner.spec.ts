/**
 * The runner behind `npm test` must not say "0 failed" of a run that failed: canaries that fail, break, skip or do not
 * exist, each run for real.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PASSING = "test('passes', () => {});";
const FAILING = "test('fails', () => { throw new Error('as it must'); });";
const SKIPPED = "test.skip('is skipped', () => {});";
const BROKEN = "throw new Error('cannot even load');";
const DEADLY = "test('dies', () => { process.kill(process.pid, 'SIGKILL'); });";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'haber-runner-'));
  mkdirSync(join(folder, 'specs'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function run(specs: readonly string[], env: Record<string, string> = {}): { exit: number | null; lines: string[] } {
  specs.forEach((code, n) => writeFileSync(join(folder, 'specs', `canary-${n}.spec.js`), code));
  const config = JSON.stringify({ rootDir: folder, testMatch: ['**/*.spec.js'], transform: {} });
  const runner = join(__dirname, 'test.mjs');
  const { HABER_REQUIRE: _, ...own } = process.env;
  const { status, stdout } = spawnSync(process.execPath, [runner, '--config', config, '-i'], {
    encoding: 'utf8',
    env: { ...own, ...env },
  });
  return { exit: status, lines: stdout.trimEnd().split('\n') };
}

describe('the test runner', () => {
  it('is content with what passes', () => {
    expect(run([PASSING, PASSING])).toEqual({ exit: 0, lines: ['2 passed, 0 failed'] });
  });

  it('counts failures, names suites that could not run, and counts those as failures', () => {
    const { exit, lines } = run([PASSING, FAILING, BROKEN, SKIPPED]);
    expect(exit).toBe(1);
    expect(lines.at(-1)).toBe('1 passed, 2 failed, 1 skipped');
    expect(lines.find((line) => line.startsWith('could not run: '))).toMatch(/canary-2\.spec\.js$/);
    expect(lines.find((line) => line.startsWith('skipped: '))).toMatch(/canary-3\.spec\.js: is skipped$/);
  });

  it('lets a skipped test pass on a machine without servers, but not where they are required', () => {
    expect(run([PASSING, SKIPPED]).exit).toBe(0);
    const required = run([PASSING, SKIPPED], { HABER_REQUIRE: 'postgres' });
    expect([required.exit, required.lines.at(-1)]).toEqual([1, '1 passed, 1 failed, 1 skipped']);
  });

  it('takes no tests for a failure', () => {
    expect(run([]).exit).toBe(1);
  });

  it('takes its own death for a failure', () => {
    const { exit, lines } = run([DEADLY]);
    expect([exit, lines.at(-1)]).toEqual([1, '0 passed, 1 failed']);
  });
});
