/** Several processes, each with a limiter of its own, on one Postgres. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createPool, migrate } from '@haber/read-store';
import { runtimeUrl } from '@haber/event-store';
import { type TestDatabase, testDatabase } from '@haber/testing';
import { Client, type Pool } from 'pg';
import { rateLimiter, type RateLimiter, rateLimitsMigrations, LimiterUnavailable, type Verdict } from './index';
import { SharedWindows } from './shared-windows';

let database: TestDatabase;
let owner: Client;
const pools: Pool[] = [];

beforeAll(async () => {
  database = await testDatabase();
  await migrate({ url: database.url, dir: rateLimitsMigrations, schema: 'rate_limits' });
  owner = new Client({ connectionString: database.url });
  await owner.connect();
});
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.end()));
  await owner.end();
  await database.drop();
});

interface AProcess {
  readonly limiter: RateLimiter;
  /** Statements that it sent. */
  calls: number;
}

function aProcess(): AProcess {
  const pool = createPool({
    url: runtimeUrl(database.url),
    max: 2,
    statementTimeoutMs: 10_000,
    applicationName: 'limits',
  });
  pools.push(pool);
  const query = (...args: Parameters<Pool['query']>) => {
    of.calls += 1;
    return pool.query(...args);
  };
  const of: AProcess = {
    calls: 0,
    limiter: rateLimiter({
      pool: { query } as unknown as Pool,
      nowMs: () => performance.now(),
      onFault: (error) => {
        throw error;
      },
    }),
  };
  return of;
}

let names = 0;
const aName = (): string => `key-${(names += 1)}`;
const granted = (verdicts: readonly Verdict[]): number => verdicts.filter((verdict) => verdict.granted).length;
const takeMany = (count: number, take: (i: number) => Verdict | Promise<Verdict>): Promise<Verdict[]> =>
  Promise.all(Array.from({ length: count }, async (_, i) => take(i)));

describe('a window over several processes', () => {
  it('grants exactly what the limit allows, however the requests are spread', async () => {
    const processes = [aProcess(), aProcess(), aProcess()];
    const name = aName();
    const limit = { requests: 100, windowSeconds: 600 };
    const verdicts = await takeMany(600, (i) => processes[i % 3]?.limiter.take(name, limit) as Promise<Verdict>);
    expect(granted(verdicts)).toBe(100);
    const remaining = verdicts.filter((verdict) => verdict.granted).map((verdict) => verdict.remaining);
    expect(remaining.sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i));
  });

  it('is counted one by one: each sees what the other took', async () => {
    const [one, other] = [aProcess(), aProcess()];
    const name = aName();
    const limit = { requests: 4, windowSeconds: 600 };
    const seen: number[] = [];
    for (let i = 0; i < 4; i += 1) seen.push((await (i % 2 ? one : other).limiter.take(name, limit)).remaining);
    expect(seen).toEqual([3, 2, 1, 0]);
    expect(await one.limiter.take(name, limit)).toMatchObject({ granted: false, remaining: 0 });
    expect((await other.limiter.take(aName(), limit)).remaining).toBe(3);
  });

  it('slides: places are free one by one, each when its own request is a window ago', async () => {
    const { limiter } = aProcess();
    const name = aName();
    const limit = { requests: 3, windowSeconds: 600 };
    const agoSeconds = (...seconds: number[]) =>
      owner.query(
        `INSERT INTO rate_limits.windows SELECT $1, array_agg((extract(epoch FROM clock_timestamp() - ago) * 1000000)::bigint
           ORDER BY ago DESC), now() FROM unnest($2::interval[]) AS t (ago)
         ON CONFLICT (name) DO UPDATE SET hits = EXCLUDED.hits`,
        [name, seconds.map((ago) => `${ago} seconds`)],
      );
    await agoSeconds(601, 500, 400);
    expect(await limiter.take(name, limit)).toMatchObject({ granted: true, remaining: 0 });
    await agoSeconds(540, 500, 400);
    const { granted: again, resetMs } = await limiter.take(name, limit);
    expect(again).toBe(false);
    expect(resetMs).toBeGreaterThan(30_000);
    expect(resetMs).toBeLessThanOrEqual(60_000);
  });

  it('has a free place exactly when it was said to have one, for whichever process', async () => {
    const [one, other] = [aProcess(), aProcess()];
    const name = aName();
    const limit = { requests: 1, windowSeconds: 2 };
    await one.limiter.take(name, limit);
    const { granted: again, resetMs } = await other.limiter.take(name, limit);
    expect(again).toBe(false);
    expect(resetMs).toBeLessThanOrEqual(2_000);
    await sleep(resetMs + 2);
    expect(granted(await takeMany(4, (i) => (i % 2 ? one : other).limiter.take(name, limit)))).toBe(1);
  });

  it('never grants more than the limit within its length, wherever one looks', async () => {
    const [one, other] = [aProcess(), aProcess()];
    const name = aName();
    const limit = { requests: 5, windowSeconds: 2 };
    const hits = new Map<number, number>();
    const endMs = performance.now() + 5_000;
    while (performance.now() < endMs) {
      await Promise.all([one.limiter.take(name, limit), other.limiter.take(name, limit)]);
      const { rows } = await owner.query<{ at: string; count: string }>(
        'SELECT at, count(*) FROM rate_limits.windows, unnest(hits) AS at WHERE name = $1 GROUP BY at',
        [name],
      );
      for (const { at, count } of rows) hits.set(Number(at), Number(count));
      await sleep(20);
    }
    const times = [...hits].flatMap(([at, count]) => Array.from({ length: count }, () => at)).sort((a, b) => a - b);
    expect(times.length).toBeGreaterThanOrEqual(10);
    times.forEach((at, i) => expect((times[i + 5] ?? Infinity) - at).toBeGreaterThanOrEqual(2_000_000));
  });

  it('asks the database once for a crowd, and not at all while the window is full', async () => {
    const crowd = aProcess();
    const name = aName();
    const limit = { requests: 10, windowSeconds: 600 };
    const verdicts = await takeMany(1_000, () => crowd.limiter.take(name, limit));
    expect(granted(verdicts)).toBe(10);
    expect(crowd.calls).toBe(2);
    for (let i = 0; i < 1_000; i += 1) expect(crowd.limiter.take(name, limit)).toMatchObject({ granted: false });
    expect(crowd.calls).toBe(2);
  });

  it('is refused by nobody else’s window, and follows a limit that was changed', async () => {
    const { limiter } = aProcess();
    const name = aName();
    const few = { requests: 2, windowSeconds: 600 };
    await takeMany(3, () => limiter.take(name, few));
    expect(await limiter.take(name, { requests: 5, windowSeconds: 600 })).toMatchObject({
      granted: true,
      remaining: 2,
    });
    expect(await limiter.take(name, few)).toMatchObject({ granted: false, remaining: 0 });
  });
});

describe('what is kept', () => {
  it('is one row a name, of no more hits than the limit', async () => {
    const { limiter } = aProcess();
    const name = aName();
    await takeMany(50, () => limiter.take(name, { requests: 20, windowSeconds: 600 }));
    const { rows } = await owner.query('SELECT cardinality(hits) AS hits FROM rate_limits.windows WHERE name = $1', [
      name,
    ]);
    expect(rows).toEqual([{ hits: 20 }]);
  });

  it('survives no crash of the server, and costs it no log', async () => {
    const { rows } = await owner.query(
      `SELECT relpersistence FROM pg_class WHERE oid = 'rate_limits.windows'::regclass`,
    );
    expect(rows).toEqual([{ relpersistence: 'u' }]);
  });

  it('is removed when it says nothing any more', async () => {
    const pool = createPool({
      url: runtimeUrl(database.url),
      max: 2,
      statementTimeoutMs: 10_000,
      applicationName: 'limits',
    });
    pools.push(pool);
    const clock = { nowMs: 0 };
    const windows = new SharedWindows({ pool, nowMs: () => clock.nowMs, onFault: () => undefined });
    const [old, live] = [aName(), aName()];
    await windows.take(old, { requests: 1, windowSeconds: 2 });
    await windows.take(live, { requests: 1, windowSeconds: 600 });
    await sleep(2_100);
    clock.nowMs = 60_000;
    await windows.take(aName(), { requests: 1, windowSeconds: 600 });
    await windows.close();
    const { rows } = await owner.query<{ name: string }>('SELECT name FROM rate_limits.windows');
    const left = rows.map(({ name }) => name);
    expect(left).toContain(live);
    expect(left).not.toContain(old);
  });
});

describe('without the database', () => {
  it('nothing longer than a second can be counted, and a second can', async () => {
    const pool = { query: () => Promise.reject(new Error('no connection')) } as unknown as Pool;
    const limiter = rateLimiter({ pool, nowMs: () => performance.now(), onFault: () => undefined });
    await expect(limiter.take('k', { requests: 1, windowSeconds: 2 })).rejects.toThrow(LimiterUnavailable);
    expect(limiter.take('k', { requests: 1, windowSeconds: 1 })).toMatchObject({ granted: true });
  });
});
