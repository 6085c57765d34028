/** On a real server: what is stored, what opens, and what no byte of the data directory holds any more. */
import { runtimeUrl } from '@haber/event-store';
import { SEALED_PREFIX } from '@haber/ledger';
import { createPool, migrate } from '@haber/read-store';
import { type TestDatabase, testDatabase } from '@haber/testing';
import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pool } from 'pg';
import {
  assertMasterKey,
  MasterKey,
  personalData,
  personalDataMigrations,
  purgeErased,
  SealBroken,
  UnknownPersonKey,
} from './index';

const masterKey = new MasterKey(randomBytes(32));
let database: TestDatabase;
let pool: Pool;
let otherPool: Pool;

const connect = (url: string) =>
  createPool({ url, max: 8, statementTimeoutMs: 10_000, applicationName: 'personal-data test' });

beforeAll(async () => {
  database = await testDatabase();
  await migrate({ url: database.url, dir: personalDataMigrations, schema: 'personal_data' });
  // The other process works under the runtime role, as all do outside of tests.
  [pool, otherPool] = [connect(database.url), connect(runtimeUrl(database.url))];
});
afterAll(async () => {
  await Promise.all([pool.end(), otherPool.end()]);
  await database.drop();
});

let count = 0;
const somebody = () => `customer-${(count += 1)}`;
const keysOf = async (person: string) =>
  (
    await pool.query<{ key_id: string; generation: number; wrapped_key: Buffer | null }>(
      'SELECT * FROM personal_data.person_keys WHERE person = $1 ORDER BY generation',
      [person],
    )
  ).rows;

describe('sealing and opening', () => {
  it('gives back what was sealed, also through another process', async () => {
    const person = somebody();
    const sealed = await personalData({ pool, masterKey }).seal(person, {
      business_name: 'Ñandú, S.A.',
      tax_id: '1234-5',
    });
    const other = personalData({ pool: otherPool, masterKey });
    expect(sealed.tax_id.startsWith(SEALED_PREFIX)).toBe(true);
    expect(await other.open(person, 'business_name', sealed.business_name)).toBe('Ñandú, S.A.');
    expect(await other.open(person, 'tax_id', sealed.tax_id)).toBe('1234-5');
  });

  it('opens a whole record at once, texts of an erased generation of the key as null', async () => {
    const person = somebody();
    const of = personalData({ pool, masterKey });
    const { a } = await of.seal(person, { a: 'before' });
    await of.erase(person);
    const { b, c } = await of.seal(person, { b: 'after', c: 'after too' });
    expect(await of.openAll(person, { a, b, c, d: null })).toEqual({ a: null, b: 'after', c: 'after too', d: null });
    await expect(of.openAll(person, { b: c })).rejects.toThrow(SealBroken);
  });

  it('has committed the key before it returns, and keeps using it', async () => {
    const person = somebody();
    const of = personalData({ pool, masterKey });
    const { a } = await of.seal(person, { a: 'x' });
    const client = await otherPool.connect();
    const { rows } = await client.query('SELECT 1 FROM personal_data.person_keys WHERE key_id = $1', [a.split(':')[2]]);
    client.release();
    expect(rows).toHaveLength(1);
    await of.seal(person, { a: 'y' });
    expect(await keysOf(person)).toHaveLength(1);
  });

  it('refuses a text of another field, of another person, and a damaged one', async () => {
    const [person, other] = [somebody(), somebody()];
    const of = personalData({ pool, masterKey });
    const sealed = await of.seal(person, { business_name: 'x', tax_id: 'y' });
    await of.seal(other, { tax_id: 'z' });
    await expect(of.open(person, 'tax_id', sealed.business_name)).rejects.toThrow(SealBroken);
    await expect(of.open(other, 'tax_id', sealed.tax_id)).rejects.toThrow(UnknownPersonKey);
    const at = sealed.tax_id.length - 10;
    const damaged = sealed.tax_id.slice(0, at) + (sealed.tax_id[at] === 'A' ? 'B' : 'A') + sealed.tax_id.slice(at + 1);
    await expect(of.open(person, 'tax_id', damaged)).rejects.toThrow(SealBroken);
  });

  it('refuses wrapped keys that were swapped between people', async () => {
    const [person, other] = [somebody(), somebody()];
    const of = personalData({ pool, masterKey });
    const { a } = await of.seal(person, { a: 'x' });
    await of.seal(other, { a: 'x' });
    await pool.query(
      `UPDATE personal_data.person_keys SET wrapped_key =
         (SELECT wrapped_key FROM personal_data.person_keys WHERE person = $2) WHERE person = $1`,
      [person, other],
    );
    await expect(of.open(person, 'a', a)).rejects.toThrow(SealBroken);
  });

  it('does not open under another master key', async () => {
    const person = somebody();
    const { a } = await personalData({ pool, masterKey }).seal(person, { a: 'x' });
    const wrong = personalData({ pool, masterKey: new MasterKey(randomBytes(32)) });
    await expect(wrong.open(person, 'a', a)).rejects.toThrow(SealBroken);
    await expect(wrong.seal(person, { a: 'x' })).rejects.toThrow(SealBroken);
  });

  it('makes one key when many seal for the same new person at once', async () => {
    for (let round = 0; round < 10; round += 1) {
      const person = somebody();
      const of = [personalData({ pool, masterKey }), personalData({ pool: otherPool, masterKey })];
      const sealed = await Promise.all(
        Array.from({ length: 12 }, async (_, i) => of[i % 2]?.seal(person, { a: `text ${i}` })),
      );
      expect(await keysOf(person)).toHaveLength(1);
      const opened = await Promise.all(
        sealed.map(async (texts, i) => of[(i + 1) % 2]?.open(person, 'a', texts?.a ?? '')),
      );
      expect(opened).toEqual(sealed.map((_, i) => `text ${i}`));
    }
  });
});

describe('erasing', () => {
  it('makes every text of the person unreadable, once and for all', async () => {
    const person = somebody();
    const of = personalData({ pool, masterKey });
    const { a } = await of.seal(person, { a: 'x' });
    expect(await of.erase(person)).toEqual({ erased: true });
    expect(await of.erase(person)).toEqual({ erased: false });
    expect(await of.open(person, 'a', a)).toBeNull();
    expect(await personalData({ pool: otherPool, masterKey }).open(person, 'a', a)).toBeNull();
  });

  it('does nothing to others, nor for somebody unknown', async () => {
    const person = somebody();
    const of = personalData({ pool, masterKey });
    const { a } = await of.seal(person, { a: 'x' });
    expect(await of.erase(somebody())).toEqual({ erased: false });
    expect(await of.open(person, 'a', a)).toBe('x');
  });

  it('gives whoever comes back a new generation, and revives nothing', async () => {
    const person = somebody();
    const of = personalData({ pool, masterKey });
    const before = await of.seal(person, { a: 'before' });
    await of.erase(person);
    const after = await of.seal(person, { a: 'after' });
    expect(await of.open(person, 'a', before.a)).toBeNull();
    expect(await of.open(person, 'a', after.a)).toBe('after');
    expect((await keysOf(person)).map(({ generation, wrapped_key }) => [generation, wrapped_key === null])).toEqual([
      [1, true],
      [2, false],
    ]);
  });

  it('leaves at most one live key when sealing and erasing race', async () => {
    const person = somebody();
    const of = personalData({ pool, masterKey });
    const acts = Array.from({ length: 40 }, (_, i) => (i % 4 === 3 ? of.erase(person) : of.seal(person, { a: 'x' })));
    await Promise.all(acts);
    await of.seal(person, { a: 'x' });
    const keys = await keysOf(person);
    expect(keys.filter(({ wrapped_key }) => wrapped_key !== null)).toHaveLength(1);
    expect(keys.map(({ generation }) => generation)).toEqual(keys.map((_, i) => i + 1));
  });
});

describe('the runtime role', () => {
  it('may make and destroy keys, and nothing else with them', async () => {
    const person = somebody();
    const of = personalData({ pool: otherPool, masterKey });
    const { a } = await of.seal(person, { a: 'x' });
    await of.erase(person);
    expect(await of.open(person, 'a', a)).toBeNull();
    for (const change of [
      "UPDATE personal_data.person_keys SET person = 'x'",
      'DELETE FROM personal_data.person_keys',
    ]) {
      await expect(otherPool.query(change)).rejects.toMatchObject({ code: '42501' });
    }
  });
});

describe('the master key of a database', () => {
  it('is the first one that came; another one is refused', async () => {
    await assertMasterKey({ pool, masterKey });
    await assertMasterKey({ pool: otherPool, masterKey });
    const other = new MasterKey(randomBytes(32));
    await expect(assertMasterKey({ pool, masterKey: other })).rejects.toThrow('another master key');
  });
});

/** How often the bytes stand in any file under the folder; files may go away while it looks. */
async function occurrences(folder: string, needle: Buffer): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries.filter((e) => e.isFile())) {
    const file = join(entry.parentPath, entry.name);
    const bytes = await readFile(file).catch(() => Buffer.alloc(0));
    if (bytes.includes(needle)) found.push(file.slice(folder.length + 1));
  }
  return found;
}

describe('the data directory', () => {
  it('never holds the clear text, and after a purge not even the destroyed key', async () => {
    const folder =
      (await pool.query<{ at: string }>(`SELECT current_setting('data_directory') AS at`)).rows[0]?.at ?? '';
    const person = somebody();
    const of = personalData({ pool, masterKey });
    const canary = `canary-${randomBytes(8).toString('hex')}`;
    const { tax_id } = await of.seal(person, { tax_id: canary });
    // What a store keeps of it, so that a clear text would have every chance to be found.
    await pool.query('CREATE TABLE kept AS SELECT $1::text AS sealed', [tax_id]);
    const wrapped = (await keysOf(person))[0]?.wrapped_key ?? Buffer.alloc(0);
    expect(wrapped).toHaveLength(60);

    await pool.query('CHECKPOINT');
    expect(await occurrences(folder, Buffer.from(canary))).toEqual([]);
    // The search can find: the ciphertext and the wrapped key are there.
    expect(await occurrences(folder, Buffer.from(tax_id))).not.toEqual([]);
    expect(await occurrences(folder, wrapped)).not.toEqual([]);

    await of.erase(person);
    const before = await purgeErased({ pool }, { now: false });
    expect(before).toMatchObject({ tableRewritten: false, logEmptied: false });
    expect(await occurrences(folder, wrapped)).not.toEqual([]);

    const purge = await purgeErased({ pool }, { now: true });
    expect(purge).toMatchObject({ tableRewritten: true, logEmptied: true });
    expect(purge.statement).toContain('Backups');
    expect(await occurrences(folder, wrapped)).toEqual([]);
    expect(await occurrences(folder, Buffer.from(canary))).toEqual([]);
    expect(await of.open(person, 'tax_id', tax_id)).toBeNull();
    expect((await pool.query(`SELECT setting FROM pg_settings WHERE name = 'wal_recycle'`)).rows).toEqual([
      { setting: 'on' },
    ]);
  }, 120_000);

  it('promises nothing about the log to a role that may not empty it', async () => {
    const role = `owner_${randomBytes(4).toString('hex')}`;
    await pool.query(`CREATE ROLE ${role} LOGIN PASSWORD 'x'`);
    await pool.query(`GRANT USAGE, CREATE ON SCHEMA personal_data TO ${role}`);
    await pool.query(`ALTER TABLE personal_data.person_keys OWNER TO ${role}`);
    const url = new URL(database.url);
    [url.username, url.password] = [role, 'x'];
    const weak = createPool({ url: url.href, max: 1, statementTimeoutMs: 10_000, applicationName: 'weak' });
    const purge = await purgeErased({ pool: weak }, { now: true });
    await weak.end();
    expect(purge).toMatchObject({ tableRewritten: true, logEmptied: false });
    expect(purge.statement).toContain('an unknown number of older files');
    await pool.query(
      `ALTER TABLE personal_data.person_keys OWNER TO CURRENT_USER; DROP OWNED BY ${role}; DROP ROLE ${role}`,
    );
  });
});
