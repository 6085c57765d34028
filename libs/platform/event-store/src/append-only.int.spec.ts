import { randomUUID } from 'node:crypto';
import { type TestEventLog, testEventLog } from '@haber/testing';
import { Client } from 'pg';
import { appendOne, entry, events, newStream } from './contract/fixture';
import { postgresEventStore } from './postgres';

/** SQLSTATE insufficient_privilege, of the grants and of the triggers alike. */
const REFUSED = { code: '42501' };

describe('the log in Postgres is append-only', () => {
  const stream = newStream();
  let log: TestEventLog;
  let owner: Client;
  let runtime: Client;

  beforeAll(async () => {
    log = await testEventLog();
    const store = postgresEventStore({ url: log.runtimeUrl });
    await appendOne(store, entry(stream, events(3)));
    await store.close();
    owner = await connected(log.url);
    runtime = await connected(log.runtimeUrl);
  });
  afterAll(async () => {
    await Promise.all([owner.end(), runtime.end()]);
    await log.drop();
  });
  afterEach(async () => {
    const { rows } = await owner.query('SELECT count(*)::int AS n, max(position)::int AS last FROM event_log.events');
    expect(rows).toEqual([{ n: 3, last: 3 }]);
  });

  it('gives processes the role that may only read and append', async () => {
    const { rows } = await runtime.query('SELECT current_user AS who, count(*)::int AS n FROM event_log.events');
    expect(rows).toEqual([{ who: 'haber_runtime', n: 3 }]);
  });

  it.each([
    `UPDATE event_log.events SET data = ''`,
    `DELETE FROM event_log.events`,
    `TRUNCATE event_log.events`,
    `INSERT INTO event_log.events (position, stream_id, revision, event_id, type, data, metadata)
       SELECT 4, stream_id, 3, event_id, type, data, metadata FROM event_log.events WHERE position = 1`,
    `UPDATE event_log.streams SET revision = 7`,
    `DELETE FROM event_log.streams`,
    `INSERT INTO event_log.streams VALUES ('account-x', 0, -1, sha256(''))`,
    `UPDATE event_log.log_head SET position = 99`,
    `DELETE FROM event_log.log_head`,
    `ALTER TABLE event_log.events DISABLE TRIGGER ALL`,
    `DROP TABLE event_log.events`,
    `CREATE TABLE event_log.mine ()`,
    `SET session_replication_role = replica`,
  ])('refuses the processes: %s', async (sql) => {
    await expect(runtime.query(sql)).rejects.toMatchObject(REFUSED);
  });

  it.each([
    `UPDATE event_log.events SET data = ''`,
    `UPDATE event_log.events SET data = '' WHERE false`,
    `DELETE FROM event_log.events WHERE position = 3`,
    `TRUNCATE event_log.events`,
    `DELETE FROM event_log.streams`,
    `TRUNCATE event_log.streams`,
    `UPDATE event_log.streams SET revision = 1, revision_before = 0`,
    `UPDATE event_log.streams SET stream_id = 'account-${randomUUID()}', revision = 9`,
    `DELETE FROM event_log.log_head`,
    `TRUNCATE event_log.log_head`,
    `UPDATE event_log.log_head SET position = 2`,
  ])('refuses even the owner, even a superuser: %s', async (sql) => {
    await expect(owner.query(sql)).rejects.toMatchObject({
      ...REFUSED,
      message: expect.stringContaining('append-only'),
    });
    const asReplica = `SET session_replication_role = replica; ${sql}`;
    await expect(owner.query(asReplica)).rejects.toMatchObject(REFUSED);
    await owner.query('RESET session_replication_role');
  });

  it('does not let anybody else append', async () => {
    const name = `outsider_${randomUUID().replaceAll('-', '')}`;
    await owner.query(`CREATE ROLE ${name}`);
    await owner.query(`SET ROLE ${name}`);
    const call = `SELECT * FROM event_log.append('{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}')`;
    await expect(owner.query(call)).rejects.toMatchObject(REFUSED);
    await expect(owner.query('SELECT FROM event_log.events')).rejects.toMatchObject(REFUSED);
    await owner.query('RESET ROLE');
    await owner.query(`DROP ROLE ${name}`);
  });

  it('cannot be led astray by the search path of its caller', async () => {
    await owner.query(`CREATE SCHEMA trap; GRANT USAGE ON SCHEMA trap TO PUBLIC;
      CREATE FUNCTION trap.unnest(text[]) RETURNS SETOF text LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'caught as %', current_user; END $$`);
    await runtime.query('SET search_path = trap, pg_catalog');
    await expect(runtime.query(`SELECT unnest(ARRAY['x'])`)).rejects.toThrow('caught');
    const call = `SELECT outcome FROM event_log.append(
      ARRAY['${stream}'], '{0}', '{1}', ARRAY[sha256('')], '{1}', ARRAY['${stream}'], '{1}', ARRAY[gen_random_uuid()], '{x}', '{x}', '{x}')`;
    expect((await runtime.query(call)).rows).toEqual([{ outcome: 'conflict' }]);
  });
});

async function connected(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  await client.connect();
  return client;
}
