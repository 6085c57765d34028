/**
 * What an answer promises: the append is on disk. Asked inside the very transactions that write events, as they commit,
 * so that it is the writer's own session that tells.
 */
import { randomUUID } from 'node:crypto';
import { type TestEventLog, testEventLog } from '@haber/testing';
import { Client } from 'pg';
import { appendOne, entry, events, newStream } from './contract/fixture';
import { postgresEventStore } from './postgres';

let log: TestEventLog;
let owner: Client;

beforeAll(async () => {
  log = await testEventLog();
  owner = new Client({ connectionString: log.url });
  await owner.connect();
  await owner.query(`
    CREATE TABLE public.commits (setting text NOT NULL);
    CREATE FUNCTION public.note_commit() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
      INSERT INTO public.commits VALUES (current_setting('synchronous_commit'));
      RETURN NULL;
    END $$;
    CREATE CONSTRAINT TRIGGER note_commit AFTER INSERT ON event_log.events
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.note_commit()`);
});
afterEach(() => owner.query('TRUNCATE public.commits'));
afterAll(async () => {
  await owner.end();
  await log.drop();
});

/** Under which setting each event was committed. */
async function commitsOf(url: string, appends: number): Promise<readonly string[]> {
  const store = postgresEventStore({ url });
  for (let i = 0; i < appends; i += 1) {
    expect(await appendOne(store, entry(newStream(), events(1)))).toMatchObject({ kind: 'appended' });
  }
  await store.close();
  const { rows } = await owner.query<{ setting: string }>('SELECT setting FROM public.commits');
  return rows.map(({ setting }) => setting);
}

/** Of a role that has, in this database, what the given statement sets. */
async function withLogin<T>(set: (role: string) => string, work: (url: string) => Promise<T>): Promise<T> {
  const role = `login_${randomUUID().replaceAll('-', '')}`;
  await owner.query(`CREATE ROLE ${role} LOGIN PASSWORD 'secret' IN ROLE haber_runtime; ${set(role)}`);
  const url = new URL(log.runtimeUrl);
  [url.username, url.password] = [role, 'secret'];
  try {
    return await work(url.href);
  } finally {
    await owner.query(`DROP ROLE ${role}`);
  }
}

/** What such a session has by itself: the test of the test. */
async function settingOf(url: string): Promise<string | undefined> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ synchronous_commit: string }>('SHOW synchronous_commit');
  await client.end();
  return rows[0]?.synchronous_commit;
}

describe('an acknowledged append', () => {
  it('is committed durably', async () => {
    expect(await commitsOf(log.runtimeUrl, 3)).toEqual(['on', 'on', 'on']);
  });

  it('is so where the role of the process has it otherwise', async () => {
    await withLogin(
      (role) => `ALTER ROLE ${role} SET synchronous_commit = off`,
      async (url) => {
        expect(await settingOf(url)).toBe('off');
        expect(await commitsOf(url, 2)).toEqual(['on', 'on']);
      },
    );
  });

  it('is so where the database has it otherwise', async () => {
    const name = new URL(log.url).pathname.slice(1);
    await owner.query(`ALTER DATABASE ${name} SET synchronous_commit = off`);
    expect(await settingOf(log.runtimeUrl)).toBe('off');
    expect(await commitsOf(log.runtimeUrl, 2)).toEqual(['on', 'on']);
    await owner.query(`ALTER DATABASE ${name} RESET synchronous_commit`);
  });

  it('is so where the connection string itself says otherwise', async () => {
    const url = new URL(log.runtimeUrl);
    url.searchParams.set('options', `${url.searchParams.get('options') ?? ''} -c synchronous_commit=off`);
    expect(await settingOf(url.href)).toBe('off');
    expect(await commitsOf(url.href, 2)).toEqual(['on', 'on']);
  });
});
