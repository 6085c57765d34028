/**
 * The same files before a second implementation, in another language: both call the same ones good, and name the same
 * revisions of what was tampered with. Where there is no Python the tests are skipped by name, unless HABER_REQUIRE
 * names it: then they fail.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { logOfAccounts } from '@haber/testing';
import {
  exportedLines,
  GOLDEN_ACCOUNTS,
  goldenAccount,
  judge,
  KEY,
  loadVerifier,
  signedStore,
  type Verdict,
} from './exported.fixture';
import { chanceOf, parsed, spelt, TAMPERINGS } from './tampering.fixture';

const PYTHON = join(__dirname, 'haber_verify.py');
const TIMES = 10;

const isThere = spawnSync('python3', ['--version']).status === 0;
const isRequired = (process.env['HABER_REQUIRE'] ?? '').split(',').includes('python');
const inPython = isThere || isRequired ? it : it.skip;

async function files(signEvery = 40, kinds: readonly (typeof GOLDEN_ACCOUNTS)[number][] = ['credit-account.v1']) {
  const { events, accounts } = logOfAccounts({ accounts: 6, uses: 12 });
  const golden = kinds.map(goldenAccount);
  const store = await signedStore([...events, ...golden.flat()], signEvery);
  const streams = [...accounts, ...golden.map(([first]) => first?.stream ?? '')];
  return Promise.all(streams.map((stream) => exportedLines(store, stream)));
}

/** In one process: starting Python costs more than verifying. */
function judgedByPython(all: readonly (readonly string[])[]): readonly Verdict[] {
  const input = all.map((lines) => JSON.stringify(lines)).join('\n');
  const told = execFileSync('python3', [PYTHON, '-', KEY.publicKey], { input, maxBuffer: 64 * 1024 * 1024 });
  return told
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Verdict);
}

describe('a second implementation, in Python', () => {
  inPython('calls the same exports good', async () => {
    const all = await files(40, GOLDEN_ACCOUNTS);
    const verdicts = judgedByPython(all);
    const verifier = await loadVerifier();
    expect(verdicts).toEqual(all.map((lines) => judge(verifier, lines, { keys: [KEY.publicKey] })));
    expect(verdicts.every(({ ok }) => ok)).toBe(true);
  });

  inPython(
    'catches every kind of tampering, at the same revision',
    async () => {
      const verifier = await loadVerifier();
      const all = (await files(10_000)).map(parsed);
      const spelling = 'spells a line in another way';
      const cases = Object.entries(TAMPERINGS)
        .filter(([kind]) => kind !== spelling)
        .flatMap(([kind, tamper]) =>
          Array.from({ length: TIMES }, (_, i) => {
            const chance = chanceOf(1_000 + i);
            const file = all[chance(all.length)];
            if (!file) throw new Error('no file');
            return { kind, ...tamper(file, chance) };
          }),
        );
      const verdicts = judgedByPython(cases.map(({ lines }) => lines));
      const different = cases.flatMap(({ kind, lines }, i) => {
        const { ok, revision } = judge(verifier, lines, { keys: [KEY.publicKey] });
        const python = verdicts[i];
        return !ok && python && !python.ok && python.revision === revision ? [] : [{ kind, revision, python }];
      });
      expect(different).toEqual([]);
    },
    120_000,
  );

  inPython('reads a file and says so by its exit code', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'haber-python-'));
    const [lines = []] = await files();
    const file = join(folder, 'account.jsonl');
    const run = (text: string) => {
      writeFileSync(file, text);
      return spawnSync('python3', [PYTHON, file, KEY.publicKey]).status;
    };
    expect(run(`${lines.join('\n')}\n`)).toBe(0);
    expect(run(`${spelt({ ...parsed(lines), events: parsed(lines).events.slice(0, 3) }).join('\n')}\n`)).toBe(1);
    expect(spawnSync('python3', [PYTHON]).status).toBe(2);
    rmSync(folder, { recursive: true });
  });
});
