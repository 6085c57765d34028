/**
 * The drill: a backup of the loaded product, restored elsewhere, proved, and the product on it as if nothing had been.
 * And whatever can be cut off in between.
 */
import { chmod, copyFile, cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { hash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, Standalone, testDatabase } from '@haber/testing';
import { Client } from 'pg';
import { complaintsIn, haberIn, type Ran, startHaber } from './haber.fixture';
import { creditPath, partnerOf, sql, withKey } from './partner.fixture';

const CLIENTS = 64;
const CUSTOMERS = 40;

let folder: string;
let product: Standalone;
let backup: string;
let taken: { position: string; evidence: string; sha256: string };
let backupRan: Ran;

interface Acknowledged {
  readonly customer: string;
  readonly call: string;
  readonly body: string;
  readonly key: string;
  readonly answer: Answer;
}
/** In the order in which the answers came. */
const acknowledged: Acknowledged[] = [];
let acknowledgedBefore = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'haber-drill-'));
  await chmod(folder, 0o711);
  backup = join(folder, 'backup');
  product = await Standalone.start();
  const partner = partnerOf(product);
  for (let i = 0; i < CUSTOMERS; i += 1) await partner.open(`customer-${i}`, '900000.00');
  let loading = true;
  const clients = Array.from({ length: CLIENTS }, async (_, client) => {
    for (let n = 0; loading; n += 1) await oneCommand(client, n);
  });
  while (acknowledged.length < 500) await sleep(5);
  acknowledgedBefore = acknowledged.length;
  backupRan = await product.haber('backup', backup, '--json');
  loading = false;
  await Promise.all(clients);
  taken = JSON.parse(backupRan.stdout) as typeof taken;
}, 240_000);
afterAll(async () => {
  await product.destroy();
  await rm(folder, { recursive: true, force: true });
}, 90_000);

async function oneCommand(client: number, n: number): Promise<void> {
  const customer = `customer-${(client * 7 + n) % CUSTOMERS}`;
  const [call, body] =
    n % 4 === 3
      ? ['payment', `{"payment_reference":"pay-${client}-${n}","amount":0.50}`]
      : ['use', `{"order_id":"order-${client}-${n}","amount":1.25}`];
  const key = `key-${client}-${n}`;
  const answer = await product.request('POST', `${creditPath(customer)}/${call}`, body, withKey(key));
  if (answer.status < 300) acknowledged.push({ customer, call, body, key, answer });
}

/** As an operator prepares the new machine: the master key comes from where it is kept. */
async function newDataDir(name: string): Promise<string> {
  const dataDir = join(folder, name);
  await mkdir(dataDir, { mode: 0o711 });
  await copyFile(join(product.dataDir, 'master.key'), join(dataDir, 'master.key'));
  await chmod(join(dataDir, 'master.key'), 0o600);
  return dataDir;
}

const digest = (position: string): string =>
  `SELECT count(*)::int AS events, md5(string_agg(md5(e.*::text), '' ORDER BY position)) AS digest
   FROM event_log.events AS e WHERE position <= ${position}`;

const evidenceOf = ({ headers }: Answer): unknown => [headers.get('etag'), headers.get('haber-hash')];

it('takes a backup under load that holds every command acknowledged before it, and says what it leaves out', async () => {
  expect(backupRan.code).toBe(0);
  expect(backupRan.stderr).toContain('THE MASTER KEY IS NOT IN THIS BACKUP');
  expect(acknowledged.length).toBeGreaterThan(acknowledgedBefore); // it was under load
  const masterKey = (await readFile(join(product.dataDir, 'master.key'), 'utf8')).trim();
  for (const file of await readdir(backup)) {
    const bytes = await readFile(join(backup, file));
    expect(bytes.includes(Buffer.from(masterKey, 'base64'))).toBe(false);
    expect(bytes.includes(masterKey)).toBe(false);
  }
  const dataDir = await newDataDir('elsewhere');
  const restored = await haberIn({ HABER_DATA_DIR: dataDir }, 'restore', backup, '--sha256', taken.sha256);
  expect([restored.code, complaintsIn(restored.stderr)]).toEqual([0, '']);
  const proof = await haberIn({ HABER_DATA_DIR: dataDir }, 'verify', '--json', '--head', taken.evidence);
  expect(proof).toMatchObject({ code: 0 });
  expect(JSON.parse(proof.stdout)).toMatchObject({
    differences: 0,
    position: taken.position,
    evidence: taken.evidence,
  });

  const other = await Standalone.start({ dataDir });
  try {
    const [mine] = await sql(other, digest(taken.position));
    expect(mine).toEqual((await sql(product, digest(taken.position)))[0]);
    expect(mine).toMatchObject({ events: Number(taken.position) });
    for (const { customer, call, body, key, answer } of acknowledged.slice(0, acknowledgedBefore)) {
      const again = await other.request('POST', `${creditPath(customer)}/${call}`, body, withKey(key));
      expect([again.status, again.text]).toEqual([answer.status, answer.text]);
      expect(again.headers.get('idempotent-replayed')).toBe('true');
      expect(evidenceOf(again)).toEqual(evidenceOf(answer));
    }
    const goesOn = await partnerOf(other).use('customer-0', 'after-the-restore', '1.00');
    expect(goesOn.status).toBe(200);
    expect(await other.haber('verify')).toMatchObject({ code: 0 });
  } finally {
    await other.stop();
    await other.kill();
  }
}, 240_000);

describe('a restore that must not be', () => {
  const refused = async (code: number, said: RegExp, ran: Promise<Ran>): Promise<void> => {
    const { stderr, ...outcome } = await ran;
    expect(outcome).toEqual({ code, stdout: '' });
    expect(stderr).toMatch(said);
  };

  it('over the running product, or over what it left when it was stopped', async () => {
    const env = { HABER_DATA_DIR: product.dataDir };
    await refused(2, /Haber runs on/, haberIn(env, 'restore', backup));
    const used = await newDataDir('used');
    await haberIn({ HABER_DATA_DIR: used }, 'restore', backup);
    await refused(2, /not empty/, haberIn({ HABER_DATA_DIR: used }, 'restore', backup));
    expect(await haberIn({ HABER_DATA_DIR: used }, 'verify')).toMatchObject({ code: 0 });
  }, 120_000);

  it('of a backup that is damaged, cut off, or another one: nothing is made', async () => {
    const dataDir = join(folder, 'never-made');
    const env = { HABER_DATA_DIR: dataDir };
    const damaged = join(folder, 'damaged');
    await cp(backup, damaged, { recursive: true });
    const part = join(damaged, 'event_log.events.copy.gz');
    const bytes = await readFile(part);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 4;
    await writeFile(part, bytes);
    await refused(1, /is not what was written/, haberIn(env, 'restore', damaged));
    await rm(join(damaged, 'manifest.json'));
    await refused(1, /no whole backup/, haberIn(env, 'restore', damaged));
    await refused(1, /not the backup that is meant/, haberIn(env, 'restore', backup, '--sha256', 'f'.repeat(64)));
    await refused(2, /is there already/, product.haber('backup', backup));
    await expect(stat(dataDir)).rejects.toThrow('ENOENT');
  }, 60_000);

  it('of one that was changed by somebody who made every hash in it anew: the chain tells, and nothing stays', async () => {
    const forged = join(folder, 'forged');
    await cp(backup, forged, { recursive: true });
    const file = 'event_log.events.copy.gz';
    const rows = gunzipSync(await readFile(join(forged, file)));
    const at = rows.indexOf('"amountMinor":"125"');
    rows.write('"amountMinor":"999"', at);
    const bytes = gzipSync(rows);
    await writeFile(join(forged, file), bytes);
    const manifest = JSON.parse(await readFile(join(forged, 'manifest.json'), 'utf8')) as { parts: { file: string }[] };
    const made = { bytes: bytes.length, sha256: hash('sha256', bytes, 'hex') };
    const parts = manifest.parts.map((part) => (part.file === file ? { ...part, ...made } : part));
    await writeFile(join(forged, 'manifest.json'), JSON.stringify({ ...manifest, parts }));
    expect(at).toBeGreaterThan(0);

    const env = { HABER_DATA_DIR: await newDataDir('forgery') };
    await refused(1, /does not hold together: nothing was restored/, haberIn(env, 'restore', forged));
    await refused(2, /holds no Haber/, haberIn(env, 'verify'));
    expect(await haberIn(env, 'restore', backup)).toMatchObject({ code: 0 });
  }, 120_000);

  it('under another master key; and a start without one makes no new one', async () => {
    const dataDir = join(folder, 'other-key');
    await mkdir(dataDir);
    const env = { HABER_DATA_DIR: dataDir };
    const other = { ...env, HABER_MASTER_KEY: Buffer.alloc(32, 7).toString('base64') };
    await refused(2, /not that of this backup/, haberIn(other, 'restore', backup));
    const keyless = await haberIn(env, 'restore', backup);
    expect(keyless.code).toBe(0);
    expect(keyless.stderr).toContain('no master key here');
    await expect(Standalone.start({ dataDir })).rejects.toThrow(/master.key is missing/);
    expect(await readdir(dataDir)).not.toContain('master.key');
  }, 120_000);
});

describe('kill -9', () => {
  it('of a backup leaves no backup, and the next one clears up', async () => {
    const place = join(folder, 'killed');
    const blocker = new Client({ connectionString: (await product.runtime()).databaseUrl });
    await blocker.connect();
    await blocker.query('BEGIN; LOCK TABLE personal_data.person_keys IN ACCESS EXCLUSIVE MODE');
    const running = await startHaber({ HABER_DATA_DIR: product.dataDir }, 'backup', place);
    const begun = async () => (await readdir(folder)).some((name) => name.startsWith('killed.partial-'));
    while (!(await begun())) await sleep(10);
    await running.kill();
    await blocker.end();
    expect((await readdir(folder)).includes('killed')).toBe(false);
    expect(await product.haber('backup', place)).toMatchObject({ code: 0 });
    expect((await readdir(folder)).filter((name) => name.startsWith('killed'))).toEqual(['killed']);
    expect(await haberIn({ DATABASE_URL: 'postgres://localhost:1/x' }, 'restore', `${place}.partial-1`)).toMatchObject({ code: 1 }); // prettier-ignore
  }, 120_000);

  it('of a restore into a database: nothing starts on it, and the next restore begins anew', async () => {
    const { url, drop } = await testDatabase();
    const admin = new Client({ connectionString: url });
    await admin.connect();
    // The load comes to a halt in the middle: at the one table that it makes.
    await admin.query(`CREATE FUNCTION halt() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
      IF EXISTS (SELECT FROM pg_event_trigger_ddl_commands() WHERE object_identity LIKE '%restored_head') THEN
        PERFORM pg_sleep(600); END IF; END $$;
      CREATE EVENT TRIGGER halt ON ddl_command_end EXECUTE FUNCTION halt()`);
    const dataDir = await newDataDir('for-a-database');
    const env = { HABER_DATA_DIR: dataDir, DATABASE_URL: url };
    const running = await startHaber(env, 'restore', backup);
    const loading = `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'`;
    while ((await admin.query(loading)).rows.length === 0) await sleep(20);
    await running.kill();
    await admin.query(`SELECT pg_terminate_backend(pid) FROM (${loading}) AS halted; DROP EVENT TRIGGER halt`);

    await expect(Standalone.start({ dataDir, env: { DATABASE_URL: url } })).rejects.toThrow(/has not ended/);
    expect(await haberIn(env, 'verify')).toMatchObject({ code: 2, stderr: expect.stringContaining('has not ended') });
    expect(await haberIn(env, 'restore', backup)).toMatchObject({ code: 0 });
    const other = await Standalone.start({ dataDir, env: { DATABASE_URL: url } });
    expect((await partnerOf(other).read('customer-0')).status).toBe(200);
    expect(await other.haber('verify')).toMatchObject({ code: 0 });
    await other.stop();
    await admin.end();
    await drop();
  }, 180_000);

  it('of a restore into a data directory, at any moment: the next one ends well', async () => {
    const dataDir = await newDataDir('killed-restore');
    for (const delayMs of [0, 150, 600]) {
      const running = await startHaber({ HABER_DATA_DIR: dataDir }, 'restore', backup);
      const begun = () => stat(join(dataDir, 'postgres')).then(() => true, () => false); // prettier-ignore
      while (!(await begun())) await sleep(5);
      await sleep(delayMs);
      await running.kill();
      if ((await haberIn({ HABER_DATA_DIR: dataDir }, 'verify')).code === 0) break; // it was faster
    }
    const restored = await haberIn({ HABER_DATA_DIR: dataDir }, 'restore', backup);
    expect([0, 2]).toContain(restored.code);
    expect(await haberIn({ HABER_DATA_DIR: dataDir }, 'verify', '--head', taken.evidence)).toMatchObject({ code: 0 });
  }, 180_000);
});
