/** `haber verify` on somebody who was erased and has a key all the same: told, and no false alarm of who registers. */
import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { GroupCommit, StreamWriter } from '@haber/account-writer';
import { customerDefinition, type CustomerEvent, customerStream, type StreamId } from '@haber/ledger';
import { assertMasterKey, loadMasterKey, type PersonalData, personalData } from '@haber/personal-data';
import { customerProfile, LOG_TENANT } from '@haber/testing';
import { type PreparedDatabase, prepareDatabase } from './prepared-database.fixture';
import { ranHaber } from './ran-haber.fixture';

const HABER_MASTER_KEY = randomBytes(32).toString('base64');
let database: PreparedDatabase;
let people: PersonalData;

beforeAll(async () => {
  database = await prepareDatabase();
  const masterKey = await loadMasterKey({ env: HABER_MASTER_KEY });
  await assertMasterKey({ pool: database.pool, masterKey });
  people = personalData({ pool: database.pool, masterKey });
});
afterAll(() => database.close());

const haber = (...args: string[]) => ranHaber({ DATABASE_URL: database.url, HABER_MASTER_KEY }, ...args);

async function write(stream: StreamId, ...events: readonly CustomerEvent[]): Promise<void> {
  const { store } = database;
  const groupCommit = new GroupCommit({ store, random: Math.random });
  const newId = () => crypto.randomUUID();
  const writer = new StreamWriter(customerDefinition, {
    store,
    groupCommit,
    clock: Date.now,
    newId,
    random: Math.random,
  });
  const by = { stream, tenant: LOG_TENANT, actor: 'seller', correlationId: 'c', keys: [] };
  await writer.execute({ ...by, decide: () => ({ accept: events }) });
  await writer.close();
}

async function registered(customerId: string, keys: Pick<PersonalData, 'seal'>): Promise<StreamId> {
  const stream = customerStream(LOG_TENANT, customerId);
  const sealed = await keys.seal(stream, { legalName: 'Canary GmbH', taxId: '1' });
  await write(stream, { type: 'customer.registered.v1', data: customerProfile(customerId, sealed) });
  return stream;
}

async function findings(): Promise<{ readonly code: number; readonly findings: readonly unknown[] }> {
  const { code, lines } = await haber('verify', '--json');
  return { code, findings: lines.slice(0, -1).map((line) => JSON.parse(line) as unknown) };
}

describe('a live key of somebody who was erased', () => {
  it('is found, and gone after another erasure', async () => {
    const stream = await registered('ghost', people);
    await registered('neighbour', people);
    expect((await haber('erase', 'ghost')).code).toBe(0);
    expect(await findings()).toEqual({ code: 0, findings: [] });
    await people.seal(stream, { notes: 'kept all the same' });
    const found = { finding: 'personal-data', stream, revision: 1 };
    expect(await findings()).toEqual({ code: 1, findings: [expect.objectContaining(found)] });
    const again = await haber('erase', 'ghost', '--json');
    expect(JSON.parse(again.lines[0] ?? '')).toMatchObject({ keyDestroyed: true });
    expect(await findings()).toEqual({ code: 0, findings: [] });
  });

  it('is none of somebody who is being registered anew just now', async () => {
    const stream = await registered('returning', people);
    expect((await haber('erase', 'returning')).code).toBe(0);
    const { verified } = await people.inTurn(stream, async (alone) => {
      const sealed = await alone.seal(stream, { legalName: 'Canary again', taxId: '2' });
      const begun = { verified: findings() };
      await untilSomebodyWaits();
      await write(stream, { type: 'customer.registered.v1', data: customerProfile('returning', sealed) });
      return begun;
    });
    expect(await verified).toEqual({ code: 0, findings: [] });
  });
});

/** For a turn. */
async function untilSomebodyWaits(): Promise<void> {
  const WAITING = `SELECT FROM pg_locks JOIN pg_database AS d ON d.oid = database
    WHERE locktype = 'advisory' AND NOT granted AND d.datname = current_database()`;
  for (const end = Date.now() + 20_000; (await database.pool.query(WAITING)).rowCount === 0; await sleep(10)) {
    if (Date.now() > end) throw new Error('nobody waits');
  }
}
