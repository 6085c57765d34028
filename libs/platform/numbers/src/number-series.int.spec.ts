import { migrate } from '@haber/read-store';
import { type TestDatabase, testDatabase } from '@haber/testing';
import { Pool } from 'pg';
import { numberSeries, numbersMigrations } from './index';

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await testDatabase();
  await migrate({ url: database.url, dir: numbersMigrations, schema: 'numbers' });
  pool = new Pool({ connectionString: database.url, max: 4 });
}, 60_000);
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const drawn = (next: ReturnType<typeof numberSeries>, series: string, count: number): Promise<readonly number[]> =>
  Promise.all(Array.from({ length: count }, () => next(series)));

it('begins at 1, and gives each number once in whatever crowd of processes', async () => {
  const processes = [numberSeries(pool), numberSeries(pool), numberSeries(pool)];
  const numbers = (await Promise.all(processes.map((next) => drawn(next, 'a OP 2026', 170)))).flat();
  expect(new Set(numbers).size).toBe(510);
  expect(Math.min(...numbers)).toBe(1);
  expect(numbers.every(Number.isSafeInteger)).toBe(true);
});

it('counts each series by itself, and goes on behind what another process was leased', async () => {
  const first = numberSeries(pool);
  expect(await drawn(first, 'b OP 2026', 3)).toEqual([1, 2, 3]);
  expect(await drawn(first, 'b OP 2027', 1)).toEqual([1]);
  expect((await numberSeries(pool)('b OP 2026')) > 3).toBe(true);
});

it('asks for a block once, however many wait for it', async () => {
  let leases = 0;
  const counting = {
    query: (...args: Parameters<Pool['query']>) => {
      leases += 1;
      return pool.query(...args);
    },
  } as unknown as Pool;
  await drawn(numberSeries(counting), 'c OP 2026', 50);
  expect(leases).toBe(1);
});

it('gives none while the database cannot be asked, and goes on afterwards', async () => {
  let away = true;
  const failing = {
    query: (...args: Parameters<Pool['query']>) => (away ? Promise.reject(new Error('away')) : pool.query(...args)),
  } as unknown as Pool;
  const next = numberSeries(failing);
  await expect(next('d OP 2026')).rejects.toThrow('away');
  away = false;
  expect(await next('d OP 2026')).toBe(1);
});
