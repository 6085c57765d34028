/** Turns of persons over several processes, and what may be sealed outside of them. */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { runtimeUrl } from '@haber/event-store';
import { createPool, migrate } from '@haber/read-store';
import { type TestDatabase, testDatabase } from '@haber/testing';
import type { Pool } from 'pg';
import { inTurns, MasterKey, type PersonalData, personalData, personalDataMigrations, sealRecordIfKept } from './index';

const masterKey = new MasterKey(randomBytes(32));
let database: TestDatabase;
let pools: Pool[];
let mine: PersonalData;
/** As if of another process. */
let other: PersonalData;

beforeAll(async () => {
  database = await testDatabase();
  await migrate({ url: database.url, dir: personalDataMigrations, schema: 'personal_data' });
  const url = runtimeUrl(database.url);
  // One connection each: whoever has a turn must do without a second one.
  pools = [1, 2].map(() => createPool({ url, max: 1, statementTimeoutMs: 20_000, applicationName: 'turns' }));
  pools.push(createPool({ url: database.url, max: 1, statementTimeoutMs: 20_000, applicationName: 'observer' }));
  [mine, other] = pools.map((pool) => personalData({ pool, masterKey })) as [PersonalData, PersonalData];
});
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.end()));
  await database.drop();
});

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 15_000; !(await holds()); await sleep(10)) {
    if (Date.now() > end) throw new Error('did not happen in time');
  }
}

async function waiting(): Promise<number> {
  const { rows } = await (pools[2] as Pool).query<{ n: number }>(
    `SELECT count(*)::integer AS n FROM pg_locks JOIN pg_database AS d ON d.oid = database
     WHERE locktype = 'advisory' AND NOT granted AND d.datname = current_database()`,
  );
  return rows[0]?.n ?? 0;
}

async function keysOf(person: string): Promise<readonly (readonly [generation: number, live: boolean])[]> {
  const { rows } = await (pools[2] as Pool).query<{ generation: number; live: boolean }>(
    'SELECT generation, destroyed_at IS NULL AS live FROM personal_data.person_keys WHERE person = $1 ORDER BY 1',
    [person],
  );
  return rows.map(({ generation, live }) => [generation, live] as const);
}

/** A turn that lasts until the test ends it. */
async function turnOf(data: PersonalData, person: string, work: (alone: PersonalData) => Promise<unknown>) {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  let begun: () => void = () => undefined;
  const hasBegun = new Promise<void>((resolve) => (begun = resolve));
  const done = data.inTurn(person, async (alone) => {
    await work(alone);
    begun();
    await ended;
  });
  await Promise.race([hasBegun, done]);
  return { done, end };
}

describe('a turn', () => {
  it('keeps out every other process: an erasure waits until what it may see is whole', async () => {
    const turn = await turnOf(mine, 'whole', (alone) => alone.seal('whole', { a: 'x' }));
    let erased = false;
    const erasing = other.inTurn('whole', async (alone) => (erased = (await alone.erase('whole')).erased));
    await until(async () => (await waiting()) === 1);
    expect(erased).toBe(false);
    turn.end();
    await Promise.all([turn.done, erasing]);
    expect(erased).toBe(true);
    expect(await keysOf('whole')).toEqual([[1, false]]);
  });

  it('keeps out everybody else of its own process, who wait without a connection', async () => {
    const turn = await turnOf(mine, 'queue', async () => undefined);
    const order: number[] = [];
    const others = [1, 2, 3].map((n) => mine.inTurn('queue', async () => void order.push(n)));
    // The pool's only connection is the turn's: these would wait for one until they fail.
    await sleep(50);
    expect([order, await waiting()]).toEqual([[], 0]);
    turn.end();
    await Promise.all([turn.done, ...others]);
    expect(order).toEqual([1, 2, 3]);
  });

  it('is given back when the work fails, and concerns nobody else', async () => {
    const bug = new Error('a bug');
    await expect(mine.inTurn('failed', () => Promise.reject(bug))).rejects.toBe(bug);
    const turn = await turnOf(mine, 'failed', (alone) => alone.seal('failed', { a: 'x' }));
    await other.inTurn('somebody else', (alone) => alone.seal('somebody else', { a: 'x' }));
    turn.end();
    await turn.done;
    await other.inTurn('failed', (alone) => alone.erase('failed'));
    expect(await keysOf('failed')).toEqual([[1, false]]);
  });

  it('of many persons is one of each, whoever asks for them in whatever order', async () => {
    const persons = Array.from({ length: 200 }, (_, i) => `many ${i}`);
    let [alone, most] = [0, 0];
    const work = async () => {
      alone += 1;
      most = Math.max(most, alone);
      await sleep(2);
      alone -= 1;
    };
    const [first, second] = pools as [Pool, Pool];
    await Promise.all(
      Array.from({ length: 10 }, () => [
        inTurns(first, persons, work),
        inTurns(second, persons.toReversed(), work),
      ]).flat(),
    );
    expect(most).toBe(1);
    const turn = await turnOf(mine, 'many 77', async () => undefined);
    const all = inTurns(second, persons, work);
    await until(async () => (await waiting()) === 1);
    turn.end();
    await Promise.all([turn.done, all]);
  });
});

describe('sealing outside of a turn', () => {
  it('uses the key that there is, and never makes one', async () => {
    expect(await mine.sealIfKept('kept', { a: 'x' })).toBeNull();
    expect(await keysOf('kept')).toEqual([]);
    await mine.inTurn('kept', (alone) => alone.seal('kept', { a: 'x' }));
    const sealed = await other.sealIfKept('kept', { a: 'y' });
    expect(await mine.open('kept', 'a', sealed?.a ?? '')).toBe('y');
    await mine.inTurn('kept', (alone) => alone.erase('kept'));
    expect(await mine.sealIfKept('kept', { a: 'z' })).toBeNull();
    expect(await keysOf('kept')).toEqual([[1, false]]);
  });

  it('keeps of a record what did not change, and needs a key only for the rest', async () => {
    const { a } = await mine.inTurn('record', (alone) => alone.seal('record', { a: 'x' }));
    const before = { a, b: null };
    expect(await sealRecordIfKept(mine, 'record', { said: { a: 'x', b: null }, before })).toEqual(before);
    expect(await sealRecordIfKept(mine, 'record', { said: { a: 'x', b: 'new' }, before })).toMatchObject({ a });
    await mine.inTurn('record', (alone) => alone.erase('record'));
    expect(await sealRecordIfKept(mine, 'record', { said: { a: 'x', b: null }, before })).toBeNull();
    expect(await sealRecordIfKept(mine, 'record', { said: { a: null, b: null }, before })).toEqual({
      a: null,
      b: null,
    });
    expect(await keysOf('record')).toEqual([[1, false]]);
  });
});
