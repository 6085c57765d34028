/** Sealing for many at once is sealing for each: the same keys, the same erasure, whoever else does it meanwhile. */
import { runtimeUrl } from '@haber/event-store';
import { createPool, migrate } from '@haber/read-store';
import { type TestDatabase, testDatabase } from '@haber/testing';
import { randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import { MasterKey, personalData, personalDataMigrations, sealMany } from './index';

const masterKey = new MasterKey(randomBytes(32));
let database: TestDatabase;
let pool: Pool;

beforeAll(async () => {
  database = await testDatabase();
  await migrate({ url: database.url, dir: personalDataMigrations, schema: 'personal_data' });
  const settings = { max: 8, statementTimeoutMs: 30_000, applicationName: 'seal-many test' };
  pool = createPool({ url: runtimeUrl(database.url), ...settings });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const people = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, n) => ({
    person: `${prefix}-${n}`,
    plaintexts: { legalName: `Name ${n}`, ...(n % 2 === 0 && { taxId: `T-${n}` }) },
  }));
const keysOf = async (prefix: string) => {
  const { rows } = await pool.query<{ keys: string; live: string; persons: string }>(
    `SELECT count(*)::text AS keys, count(wrapped_key)::text AS live, count(DISTINCT person)::text AS persons
     FROM personal_data.person_keys WHERE person LIKE $1 || '-%'`,
    [prefix],
  );
  return rows[0];
};

it('gives everybody’s texts in order, and each opens for its person alone', async () => {
  const all = people('many', 25);
  const sealed = await sealMany<'legalName' | 'taxId'>({ pool, masterKey }, all);
  const store = personalData({ pool, masterKey });
  for (const [i, { person, plaintexts }] of all.entries()) {
    expect(Object.keys(sealed[i] ?? {})).toEqual(Object.keys(plaintexts));
    expect(await store.open(person, 'legalName', sealed[i]?.legalName ?? '')).toBe(plaintexts.legalName);
  }
  await expect(store.open('many-1', 'legalName', sealed[0]?.legalName ?? '')).rejects.toThrow();
  expect(await keysOf('many')).toEqual({ keys: '25', live: '25', persons: '25' });
  expect(await sealMany({ pool, masterKey }, [])).toEqual([]);
});

it('takes the keys that are there, and makes a new one for whoever was erased', async () => {
  const store = personalData({ pool, masterKey });
  const before = await store.seal('some-0', { legalName: 'before' });
  await store.seal('some-1', { legalName: 'before' });
  await store.erase('some-1');
  const [first, second] = await sealMany<'legalName' | 'taxId'>({ pool, masterKey }, people('some', 3));
  expect(first?.legalName?.split(':')[2]).toBe(before.legalName.split(':')[2]);
  expect(await store.open('some-1', 'legalName', second?.legalName ?? '')).toBe('Name 1');
  expect(await keysOf('some')).toEqual({ keys: '4', live: '3', persons: '3' });
});

it('makes one key a person, however many do so at once and in whatever order', async () => {
  const all = people('race', 300);
  const runs = [all, all.toReversed(), all.toSorted(() => -1), all].map((order) =>
    sealMany<'legalName' | 'taxId'>({ pool, masterKey }, order).then((sealed) => [order, sealed] as const),
  );
  const store = personalData({ pool, masterKey });
  for (const [order, sealed] of await Promise.all(runs)) {
    for (const i of [0, 150, 299]) {
      const { person = '', plaintexts } = order[i] ?? {};
      expect(await store.open(person, 'legalName', sealed[i]?.legalName ?? '')).toBe(plaintexts?.legalName);
    }
  }
  expect(await keysOf('race')).toEqual({ keys: '300', live: '300', persons: '300' });
});
