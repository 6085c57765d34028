/**
 * The client programs of dialect B's document, taken out of it and run as processes of their own. Nothing in them is
 * changed but the address and the key; what they import is found by where they are told to look.
 */
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '../../..');
const REQUIREMENTS = join(__dirname, 'client-programs.requirements.txt');
const ADDRESS = 'https://api.buhopago.com';
const KEY = 'bp_live_xxx';
const LONGEST_RUN_MS = 60_000;

/** As the document calls them. */
export type Language = 'cURL' | 'Python' | 'Node.js';

export const DOCUMENT = readFileSync(join(ROOT, 'docs/dialects/immediate-credits.es.md'), 'utf8');

/** Each under a heading of its own, `### Ejemplo con …`, as the one block of code there. */
export function programsIn(document: string): ReadonlyMap<string, string> {
  const sections = document.split(/^#{2,3} /m).filter((section) => section.startsWith('Ejemplo con '));
  return new Map(
    sections.map((section) => {
      const language = section.slice('Ejemplo con '.length, section.indexOf('\n'));
      const [code, ...more] = [...section.matchAll(/^```\w+\n([^]*?)^```$/gm)].map(([, block]) => block);
      if (code === undefined || more.length > 0) throw new Error(`not one program: ${language}`);
      return [language, code];
    }),
  );
}

interface Runtime {
  readonly file: string;
  readonly command: string;
  /** Why there is none here. */
  readonly missing?: string;
}

const RUNTIMES: Readonly<Record<Language, Runtime>> = {
  cURL: { file: 'program.sh', command: 'bash', ...missing(spawnSync('bash', ['-c', 'command -v curl'])) },
  Python: { file: 'program.py', ...python() },
  'Node.js': { file: 'program.js', command: process.execPath },
};

function missing({ status, stderr }: { status: number | null; stderr?: Buffer | null }): Pick<Runtime, 'missing'> {
  return status === 0 ? {} : { missing: stderr?.toString().trim() || 'it is not on PATH' };
}

/** An environment with what the program imports, made at the first run. */
function python(): Pick<Runtime, 'command' | 'missing'> {
  const made = spawnSync(process.execPath, [join(ROOT, 'tools/python.mjs'), REQUIREMENTS]);
  return { command: made.stdout.toString().trim(), ...missing(made) };
}

/** Where HABER_REQUIRE names it, one that is missing fails the tests that need it. */
export function isToRun(language: Language): boolean {
  const required = (process.env['HABER_REQUIRE'] ?? '').split(',');
  return RUNTIMES[language].missing === undefined || required.includes(language.toLowerCase());
}

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Against {
  readonly url: string;
  readonly key: string;
}

/** Runs the document's program to its end. @throws where its language is missing, or it does not end */
export async function ranProgram(language: Language, { url, key }: Against): Promise<Ran> {
  const { file, command, missing: why } = RUNTIMES[language];
  if (why !== undefined) throw new Error(`${language}: ${why}`);
  const program = programsIn(DOCUMENT).get(language) ?? '';
  const folder = await mkdtemp(join(tmpdir(), 'haber-client-'));
  await writeFile(join(folder, file), program.replaceAll(ADDRESS, url).replaceAll(KEY, key));
  return ended(command, folder, file).finally(() => rm(folder, { recursive: true }));
}

async function ended(command: string, cwd: string, file: string): Promise<Ran> {
  const env = {
    PATH: process.env['PATH'],
    NODE_PATH: join(ROOT, 'node_modules'),
    // The product is on this machine, whatever proxy leads out of it; and the program prints more than ASCII.
    ...{ NO_PROXY: '*', PYTHONUTF8: '1' },
  };
  const child = spawn(command, [file], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: LONGEST_RUN_MS });
  const printed = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (printed.stderr += text));
  const code = await new Promise<number | null>((resolve, reject) =>
    child.once('error', reject).once('close', resolve),
  );
  return { code, ...printed };
}
