/** Canary of the tampering spec: of every kind, a verifier that lacks a check misses some, though honest files hold. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { logOfAccounts } from '@haber/testing';
import {
  exportedLines,
  goldenAccount,
  judge,
  KEY,
  signedStore,
  VERIFIER,
  type VerifierModule,
} from './exported.fixture';
import { chanceOf, type ExportFile, isCaught, isOther, parsed, spelt, TAMPERINGS } from './tampering.fixture';

/** What is taken out of the program, and what stands there instead. */
const CHECKS = {
  contiguity: ['if (revision === this.at) return;', 'if (revision >= 0) return;'],
  chain: ['const follows = about.prevHash === this.hash;', 'const follows = true;'],
  head: ['if (head.hash !== this.hash) throw', 'if (false) throw'],
  length: ['if (short) throw', 'if (false) throw'],
  books: ['if (carried !== computed) throw', 'if (false) throw'],
  account: ['if (data.accountId !== (this.accountId ?? data.accountId)) throw', 'if (false) throw'],
  signature: ['if (!holds) throw', 'if (false) throw'],
  path: ['if (root !== checkpoint.root) throw', 'if (false) throw'],
  spelling: ['JSON.stringify(line) === text', 'true'],
} as const;

/** Most kinds break several things at once: then more than one check has to go. */
const WEAK_AGAINST: Readonly<Record<string, readonly (keyof typeof CHECKS)[]>> = {
  'drops an event': ['length'],
  'repeats an event': ['contiguity'],
  'swaps two events': ['contiguity'],
  'inserts an event and renumbers the rest': ['chain', 'books'],
  'cuts the tail off': ['length'],
  'cuts the tail off and says that the account ends there': ['path'],
  'flips a bit of the data': ['chain'],
  'flips a bit of the metadata': ['chain'],
  'says that somebody else did it': ['chain'],
  'changes an amount and all balances after it': ['chain'],
  'changes an amount, all balances after it, and makes the chain anew': ['path'],
  'changes the type of an event': ['chain', 'books'],
  'changes the id of an event': ['chain'],
  'changes who did it and makes the chain anew': ['path'],
  'changes the checkpoint or its signature': ['signature'],
  'changes the proof': ['path'],
  'changes what the head is said to be': ['head'],
  'takes an event of another account': ['chain', 'account'],
  'spells a line in another way': ['spelling'],
};

const TRIES = 300;
const options = { keys: [KEY.publicKey] };

let folder: string;
let source: string;
let files: readonly ExportFile[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'haber-weakened-'));
  source = await readFile(VERIFIER, 'utf8');
  const { events, accounts } = logOfAccounts({ accounts: 5, uses: 6 });
  const store = await signedStore([...events, ...goldenAccount()]);
  const streams = [...accounts.slice(0, 2), goldenAccount()[0]?.stream ?? ''];
  files = await Promise.all(streams.map(async (stream) => parsed(await exportedLines(store, stream))));
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

async function without(checks: readonly (keyof typeof CHECKS)[]): Promise<VerifierModule> {
  const weakened = checks.reduce((text, check) => {
    const [find, become] = CHECKS[check];
    const parts = text.split(find);
    if (parts.length !== 2) throw new Error(`the program has ${parts.length - 1} times: ${find}`);
    return parts.join(become);
  }, source);
  const file = join(folder, `without-${checks.join('-')}.mjs`);
  await writeFile(file, weakened);
  return (await import(pathToFileURL(file).href)) as VerifierModule;
}

it('knows every kind of tampering', () => {
  expect(Object.keys(WEAK_AGAINST)).toEqual(Object.keys(TAMPERINGS));
});

it.each(Object.entries(TAMPERINGS))('notices a verifier that is blind to whoever %s', async (kind, tamper) => {
  const verifier = await without(WEAK_AGAINST[kind] ?? []);
  for (const file of files) expect(judge(verifier, spelt(file), options)).toMatchObject({ ok: true });
  const isMissed = (seed: number): boolean => {
    const chance = chanceOf(seed);
    const file = files[chance(files.length)];
    if (!file) throw new Error('no file');
    const tampered = tamper(file, chance);
    return isOther(tampered, file) && !isCaught(judge(verifier, tampered.lines, options), tampered);
  };
  expect(Array.from({ length: TRIES }, (_, seed) => seed).some(isMissed)).toBe(true);
});
