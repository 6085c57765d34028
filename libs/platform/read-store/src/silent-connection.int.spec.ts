/** Connections that accept a question and never answer it, as after a network was cut: nobody closes them. */
import { TcpProxy, type TestDatabase, testDatabase } from '@haber/testing';
import type { Pool } from 'pg';
import { LogDouble, TOTALS, account, expectedTotals } from './account-totals.fixture';
import {
  type PoolOptions,
  type Projection,
  type ProjectionFault,
  type RunningProjection,
  createPool,
  isPassing,
  migrateReadStore,
  startProjection,
} from './index';
import { until } from './patience.fixture';

/** More than any of it takes, and far less than for ever. */
const SOON_MS = 15_000;

let database: TestDatabase;
let proxy: TcpProxy;
let log: LogDouble;
let pools: Pool[];
let running: RunningProjection[];
let faults: ProjectionFault[];

beforeEach(async () => {
  database = await testDatabase();
  await migrateReadStore(database.url);
  proxy = await TcpProxy.beforeUrl(database.url);
  [log, pools, running, faults] = [new LogDouble(), [], [], []];
});
afterEach(async () => {
  await Promise.all(running.map((one) => one.stop()));
  await Promise.all(pools.map((pool) => pool.end()));
  await proxy.shut();
  await database.drop();
});

function poolThrough(options: Partial<PoolOptions> = {}): Pool {
  const url = proxy.urlOf(database.url);
  const pool = createPool({ url, max: 2, statementTimeoutMs: 200, applicationName: 'spec', ...options });
  pools.push(pool);
  return pool;
}

it('ends no process when a connection is lost before whoever waits for it can listen', async () => {
  const pool = poolThrough();
  pool.once('acquire', (client) => process.nextTick(() => client.emit('error', new Error('cut'))));
  (await pool.connect()).release(true);
});

function start(pool: Pool, projection: Projection = TOTALS): RunningProjection {
  const one = startProjection({ store: log.asStore(), pool, projection, onFault: (fault) => faults.push(fault) });
  running.push(one);
  return one;
}

function writeSome(events: number): void {
  for (let n = 0; n < events; n++) log.write(account(n % 7), n);
}

async function rows(): Promise<unknown[]> {
  const pool = createPool({ url: database.url, max: 1, statementTimeoutMs: 5_000, applicationName: 'spec' });
  pools.push(pool);
  return (await pool.query('SELECT stream, revision, count, total FROM counting.totals ORDER BY stream')).rows;
}

describe('a pool', () => {
  it('gives up a connection that does not answer, says that it will pass, and goes on with a new one', async () => {
    const pool = poolThrough({ max: 1 });
    await pool.query('SELECT');
    expect(proxy.freeze()).toBe(1);
    const startedMs = performance.now();
    const failure: unknown = await pool.query('SELECT').catch((error: unknown) => error);
    expect(performance.now() - startedMs).toBeLessThan(SOON_MS);
    expect(failure).toBeInstanceOf(Error);
    expect(isPassing(failure)).toBe(true);
    expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });

  it('lets the server end a statement first, which is definite', async () => {
    await expect(poolThrough().query('SELECT pg_sleep(60)')).rejects.toMatchObject({ code: '57014' });
  });

  it('has the server look whether its client still lives', async () => {
    const { rows: found } = await poolThrough().query(
      `SELECT current_setting('tcp_keepalives_idle')::integer AS idle,
              current_setting('tcp_keepalives_interval')::integer AS between`,
    );
    expect(found).toEqual([{ idle: 10, between: 5 }]);
  });
});

describe('a projection whose connection falls silent', () => {
  it('says that it is behind, reconnects, and loses and doubles nothing', async () => {
    const one = start(poolThrough());
    writeSome(20);
    await one.caughtUp(log.head);
    expect(one.health()).toMatchObject({ role: 'active', lagMs: 0, fault: undefined });
    expect(proxy.freeze()).toBeGreaterThan(0);
    writeSome(20);
    await until(() => one.health().lagMs > 100);
    await one.caughtUp(log.head, SOON_MS);
    expect(await rows()).toEqual(expectedTotals(log.events));
    await until(() => one.health().fault === undefined);
    expect(one.health()).toMatchObject({ role: 'active', lagMs: 0, through: log.head });
    expect(faults).toEqual([expect.objectContaining({ projection: 'account-totals', final: false })]);
  });

  it('begins its rebuild anew', async () => {
    writeSome(30);
    let frozen = 0;
    const one = start(poolThrough(), {
      ...TOTALS,
      apply: (events, tables) => {
        if (frozen === 0) frozen = proxy.freeze();
        return TOTALS.apply(events, tables);
      },
    });
    await one.ready;
    await one.caughtUp(log.head, SOON_MS);
    expect(frozen).toBeGreaterThan(0);
    expect(await rows()).toEqual(expectedTotals(log.events));
    expect(faults).toEqual([expect.objectContaining({ final: false })]);
  });

  it('is stopped in time, however long it would have waited', async () => {
    const one = start(poolThrough({ silenceTimeoutMs: 'never' }));
    writeSome(20);
    await one.caughtUp(log.head);
    proxy.freeze();
    writeSome(20);
    await until(() => one.health().lagMs > 100);
    const startedMs = performance.now();
    await one.stop();
    expect(performance.now() - startedMs).toBeLessThan(SOON_MS);
    expect(one.health().role).toBe('stopped');
  });
});
