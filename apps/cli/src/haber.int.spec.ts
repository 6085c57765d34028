/** The commands of `haber` against a database prepared here: what they print, what they change, how they exit. */
import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GroupCommit, StreamWriter } from '@haber/account-writer';
import { PROJECTIONS } from '@haber/composition';
import { startEmbeddedPostgres } from '@haber/embedded-postgres';
import { customerDefinition, customerStream, publicId, uuidOf } from '@haber/ledger';
import { assertMasterKey, loadMasterKey, personalData } from '@haber/personal-data';
import { customerProfile, LOG_TENANT, logOfAccounts } from '@haber/testing';
import type { Output } from './output';
import { type PreparedDatabase, prepareDatabase } from './prepared-database.fixture';
import { runHaber } from './program';

const MASTER_KEY = randomBytes(32).toString('base64');
const { events: log, accounts } = logOfAccounts({ accounts: 3, uses: 12 });
const [account = ''] = accounts;

let database: PreparedDatabase;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'haber-cli-'));
  database = await freshDatabase();
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

interface Ran {
  readonly code: number;
  readonly lines: string[];
  readonly notes: string[];
}

async function haberIn(env: Record<string, string>, ...args: string[]): Promise<Ran> {
  const lines: string[] = [];
  const notes: string[] = [];
  const output: Output = {
    line: (text) => Promise.resolve(void lines.push(text)),
    note: (text) => void notes.push(text),
    progress: () => ({ update: () => undefined, stop: () => undefined }),
  };
  const code = await runHaber(args, { env, output });
  return { code, lines, notes };
}

function haber(...args: string[]): Promise<Ran> {
  return haberIn({ DATABASE_URL: database.url, HABER_MASTER_KEY: MASTER_KEY, HABER_DATA_DIR: folder }, ...args);
}

/** Nobody signs this log, and without a master key nobody expects it. */
function verify(...args: string[]): Promise<Ran> {
  return haberIn({ DATABASE_URL: database.url, HABER_DATA_DIR: folder }, 'verify', ...args);
}

const json = (ran: Ran): Record<string, unknown>[] =>
  ran.lines.map((line) => JSON.parse(line) as Record<string, unknown>);

describe('haber keys', () => {
  it('issues, lists and revokes keys, of the demo partner in test mode unless told otherwise', async () => {
    const [made] = json(
      await haber('keys', 'create', '--scopes', 'credit:use,credit:read', '--actor', 'shop', '--json'),
    );
    expect(Object.keys(made ?? {})).toEqual(['id', 'key']);
    expect(made?.['key']).toMatch(/^hb_test_/);
    const listed = json(await haber('keys', 'list', '--json')).find(({ id }) => id === made?.['id']);
    expect(listed).toMatchObject({ id: made?.['id'], scopes: ['credit:use', 'credit:read'], actor: 'shop', customerId: null, expiresAt: null, revoked: false }); // prettier-ignore
    expect(await haber('keys', 'revoke', String(made?.['id']))).toMatchObject({ code: 0 });
    expect((await haber('keys', 'list')).lines[0]).toContain('revoked');
    expect(await haber('keys', 'revoke', String(made?.['id']))).toMatchObject({ code: 1, lines: [] });
    expect(await verify()).toMatchObject({ code: 0 });
  });

  it('makes an unknown partner known, and takes customer and expiry', async () => {
    const terms = ['--partner', 'acme', '--mode', 'live', '--customer', 'c-1', '--expires', '2099-01-01T00:00:00Z'];
    const [made] = json(await haber('keys', 'create', '--scopes', 'credits:execute', ...terms, '--json'));
    expect(made?.['key']).toMatch(/^hb_live_/);
    const [listed] = json(await haber('keys', 'list', '--partner', 'acme', '--mode', 'live', '--json'));
    expect(listed).toMatchObject({ id: made?.['id'], customerId: 'c-1', expiresAt: '2099-01-01T00:00:00.000Z' });
    const others = (await haber('keys', 'list')).lines;
    expect(others.some((line) => line.includes(String(made?.['id'])))).toBe(false);
  });

  it.each([
    [['keys', 'create']],
    [['keys', 'create', '--scopes', 'credit:fly']],
    [['keys', 'create', '--scopes', 'credit:use', '--mode', 'dream']],
    [['keys', 'create', '--scopes', 'credit:use', '--partner', 'A|B']],
    [['keys', 'create', '--scopes', 'credit:use', '--expires', 'tomorrow']],
    [['keys', 'create', '--scopes', 'credit:use', '--expires', '2001-01-01T00:00:00Z']],
    [['no-such-command']],
  ])('says what is wrong with %j, and ends with 2', async (args) => {
    const { code, lines, notes } = await haber(...args);
    expect({ code, lines }).toEqual({ code: 2, lines: [] });
    expect(notes.join('')).not.toBe('');
  });

  it('never makes a master key, and refuses one that the database does not know', async () => {
    await haber('keys', 'create', '--scopes', 'credit:use');
    const env = { DATABASE_URL: database.url, HABER_DATA_DIR: folder };
    expect(await haberIn(env, 'keys', 'create', '--scopes', 'credit:use')).toMatchObject({ code: 2 });
    await expect(stat(join(folder, 'master.key'))).rejects.toThrow('ENOENT');
    const other = { ...env, HABER_MASTER_KEY: randomBytes(32).toString('base64') };
    expect(await haberIn(other, 'keys', 'create', '--scopes', 'credit:use')).toMatchObject({ code: 2 });
  });
});

describe('haber history', () => {
  it('tells the account’s life by any of its names', async () => {
    const ofAccount = log.filter(({ stream }) => stream === account);
    const entries = json(await haber('history', account, '--json'));
    expect(entries.map(({ revision, id, type }) => ({ revision, id, type }))).toEqual(
      ofAccount.map(({ revision, id, type }) => ({ revision, id, type })),
    );
    expect(entries.every(({ chained }) => chained === true)).toBe(true);
    expect(entries[2]).toMatchObject({
      actor: 'seller',
      recordedAt: '2026-01-05T12:00:00.000Z',
      effectiveAt: '2026-01-05T12:00:00.000Z',
      data: { amountMinor: '1000', orderId: 'order-0' },
      balances: { limitMinor: '90000000', availableMinor: '89999000' },
    });
    expect(entries[2]?.['postings']).toHaveLength(4);
    const byId = await haber('history', publicId('credit', uuidOf(account)), '--json');
    const byCustomer = await haber('history', '--customer', 'customer-0', '--json');
    expect(json(byId)).toEqual(entries);
    expect(json(byCustomer)).toEqual(entries);
  });

  it('shows amounts in major units to people', async () => {
    const text = (await haber('history', account)).lines.join('\n');
    expect(text).toContain('limit 900000.00  held 0.00  utilised 10.00  available 899990.00  USD');
    expect(text).toContain('Dr 1200/single_payment/unbilled 10.00  Cr 2100 10.00');
  });

  it('refuses what it cannot find (1) and what names no account (2)', async () => {
    expect(await haber('history', '--customer', 'nobody')).toMatchObject({ code: 1 });
    expect(await haber('history', '--customer', 'customer-0', '--partner', 'acme')).toMatchObject({ code: 1 });
    expect(await haber('history', 'whatever')).toMatchObject({ code: 2 });
    expect(await haber('history')).toMatchObject({ code: 2 });
  });
});

async function freshDatabase(): Promise<PreparedDatabase> {
  const fresh = await prepareDatabase();
  await fresh.append(log);
  await fresh.project();
  return fresh;
}

describe('haber verify', () => {
  beforeEach(async () => {
    await database.close();
    database = await freshDatabase();
  });

  it('ends with 0 and gives evidence when all is well', async () => {
    const ran = await verify('--json');
    expect(ran.code).toBe(0);
    expect(json(ran)).toEqual([expect.objectContaining({ ok: true, differences: 0, events: log.length })]);
    expect((await verify('--customer', 'customer-1')).code).toBe(0);
    expect(await verify('--customer', 'nobody')).toMatchObject({ code: 1 });
    expect(await verify('--head', 'nonsense')).toMatchObject({ code: 2 });
  });

  it('ends with 1 and names stream and revision of a difference; evidence may come from a file', async () => {
    const before = await verify();
    const beforeAsJson = await verify('--json');
    const kept = await haber('heads');
    expect(kept.lines.length).toBeGreaterThanOrEqual(6);
    const nobody = (revision: number): Promise<void> =>
      database.tamper(`UPDATE event_log.events
        SET metadata = replace(encode(metadata, 'escape'), 'seller', 'nobody')::bytea
        WHERE stream_id = '${account}' AND revision = ${revision}`);
    const last = log.filter(({ stream }) => stream === account).length - 1;
    // Nothing is chained to the last event: the head that the store keeps tells.
    await nobody(last);
    const changed = await verify('--json');
    expect(changed.code).toBe(1);
    expect(json(changed)[0]).toMatchObject({ finding: 'stream-head', stream: account, revision: last });
    for (const [name, printed] of Object.entries({ heads: kept, verify: before, json: beforeAsJson })) {
      await writeFile(join(folder, name), printed.lines.join('\n'));
      const found = await verify('--heads', join(folder, name), '--json');
      expect(json(found)).toContainEqual(expect.objectContaining({ finding: 'evidence' }));
      expect(found.code).toBe(1);
    }
    await nobody(13);
    const ran = await verify('--json');
    expect(ran.code).toBe(1);
    expect(json(ran)).toContainEqual(expect.objectContaining({ finding: 'chain', stream: account, revision: 13 }));
    expect((await verify()).lines.join('\n')).toContain(`✗ chain: ${account} at revision 13`);
    expect(await verify('--heads', join(folder, 'missing'))).toMatchObject({ code: 2 });
  });
});

describe('haber rebuild', () => {
  beforeAll(async () => {
    await database.close();
    database = await freshDatabase();
  });
  it('makes a read model anew, and lists them when asked for another', async () => {
    await database.pool.query('DELETE FROM credit_lines.credit_account');
    expect((await verify()).code).toBe(1);
    expect((await haber('rebuild', 'credit-account', '--json')).code).toBe(0);
    expect((await verify()).code).toBe(0);
    const unknown = await haber('rebuild', 'nothing');
    expect(unknown.code).toBe(2);
    expect(unknown.notes.join()).toContain(`there are: ${PROJECTIONS.map(({ name }) => name).join(', ')}`);
  });
});

describe('haber erase', () => {
  it('destroys the key, records it once, and says what may still hold it', async () => {
    const { pool, store } = database;
    const masterKey = await loadMasterKey({ env: MASTER_KEY });
    await assertMasterKey({ pool, masterKey });
    const people = personalData({ pool, masterKey });
    const stream = customerStream(LOG_TENANT, 'erasable');
    const sealed = await people.seal(stream, { legalName: 'Canary GmbH', taxId: '1' });
    const groupCommit = new GroupCommit({ store, random: Math.random });
    const options = { store, groupCommit, clock: Date.now, newId: () => 'e0000000-0000-4000-8000-000000000000' };
    const writer = new StreamWriter(customerDefinition, { ...options, random: Math.random });
    const data = customerProfile('erasable', sealed);
    await writer.execute({
      ...{ stream, tenant: LOG_TENANT, actor: 'seller', correlationId: 'c', keys: [] },
      decide: () => ({ accept: [{ type: 'customer.registered.v1', data }] }),
    });
    await writer.close();

    const erased = await haber('erase', 'erasable', '--now', '--json');
    expect(json(erased)[0]).toMatchObject({ keyDestroyed: true, already: false, tableRewritten: true, stream });
    expect(await people.open(stream, 'legalName', sealed.legalName)).toBeNull();
    const again = await haber('erase', 'erasable');
    expect(again).toMatchObject({ code: 0 });
    expect(again.lines[0]).toContain('was erased before');
    expect(again.lines[1]).toContain('write-ahead log');
    const entries = json(await haber('history', stream, '--json'));
    expect(entries.map(({ type }) => type)).toEqual(['customer.registered.v1', 'customer.personal-data-erased.v1']);
    expect((await verify()).code).toBe(0);
    expect(await haber('erase', 'nobody')).toMatchObject({ code: 1 });
    expect(await haber('erase', 'erasable', '--mode', 'live')).toMatchObject({ code: 1 });
  });
});

describe('where haber finds its database', () => {
  it('makes no data directory, and says what to do', async () => {
    const dataDir = join(folder, 'nowhere');
    const ran = await haberIn({ HABER_DATA_DIR: dataDir }, 'verify');
    expect(ran.code).toBe(2);
    expect(ran.notes.join()).toContain('start Haber once');
    await expect(stat(dataDir)).rejects.toThrow('ENOENT');
  });

  it('starts the embedded database for the duration, and says when somebody else has it', async () => {
    const dataDir = join(folder, 'postgres');
    const postgres = await startEmbeddedPostgres({ dataDir });
    const busy = await haberIn({ HABER_DATA_DIR: folder }, 'verify');
    expect(busy.code).toBe(1);
    expect(busy.notes.join()).toContain('in use by another process');
    // As a running standalone says it.
    await writeFile(join(folder, 'runtime.json'), JSON.stringify({ pid: process.pid, databaseUrl: database.url }));
    expect(await haberIn({ HABER_DATA_DIR: folder }, 'verify')).toMatchObject({ code: 0 });
    await postgres.stop();

    await writeFile(join(folder, 'runtime.json'), JSON.stringify({ pid: 4_194_303, databaseUrl: database.url }));
    const empty = await haberIn({ HABER_DATA_DIR: folder }, 'verify');
    expect(empty).toMatchObject({ code: 2 });
    expect(empty.notes.join()).toContain('holds no Haber');
    await expect(stat(join(dataDir, 'postmaster.pid'))).rejects.toThrow('ENOENT');
  });
});
