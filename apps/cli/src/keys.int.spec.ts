/** `haber keys` and `haber settings`: terms as they are written on the command line, and what comes of them. */
import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assertMasterKey, loadMasterKey } from '@haber/personal-data';
import { createPool } from '@haber/read-store';
import type { Output } from './output';
import { type PreparedDatabase, prepareDatabase } from './prepared-database.fixture';
import { runHaber } from './program';

const MASTER_KEY = randomBytes(32).toString('base64');

let database: PreparedDatabase;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'haber-keys-'));
  database = await prepareDatabase();
  const pool = createPool({ url: database.url, max: 1, statementTimeoutMs: 10_000, applicationName: 'test' });
  await assertMasterKey({ pool, masterKey: await loadMasterKey({ env: MASTER_KEY }) });
  await pool.end();
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

interface Ran {
  readonly code: number;
  readonly lines: readonly string[];
  readonly notes: string;
}

async function haber(...args: string[]): Promise<Ran> {
  const lines: string[] = [];
  const notes: string[] = [];
  const output: Output = {
    line: (text) => Promise.resolve(void lines.push(text)),
    note: (text) => void notes.push(text),
    progress: () => ({ update: () => undefined, stop: () => undefined }),
  };
  const env = { DATABASE_URL: database.url, HABER_MASTER_KEY: MASTER_KEY, HABER_DATA_DIR: folder };
  const code = await runHaber(args, { env, output });
  return { code, lines, notes: notes.join('\n') };
}

type Shown = Readonly<Record<string, unknown>>;

async function done(...args: string[]): Promise<Shown> {
  const { code, lines, notes } = await haber(...args, '--json');
  if (code !== 0) throw new Error(`${args.join(' ')}: ${code} ${notes}`);
  return JSON.parse(lines[0] ?? '') as Shown;
}

const create = (...args: string[]): Promise<Shown> => done('keys', 'create', '--scopes', 'credits:execute', ...args);

async function listed(id: unknown, ...tenant: string[]): Promise<Shown | undefined> {
  const { lines } = await haber('keys', 'list', '--json', ...tenant);
  return lines.map((line) => JSON.parse(line) as Shown).find((key) => key['id'] === id);
}

async function keyFile(key: string): Promise<string> {
  const path = join(folder, 'a.key');
  await writeFile(path, `${key}\n`);
  return path;
}

describe('terms', () => {
  it('are all recorded', async () => {
    const { id } = await create(
      ...['--actor', 'shop', '--customer', 'c-1', '--allow', '192.0.2.7, 2001:DB8::/32', '--rate-limit', '5/2'],
      ...['--rate-limit', 'immediate_credits=none', '--expires', '2099-01-01T00:00:00Z'],
    );
    expect(await listed(id)).toEqual({
      id,
      scopes: ['credits:execute'],
      actor: 'shop',
      customerId: 'c-1',
      allowList: ['192.0.2.7', '2001:db8::/32'],
      rateLimits: { default: { requests: 5, windowSeconds: 2 }, immediate_credits: null },
      issuedAt: expect.stringMatching(/^\d{4}-/) as string,
      expiresAt: '2099-01-01T00:00:00.000Z',
      replaces: null,
      externalId: null,
      metadata: {},
      revoked: false,
    });
    const { lines } = await haber('keys', 'list');
    expect(lines.find((line) => line.startsWith(String(id)))).toContain(
      'by shop  may credits:execute  for customer c-1  from 192.0.2.7,2001:db8::/32  ' +
        'at most default=5/2,immediate_credits=none  until 2099-01-01T00:00:00.000Z',
    );
  });

  it('may take a key’s limits away for every class at once', async () => {
    const { id } = await create('--rate-limit', 'none');
    expect(await listed(id)).toMatchObject({ rateLimits: { default: null, immediate_credits: null } });
  });

  it.each([
    ['--allow', '192.0.2.7/24'],
    ['--allow', 'example.org'],
    ['--rate-limit', '5'],
    ['--rate-limit', '0/1'],
    ['--rate-limit', 'nothing=none'],
    ['--expires', 'tomorrow'],
    ['--actor', ' '],
    ['--customer', 'c-1', '--scopes', 'admin'],
  ])('that make no sense are refused: %s %s', async (...args) => {
    const { code, lines, notes } = await haber('keys', 'create', '--scopes', 'credits:execute', ...args);
    expect([code, lines]).toEqual([2, []]);
    expect(notes).not.toBe('');
  });
});

describe('rotating', () => {
  it('shows the successor once, and lets the old key end', async () => {
    const { id } = await create('--actor', 'rotating');
    const oldExpires = new Date(Date.now() + 3_600_000).toISOString();
    const next = await done('keys', 'rotate', String(id), '--old-expires', oldExpires);
    expect(Object.keys(next)).toEqual(['id', 'key']);
    expect(await listed(id)).toMatchObject({ expiresAt: oldExpires, revoked: false });
    expect(await listed(next['id'])).toMatchObject({ actor: 'rotating', expiresAt: null, replaces: id });
    expect(await haber('keys', 'rotate', String(id))).toMatchObject({ code: 1, lines: [] });
    expect(await haber('keys', 'rotate', 'no-such-key')).toMatchObject({ code: 1, lines: [] });
  });
});

describe('importing', () => {
  it('takes a key that exists already, never shows it, and may be repeated', async () => {
    const path = await keyFile('a-key-that-another-system-made');
    const args = ['keys', 'import', '--scopes', 'credit:read', '--key-file', path];
    const imported = await done(...args);
    expect(Object.keys(imported)).toEqual(['id']);
    expect(await done(...args)).toEqual(imported);
    expect(await listed(imported['id'])).toMatchObject({ scopes: ['credit:read'], actor: imported['id'] });
    expect(await haber('keys', 'import', '--scopes', 'credit:use', '--key-file', path)).toMatchObject({ code: 1 });
  });

  it('leaves a key with whom it was issued to first', async () => {
    const path = await keyFile('a-key-that-two-partners-bring');
    await done('keys', 'import', '--scopes', 'credit:read', '--key-file', path, '--partner', 'first');
    const { code, notes } = await haber(
      ...['keys', 'import', '--scopes', 'credit:read', '--key-file', path, '--partner', 'second'],
    );
    expect([code, notes]).toEqual([1, 'that key is somebody else’s']);
  });

  it('refuses what cannot be a key', async () => {
    for (const path of [await keyFile('too short'), join(folder, 'no-such-file')]) {
      const ran = await haber('keys', 'import', '--scopes', 'credit:read', '--key-file', path);
      expect(ran).toMatchObject({ code: 2, lines: [] });
    }
  });
});

describe('settings', () => {
  it('are changed one by one, for one partner in one mode', async () => {
    await create('--partner', 'strict');
    const of = ['--partner', 'strict'];
    expect(await done('settings', 'get', ...of)).toEqual({ fourEyes: false, rateLimits: {}, keylessRepeats: true });
    await done('settings', 'set', '--four-eyes', 'on', ...of);
    const limited = await done('settings', 'set', '--rate-limit', 'default=50/60s', ...of);
    expect(limited).toEqual({
      fourEyes: true,
      rateLimits: { default: { requests: 50, windowSeconds: 60 } },
      keylessRepeats: true,
    });
    expect(await done('settings', 'get', ...of)).toEqual(limited);
    expect((await haber('settings', 'get', ...of)).lines).toEqual(['four eyes on  rate limits default=50/60']);
    expect((await haber('settings', 'get')).lines).toEqual(['four eyes off  rate limits as the product has them']);
  });

  it('say what is wrong', async () => {
    expect(await haber('settings', 'set')).toMatchObject({ code: 2 });
    expect(await haber('settings', 'set', '--four-eyes', 'perhaps')).toMatchObject({ code: 2 });
    expect(await haber('settings', 'get', '--partner', 'nobody')).toMatchObject({ code: 1 });
    expect(await haber('settings', 'set', '--four-eyes', 'on', '--partner', 'nobody')).toMatchObject({ code: 1 });
  });
});
