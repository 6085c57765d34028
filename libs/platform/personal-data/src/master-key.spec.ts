import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { deriveKey, loadMasterKey, MasterKey, UnusableMasterKey } from './master-key';

const bytes = Buffer.from(Array.from({ length: 32 }, (_, i) => 200 + i));
const mark = (key: MasterKey) => deriveKey(key, 'master-key-check').export().toString('hex');
const expected = mark(new MasterKey(bytes));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'haber-master-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('loadMasterKey from the environment', () => {
  it.each(['hex', 'base64', 'base64url'] as const)('reads %s', async (form) => {
    expect(mark(await loadMasterKey({ env: bytes.toString(form) }))).toBe(expected);
    expect(mark(await loadMasterKey({ env: ` ${bytes.toString(form)}\n` }))).toBe(expected);
  });

  it.each(['short', 'f'.repeat(63), 'A'.repeat(42), 'A'.repeat(45), 'señal'.repeat(8)])(
    'refuses %s, without quoting it',
    async (env) => {
      const error = await loadMasterKey({ env }).catch((e: unknown) => e);
      expect(error).toBeInstanceOf(UnusableMasterKey);
      expect((error as Error).message).not.toContain(env);
    },
  );

  it('refuses to start without any source', async () => {
    await expect(loadMasterKey({})).rejects.toThrow('set HABER_MASTER_KEY');
  });
});

describe('loadMasterKey from a file', () => {
  it('makes it once, for the owner only, and leaves nothing else behind', async () => {
    const file = join(folder, 'new', 'master.key');
    const first = await loadMasterKey({ file });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(join(folder, 'new'))).toEqual(['master.key']);
    expect(mark(await loadMasterKey({ file }))).toBe(mark(first));
    expect(mark(await loadMasterKey({ env: '', file }))).toBe(mark(first));
  });

  it('gives processes that start at once the same key', async () => {
    const file = join(folder, 'master.key');
    const keys = await Promise.all(Array.from({ length: 16 }, () => loadMasterKey({ file })));
    expect(new Set(keys.map(mark)).size).toBe(1);
    expect(await readdir(folder)).toEqual(['master.key']);
  });

  it('refuses a file that others can read', async () => {
    const file = join(folder, 'master.key');
    await loadMasterKey({ file });
    await chmod(file, 0o640);
    await expect(loadMasterKey({ file })).rejects.toThrow('chmod 600');
  });

  it('refuses a damaged file instead of making another key', async () => {
    const file = join(folder, 'master.key');
    await writeFile(file, 'half', { mode: 0o600 });
    await expect(loadMasterKey({ file })).rejects.toThrow(UnusableMasterKey);
    expect(await readFile(file, 'utf8')).toBe('half');
  });

  it('refuses an environment that contradicts it', async () => {
    const file = join(folder, 'master.key');
    await writeFile(file, bytes.toString('base64'), { mode: 0o600 });
    expect(mark(await loadMasterKey({ file, env: bytes.toString('hex') }))).toBe(expected);
    await expect(loadMasterKey({ file, env: 'ab'.repeat(32) })).rejects.toThrow('differs from the key in');
  });
});

describe('MasterKey', () => {
  it('never prints itself', () => {
    const key = new MasterKey(bytes);
    const printed = `${inspect(key, { depth: 9, showHidden: true })} ${JSON.stringify({ key })} ${Object.prototype.toString.call(key)}`;
    for (const form of ['hex', 'base64', 'base64url'] as const) expect(printed).not.toContain(bytes.toString(form));
    expect(printed).not.toMatch(/c8 ?c9/);
  });
});
