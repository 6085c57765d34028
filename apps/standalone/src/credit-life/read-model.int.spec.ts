/** The read model in Postgres, of many random lives at once: rows as the fold says, nudged when something fell due. */
import 'reflect-metadata'; // before Nest, which the contexts' modules bring
import { creditAccountProjection, IdleAccounts, readRows } from '@haber/credit-lines';
import { WriterUnavailable } from '@haber/account-writer';
import type { StoredEvent } from '@haber/event-store';
import { businessDate } from '@haber/ledger';
import { createPool, liveTables, type ProjectionTables } from '@haber/read-store';
import { fakeClock, type Life, lives, type TestDatabase, testDatabase } from '@haber/testing';
import * as fc from 'fast-check';
import type { Pool } from 'pg';
import { AccountRun } from './account-run.fixture';

const ACCOUNTS = 80;
const SEED = 20_251_124;

let database: TestDatabase;
let pool: Pool;
let tables: ProjectionTables;
const runs = fc.sample(lives, { numRuns: ACCOUNTS, seed: SEED }).map((life, i) => played(life, `customer-${i}`));

function played(life: Life, customerId: string): AccountRun {
  const run = new AccountRun(life, customerId);
  run.play();
  return run;
}

beforeAll(async () => {
  database = await testDatabase();
  pool = createPool({ url: database.url, max: 2, statementTimeoutMs: 10_000, applicationName: 'spec' });
  tables = liveTables(pool, creditAccountProjection);
  await pool.query(`CREATE SCHEMA ${creditAccountProjection.schema}`);
  await pool.query(creditAccountProjection.ddl((name) => tables.table(name)));
  for (const page of pages(interleaved())) {
    await creditAccountProjection.apply(page, tables);
    // A page may come again, after a crash between rows and checkpoint; what it says is in the rows already.
    if (page.length % 3 === 0) await creditAccountProjection.apply(page, tables);
  }
}, 60_000);

afterAll(async () => {
  await pool.end();
  await database.drop();
});

/** Events of all accounts, mixed, those of each in order. */
function interleaved(): readonly StoredEvent[] {
  const longest = Math.max(...runs.map(({ stored }) => stored.length));
  return Array.from({ length: longest }, (_, revision) => runs.flatMap(({ stored }) => stored[revision] ?? [])).flat();
}

function pages(events: readonly StoredEvent[]): readonly (readonly StoredEvent[])[] {
  const cut: StoredEvent[][] = [];
  for (let from = 0, size = 1; from < events.length; from += size, size = (size * 7) % 101) {
    cut.push(events.slice(from, from + size));
  }
  return cut;
}

it('every row is the fold of its stream', async () => {
  const rows = await readRows(
    tables,
    runs.map(({ stream }) => stream),
  );
  const opened = runs.filter(({ stored }) => stored.length > 0);
  expect(opened.length).toBeGreaterThan(ACCOUNTS / 2);
  expect(rows.size).toBe(opened.length);
  for (const run of opened) {
    const { debts, ...row } = rows.get(run.stream) ?? { debts: [] };
    const { debts: expectedDebts, ...expected } = run.row ?? { debts: [] };
    expect(row).toEqual(expected);
    expect(new Set(debts)).toEqual(new Set(expectedDebts));
  }
});

/** Streams with a debt whose due date has passed and that is not recorded as past due. */
function idleAt(now: string): readonly string[] {
  const falling = runs.filter(({ row }) =>
    row?.debts.some(({ age, dueOn }) => age !== 'past_due' && dueOn < businessDate(now, row.timeZone)),
  );
  return falling.map(({ stream }) => stream).toSorted();
}

describe('nudging', () => {
  const dueDates = runs.flatMap(({ row }) => row?.debts.map(({ dueOn }) => dueOn) ?? []).toSorted();
  const middle = dueDates[Math.floor(dueDates.length / 2)] ?? '';

  type Failing = (stream: string) => Error | undefined;

  function idleAccounts(now: string, failing: Failing, atOnce?: number) {
    const nudged: string[] = [];
    const faults: unknown[] = [];
    const execute = (command: { readonly stream: string }): Promise<never> => {
      nudged.push(command.stream);
      const error = failing(command.stream);
      return error ? Promise.reject(error) : Promise.resolve(undefined as never);
    };
    const load = (): Promise<never> => Promise.reject(new Error('not asked for'));
    const { clock } = fakeClock(now);
    const onFault = (fault: unknown): void => void faults.push(fault);
    const options = { tables, accounts: { execute, load }, clock, newId: () => 'id', onFault };
    return { idle: new IdleAccounts({ ...options, ...(atOnce !== undefined && { atOnce }) }), nudged, faults };
  }

  async function nudgedAt(now: string, failing: Failing = () => undefined) {
    const { idle, nudged, faults } = idleAccounts(now, failing);
    return { count: await idle.nudge(), nudged: nudged.toSorted(), faults };
  }

  it.each([
    ['in the middle of the day', '12:00:00.000Z'],
    ['when it is over in Tokyo', '15:00:00.000Z'],
    ['just before it is over in Greenwich', '23:59:59.999Z'],
  ])('finds exactly the accounts on which something fell due, on a due date %s', async (_, time) => {
    const now = `${middle}T${time}`;
    const expected = idleAt(now);
    expect(expected.length).toBeGreaterThan(2);
    expect(await nudgedAt(now)).toEqual({ count: expected.length, nudged: expected, faults: [] });
  });

  it('is not held up by an account that fails, but stops when the writer is busy', async () => {
    const now = '2100-01-01T00:00:00.000Z';
    const expected = idleAt(now);
    const broken = new Error('chain broken');
    expect(await nudgedAt(now, (stream) => (stream === expected[0] ? broken : undefined))).toEqual({
      count: expected.length - 1,
      nudged: expected,
      faults: [broken],
    });
    const busy = new WriterUnavailable('none', 'queue_full', 1);
    await expect(nudgedAt(now, () => busy)).rejects.toBe(busy);
  });

  it('passes by as many failing accounts as there are in a turn, and tries them again a round later', async () => {
    const now = '2100-01-01T00:00:00.000Z';
    const expected = idleAt(now);
    const atOnce = 3;
    const { nudged: inOrder, idle: all } = idleAccounts(now, () => undefined);
    await all.nudge();
    const failing = new Set(inOrder.slice(0, atOnce));
    const { idle, nudged, faults } = idleAccounts(
      now,
      (stream) => (failing.has(stream) ? new Error('x') : undefined),
      3,
    );
    for (let turn = 0; turn < Math.floor(expected.length / atOnce) + 1; turn += 1) await idle.nudge();
    expect(nudged).toEqual(inOrder);
    expect(faults).toHaveLength(atOnce);
    await idle.nudge();
    expect(nudged.slice(expected.length)).toEqual([...failing]);
  });

  it('goes on behind an account that the writer has no time for', async () => {
    const now = '2100-01-01T00:00:00.000Z';
    const busy = new WriterUnavailable('none', 'too_contended', 1);
    const { idle, nudged } = idleAccounts(now, () => busy);
    for (let turn = 0; turn < 3; turn += 1) await expect(idle.nudge()).rejects.toBe(busy);
    expect(new Set(nudged).size).toBe(3);
  });
});
