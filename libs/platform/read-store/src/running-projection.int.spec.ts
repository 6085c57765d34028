import { setTimeout as sleep } from 'node:timers/promises';
import { type TestDatabase, testDatabase } from '@haber/testing';
import { StoreBusy } from '@haber/event-store';
import type { Pool } from 'pg';
import { CheckpointMoved, applyStep, readCheckpoint } from './checkpoint';
import { LogDouble, TOTALS, account, count, expectedTotals } from './account-totals.fixture';
import { CUT_ALL, until } from './patience.fixture';
import {
  type Projection,
  type ProjectionFault,
  type RunningProjection,
  createPool,
  migrateReadStore,
  startProjection,
} from './index';

/** Counts without looking at revisions: only the common transaction of rows and checkpoint protects it. */
const BLIND: Projection = {
  ...TOTALS,
  apply: async (events, tables) => {
    for (const { stream } of events) {
      await tables.query(
        `INSERT INTO ${tables.table('totals')} AS old VALUES ($1, 0, 1, 0)
         ON CONFLICT (stream) DO UPDATE SET count = old.count + 1`,
        [stream],
      );
    }
  },
};

let database: TestDatabase;
let pools: Pool[];
let log: LogDouble;
let running: RunningProjection[];
let faults: ProjectionFault[];

beforeEach(async () => {
  database = await testDatabase();
  await migrateReadStore(database.url);
  [log, running, faults, pools] = [new LogDouble(), [], [], []];
});

afterEach(async () => {
  await Promise.all(running.map((one) => one.stop()));
  await Promise.all(pools.map((pool) => pool.end()));
  await database.drop();
});

/** As if in a process of its own: nothing but log and database is shared. */
function start(projection: Projection = TOTALS): RunningProjection {
  const pool = newPool();
  const one = startProjection({ store: log.asStore(), pool, projection, onFault: (fault) => faults.push(fault) });
  running.push(one);
  return one;
}

function newPool(): Pool {
  const pool = createPool({ url: database.url, max: 4, statementTimeoutMs: 5_000, applicationName: 'spec' });
  pools.push(pool);
  return pool;
}

async function rows(): Promise<unknown[]> {
  return (await newPool().query('SELECT stream, revision, count, total FROM counting.totals ORDER BY stream')).rows;
}

function writeSome(events: number, accounts = 7): void {
  for (let n = 0; n < events; n++) {
    log.write(account(n % accounts), n);
    if (n % 5 === 0) log.write(`partner-${account(1).slice(8)}`, 1);
  }
}

describe('following the log', () => {
  it('reflects what was there and what comes, events of other categories passed over', async () => {
    writeSome(1_200);
    const one = start();
    await one.caughtUp(log.head);
    expect(await rows()).toEqual(expectedTotals(log.events));
    writeSome(30);
    await one.caughtUp(log.head);
    expect(await rows()).toEqual(expectedTotals(log.events));
    log.write('partner-00000000-0000-4000-8000-000000000001', 1);
    await one.caughtUp(log.head);
    expect(one.health()).toEqual({
      name: 'account-totals',
      role: 'active',
      through: log.head,
      lagMs: 0,
      fault: undefined,
    });
  });

  it('goes on where it was', async () => {
    writeSome(40);
    const first = start();
    await first.caughtUp(log.head);
    await first.stop();
    const seen = log.events.length;
    writeSome(40);
    const applied: bigint[] = [];
    const second = start({
      ...TOTALS,
      apply: (events, tables) => {
        applied.push(...events.map(({ position }) => position));
        return TOTALS.apply(events, tables);
      },
    });
    await second.caughtUp(log.head);
    expect(applied.every((position) => position > seen)).toBe(true);
    expect(await rows()).toEqual(expectedTotals(log.events));
  });

  it('tells who waits for a position that does not come', async () => {
    const one = start();
    await one.ready;
    await expect(one.caughtUp(99n, 50)).rejects.toThrow(/stands at 0, not yet at 99/);
    const waiting = one.caughtUp(99n);
    const refused = expect(waiting).rejects.toThrow(/has stopped/);
    await one.stop();
    await refused;
  });
});

describe('crashes', () => {
  it('loses rows and checkpoint together when the connection dies between them', async () => {
    let deaths = 0;
    const dying: Projection = {
      ...BLIND,
      apply: async (events, tables) => {
        await BLIND.apply(events, tables);
        if (deaths++ < 3) await tables.query('SELECT pg_terminate_backend(pg_backend_pid())');
      },
    };
    const one = start(dying);
    await one.ready;
    for (let n = 0; n < 10; n++) log.write(account(1), 1);
    await one.caughtUp(log.head);
    expect(deaths).toBeGreaterThan(3);
    const { rows: found } = await newPool().query('SELECT count FROM counting.totals');
    expect(found).toEqual([{ count: 10 }]);
    expect(one.health().fault).toBeUndefined();
    expect(faults.map(({ final }) => final)).toEqual([false]);
  });

  it('keeps trying while the store fails, says so, and recovers', async () => {
    const one = start();
    await one.ready;
    log.failure = new Error('disk on fire');
    await until(() => one.health().fault === 'disk on fire');
    await until(() => one.health().lagMs > 100);
    log.failure = new StoreBusy('still');
    writeSome(10);
    log.failure = undefined;
    await one.caughtUp(log.head);
    expect(await rows()).toEqual(expectedTotals(log.events));
    expect(one.health()).toMatchObject({ fault: undefined, lagMs: 0 });
    expect(faults).toEqual([expect.objectContaining({ projection: 'account-totals', final: false })]);
  });

  it('comes back after every connection was cut, again and again', async () => {
    const one = start();
    const killer = newPool();
    for (let round = 0; round < 8; round++) {
      writeSome(40);
      await sleep(15 * round);
      await killer.query(CUT_ALL);
    }
    await one.caughtUp(log.head);
    expect(await rows()).toEqual(expectedTotals(log.events));
  });
});

describe('an event that cannot be applied', () => {
  it('stops the projection loudly: no rebuild, or all events before it applied', async () => {
    writeSome(10);
    log.write(account(3), 5, 999);
    const one = start();
    await one.ready.catch(() => undefined);
    await one.done;
    expect(faults).toEqual([expect.objectContaining({ final: true })]);
    expect(one.health()).toMatchObject({ role: 'stopped', fault: expect.stringContaining('cannot be rebuilt') });

    log = new LogDouble();
    writeSome(10);
    const two = start();
    await two.caughtUp(log.head);
    log.write(account(4), 1);
    log.write(account(3), 5, 999);
    log.write(account(4), 1);
    await two.done;
    const gap = `event 999 of ${account(3)} (counted.v1, position ${log.head - 1n}) cannot be applied`;
    expect(two.health()).toMatchObject({
      role: 'stopped',
      through: log.head - 2n,
      fault: expect.stringContaining(gap),
    });
    expect(faults.at(-1)).toMatchObject({ final: true, error: { cause: { name: 'RevisionGap' } } });
    expect(await rows()).toEqual(expectedTotals(log.events.slice(0, -2)));
    await expect(two.caughtUp(log.head)).rejects.toThrow(/has stopped/);
  });
});

describe('two processes', () => {
  it('share one projection: one is active, the other takes over when it goes', async () => {
    const [one, two] = [start(), start()];
    writeSome(100);
    await Promise.all([one.caughtUp(log.head), two.caughtUp(log.head)]);
    const active = one.health().role === 'active' ? one : two;
    const standby = active === one ? two : one;
    expect(standby.health().role).toBe('standby');
    await active.stop();
    writeSome(100);
    await standby.caughtUp(log.head);
    expect(standby.health().role).toBe('active');
    expect(await rows()).toEqual(expectedTotals(log.events));
    expect(faults).toEqual([]);
  });

  it('are both well after the database was away, whichever of them is active then', async () => {
    const both = [start(), start()];
    for (let round = 0; round < 3; round++) {
      writeSome(20);
      await Promise.all(both.map((one) => one.caughtUp(log.head)));
      await until(() => both.every((one) => one.health().fault === undefined));
      await newPool().query(CUT_ALL);
    }
    await until(
      () =>
        both
          .map((one) => one.health().role)
          .toSorted()
          .join() === 'active,standby',
    );
  });

  it('write nothing twice even when both are active', async () => {
    const one = start(BLIND);
    await one.ready;
    // The test is the second process, which wrongly believes that it holds the lock.
    const intruder = await newPool().connect();
    let [mine, lost] = [0, 0];
    // Until either has often been the faster one; bounded, should one of them never be.
    for (let round = 0; (mine <= 10 || lost <= 10) && round < 4_000; round++) {
      writeSome(3);
      const from = (await readCheckpoint(intruder, BLIND.name))?.position ?? 0n;
      await sleep(round % 4);
      const { events, through } = await log.readAll({ after: from, limit: 2, filter: { categories: ['account'] } });
      await applyStep(intruder, BLIND, { from, to: through, events }).then(
        () => mine++,
        (error: Error) => (lost += error instanceof CheckpointMoved ? 1 : NaN),
      );
    }
    intruder.release();
    expect(mine).toBeGreaterThan(10);
    expect(lost).toBeGreaterThan(10);
    await one.caughtUp(log.head);
    const { rows: found } = await newPool().query('SELECT stream, count FROM counting.totals ORDER BY stream');
    expect(found).toEqual(expectedTotals(log.events).map(({ stream, count: n }) => ({ stream, count: n })));
    expect(faults).toEqual([]);
  });
});

describe('versions', () => {
  const doubled: Projection = {
    ...TOTALS,
    version: 2,
    tables: ['totals', 'seen'],
    ddl: (table) => `${TOTALS.ddl(table)}; CREATE TABLE ${table('seen')} (position bigint PRIMARY KEY)`,
    apply: async (events, tables) => {
      for (const event of events) {
        await count(event, tables);
        await tables.query(`INSERT INTO ${tables.table('seen')} VALUES ($1)`, [event.position]);
      }
    },
  };

  it('a raised version is rebuilt at the start; the process of the old one steps back and says so', async () => {
    writeSome(50);
    const old = start();
    await old.caughtUp(log.head);
    const next = start(doubled);
    await next.ready;
    writeSome(50);
    await next.caughtUp(log.head);
    expect(await rows()).toEqual(expectedTotals(log.events));
    const { rows: seen } = await newPool().query('SELECT count(*)::integer AS n FROM counting.seen');
    expect(seen).toEqual([{ n: 100 }]);
    await until(() => old.health().fault === 'account-totals is now of version 2, this process has 1');

    await next.stop();
    await old.stop();
    const back = start();
    await back.caughtUp(log.head);
    expect(await rows()).toEqual(expectedTotals(log.events));
    await expect(newPool().query('SELECT FROM counting.seen')).rejects.toThrow(/does not exist/);
  });
});
