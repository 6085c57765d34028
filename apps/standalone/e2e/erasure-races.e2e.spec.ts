/**
 * An erasure that meets a command on the same customer. Whatever was being sealed when the key went is not kept, and of
 * a registration and an erasure one comes first, as a whole. Locks of the database hold each of them where it hurts.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { customerStream } from '@haber/ledger';
import { type Answer, Standalone } from '@haber/testing';
import { Client } from 'pg';
import { type Accounts, accountsOf } from './accounts.fixture';
import { endClean, historyOf, type Partner, partnerOf } from './partner.fixture';
import { ANA, type Registers, registersOf, problemOf } from './registers.fixture';

let product: Standalone;
let partner: Partner;
let registers: Registers;
let accounts: Accounts;
let holder: Client;
let observer: Client;

beforeAll(async () => {
  product = await Standalone.start();
  [partner, registers, accounts] = [partnerOf(product), registersOf(product), accountsOf(product)];
  const { databaseUrl } = await product.runtime();
  [holder, observer] = [1, 2].map(() => new Client({ connectionString: databaseUrl })) as [Client, Client];
  await Promise.all([holder.connect(), observer.connect()]);
}, 120_000);
afterAll(async () => {
  await Promise.all([holder.end(), observer.end()]);
  await endClean(product);
}, 60_000);

/** Whatever a failed test has left locked must not fail the others. */
afterEach(() => holder.query('ROLLBACK'));

const streamOf = (customer: string) => customerStream('demo/test', customer);
const BANK_ACCOUNT = {
  ...{ bank: 'Banco Uno', account_type: 'checking', account_number: '4711', holder_name: 'Ana', currency: 'USD' },
};

/** Live or not, by generation. */
async function keysOf(customer: string): Promise<readonly boolean[]> {
  const { rows } = await observer.query<{ live: boolean }>(
    'SELECT destroyed_at IS NULL AS live FROM personal_data.person_keys WHERE person = $1 ORDER BY generation',
    [streamOf(customer)],
  );
  return rows.map(({ live }) => live);
}

async function eventsOf(customer: string): Promise<readonly { readonly type: string; readonly data: string }[]> {
  const { rows } = await observer.query<{ type: string; data: string }>(
    `SELECT type, convert_from(data, 'UTF8') AS data FROM event_log.events WHERE stream_id = $1 ORDER BY revision`,
    [streamOf(customer)],
  );
  return rows;
}

const typesOf = async (customer: string): Promise<readonly string[]> =>
  (await eventsOf(customer)).map(({ type }) => type.replace(/^customer\.|\.v1$/g, ''));

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 15_000; !(await holds()); await sleep(5)) {
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
  }
}

/** Somebody waits for a lock while he runs such a statement. */
async function waits(statement: string): Promise<boolean> {
  const { rowCount } = await observer.query(
    `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database() AND query LIKE $1`,
    [`%${statement}%`],
  );
  return (rowCount ?? 0) > 0;
}

/** Tells when it is over, however. */
function watched<T>(promise: Promise<T>) {
  const of = { promise, over: false };
  const over = (): void => void (of.over = true);
  promise.then(over, over);
  return of;
}

/** The key goes after the command has seen the customer registered, and before it seals. */
async function keyGoesDuring(customer: string, command: () => Promise<Answer>): Promise<Answer> {
  await holder.query('BEGIN; LOCK TABLE personal_data.person_keys IN ACCESS EXCLUSIVE MODE');
  const asked = watched(command());
  await until('the command to look for the key', async () => asked.over || (await waits('person_keys')));
  if (asked.over) throw new Error(`it looked for no key: ${(await asked.promise).text}`);
  await holder.query(
    `UPDATE personal_data.person_keys SET wrapped_key = NULL, destroyed_at = now()
     WHERE person = $1 AND destroyed_at IS NULL`,
    [streamOf(customer)],
  );
  await holder.query('COMMIT');
  return asked.promise;
}

const REASON = 'he has told us on the telephone';

describe('a command that seals something while the customer is being erased', () => {
  it('of dialect A makes no key, and keeps no notes', async () => {
    await partner.request('notes');
    const approved = await keyGoesDuring('notes', () => partner.approve('notes', `{"approval_notes":"${REASON}"}`));
    expect(approved.status).toBe(200);
    expect(await keysOf('notes')).toEqual([false]);
    expect((await historyOf(product, 'notes')).at(-1)).toMatchObject({ data: { notes: null } });
    expect((await registers.erase('notes')).status).toBe(200);
  });

  it('on an account makes no key, and keeps no reason', async () => {
    await accounts.customer('reason');
    const { json } = await accounts.open('reason');
    const blocked = await keyGoesDuring('reason', () => accounts.status(String(json.id), 'blocked'));
    expect(blocked.status).toBe(200);
    expect(await keysOf('reason')).toEqual([false]);
    expect((await historyOf(product, 'reason')).at(-1)).toMatchObject({ data: { reason: null } });
    expect((await registers.erase('reason')).status).toBe(200);
  });

  it.each(['kyc', 'status'] as const)('on the customer makes no key, and keeps no reason: %s', async (call) => {
    const customer = `own-${call}`;
    await registers.put(customer);
    const body = call === 'kyc' ? { status: 'rejected', reason: REASON } : { value: 'inactive', reason: REASON };
    expect((await keyGoesDuring(customer, () => registers[call](customer, body))).status).toBe(200);
    expect(await keysOf(customer)).toEqual([false]);
    // As it is stored: what opens to nobody would be shown as null as well.
    expect((await eventsOf(customer)).at(-1)?.data).toContain('"reason":null');
    expect((await registers.erase(customer)).status).toBe(200);
  });

  it('on his bank account makes no key, and keeps nothing', async () => {
    await registers.put('payee');
    const body = { ...BANK_ACCOUNT, customer_id: 'payee' };
    const refused = await keyGoesDuring('payee', () => registers.putBankAccount('of-payee', body));
    expect(problemOf(refused)).toBe('409 personal_data_erased');
    expect((await registers.getBankAccount('of-payee')).status).toBe(404);
    expect(await keysOf('payee')).toEqual([false]);
    expect((await registers.erase('payee')).status).toBe(200);
  });
});

describe('a registration and an erasure', () => {
  /** Nothing is appended until the lock goes. */
  const holdAppends = () => holder.query('BEGIN; SELECT FROM event_log.log_head FOR UPDATE');
  const APPENDING = 'event_log.append';
  const TURN = 'pg_advisory_lock';

  it.each([
    ['put', (customer: string) => registers.put(customer, { ...ANA, legal_name: 'Ana again' })],
    ['credit', (customer: string) => partner.request(customer)],
  ])(
    'in this order leave him erased, though he was not registered yet when the erasure came: %s',
    async (by, register) => {
      const customer = `first-${by}`;
      await registers.put(customer);
      await registers.erase(customer);
      await holdAppends();
      const registering = register(customer);
      registering.catch(() => undefined);
      await until('the new key', async () => (await keysOf(customer)).join() === 'false,true');
      await until('the registration', () => waits(APPENDING));
      const erasing = watched(product.haber('erase', customer));
      await until('the erasure', async () => erasing.over || (await waits(TURN)));
      await holder.query('COMMIT');
      expect((await registering).status).toBe(201);
      expect(await erasing.promise).toMatchObject({ code: 0 });
      const whole = ['registered', 'personal-data-erased'];
      expect(await typesOf(customer)).toEqual([...whole, ...whole]);
      expect(await keysOf(customer)).toEqual([false, false]);
      expect((await registers.get(customer)).json).toMatchObject({ legal_name: null, personal_data: 'erased' });
    },
    60_000,
  );

  it('in the other order leave him registered anew, with a key of his own', async () => {
    await registers.put('second');
    await holdAppends();
    const erasing = product.haber('erase', 'second');
    await until('the key to go', async () => (await keysOf('second')).join() === 'false');
    await until('the erasure', () => waits(APPENDING));
    const putting = watched(registers.put('second', { ...ANA, legal_name: 'Ana again' }));
    await until('the registration', async () => putting.over || (await waits(TURN)));
    await holder.query('COMMIT');
    expect(await erasing).toMatchObject({ code: 0 });
    expect((await putting.promise).status).toBe(201);
    expect(await typesOf('second')).toEqual(['registered', 'personal-data-erased', 'registered']);
    expect(await keysOf('second')).toEqual([false, true]);
    expect((await registers.get('second')).json).toMatchObject({ legal_name: 'Ana again', personal_data: 'kept' });
  }, 60_000);

  it('broken off in the middle leave him to whoever comes next', async () => {
    await registers.put('half');
    await observer.query(
      `UPDATE personal_data.person_keys SET wrapped_key = NULL, destroyed_at = now() WHERE person = $1`,
      [streamOf('half')],
    );
    const dry = await registers.put('half', { ...ANA, legal_name: 'Ana again' }, { query: '?dry_run=true' });
    expect([dry.status, await keysOf('half')]).toEqual([200, [false]]);
    expect((await registers.put('half', { ...ANA, legal_name: 'Ana again' })).status).toBe(200);
    expect((await registers.get('half')).json).toMatchObject({ legal_name: 'Ana again', personal_data: 'kept' });
    expect((await registers.erase('half')).status).toBe(200);
    expect(await keysOf('half')).toEqual([false, false]);
  });
});
