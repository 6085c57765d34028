import { TcpProxy, type TestEventLog, testEventLog } from '@haber/testing';
import { appendOne, Collector, endOfLog, entry, events, newStream } from './contract/fixture';
import type { EventStore } from './event-store';
import { postgresEventStore, type PostgresEventStoreOptions } from './postgres';

let log: TestEventLog;
let proxy: TcpProxy;
const opened: EventStore[] = [];

beforeAll(async () => {
  log = await testEventLog();
  proxy = await TcpProxy.beforeUrl(log.url);
});
afterAll(async () => {
  await Promise.all(opened.map((store) => store.close()));
  await proxy.shut();
  await log.drop();
});

function open(options: Partial<PostgresEventStoreOptions> = {}): EventStore {
  const store = postgresEventStore({ url: log.runtimeUrl, ...options });
  opened.push(store);
  return store;
}

describe('a connection for notifications that falls silent', () => {
  it('is found out by asking, and made anew, without waiting for the next poll', async () => {
    const store = open({
      url: proxy.urlOf(log.runtimeUrl),
      pollMs: 60_000,
      checkListeningEveryMs: 50,
      readTimeoutMs: 400,
    });
    const rival = open();
    const after = await endOfLog(rival);
    const collector = new Collector();
    const subscription = store.subscribe({ after }, collector.onPage);
    await appendOne(rival, entry(newStream(), events(1)));
    await collector.reached(after + 1n);
    expect(proxy.freeze()).toBeGreaterThan(0);
    await appendOne(rival, entry(newStream(), events(1)));
    await collector.reached(after + 2n);
    await appendOne(rival, entry(newStream(), events(1)));
    await collector.reached(after + 3n);
    await subscription.stop();
  });
});
