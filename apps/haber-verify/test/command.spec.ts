/** The program as it is run: arguments, exit codes, and what it prints. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publicKeyPem } from '@haber/audit';
import { logOfAccounts } from '@haber/testing';
import { AT, exportedLines, KEY, OTHER_KEY, signedStore, VERIFIER } from './exported.fixture';

const { events, accounts } = logOfAccounts({ accounts: 2, uses: 5 });
const [stream = ''] = accounts;

let folder: string;
let file: string;
let head: string;
let last: number;
let accountId: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'haber-verify-'));
  // Else npm looks for files where a package above it is, if there is one.
  await writeFile(join(folder, 'package.json'), '{}');
  const lines = await exportedLines(await signedStore(events), stream);
  file = await written('account.jsonl', `${lines.join('\n')}\n`);
  await written('key.pem', publicKeyPem(KEY.publicKey));
  await written('key.txt', `${KEY.publicKey}\n`);
  await written('tampered.jsonl', `${lines.toSpliced(4, 1).join('\n')}\n`);
  await written('empty.jsonl', '');
  await written('half.jsonl', lines.join('\n').slice(0, -10));
  const end = JSON.parse(lines.at(-1) ?? '') as { head: { revision: number; hash: string } };
  last = end.head.revision;
  const { data } = JSON.parse(lines[1] ?? '') as { data: string };
  accountId = (JSON.parse(Buffer.from(data, 'base64').toString()) as { accountId: string }).accountId;
  head = `${stream}@${last}:${end.head.hash}`;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function written(name: string, text: string): Promise<string> {
  await writeFile(join(folder, name), text);
  return join(folder, name);
}

function verify(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [VERIFIER, ...args], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { status, stdout: stdout.trim(), stderr: stderr.trim() };
}

it.each([['key.pem'], ['key.txt'], [KEY.publicKey], [publicKeyPem(KEY.publicKey)]])('trusts the key %j', (key) => {
  const { status, stdout, stderr } = verify('account.jsonl', `--key=${key}`);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain(`ok: ${head}`);
});

it('tells all that it found as JSON', () => {
  const { status, stdout } = verify('account.jsonl', '--json', '--key', OTHER_KEY.publicKey, '--key', KEY.publicKey);
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    ...{ ok: true, stream, tenant: 'demo/test', revision: last, trusted: true },
    balances: { currency: 'USD', limitMinor: '90000000' },
    checkpoint: { publicKey: KEY.publicKey, heads: 4 },
  });
});

it('warns where the key is the word of the file', () => {
  const { status, stdout, stderr } = verify(file, '--json', '--head', head);
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ ok: true, trusted: false });
  expect(stderr).toContain('warning: without --key');
});

it('ends with 1 and the first broken revision', () => {
  expect(verify('tampered.jsonl', '--key', 'key.pem')).toMatchObject({
    status: 1,
    stdout: expect.stringContaining('BROKEN at revision 3: is missing') as string,
  });
  const told = verify('account.jsonl', '--json', '--key', OTHER_KEY.publicKey);
  expect(told.status).toBe(1);
  expect(JSON.parse(told.stdout)).toMatchObject({ ok: false, revision: last });
  expect(verify('account.jsonl', '--head', head.replace(/.$/, 'x')).status).toBe(2);
  expect(verify('account.jsonl', '--head', `${stream}@0:${'0'.repeat(64)}`).status).toBe(1);
  expect(verify('empty.jsonl').status).toBe(1);
  expect(verify('half.jsonl').status).toBe(1);
});

it.each([
  [[]],
  [['missing.jsonl']],
  [['account.jsonl', 'account.jsonl']],
  [['account.jsonl', '--key', 'no-key']],
  [['account.jsonl', '--nonsense']],
  [['.']],
])('ends with 2 and its usage after %j', (args) => {
  const { status, stdout, stderr } = verify(...args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain('haber-verify <file>');
});

it('says whose account it is, as of when, and how it stands', () => {
  const [first, whose, sums] = verify('account.jsonl', '--key', 'key.pem').stdout.split('\n');
  expect(first).toBe(`ok: ${head}`);
  expect(whose).toBe(`  ${accountId} of demo/test, signed ${AT} under ${KEY.publicKey}`);
  expect(sums).toMatch(/^  in minor units: currency: USD, limit: 90000000, held: 0, utilised: \d+, available: \d+, /);
});

it('is one file of less than 300 lines that imports nothing but Node', async () => {
  const source = await readFile(VERIFIER, 'utf8');
  expect(source.split('\n').length - 1).toBeLessThan(300);
  const imported = [...source.matchAll(/\bfrom '([^']+)'|\bimport\(|\brequire\(/g)].map(([, name]) => name);
  expect(imported.length).toBeGreaterThan(3);
  for (const name of imported) expect(name).toMatch(/^node:/);
});

it('is packed by npm, and runs from the package as npx runs it', async () => {
  const npm = (...args: string[]) =>
    spawnSync('npm', args, {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: '', npm_config_cache: join(folder, 'npm-cache') },
      shell: process.platform === 'win32',
    });
  const packed = npm('pack', join(VERIFIER, '..'), '--json');
  const [{ filename = '', files = [] } = {}] = JSON.parse(packed.stdout) as {
    filename: string;
    files: { path: string }[];
  }[];
  expect(files.map(({ path }) => path).sort()).toEqual(['LICENSE', 'README.md', 'haber-verify.mjs', 'package.json']);
  const ran = npm(...['exec', '--yes', '--offline', `--package=./${filename}`], '--', 'haber-verify', 'account.jsonl');
  expect(ran).toMatchObject({ status: 0, stdout: expect.stringContaining(`ok: ${head}`) as string });
}, 120_000);

it('runs through the link that npm makes of it', async () => {
  const link = join(folder, 'haber-verify');
  await symlink(VERIFIER, link);
  const { status } = spawnSync(process.execPath, [link, file, '--key', KEY.publicKey]);
  expect(status).toBe(0);
});
