import { copyFile, cp, mkdir, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { hash } from 'node:crypto';
import { join } from 'node:path';
import { GENESIS_HASH, hashOf, logDigest, postgresEventStore, runtimeUrl } from '@haber/event-store';
import { checkBackup } from './check-backup';
import { appendTo, emptyDatabase, type Opened, temporaryFolder, truthOf, usedDatabase } from './database.fixture';
import { BackupRefused, MANIFEST } from './manifest';
import { assertNoUnfinishedRestore, restoreBackup, RestoreRefused, UnfinishedRestore } from './restore';
import { DERIVED, TRUTH } from './schemas';
import { takeBackup } from './take-backup';

/** More than two ranges of positions. */
const EVENTS = 45_000;

let source: Opened;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
/** A good backup of the source, never touched. */
let good: string;
let targets: Opened[] = [];
beforeAll(async () => {
  folder = await temporaryFolder();
  source = await usedDatabase(EVENTS);
  good = join(folder.path, 'good');
  await takeBackup({ pool: source.pool, folder: good, clock: () => 0 });
}, 120_000);
afterAll(async () => {
  await source.drop();
  await folder.remove();
});
afterEach(async () => {
  for (const target of targets) await target.drop();
  targets = [];
});

async function target(): Promise<Opened> {
  const made = await emptyDatabase();
  targets.push(made);
  return made;
}

let copies = 0;
async function copyOfGood(): Promise<string> {
  const copy = join(folder.path, `copy-${(copies += 1)}`);
  await cp(good, copy, { recursive: true });
  return copy;
}

const proved = () => Promise.resolve();
const tablesOf = async ({ pool }: Opened): Promise<string[]> =>
  (await pool.query<{ name: string }>(
    `SELECT schemaname || '.' || tablename AS name FROM pg_tables
     WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`,
  )).rows.map(({ name }) => name); // prettier-ignore

describe('what a backup consists of', () => {
  it('is decided for every table that there is', async () => {
    expect((await tablesOf(source)).toSorted()).toEqual([...TRUTH, ...DERIVED].toSorted());
  });

  it('is every column of them, but what the server computes', async () => {
    const { manifest } = await checkBackup({ folder: good });
    for (const { table, columns } of manifest.parts) {
      const { rows } = await source.pool.query<{ name: string }>(
        `SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND attgenerated = ''`,
        [table],
      );
      expect(columns.toSorted()).toEqual(rows.map(({ name }) => name).toSorted());
    }
  });

  it('says where the log ended, and gives the evidence of it', async () => {
    const { manifest, masterKeyCheck } = await checkBackup({ folder: good });
    const store = postgresEventStore({ url: runtimeUrl(source.url), listen: false });
    let digest = GENESIS_HASH;
    for (let after = 0n; after < BigInt(EVENTS);) {
      const page = await store.readAll({ after, limit: 5_000 });
      for (const event of page.events) digest = logDigest(digest, hashOf(event.stream, event.revision, event));
      after = page.through;
    }
    await store.close();
    expect(manifest).toMatchObject({ position: `${EVENTS}`, evidence: `log@${EVENTS}:${digest}` });
    expect(manifest.takenAt).toBe('1970-01-01T00:00:00.000Z');
    expect(masterKeyCheck).toBe('the check value');
    const { mode } = await stat(good);
    expect(mode & 0o777).toBe(0o700);
    for (const file of await readdir(good)) expect((await stat(join(good, file))).mode & 0o777).toBe(0o600);
  });
});

describe('a restore', () => {
  it('gives back every row, byte for byte, and a log that goes on', async () => {
    const { url, pool } = await target();
    const seen: number[] = [];
    const backup = await checkBackup({ folder: good, onProgress: (bytes) => void seen.push(bytes) });
    await restoreBackup({ backup, url, prove: () => expect(assertNoUnfinishedRestore(url)).rejects.toThrow() });
    expect(await truthOf(pool)).toEqual(await truthOf(source.pool));
    expect(seen.length).toBeGreaterThan(0);
    await assertNoUnfinishedRestore(url);
    await appendTo(url, 100);
    const { rows } = await pool.query('SELECT position FROM event_log.log_head');
    expect(rows).toEqual([{ position: BigInt(EVENTS + 100) }]);
    await expect(pool.query('DELETE FROM event_log.events')).rejects.toThrow(/append-only/);
  }, 120_000);

  it('works for a log without events', async () => {
    const young = await usedDatabase(0);
    targets.push(young);
    const place = join(folder.path, 'young');
    const { manifest, sha256 } = await takeBackup({ pool: young.pool, folder: place, clock: Date.now });
    expect(manifest).toMatchObject({ position: '0', evidence: null });
    const { url, pool } = await target();
    await restoreBackup({ backup: await checkBackup({ folder: place, expected: sha256 }), url, prove: proved });
    expect(await truthOf(pool)).toEqual(await truthOf(young.pool));
  });

  it('leaves a database alone that is not empty', async () => {
    const { url, pool } = await target();
    await pool.query('CREATE TABLE somebodys AS SELECT 1 AS one');
    const backup = await checkBackup({ folder: good });
    await expect(restoreBackup({ backup, url, prove: proved })).rejects.toThrow(RestoreRefused);
    expect(await tablesOf(targets[0] as Opened)).toEqual(['public.somebodys']);
    await expect(restoreBackup({ backup, url: source.url, prove: proved })).rejects.toThrow(/not empty/);
  });

  it('is taken back when what it loaded cannot be proved', async () => {
    const { url, pool } = await target();
    const backup = await checkBackup({ folder: good });
    const prove = () => Promise.reject(new Error('the chain is broken'));
    await expect(restoreBackup({ backup, url, prove })).rejects.toThrow('the chain is broken');
    expect(await tablesOf(targets[0] as Opened)).toEqual([]);
    await assertNoUnfinishedRestore(url);
    await restoreBackup({ backup, url, prove: proved });
    expect(await truthOf(pool)).toEqual(await truthOf(source.pool));
  }, 120_000);

  it('begins anew where an earlier one was cut off, and until then the database may not be used', async () => {
    const { url, pool } = await target();
    const backup = await checkBackup({ folder: good });
    const cut = restoreBackup({
      backup,
      url,
      prove: proved,
      onProgress: () =>
        void pool.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE application_name = 'haber restore' AND datname = current_database()`),
    });
    await expect(cut).rejects.toThrow();
    // As a kill leaves it, which undoes nothing.
    await pool.query('CREATE SCHEMA IF NOT EXISTS haber_restore; CREATE SCHEMA IF NOT EXISTS event_log');
    await expect(assertNoUnfinishedRestore(url)).rejects.toThrow(UnfinishedRestore);
    await restoreBackup({ backup, url, prove: proved });
    await assertNoUnfinishedRestore(url);
    expect(await truthOf(pool)).toEqual(await truthOf(source.pool));
  }, 120_000);

  it('refuses rows that do not fit the manifest, even if somebody made the hashes anew', async () => {
    const { manifest } = await checkBackup({ folder: good });
    const copy = await copyOfGood();
    // Person keys in the place of streams' heads.
    const [keys, heads] = ['personal_data.person_keys', 'event_log.streams'].map((name) =>
      manifest.parts.find(({ table }) => table === name),
    );
    await copyFile(join(good, keys?.file ?? ''), join(copy, heads?.file ?? ''));
    const { bytes, sha256 } = keys ?? {};
    const parts = manifest.parts.map((part) => (part === heads ? { ...part, bytes, sha256 } : part));
    await writeFile(join(copy, MANIFEST), JSON.stringify({ ...manifest, parts }));
    const { url } = await target();
    const backup = await checkBackup({ folder: copy });
    await expect(restoreBackup({ backup, url, prove: proved })).rejects.toThrow(BackupRefused);
    expect(await tablesOf(targets[0] as Opened)).toEqual([]);
  }, 60_000);
});

describe('a folder that is not the whole, unchanged backup', () => {
  const refusal = async (folder: string, expected?: string): Promise<string> => {
    const [outcome] = await Promise.allSettled([checkBackup({ folder, expected })]);
    const error: unknown = outcome.status === 'rejected' ? outcome.reason : undefined;
    expect(error).toBeInstanceOf(BackupRefused);
    return (error as Error).message;
  };

  it('is refused: any file changed by one bit, cut short, made longer, or gone', async () => {
    const files = (await readdir(good)).filter((file) => file !== MANIFEST);
    expect(files).toHaveLength(TRUTH.length);
    for (const file of files) {
      const bytes = await readFile(join(good, file));
      const middle = bytes.length >> 1;
      const flipped = Buffer.from(bytes);
      flipped[middle] = (flipped[middle] ?? 0) ^ 1;
      const copy = await copyOfGood();
      await writeFile(join(copy, file), flipped);
      expect(await refusal(copy)).toContain('is not what was written');
      await writeFile(join(copy, file), Buffer.concat([bytes, Buffer.from([0])]));
      expect(await refusal(copy)).toContain('damaged');
      await truncate(join(copy, file), middle);
      expect(await refusal(copy)).toContain('damaged');
      await rm(join(copy, file));
      expect(await refusal(copy)).toContain('not whole');
    }
  }, 60_000);

  it.each([
    ['gone', undefined],
    ['no JSON', '{'],
    ['no object', 'null'],
    ['somebody else’s', '{"format":"tar","formatVersion":1}'],
  ])('is refused: its manifest %s', async (_, text) => {
    const copy = await copyOfGood();
    await rm(join(copy, MANIFEST));
    if (text !== undefined) await writeFile(join(copy, MANIFEST), text);
    expect(await refusal(copy)).toContain('manifest.json');
  });

  it('is refused: of a format or a release to come, or with less in it', async () => {
    const { manifest } = await checkBackup({ folder: good });
    const copy = await copyOfGood();
    const change = (changed: object) => writeFile(join(copy, MANIFEST), JSON.stringify({ ...manifest, ...changed }));
    await change({ formatVersion: 2 });
    expect(await refusal(copy)).toContain('has format 2');
    await change({ schemas: manifest.schemas.map((of) => ({ ...of, migrations: [...of.migrations, '999_later'] })) });
    expect(await refusal(copy)).toContain('newer release');
    await change({ schemas: [...manifest.schemas, { schema: 'rewards', migrations: ['001_rewards'] }] });
    expect(await refusal(copy)).toContain('newer release');
    await change({ position: `${EVENTS - 1}` });
    expect(await refusal(copy)).toContain('not what haber backup writes');
    await change({ parts: manifest.parts.slice(1) });
    expect(await refusal(copy)).toContain('not what haber backup writes');
    await change({ parts: manifest.parts.map((part) => ({ ...part, file: '../../etc/passwd' })) });
    expect(await refusal(copy)).toContain('not what haber backup writes');
  });

  it('is refused: another one than that whose hash was kept outside', async () => {
    const text = await readFile(join(good, MANIFEST));
    const kept = hash('sha256', text, 'hex');
    await checkBackup({ folder: good, expected: kept });
    const copy = await copyOfGood();
    await writeFile(join(copy, MANIFEST), text.toString().replace('1970', '1971'));
    await checkBackup({ folder: copy });
    expect(await refusal(copy, kept)).toContain('not the backup that is meant');
  });
});

describe('a backup that cannot be taken', () => {
  it('leaves nothing, and never touches what is there', async () => {
    await expect(takeBackup({ pool: source.pool, folder: good, clock: () => 0 })).rejects.toThrow(/is there already/);
    const place = join(folder.path, 'cut');
    const cut = takeBackup({
      pool: source.pool,
      folder: place,
      clock: () => 0,
      onProgress: () =>
        void source.pool.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE query LIKE 'COPY%' AND datname = current_database()`),
    });
    await expect(cut).rejects.toThrow();
    expect((await readdir(folder.path)).filter((name) => name.startsWith('cut'))).toEqual([]);
    await checkBackup({ folder: good });
  }, 60_000);

  it('clears what a killed one has left in the same place, and leaves one alone that is under way', async () => {
    const place = join(folder.path, 'again');
    await mkdir(`${place}.partial-4194303`);
    await mkdir(`${place}.partial-${process.ppid}`);
    await takeBackup({ pool: source.pool, folder: place, clock: () => 0 });
    const left = (await readdir(folder.path)).filter((name) => name.startsWith('again')).toSorted();
    expect(left).toEqual(['again', `again.partial-${process.ppid}`]);
  }, 60_000);

  it('is refused on a database of a newer release, and names a log with a hole', async () => {
    const newer = await usedDatabase(100);
    targets.push(newer);
    const take = (name: string) => takeBackup({ pool: newer.pool, folder: join(folder.path, name), clock: () => 0 });
    await newer.pool.query(`ALTER TABLE event_log.events DISABLE TRIGGER ALL`);
    await newer.pool.query(`DELETE FROM event_log.events WHERE position = 50`);
    await expect(take('hole')).rejects.toThrow(/99 events and should have 100/);
    await newer.pool.query(`INSERT INTO writer.migrations (name, run_on) VALUES ('999_later', now())`);
    await expect(take('newer')).rejects.toThrow(/newer release/);
  });
});
