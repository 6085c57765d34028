/** The trial balance in Postgres, of many random lives at once, against a sum over the events' own postings. */
import 'reflect-metadata'; // before Nest, which the contexts' modules bring
import { postingsProjection, trialBalance, type TrialBalance } from '@haber/audit';
import { type EventStore, memoryEventStore, type StoredEvent } from '@haber/event-store';
import { creditAccountDefinition, decodeMetadata, postingsOf, type Tenant } from '@haber/ledger';
import { createPool, liveTables, migrateReadStore, type ProjectionTables } from '@haber/read-store';
import { bytesOf, jsonOf, lives, type TestDatabase, testDatabase } from '@haber/testing';
import * as fc from 'fast-check';
import type { Pool } from 'pg';
import { AccountRun } from './account-run.fixture';
import { TENANT } from './rules.fixture';

const OTHER: Tenant = 'other/live';
const ACCOUNTS = 60;

let database: TestDatabase;
let pool: Pool;
let postings: ProjectionTables;
let store: EventStore;

const runs = fc.sample(lives, { numRuns: ACCOUNTS, seed: 20_251_124 }).map((life, i) => {
  const run = new AccountRun(life, `customer-${i}`);
  run.play();
  return run;
});
/** Every fifth account is another tenant's. */
const log = interleaved().map((event, i): StoredEvent => ({ ...event, position: BigInt(i + 1) }));

function interleaved(): readonly StoredEvent[] {
  const streams = runs.map(({ stored }, i) => (i % 5 === 0 ? stored.map(asOther) : stored));
  const longest = Math.max(...streams.map(({ length }) => length));
  return Array.from({ length: longest }, (_, revision) => streams.flatMap((events) => events[revision] ?? [])).flat();
}

function asOther(event: StoredEvent): StoredEvent {
  return { ...event, metadata: bytesOf({ ...jsonOf(event.metadata), tenant: OTHER }) };
}

beforeAll(async () => {
  database = await testDatabase();
  await migrateReadStore(database.url);
  pool = createPool({ url: database.url, max: 2, statementTimeoutMs: 10_000, applicationName: 'spec' });
  postings = liveTables(pool, postingsProjection);
  await pool.query(`CREATE SCHEMA ${postingsProjection.schema}`);
  await pool.query(postingsProjection.ddl((name) => postings.table(name)));
  store = memoryEventStore();
  for (const event of log) {
    await store.append([{ stream: event.stream, expectedRevision: event.revision - 1, events: [event] }]);
  }
  for (let from = 0, size = 1; from < log.length; from += size, size = (size * 7) % 101) {
    const page = log.slice(from, from + size);
    await postingsProjection.apply(page, postings);
    // A page may come again, after a crash between rows and checkpoint; what it says is in the rows already.
    if (size % 3 === 0) await postingsProjection.apply(page, postings);
  }
  await checkpointAt(BigInt(log.length));
}, 60_000);

afterAll(async () => {
  await pool.end();
  await database.drop();
});

async function checkpointAt(position: bigint): Promise<void> {
  await pool.query(
    `INSERT INTO read_store.checkpoints (projection, version, position, tables) VALUES ('postings', 1, $1, '{}')
     ON CONFLICT (projection) DO UPDATE SET position = excluded.position`,
    [`${position}`],
  );
}

const decoder = new TextDecoder();

/** `account debit credit`, of accounts with any. */
function expectedAt(tenant: Tenant, at: string): readonly string[] {
  const sums = new Map<string, { debit: bigint; credit: bigint }>();
  for (const { type, data, metadata } of log) {
    const about = decodeMetadata(decoder.decode(metadata));
    if (about.tenant !== tenant || about.recordedAt > at) continue;
    for (const { account, amountMinor } of postingsOf(
      creditAccountDefinition.codec.decode(type, decoder.decode(data)),
    )) {
      const { debit, credit } = sums.get(account) ?? { debit: 0n, credit: 0n };
      const [more, less] = amountMinor > 0n ? [amountMinor, 0n] : [0n, -amountMinor];
      sums.set(account, { debit: debit + more, credit: credit + less });
    }
  }
  return [...sums].map(([account, { debit, credit }]) => `${account} ${debit} ${credit}`).toSorted();
}

function shown(found: TrialBalance | 'behind'): readonly string[] {
  if (found === 'behind') return [found];
  return found.currencies.flatMap(({ accounts }) =>
    accounts
      .filter(({ debitMinor, creditMinor }) => debitMinor + creditMinor > 0n)
      .map(({ account, debitMinor, creditMinor }) => `${account} ${debitMinor} ${creditMinor}`),
  );
}

const times = [...new Set(log.map(({ metadata }) => decodeMetadata(decoder.decode(metadata)).recordedAt))].toSorted();

it.each([TENANT, OTHER])('is the sum of the postings of %s, at every time', async (tenant) => {
  for (const at of times.filter((_, i) => i % Math.ceil(times.length / 25) === 0)) {
    expect([at, ...shown(await trialBalance({ store, postings }, { tenant, recordedBy: at }))]).toEqual([
      at,
      ...expectedAt(tenant, at),
    ]);
  }
  const all = await trialBalance({ store, postings }, { tenant });
  expect(shown(all)).toEqual(expectedAt(tenant, '9999'));
  expect(shown(all).length).toBeGreaterThan(8);
  if (all === 'behind') throw new Error(all);
  for (const { accounts } of all.currencies) {
    expect(accounts.reduce((net, { debitMinor, creditMinor }) => net + debitMinor - creditMinor, 0n)).toBe(0n);
  }
  expect(all.position).toBe(BigInt(log.length));
});

it('of nothing is nothing', async () => {
  const nobody = await trialBalance({ store, postings }, { tenant: 'nobody/live' });
  expect(nobody).toEqual({ position: BigInt(log.length), currencies: [] });
  const [first = ''] = times;
  const before = new Date(Date.parse(first) - 1).toISOString();
  expect(shown(await trialBalance({ store, postings }, { tenant: TENANT, recordedBy: before }))).toEqual([]);
});

it('has one row an account and instant, whatever the pages', async () => {
  const { rows } = await pool.query<{ n: number }>('SELECT count(*)::integer AS n FROM audit.postings');
  const instants = log.map(
    ({ stream, metadata }) => `${stream} ${decodeMetadata(decoder.decode(metadata)).recordedAt}`,
  );
  expect(rows[0]?.n).toBe(new Set(instants).size);
});

it('says nothing while the rows are behind, and waits for no event that it does not show', async () => {
  await checkpointAt(BigInt(log.length) - 1n);
  expect(await trialBalance({ store, postings }, { tenant: TENANT })).toBe('behind');
  const asked = trialBalance({ store, postings }, { tenant: TENANT });
  await checkpointAt(BigInt(log.length));
  expect(shown(await asked)).toEqual(expectedAt(TENANT, '9999'));

  const [event] = log;
  if (!event) throw new Error('an empty log');
  const stream = 'customer-00000000-0000-5000-8000-000000000001';
  await store.append([
    { stream, expectedRevision: -1, events: [{ ...event, id: '00000000-0000-4000-8000-000000000009' }] },
  ]);
  expect(await trialBalance({ store, postings }, { tenant: TENANT })).toMatchObject({
    position: BigInt(log.length) + 1n,
  });
});
