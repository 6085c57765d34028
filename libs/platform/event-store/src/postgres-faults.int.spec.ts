import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { TcpProxy, type TestEventLog, testEventLog } from '@haber/testing';
import { Client } from 'pg';
import { appendOne, Collector, endOfLog, entry, events, idsOf, newStream, until } from './contract/fixture';
import { type Append, type EventStore, StoreBusy, UnknownOutcome } from './event-store';
import { postgresEventStore, type PostgresEventStoreOptions } from './postgres';

let log: TestEventLog;
let admin: Client;
let proxy: TcpProxy;
const opened: EventStore[] = [];

function open(options: Partial<PostgresEventStoreOptions> = {}): EventStore {
  const store = postgresEventStore({ url: log.runtimeUrl, ...options });
  opened.push(store);
  return store;
}

/** Through the proxy, impatient. */
function openThrough(options: Partial<PostgresEventStoreOptions> = {}): EventStore {
  return open({ url: proxy.urlOf(log.runtimeUrl), appendTimeoutMs: 400, readTimeoutMs: 400, ...options });
}

beforeAll(async () => {
  log = await testEventLog();
  admin = new Client({ connectionString: log.url });
  await admin.connect();
  proxy = await TcpProxy.beforeUrl(log.url);
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((store) => store.close()));
});
afterAll(async () => {
  await proxy.shut();
  await admin.end();
  await log.drop();
});

/** Sends until the answer is definite, as the account writer does. */
async function insist(store: EventStore, append: Append): Promise<string> {
  for (let attempt = 0; attempt < 500; attempt += 1) {
    try {
      return (await appendOne(store, append)).kind;
    } catch (error) {
      if (!(error instanceof UnknownOutcome || error instanceof StoreBusy)) throw error;
      await sleep(10);
    }
  }
  throw new Error('never definite');
}

async function terminateBackends(): Promise<number> {
  const { rowCount } = await admin.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid()`,
  );
  return rowCount ?? 0;
}

describe('an append whose answer is lost', () => {
  afterEach(() => {
    proxy.silence = 'none';
    proxy.cut();
  });

  it('has an unknown outcome when the server fell silent after committing; the repeat is a duplicate', async () => {
    const store = openThrough();
    await endOfLog(store);
    const append = entry(newStream(), events(2));
    proxy.silence = 'answers';
    const startedMs = performance.now();
    await expect(appendOne(store, append)).rejects.toThrow(UnknownOutcome);
    expect(performance.now() - startedMs).toBeGreaterThan(390);
    expect(performance.now() - startedMs).toBeLessThan(1_500);
    proxy.silence = 'none';
    expect(await insist(store, append)).toBe('duplicate');
  });

  it('has an unknown outcome when the request was lost; the repeat appends', async () => {
    const store = openThrough();
    await endOfLog(store);
    const append = entry(newStream(), events(2));
    proxy.silence = 'requests';
    await expect(appendOne(store, append)).rejects.toThrow(UnknownOutcome);
    proxy.silence = 'none';
    expect(await insist(store, append)).toBe('appended');
  });

  it('has an unknown outcome when the connection is cut meanwhile', async () => {
    const store = openThrough();
    await endOfLog(store);
    const append = entry(newStream(), events(2));
    proxy.silence = 'answers';
    const lost = expect(appendOne(store, append)).rejects.toThrow(UnknownOutcome);
    await sleep(100);
    proxy.silence = 'none';
    proxy.cut();
    await lost;
    expect(await insist(store, append)).toBe('duplicate');
  });

  it('never hands a late answer to another group', async () => {
    const store = openThrough({ writers: 1 });
    await endOfLog(store);
    proxy.silence = 'answers';
    await expect(appendOne(store, entry(newStream(), events(5)))).rejects.toThrow(UnknownOutcome);
    proxy.silence = 'none';
    expect(await appendOne(store, entry(newStream(), events(1)))).toMatchObject({ kind: 'appended', revision: 0 });
  });

  it('closes promptly while the server is silent', async () => {
    const store = openThrough();
    const subscription = store.subscribe({ after: 0n }, async () => undefined);
    await endOfLog(store);
    proxy.silence = 'answers';
    const lost = expect(appendOne(store, entry(newStream(), events(1)))).rejects.toThrow(UnknownOutcome);
    await sleep(50);
    const startedMs = performance.now();
    await store.close();
    expect(performance.now() - startedMs).toBeLessThan(2_000);
    await Promise.all([lost, subscription.done]);
  });
});

describe('a server that cannot be reached', () => {
  it('is busy, for appends and reads, as long as connections are refused', async () => {
    const store = openThrough();
    const append = entry(newStream(), events(1));
    await proxy.shut();
    await expect(appendOne(store, append)).rejects.toThrow(StoreBusy);
    await expect(store.read(append.stream, 0, 1)).rejects.toThrow(StoreBusy);
    await expect(store.head(append.stream)).rejects.toThrow(StoreBusy);
    await proxy.open();
    expect(await insist(store, append)).toBe('appended');
  });

  it('is busy when it does not answer a new connection', async () => {
    proxy.silence = 'answers';
    await expect(appendOne(openThrough(), entry(newStream(), events(1)))).rejects.toThrow(StoreBusy);
    await expect(openThrough().head(newStream())).rejects.toThrow(StoreBusy);
    proxy.silence = 'none';
  });

  it('is busy when it has too many connections; a login of its own needs only membership', async () => {
    const name = `login_${randomUUID().replaceAll('-', '')}`;
    await admin.query(`CREATE ROLE ${name} LOGIN PASSWORD 'secret' IN ROLE haber_runtime`);
    const url = new URL(log.url);
    [url.username, url.password] = [name, 'secret'];
    const store = open({ url: url.href });
    try {
      await admin.query(`ALTER ROLE ${name} CONNECTION LIMIT 0`);
      await expect(appendOne(store, entry(newStream(), events(1)))).rejects.toThrow(StoreBusy);
      await admin.query(`ALTER ROLE ${name} CONNECTION LIMIT -1`);
      expect(await insist(store, entry(newStream(), events(1)))).toBe('appended');
    } finally {
      await store.close();
      await admin.query(`DROP ROLE ${name}`);
    }
  });

  it('says plainly what no retry will mend', async () => {
    const url = new URL(log.url);
    url.pathname = '/no_such_database';
    const failure = appendOne(open({ url: url.href }), entry(newStream(), events(1)));
    await expect(failure).rejects.toMatchObject({ code: '3D000' });
  });

  it('is busy, definitely, when somebody holds a lock for too long', async () => {
    const store = open({ appendTimeoutMs: 500 });
    const append = entry(newStream(), events(1));
    await endOfLog(store);
    await admin.query('BEGIN; SELECT FROM event_log.log_head FOR UPDATE');
    await expect(appendOne(store, append)).rejects.toThrow(StoreBusy);
    await admin.query('ROLLBACK');
    expect(await store.head(append.stream)).toBeUndefined();
    expect(await insist(store, append)).toBe('appended');
  });
});

describe('connections that the server ends', () => {
  it('loses and doubles nothing for a writer that insists, and a subscriber misses nothing', async () => {
    const faults: unknown[] = [];
    const store = open({ onFault: (error) => faults.push(error) });
    const after = await endOfLog(store);
    const collector = new Collector();
    const subscription = store.subscribe({ after, pageSize: 10 }, collector.onPage);
    const streams = Array.from({ length: 4 }, () => newStream());
    let writing = true;
    const killing = (async () => {
      let ended = 0;
      while (writing) {
        ended += await terminateBackends();
        await sleep(40);
      }
      return ended;
    })();
    const sent = await Promise.all(
      streams.map(async (stream) => {
        const ids: string[] = [];
        for (let revision = -1; revision < 99; revision += 1) {
          const append = entry(stream, events(1), revision);
          expect(['appended', 'duplicate']).toContain(await insist(store, append));
          ids.push(...idsOf(append.events));
        }
        return ids;
      }),
    );
    writing = false;
    expect(await killing).toBeGreaterThan(10);
    expect(faults.length).toBeGreaterThan(0);
    await collector.reached(after + 400n);
    await subscription.stop();
    expect(collector.events.map(({ position }) => position)).toEqual(
      Array.from({ length: 400 }, (_, i) => after + 1n + BigInt(i)),
    );
    for (const [i, stream] of streams.entries()) {
      expect(idsOf(collector.events.filter((event) => event.stream === stream))).toEqual(sent[i]);
    }
  });

  it('is listened to again after the server was away, without waiting for the next poll', async () => {
    const store = openThrough({ pollMs: 60_000 });
    const rival = open();
    const after = await endOfLog(rival);
    const collector = new Collector();
    const subscription = store.subscribe({ after }, collector.onPage);
    await appendOne(rival, entry(newStream(), events(1)));
    await collector.reached(after + 1n);
    await proxy.shut();
    await appendOne(rival, entry(newStream(), events(1)));
    await sleep(100);
    expect(collector.through).toBe(after + 1n);
    await proxy.open();
    await collector.reached(after + 2n);
    await appendOne(rival, entry(newStream(), events(1)));
    await collector.reached(after + 3n);
    await subscription.stop();
  });
});

describe('a store that is closed', () => {
  it('finishes the appends that it was given, also those that still wait for a connection', async () => {
    const store = open({ writers: 1 });
    const appends = Array.from({ length: 20 }, () => appendOne(store, entry(newStream(), events(1))));
    await store.close();
    expect((await Promise.all(appends)).map(({ kind }) => kind)).toEqual(appends.map(() => 'appended'));
  });

  it.each(['answers', 'both'] as const)('gives up a connection that never came to stand: no %s', async (silence) => {
    proxy.silence = silence;
    const store = openThrough();
    const subscription = store.subscribe({ after: 0n }, async () => undefined);
    await until(() => proxy.connections > 0, 'an attempt');
    const startedMs = performance.now();
    await store.close();
    await subscription.done;
    expect(performance.now() - startedMs).toBeLessThan(1_500);
    proxy.silence = 'none';
    proxy.cut();
  });

  it('leaves no connection and no timer, and says that it is closed', async () => {
    const resources = () => process.getActiveResourcesInfo().filter((name) => /Timeout|TCP|Connect/.test(name)).length;
    const name = `closing ${randomUUID()}`;
    const before = resources();
    const url = new URL(log.runtimeUrl);
    url.searchParams.set('application_name', name);
    const store = open({ url: url.href });
    const subscription = store.subscribe({ after: 0n }, async () => undefined);
    await Promise.all([endOfLog(store), store.read(newStream(), 0, 1)]);
    expect(resources()).toBeGreaterThan(before);
    await store.close();
    await subscription.done;
    await until(() => resources() <= before, 'no handle');
    await until(async () => {
      const { rows } = await admin.query('SELECT FROM pg_stat_activity WHERE application_name = $1', [name]);
      return rows.length === 0;
    }, 'no session');
    await expect(store.head(newStream())).rejects.toThrow('closed');
    await expect(appendOne(store, entry(newStream(), events(1)))).rejects.toThrow('closed');
    expect(() => store.subscribe({ after: 0n }, async () => undefined)).toThrow('closed');
    await store.close();
  });
});
