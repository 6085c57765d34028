import { type TestEventLog, testEventLog } from '@haber/testing';
import { appendOne, entry, events, newStream } from './contract/fixture';
import type { EventStore } from './event-store';
import { eventStoreDbStore } from './eventstoredb';
import { TestEventStoreDb } from './eventstoredb/test-server/server.fixture';
import { assertLogPlace } from './log-place';
import { postgresEventStore } from './postgres';

const closing: (() => unknown)[] = [];

async function database(): Promise<TestEventLog> {
  const log = await testEventLog();
  closing.push(() => log.drop());
  return log;
}

async function server(): Promise<EventStore> {
  const started = await TestEventStoreDb.start();
  const store = eventStoreDbStore({ connectionString: started.connectionString });
  closing.push(
    () => started.stop(),
    () => store.close(),
  );
  return store;
}

async function write(store: EventStore): Promise<string> {
  const [event] = events(1);
  if (!event) throw new Error('no event');
  await appendOne(store, entry(newStream(), [event]));
  return event.id;
}

async function writeTo(log: TestEventLog): Promise<void> {
  const store = postgresEventStore({ url: log.runtimeUrl });
  await write(store);
  await store.close();
}

const start = ({ url: databaseUrl }: TestEventLog, elsewhere?: EventStore): Promise<void> =>
  assertLogPlace({ databaseUrl, mayChoose: true, ...(elsewhere && { elsewhere }) });

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

describe('a database', () => {
  it('whose log is in it stays so, also before there is an event', async () => {
    const log = await database();
    await start(log);
    await start(log);
    await expect(start(log, await server())).rejects.toThrow('is in the database itself: unset EVENTSTORE_URL');
    await start(log);
  });

  it('with the log of a release that knew one place only is not started with another beside it', async () => {
    const log = await database();
    await writeTo(log);
    await expect(start(log, await server())).rejects.toThrow('holds a log of 1 events');
    await start(log);
  });

  it('whose log is in EventStoreDB is never started without it, nor on another one', async () => {
    const [log, store, other] = [await database(), await server(), await server()];
    await start(log, store);
    await start(log, store);
    await expect(start(log)).rejects.toThrow('set EVENTSTORE_URL');
    const first = await write(store);
    await start(log, store);
    await write(store);
    await start(log, store);
    await expect(start(log, other)).rejects.toThrow(`begins with event ${first}: the one there is empty`);
    const wrong = await write(other);
    await expect(start(log, other)).rejects.toThrow(`begins with ${wrong}`);
  });

  it('that is new does not take a log that has events: the keys of another database belong to them', async () => {
    const [log, store] = [await database(), await server()];
    await write(store);
    await expect(start(log, store)).rejects.toThrow('this database is new');
  });

  it('of which several processes start at once has one place for all of them', async () => {
    const [log, store] = [await database(), await server()];
    const starts = await Promise.allSettled([start(log, store), start(log), start(log, store), start(log)]);
    const [first, second] = [starts.filter((_, i) => i % 2 === 0), starts.filter((_, i) => i % 2 === 1)];
    const kinds = [first, second].map((each) => [...new Set(each.map(({ status }) => status))]);
    expect(kinds.toSorted()).toEqual([['fulfilled'], ['rejected']]);
  });

  it.each([0, 1])(
    'is known again though its first event is written during a start, after look %d at the log',
    async (n) => {
      const [log, store] = [await database(), await server()];
      let looks = 0;
      const readAll: EventStore['readAll'] = async (options) => {
        const page = await store.readAll(options);
        if (looks++ !== n) return page;
        await start(log, store);
        await write(store);
        await start(log, store);
        return page;
      };
      const racing = new Proxy(store, {
        get: (of, name: keyof EventStore) => (name === 'readAll' ? readAll : of[name]),
      });
      await start(log, racing);
      await start(log, store);
    },
  );

  it('is given no place by a tool', async () => {
    const [log, store] = [await database(), await server()];
    const look = (elsewhere?: EventStore) =>
      assertLogPlace({ databaseUrl: log.url, mayChoose: false, ...(elsewhere && { elsewhere }) });
    await look();
    await expect(look(store)).rejects.toThrow('start Haber on both once');
    await start(log, store);
    await look(store);
    await expect(look()).rejects.toThrow('set EVENTSTORE_URL');
  });
});
