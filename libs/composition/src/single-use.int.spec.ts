/** Two instances of a service, each with a limiter of its own, on one Postgres. */
import { runtimeUrl } from '@haber/event-store';
import { rateLimiter, type RateLimiter, rateLimitsMigrations } from '@haber/rate-limits';
import { createPool, migrate } from '@haber/read-store';
import { type TestDatabase, testDatabase } from '@haber/testing';
import type { Pool } from 'pg';
import { singleUse } from './single-use';

let database: TestDatabase;
let pools: readonly Pool[];
let limiters: readonly RateLimiter[];

beforeAll(async () => {
  database = await testDatabase();
  await migrate({ url: database.url, dir: rateLimitsMigrations, schema: 'rate_limits' });
  const url = runtimeUrl(database.url);
  pools = [1, 2].map(() => createPool({ url, max: 2, statementTimeoutMs: 10_000, applicationName: 'single use' }));
  limiters = pools.map((pool) => rateLimiter({ pool, nowMs: () => performance.now(), onFault: fail }));
});
afterAll(async () => {
  await Promise.all(limiters.map((limiter) => limiter.close()));
  await Promise.all(pools.map((pool) => pool.end()));
  await database.drop();
});

function fail(error: unknown): never {
  throw error;
}

it('one of many at once, spread over both, is the first to name an id, and nobody after', async () => {
  const instances = limiters.map(({ take }) => singleUse(take, 70));
  const name = (id: string, i: number) => Promise.resolve(instances[i % 2]?.(id));
  for (const id of ['token-1', 'token-2', 'token-3']) {
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => name(id, i)));
    expect(answers.toSorted()).toEqual([...Array.from({ length: 19 }, () => false), true]);
    expect(await Promise.all([name(id, 0), name(id, 1)])).toEqual([false, false]);
  }
});
