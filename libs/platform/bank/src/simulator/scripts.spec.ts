import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chosenScript, DEFAULT_WEIGHTS, readWeights, SCRIPT_NAMES, SCRIPTS, scriptOf } from './scripts';

const DOCUMENT = join(__dirname, '../../../../../docs/reference/test-amounts.md');

describe('test amounts', () => {
  it('are documented, each of them and no other', () => {
    const rows = readFileSync(DOCUMENT, 'utf8').matchAll(/^\| `(?:…(\d{4})|any other)` \| `([a-z-]+)` \|/gm);
    const documented = [...rows].map(([, digits, name]) => [name, digits]);
    expect(documented).toEqual(
      Object.entries(SCRIPTS).map(([name, row]) => [name, 'digits' in row ? row.digits : undefined]),
    );
  });

  it('are their last four digits, whatever stands before them', () => {
    const chosen = (amountMinor: bigint) => chosenScript({ reference: 'a', amountMinor });
    expect([9_001n, 19_001n, 999_999_999_999_999_001n].map(chosen)).toEqual(Array(3).fill('reject-insufficient-funds'));
    expect([1n, 100_050n, 90_010n, 900n].map(chosen)).toEqual(Array(4).fill('approve'));
  });

  it('have effects that a caller can find out: at most one send is lost, and what is hidden is so until it settles', () => {
    for (const name of SCRIPT_NAMES) {
      const { hides, decides, losesFirst } = scriptOf(name);
      if (hides === 'until-decided') expect([name, decides]).toEqual([name, 'within-settle-time']);
      if (losesFirst) expect([name, hides, decides]).toEqual([name, undefined, undefined]);
    }
  });
});

describe('a hostile bank', () => {
  const references = Array.from({ length: 4_000 }, (_, i) => `OP-2026-${i}`);
  const run = (seed: string, weights = DEFAULT_WEIGHTS) =>
    references.map((reference) => chosenScript({ reference, amountMinor: 100n }, { seed, weights }));

  it('does the same again with the same seed, and something else with another', () => {
    expect(run('7')).toEqual(run('7'));
    expect(run('7')).not.toEqual(run('8'));
  });

  it('does everything that it can, and mostly what it should', () => {
    const done = run('7');
    expect(new Set(done)).toEqual(new Set(SCRIPT_NAMES));
    const good = done.filter((name) => name === 'approve').length / done.length;
    expect(good).toBeGreaterThan(0.87);
    expect(good).toBeLessThan(0.93);
  });

  it('keeps to its weights, and to test amounts', () => {
    const weights = readWeights('approve=0, callback-twice=3,answer-html=1');
    const done = run('7', weights);
    expect(new Set(done)).toEqual(new Set(['callback-twice', 'answer-html']));
    expect(done.filter((name) => name === 'callback-twice').length / done.length).toBeCloseTo(0.75, 1);
    const magic = { reference: 'a', amountMinor: 9_002n };
    expect(chosenScript(magic, { seed: '7', weights })).toBe('reject-account-closed');
  });

  it.each(['', 'approve', 'approve=x', 'nonsense=1', 'approve=0', 'toString=1', 'approve=1;answer-html=1'])(
    'has no weights %j',
    (text) => {
      expect(() => readWeights(text)).toThrow('HABER_BANK_HOSTILE_WEIGHTS must be script=weight');
    },
  );
});
