/** `haber export`, `haber checkpoints` and `haber postings` against a prepared database: what an auditor is given. */
import 'reflect-metadata';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { checkpointFile, checkpointKey, parseEvidence, signThrough } from '@haber/audit';
import { checkpointStream, publicId, uuidOf } from '@haber/ledger';
import { deriveKey, loadMasterKey } from '@haber/personal-data';
import { bytesOf, jsonOf, logOfAccounts, rechained } from '@haber/testing';
import { type PreparedDatabase, prepareDatabase } from './prepared-database.fixture';
import { type Ran, ranHaber } from './ran-haber.fixture';

const VERIFIER = join(__dirname, '../../haber-verify/haber-verify.mjs');
const MASTER_KEY = randomBytes(32).toString('base64');
const { events, accounts } = logOfAccounts({ accounts: 3, uses: 40 });
const [account = '', other = ''] = accounts;
/** One order has a name that a spreadsheet would compute. */
const log = rechained(
  events.map((event) =>
    event.stream === other && event.revision === 2
      ? { ...event, data: bytesOf({ ...jsonOf(event.data), orderId: '=1+1' }) }
      : event,
  ),
  other,
  2,
);
const ofAccount = log.filter(({ stream }) => stream === account);
const END = 10n ** 15n;

let database: PreparedDatabase;
let folder: string;
async function prepare(): Promise<void> {
  folder = await mkdtemp(join(tmpdir(), 'haber-export-'));
  database = await prepareDatabase();
  await database.append(log);
  await database.project();
}

async function remove(): Promise<void> {
  await database.close();
  await rm(folder, { recursive: true, force: true });
}

const haber = (...args: string[]): Promise<Ran> => haberWith({ HABER_MASTER_KEY: MASTER_KEY }, ...args);
const haberWith = (env: Record<string, string>, ...args: string[]): Promise<Ran> =>
  ranHaber({ DATABASE_URL: database.url, HABER_DATA_DIR: folder, ...env }, ...args);

async function ownKey() {
  return checkpointKey(deriveKey(await loadMasterKey({ env: MASTER_KEY }), 'checkpoint-signing'));
}

async function sign(): Promise<void> {
  await signThrough({ store: database.store, key: await ownKey(), clock: Date.now }, END);
}

async function verifyFile(file: string, ...more: string[]): Promise<{ code: number; told: Record<string, unknown> }> {
  const verifier = promisify(execFile)(process.execPath, [VERIFIER, file, '--json', ...more]);
  const { code, stdout } = await verifier.then(
    (done) => ({ code: 0, stdout: done.stdout }),
    (failed: { code: number; stdout: string }) => failed,
  );
  return { code, told: JSON.parse(stdout) as Record<string, unknown> };
}

describe('haber export', () => {
  beforeEach(prepare);
  afterEach(remove);

  it('writes a file that proves itself, by any of the account’s names', async () => {
    await sign();
    const { publicKey } = await ownKey();
    const file = join(folder, 'account.jsonl');
    expect(await haber('export', account, '--out', file)).toMatchObject({ code: 0, lines: [] });
    const last = ofAccount.length - 1;
    expect(await verifyFile(file, '--key', publicKey)).toMatchObject({
      code: 0,
      told: { ok: true, stream: account, tenant: 'demo/test', revision: last, product: 'haber 0.1.0', trusted: true },
    });
    const bytes = (await readFile(file, 'utf8')).split('\n').slice(0, -1);
    const printed = (text: readonly string[]): readonly string[] => text.slice(1);
    for (const name of [[account], [publicId('credit', uuidOf(account))], ['--customer', 'customer-0']]) {
      expect(printed((await haber('export', ...name)).lines)).toEqual(printed(bytes));
    }
    expect(await readdir(folder)).toEqual(['account.jsonl']);
  });

  it('signs by itself where no product runs, and only with the key of this database', async () => {
    const withoutKey = await haberWith({}, 'export', account);
    expect(withoutKey).toMatchObject({ code: 1, lines: [] });
    expect(withoutKey.notes.join()).toContain('no signed checkpoint covers');
    const file = join(folder, 'account.jsonl');
    expect(await haber('export', account, '--out', file)).toMatchObject({ code: 0 });
    expect((await verifyFile(file, '--key', (await ownKey()).publicKey)).code).toBe(0);
    const wrong = { HABER_MASTER_KEY: randomBytes(32).toString('base64') };
    expect(await haberWith(wrong, 'export', account)).toMatchObject({ code: 2, lines: [] });
    expect(await haberWith({}, 'export', other)).toMatchObject({ code: 0 });
  });

  it('refuses what it cannot find (1), what names no account (2), and leaves no half file', async () => {
    expect(await haber('export', '--customer', 'nobody')).toMatchObject({ code: 1 });
    expect(await haber('export', checkpointStream())).toMatchObject({ code: 1 });
    expect(await haber('export', 'whatever')).toMatchObject({ code: 2 });
    expect(await haber('export')).toMatchObject({ code: 2 });
    const nowhere = join(folder, 'no/such/folder');
    expect(await haber('export', account, '--out', nowhere)).toMatchObject({
      code: 2,
      notes: [`${nowhere} cannot be written: ENOENT`],
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it('exports nothing that is not what was signed', async () => {
    await sign();
    await database.tamper(`UPDATE event_log.events
      SET metadata = replace(encode(metadata, 'escape'), 'seller', 'nobody')::bytea
      WHERE stream_id = '${account}' AND revision = ${ofAccount.length - 1}`);
    const file = join(folder, 'account.jsonl');
    const ran = await haber('export', account, '--out', file);
    expect(ran.code).toBe(1);
    expect(ran.notes.join()).toContain('is not what was signed');
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('haber checkpoints key', () => {
  beforeAll(prepare);
  afterAll(remove);

  it('prints the key as base64, PEM and JSON, and needs the master key for it', async () => {
    const { publicKey } = await ownKey();
    expect(await haber('checkpoints', 'key')).toMatchObject({ code: 0, lines: [publicKey] });
    const pem = (await haber('checkpoints', 'key', '--pem')).lines.join('\n');
    expect(pem).toContain('-----BEGIN PUBLIC KEY-----');
    const [asJson = ''] = (await haber('checkpoints', 'key', '--json')).lines;
    expect(JSON.parse(asJson)).toEqual({ algorithm: 'ed25519', publicKey, pem: `${pem}\n` });
    expect(await haberWith({}, 'checkpoints', 'key')).toMatchObject({ code: 2, lines: [] });
  });
});

describe('haber verify', () => {
  beforeEach(prepare);
  afterEach(remove);

  const asSql = (bytes: Uint8Array): string => `decode('${Buffer.from(bytes).toString('hex')}', 'hex')`;

  it('counts the checkpoints, and finds by them a tail that was chained anew', async () => {
    await sign();
    const clean = await haber('verify', '--json');
    expect(clean.code).toBe(0);
    expect(JSON.parse(clean.lines.at(-1) ?? '')).toMatchObject({
      checkpoints: { count: 1, position: `${log.length}` },
    });

    const at = 9;
    const changed = log.map((event) =>
      event.stream === account && event.revision === at
        ? { ...event, metadata: bytesOf({ ...jsonOf(event.metadata), actor: 'nobody' }) }
        : event,
    );
    const forged = rechained(changed, account, at).filter(
      ({ stream, revision }) => stream === account && revision >= at,
    );
    const updates = forged.map(
      ({ revision, metadata }) => `UPDATE event_log.events SET metadata = ${asSql(metadata)}
        WHERE stream_id = '${account}' AND revision = ${revision}`,
    );
    await database.tamper(updates.join(';'));
    const ran = await haber('verify', '--json');
    expect(ran.code).toBe(1);
    const kinds = ran.lines.slice(0, -1).map((line) => (JSON.parse(line) as { finding: string }).finding);
    expect(kinds).toContain('checkpoint');
    expect(kinds).not.toContain('chain');
  });

  it('trusts the key of the installation, or the one that it is told', async () => {
    const forger = checkpointKey(deriveKey(await loadMasterKey({ env: randomBytes(32).toString('hex') }), 'checkpoint-signing')); // prettier-ignore
    await signThrough({ store: database.store, key: forger, clock: Date.now }, END);
    expect((await haberWith({}, 'verify')).code).toBe(0);
    const found = await haber('verify');
    expect(found.code).toBe(1);
    expect(found.lines.join('\n')).toContain('which is no key of this installation');
    await writeFile(join(folder, 'key'), forger.publicKey);
    expect((await haber('verify', '--key', join(folder, 'key'))).code).toBe(0);
    expect((await haber('verify', '--key', (await ownKey()).publicKey)).code).toBe(1);
    expect((await haber('verify', '--key', 'nonsense')).code).toBe(2);
  });

  it('finds that nothing is signed where it knows under which key it should be', async () => {
    expect(await haberWith({}, 'verify')).toMatchObject({ code: 0 });
    const { publicKey } = await ownKey();
    for (const ran of [await haber('verify'), await haberWith({}, 'verify', '--key', publicKey)]) {
      expect(ran.code).toBe(1);
      expect(ran.lines[0]).toMatch(/^✗ checkpoint: .* there is no checkpoint at all: \d+ events were never signed/);
    }
    expect((await haber('verify', '--account', account)).code).toBe(0);
    await sign();
    expect((await haber('verify')).code).toBe(0);
  });

  it('holds the log against what the data directory says was signed last, and export signs nothing that lacks it', async () => {
    await sign();
    const kept = checkpointFile(folder);
    const { heads } = parseEvidence((await haber('heads')).lines);
    const last = heads.find(({ stream }) => stream === checkpointStream());
    if (!last) throw new Error('nothing was signed');
    await kept.write(last);
    expect((await haber('verify')).code).toBe(0);
    await database.tamper(`DELETE FROM event_log.events WHERE stream_id = '${last.stream}';
      DELETE FROM event_log.streams WHERE stream_id = '${last.stream}';
      UPDATE event_log.log_head SET position = (SELECT max(position) FROM event_log.events)`);
    const found = await haber('verify', '--json');
    expect(found.code).toBe(1);
    expect(found.lines.map((line) => (JSON.parse(line) as { finding?: string }).finding)).toEqual([
      ...['checkpoint', 'evidence', undefined],
    ]);
    expect(await haber('export', account)).toMatchObject({ code: 1, lines: [] });
    expect(await database.store.head(last.stream)).toBeUndefined();
  });
});

describe('haber postings', () => {
  beforeAll(prepare);
  afterAll(remove);

  const rowsOf = ({ lines }: Ran): string[][] => lines.slice(1).map((line) => line.split(','));
  const year = ['--from', '2026-01-01', '--to', '2027-01-01'];
  const cents = (text: string | undefined): bigint => BigInt((text ?? '').replace('.', '') || '0');

  it('prints every posting of the period, debits equal to credits in each event and in all', async () => {
    const ran = await haber('postings', ...year);
    expect(ran.code).toBe(0);
    expect(ran.lines[0]).toBe(
      'recorded_at,effective_at,stream,revision,event_id,event_type,account_id,reference,actor,ledger_account,bucket,age,currency,debit,credit',
    );
    const sums = new Map<string, bigint>();
    for (const [, , , , id = '', ...row] of rowsOf(ran)) {
      expect([row[8] === '', row[9] === '']).toContain(true);
      sums.set(id, (sums.get(id) ?? 0n) + cents(row[8]) - cents(row[9]));
    }
    expect(new Set(sums.values())).toEqual(new Set([0n]));
    const withPostings = log.filter(({ type }) => /approved|used|received|past-due/.test(type));
    expect(sums.size).toBe(withPostings.length);
    expect(ran.notes.join()).toMatch(/^\d+ postings; debited and credited \d+\.\d\d USD$/);
    expect(ran.lines.join('\n')).toContain(',order-0,seller,1200,single_payment,unbilled,USD,10.00,\n');
  });

  it('hands no formula to a spreadsheet', async () => {
    const texts = (await haber('postings', ...year, '--account', other)).lines.join('\n');
    expect(texts).toContain(",'=1+1,");
    expect(texts).not.toContain(',=');
  });

  it('keeps to the account, the tenant, and the half-open period by either time', async () => {
    const one = rowsOf(await haber('postings', ...year, '--customer', 'customer-0'));
    expect(new Set(one.map(([, , stream]) => stream))).toEqual(new Set([account]));
    expect(rowsOf(await haber('postings', ...year, '--account', publicId('credit', uuidOf(account))))).toEqual(one);
    expect(rowsOf(await haber('postings', ...year, '--partner', 'acme'))).toEqual([]);
    const day = rowsOf(await haber('postings', '--from', '2026-01-06', '--to', '2026-01-07'));
    expect(new Set(day.map(([recordedAt = '']) => recordedAt.slice(0, 10)))).toEqual(new Set(['2026-01-06']));
    const exact = ['--from', '2026-01-06T12:00:00Z', '--to', '2026-01-06T06:00:00.001-06:00', '--by', 'effective'];
    expect(rowsOf(await haber('postings', ...exact))).toEqual(day);
  });

  it.each([
    [['--from', '2026-01-01']],
    [['--from', 'yesterday', '--to', '2026-01-01']],
    [['--from', '2026-01-02', '--to', '2026-01-01']],
    [['--from', '2026-01-01', '--to', '2026-01-01T10:00:00']],
    [[...year, '--by', 'chance']],
    [[...year, '--account', 'whatever']],
  ])('says what is wrong with %j', async (args) => {
    expect(await haber('postings', ...args)).toMatchObject({ code: 2, lines: [] });
  });
});
