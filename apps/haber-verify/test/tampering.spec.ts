/** A thousand random tamperings of each kind, by seed: every one is caught, and the first broken revision is named. */
import { logOfAccounts } from '@haber/testing';
import {
  exportedLines,
  goldenAccount,
  judge,
  KEY,
  loadVerifier,
  signedStore,
  type VerifierModule,
} from './exported.fixture';
import { chanceOf, type ExportFile, isCaught, isOther, parsed, spelt, TAMPERINGS } from './tampering.fixture';

const TIMES = 1_000;
const SEED = 20_261_124;

let verifier: VerifierModule;
let files: readonly ExportFile[];
beforeAll(async () => {
  verifier = await loadVerifier();
  const { events, accounts } = logOfAccounts({ accounts: 5, uses: 6 });
  const store = await signedStore([...events, ...goldenAccount()]);
  const streams = [...accounts.slice(0, 2), goldenAccount()[0]?.stream ?? ''];
  files = await Promise.all(streams.map(async (stream) => parsed(await exportedLines(store, stream))));
}, 60_000);

const options = { keys: [KEY.publicKey] };

it('calls the files good that nobody tampered with', () => {
  for (const file of files) expect(judge(verifier, spelt(file), options)).toMatchObject({ ok: true });
});

it.each(Object.entries(TAMPERINGS))(
  'catches whoever %s',
  (_, tamper) => {
    const wrong: object[] = [];
    const named = new Set<number | null>();
    let tried = 0;
    for (let seed = SEED; tried < TIMES && seed < SEED + 2 * TIMES; seed += 1) {
      const chance = chanceOf(seed);
      const file = files[chance(files.length)];
      if (!file) throw new Error('no file');
      const tampered = tamper(file, chance);
      if (!isOther(tampered, file)) continue;
      tried += 1;
      const verdict = judge(verifier, tampered.lines, options);
      if (!isCaught(verdict, tampered)) wrong.push({ seed, verdict, ...tampered });
      named.add(verdict.revision);
    }
    expect(tried).toBe(TIMES);
    expect(wrong.slice(0, 5)).toEqual([]);
    expect(named.size).toBeGreaterThan(1);
  },
  120_000,
);
