/** Every planted mistake is noticed by the specs; and the tool that says so says no when it should. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'haber-mutants-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function mutants(...args: readonly string[]): { readonly status: number | null; readonly said: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(__dirname, 'mutants.mjs'), ...args], {
    encoding: 'utf8',
    timeout: 280_000,
  });
  return { status, said: stdout + stderr };
}

/** A list of one change to the rules of spending. */
function listOf(find: string, become: string): string {
  const file = join(folder, `${find.length}-${become.length}.mjs`);
  const mutant = { file: 'libs/credit-lines/src/domain/spending.ts', find, become };
  writeFileSync(file, `export default ${JSON.stringify([mutant])};`);
  return file;
}

describe('planted mistakes', () => {
  it('are all noticed', () => {
    const { status, said } = mutants();
    expect(said).not.toContain('survived');
    expect(status).toBe(0);
    expect(Number(/of (\d+) mutants noticed/.exec(said)?.[1])).toBeGreaterThanOrEqual(100);
  }, 300_000);

  it('are reported when no spec notices: canary', () => {
    const { status, said } = mutants('--list', listOf('amountMinor > availableMinor', 'availableMinor < amountMinor'));
    expect(said).toContain('survived: libs/credit-lines/src/domain/spending.ts');
    expect(said).toContain('0 of 1 mutants noticed');
    expect(status).toBe(1);
  }, 300_000);

  it('must be there exactly once: canary', () => {
    for (const find of ['amountMinor > thereIsNoSuchThing', 'amountMinor']) {
      const { status, said } = mutants('--list', listOf(find, 'x'));
      expect(said).toMatch(/found \d+ times, not once/);
      expect(status).not.toBe(0);
    }
  }, 300_000);

  it('that never end are stopped: canary', () => {
    const { status, said } = mutants('--verbose', '--list', listOf('mustBeAboveZero(amountMinor);', 'for (;;);'));
    expect(said).toContain('noticed by: stopped after');
    expect(status).toBe(0);
  }, 300_000);
});
