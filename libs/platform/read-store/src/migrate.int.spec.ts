import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestDatabase, testDatabase } from '@haber/testing';
import type { Pool } from 'pg';
import { createPool, migrate, migrateReadStore } from './index';

let database: TestDatabase;
let pool: Pool;
let dir: string;

beforeEach(async () => {
  database = await testDatabase();
  pool = createPool({ url: database.url, max: 3, statementTimeoutMs: 1_000, applicationName: 'spec' });
  dir = await mkdtemp(join(tmpdir(), 'haber-migrations-'));
});

afterEach(async () => {
  await pool.end();
  await database.drop();
  await rm(dir, { recursive: true });
});

describe('migrate', () => {
  it('lets processes that start at once take turns, each file running once', async () => {
    await writeFile(join(dir, '001_slow.sql'), 'CREATE TABLE counted (n integer); SELECT pg_sleep(0.3);');
    await writeFile(join(dir, '002_row.sql'), 'INSERT INTO counted VALUES (1);');
    const starts = Array.from({ length: 4 }, () => migrate({ url: database.url, dir, schema: 'spec' }));
    expect((await Promise.all(starts)).flat()).toEqual(['001_slow', '002_row']);
    expect((await pool.query('SELECT n FROM spec.counted')).rows).toEqual([{ n: 1 }]);
  });

  it('leaves nothing of a run with a failing file, and goes on once it is mended', async () => {
    await writeFile(join(dir, '001_good.sql'), 'CREATE TABLE good ();');
    await writeFile(join(dir, '002_bad.sql'), 'CREATE TABLE bad (;');
    await expect(migrate({ url: database.url, dir, schema: 'spec' })).rejects.toThrow(/syntax error/);
    await expect(pool.query('SELECT FROM spec.good')).rejects.toThrow(/does not exist/);
    await writeFile(join(dir, '002_bad.sql'), 'CREATE TABLE bad ();');
    expect(await migrate({ url: database.url, dir, schema: 'spec' })).toEqual(['001_good', '002_bad']);
  });

  it('keeps apart what has run in each schema', async () => {
    await writeFile(join(dir, '001_table.sql'), 'CREATE TABLE mine ();');
    await migrate({ url: database.url, dir, schema: 'one' });
    await migrate({ url: database.url, dir, schema: 'two' });
    await pool.query('SELECT FROM one.mine, two.mine');
  });

  it('makes what projections need, also when several databases of a server do so at once', async () => {
    const others = await Promise.all([testDatabase(), testDatabase()]);
    await Promise.all([database, ...others].map(({ url }) => migrateReadStore(url)));
    await pool.query('SELECT FROM read_store.checkpoints');
    await Promise.all(others.map((other) => other.drop()));
  });
});

describe('a pool', () => {
  it('reads bigint as BigInt, beyond what a number can hold', async () => {
    const { rows } = await pool.query('SELECT 9007199254740993::bigint AS big, 7 AS small, $1::bigint AS sent', [
      2n ** 62n,
    ]);
    expect(rows).toEqual([{ big: 9007199254740993n, small: 7, sent: 2n ** 62n }]);
  });

  it('ends a statement that runs too long', async () => {
    await expect(pool.query('SELECT pg_sleep(5)')).rejects.toThrow(/statement timeout/);
  });

  it('reports an idle connection that breaks, and goes on', async () => {
    const lost: Error[] = [];
    const own = { url: database.url, max: 1, statementTimeoutMs: 1_000, applicationName: 'breaking' };
    const breaking = createPool({ ...own, onConnectionLost: (error) => lost.push(error) });
    await breaking.query('SELECT 1');
    await pool.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'breaking'");
    await expect(breaking.query('SELECT 1').catch(() => breaking.query('SELECT 1'))).resolves.toBeDefined();
    expect(lost.length).toBeLessThanOrEqual(1);
    await breaking.end();
  });
});
