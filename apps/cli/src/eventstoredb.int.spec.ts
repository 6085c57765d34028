/** `haber` where the event log is in EventStoreDB: everything that reads the log, and what is refused. */
import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEventLog, prepareDatabase, PROJECTIONS } from '@haber/composition';
import { readEnvironment } from '@haber/boot';
import type { EventStore } from '@haber/event-store';
import { customerStream } from '@haber/ledger';
import { assertMasterKey, loadMasterKey, personalData } from '@haber/personal-data';
import { createPool } from '@haber/read-store';
import {
  accountToImport,
  EventStoreServer,
  importLines,
  testDatabase,
  type TestDatabase,
  whatIsThereNow,
} from '@haber/testing';
import type { Pool } from 'pg';
import { type Ran, ranHaber } from './ran-haber.fixture';

const ACCOUNTS = 5;

let folder: string;
let database: TestDatabase;
let server: EventStoreServer;
let pool: Pool;
let store: EventStore;
let env: Readonly<Record<string, string>>;

const haber = (...args: string[]): Promise<Ran> => ranHaber(env, ...args);
const importFile = async (from: number, count: number): Promise<Ran> => {
  const file = join(folder, 'file.jsonl');
  await writeFile(file, importLines(Array.from({ length: count }, (_, i) => accountToImport(from + i))));
  return haber('import', file, '--json');
};
const said = ({ lines, notes }: Ran): string => [...lines, ...notes].join('\n');
const verified = async (...args: string[]) => {
  const { code, lines } = await haber('verify', '--json', ...args);
  const all = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  return { code, summary: all.at(-1), findings: all.slice(0, -1) };
};

beforeAll(async () => {
  await whatIsThereNow();
  folder = await mkdtemp(join(tmpdir(), 'haber-eventstoredb-'));
  [database, server] = await Promise.all([testDatabase(), EventStoreServer.start()]);
  const masterKey = randomBytes(32).toString('base64');
  env = {
    DATABASE_URL: database.url,
    EVENTSTORE_URL: server.connectionString,
    HABER_MASTER_KEY: masterKey,
    HABER_DATA_DIR: folder,
  };
  await prepareDatabase(database.url);
  pool = createPool({ url: database.url, max: 2, statementTimeoutMs: 60_000, applicationName: 'eventstoredb spec' });
  await assertMasterKey({ pool, masterKey: await loadMasterKey({ env: masterKey }) });
}, 120_000);
afterAll(async () => {
  await store.close();
  await pool.end();
  await Promise.all([server.close(), database.drop()]);
  await rm(folder, { recursive: true, force: true });
});

it('begins no log: a start of the product does', async () => {
  const refused = await haber('keys', 'create', '--scopes', 'credit:read');
  expect([refused.code, said(refused)]).toEqual([2, expect.stringContaining('start Haber on both once')]);
  store = await openEventLog({ config: readEnvironment(env), databaseUrl: database.url, mayChoose: true });
  expect((await haber('keys', 'create', '--scopes', 'credit:read')).code).toBe(0);
});

it('imports a file once, however often it is given, and verifies all of it', async () => {
  const first = await importFile(1, ACCOUNTS);
  expect([first.code, JSON.parse(first.lines.at(-1) ?? '')]).toMatchObject([0, { written: { accountsWritten: 5 } }]);
  const again = await importFile(1, ACCOUNTS);
  expect(JSON.parse(again.lines.at(-1) ?? '')).toMatchObject({ presentBefore: 5, written: { accountsThere: 5 } });
  for (const { name } of PROJECTIONS) await rebuilt(name);
  expect(await verified()).toMatchObject({ code: 0, summary: { differences: 0 }, findings: [] });
});

async function rebuilt(name: string): Promise<void> {
  const { code, lines } = await haber('rebuild', name, '--json');
  expect([name, code, JSON.parse(lines[0] ?? '')]).toMatchObject([name, 0, { projection: name }]);
}

it('prints heads that later logs are held against, and finds that one is not what it was', async () => {
  const heads = (await haber('heads')).lines;
  const { events, streams } = (await verified()).summary as { events: number; streams: number };
  expect(heads).toHaveLength(streams);
  expect(events).toBeGreaterThan(2 * ACCOUNTS);
  const account = heads.find((line) => line.includes('account-')) ?? '';
  expect((await verified('--head', account)).code).toBe(0);
  const other = account.replace(/[0-9a-f]{64}/, 'ab'.repeat(32));
  expect(await verified('--head', other)).toMatchObject({ code: 1, findings: [{ finding: 'evidence' }] });
  const stream = /account-[0-9a-f-]{36}/.exec(account)?.[0] ?? '';
  expect(await verified('--account', stream)).toMatchObject({ code: 0, summary: { streams: 1 } });
  expect((await haber('history', stream)).code).toBe(0);
});

it.each([
  ['a balance', 'UPDATE credit_lines.credit_account SET limit_minor = limit_minor + 1', 'read-model'],
  ['a posting', "UPDATE audit.postings SET recorded_at = recorded_at + interval '1 s'", 'read-model'],
  ['a key of a command', "UPDATE writer.command_index SET fingerprint = 'x'", 'command-index'],
])('finds %s that is not what the log says', async (_, change, finding) => {
  const tables = /(?:UPDATE) (\S+)/.exec(change)?.[1] ?? '';
  await pool.query(`CREATE TABLE public.kept AS SELECT * FROM ${tables}`);
  await pool.query(change);
  const { code, findings } = await verified();
  expect([code, new Set(findings.map((each) => each['finding']))]).toEqual([1, new Set([finding])]);
  await pool.query(`DELETE FROM ${tables}; INSERT INTO ${tables} SELECT * FROM public.kept; DROP TABLE public.kept`);
  expect((await verified()).code).toBe(0);
});

it('erases a person, and says so when somebody brings the key back to life', async () => {
  const { id } = (accountToImport(1) as unknown as { customer: { id: string } }).customer;
  expect((await haber('erase', id)).code).toBe(0);
  expect((await verified()).code).toBe(0);
  const people = personalData({ pool, masterKey: await loadMasterKey({ env: env['HABER_MASTER_KEY'] }) });
  await people.seal(customerStream('demo/test', id), { notes: 'kept all the same' });
  const { findings } = await verified();
  expect(findings.map((each) => each['finding'])).toEqual(['personal-data']);
});

it('makes no half of a backup, and restores none beside the log', async () => {
  const backup = await haber('backup', join(folder, 'backup'));
  expect([backup.code, said(backup)]).toEqual([2, expect.stringContaining('by its own backup')]);
  const restore = await haber('restore', join(folder, 'backup'));
  expect([restore.code, said(restore)]).toEqual([2, expect.stringContaining('unset EVENTSTORE_URL')]);
});

it('does nothing on this database without its log', async () => {
  const { code, lines, notes } = await ranHaber({ ...env, EVENTSTORE_URL: '' }, 'verify');
  expect([code, lines, notes]).toEqual([2, [], [expect.stringContaining('set EVENTSTORE_URL')]]);
});
