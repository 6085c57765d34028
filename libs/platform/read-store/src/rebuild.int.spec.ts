import { setTimeout as sleep } from 'node:timers/promises';
import { type TestDatabase, testDatabase } from '@haber/testing';
import type { Pool } from 'pg';
import { LogDouble, TOTALS, type TotalRow, account, expectedTotals } from './account-totals.fixture';
import { type RebuildProgress, createPool, migrateReadStore, rebuildProjection, startProjection } from './index';

let database: TestDatabase;
let pool: Pool;
let log: LogDouble;

beforeEach(async () => {
  database = await testDatabase();
  await migrateReadStore(database.url);
  pool = createPool({ url: database.url, max: 8, statementTimeoutMs: 10_000, applicationName: 'spec' });
  log = new LogDouble();
});

afterEach(async () => {
  await pool.end();
  await database.drop();
});

async function rows(): Promise<TotalRow[]> {
  return (await pool.query<TotalRow>('SELECT stream, revision, count, total FROM counting.totals ORDER BY stream'))
    .rows;
}

function live(): ReturnType<typeof startProjection> {
  const onFault = ({ error }: { error: Error }): never => {
    throw error;
  };
  return startProjection({ store: log.asStore(), pool, projection: TOTALS, onFault });
}

/** As services connect. */
function runtimePool(): Pool {
  const url = new URL(database.url);
  url.searchParams.set('options', '-c role=haber_runtime');
  return createPool({ url: url.href, max: 3, statementTimeoutMs: 5_000, applicationName: 'runtime' });
}

describe('a rebuild', () => {
  it('under load equals the live rows, takes damage away, and readers never see rows go back', async () => {
    for (let n = 0; n < 1_500; n++) log.write(account(n % 20), n);
    const projection = live();
    await projection.caughtUp(log.head);
    await pool.query('UPDATE counting.totals SET total = total + 1 WHERE stream = $1', [account(3)]);

    let loading = true;
    const load = (async () => {
      for (let n = 0; loading; n++, await sleep(1)) log.write(account(n % 20), n);
    })();
    const watch = (async () => {
      const highest = new Map<string, number>();
      for (; loading; await sleep(2)) {
        for (const { stream, revision } of await rows()) {
          expect(revision).toBeGreaterThanOrEqual(highest.get(stream) ?? 0);
          highest.set(stream, revision);
        }
      }
    })();
    for (let round = 0; round < 3; round++) {
      const progress: RebuildProgress[] = [];
      const onProgress = (one: RebuildProgress): number => progress.push(one);
      const { events } = await rebuildProjection({ store: log.asStore(), pool, projection: TOTALS, onProgress });
      expect(events).toBeGreaterThanOrEqual(1_500);
      expect(progress.at(-1)?.through).toBeGreaterThanOrEqual(progress[0]?.target ?? 0n);
    }
    loading = false;
    await Promise.all([load, watch]);
    await projection.caughtUp(log.head);
    expect(await rows()).toEqual(expectedTotals(log.events));
    expect(projection.health().fault).toBeUndefined();
    await projection.stop();
    const { rows: left } = await pool.query("SELECT FROM pg_class WHERE relname LIKE '%\\_\\_shadow'");
    expect(left).toHaveLength(0);
  });

  it('waits for a reader that holds the old tables', async () => {
    log.write(account(1), 1);
    const projection = live();
    await projection.caughtUp(log.head);
    const reader = await pool.connect();
    await reader.query('BEGIN; SELECT FROM counting.totals');
    const rebuilt = rebuildProjection({ store: log.asStore(), pool, projection: TOTALS });
    await sleep(2_500);
    log.write(account(1), 1);
    await reader.query('COMMIT');
    reader.release();
    await rebuilt;
    await projection.caughtUp(log.head);
    expect(await rows()).toEqual(expectedTotals(log.events));
    await projection.stop();
  });

  it('that fails or was killed leaves the live rows as they are, and the next one starts anew', async () => {
    for (let n = 0; n < 700; n++) log.write(account(n % 5), n);
    const projection = live();
    await projection.caughtUp(log.head);
    let pages = 0;
    const dying = {
      ...TOTALS,
      apply: (...args: Parameters<typeof TOTALS.apply>) => {
        if (++pages === 2) throw new Error('killed in the middle');
        return TOTALS.apply(...args);
      },
    };
    const options = { store: log.asStore(), pool, projection: dying };
    await expect(rebuildProjection(options)).rejects.toThrow('killed in the middle');
    expect(await rows()).toEqual(expectedTotals(log.events));
    expect(await rebuildProjection(options)).toEqual({ events: 700 });
    expect(await rows()).toEqual(expectedTotals(log.events));
    await projection.stop();
  });

  it('by a superuser leaves tables that the role of the services can write', async () => {
    await rebuildProjection({ store: log.asStore(), pool, projection: TOTALS });
    const { rows: owner } = await pool.query(
      "SELECT tableowner FROM pg_tables WHERE schemaname = 'counting' AND tablename = 'totals'",
    );
    expect(owner).toEqual([{ tableowner: 'haber_runtime' }]);
    const runtime = runtimePool();
    log.write(account(1), 1);
    expect(await rebuildProjection({ store: log.asStore(), pool: runtime, projection: TOTALS })).toEqual({ events: 1 });
    await runtime.end();
  });

  it('makes its tables in a schema that another projection made while it waited for its turn', async () => {
    const other = await pool.connect();
    await other.query('BEGIN; SELECT pg_advisory_xact_lock(4829013378)');
    const runtime = runtimePool();
    const rebuilt = rebuildProjection({ store: log.asStore(), pool: runtime, projection: TOTALS });
    const waits = `SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`;
    while ((await pool.query(waits)).rows.length === 0) await sleep(10);
    await other.query('CREATE SCHEMA counting AUTHORIZATION haber_runtime; COMMIT');
    other.release();
    expect(await rebuilt).toEqual({ events: 0 });
    await runtime.end();
  });
});
