import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  anEvent,
  appendOne,
  Collector,
  endOfLog,
  entry,
  events,
  idsOf,
  newStream,
  positionOf,
  until,
} from './contract/fixture';
import { type EventStore, type LogPage, StoreBusy } from './event-store';
import { eventStoreDbStore, type EventStoreDbOptions, refuseHiddenHistory } from './eventstoredb';
import { openEventStoreDb } from './open-eventstoredb';
import { insist } from './eventstoredb/insist.fixture';
import { SLOW_READ_MS } from './eventstoredb/test-server/faults.fixture';
import { TestEventStoreDb } from './eventstoredb/test-server/server.fixture';

let server: TestEventStoreDb;
const opened: EventStore[] = [];

function open(options: Partial<EventStoreDbOptions> = {}): EventStore {
  const store = eventStoreDbStore({ connectionString: server.connectionString, ...options });
  opened.push(store);
  return store;
}

/** By somebody else, or the server itself: no stream of ours. */
function foreign(stream: string): void {
  const { data, metadata, id, type } = anEvent();
  server.log.append(stream, -1, [{ id, type, data, metadata, contentType: 'application/json' }]);
}

beforeEach(async () => {
  server = await TestEventStoreDb.start();
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((store) => store.close()));
  server.stop();
});

describe('a read', () => {
  it.each(['busy', 'silent', 'cut-midway'] as const)('is busy, never short: %s', async (fault) => {
    const store = open({ readTimeoutMs: 300, scanTimeoutMs: 300 });
    const stream = newStream();
    await appendOne(store, entry(stream, events(6)));
    server.faults.reads.push(fault);
    await expect(store.read(stream, 0, 10)).rejects.toThrow(StoreBusy);
    server.faults.reads.push('none', fault);
    await expect(store.readAll({ after: 0n, limit: 100 })).rejects.toThrow(StoreBusy);
    await until(async () => (await store.read(stream, 0, 10).catch(() => [])).length === 6, 'all six');
  });

  it('of the log is given the time to look through all of it, of a stream is not', async () => {
    const store = open({ readTimeoutMs: SLOW_READ_MS / 4, scanTimeoutMs: 60_000 });
    const stream = newStream();
    await appendOne(store, entry(stream, events(6)));
    server.faults.reads.push('slow');
    await expect(store.read(stream, 0, 10)).rejects.toThrow(StoreBusy);
    // The log's end is asked for first.
    server.faults.reads.push('none', 'slow');
    expect((await store.readAll({ after: 0n, limit: 100 })).events).toHaveLength(6);
  });

  it('keeps metadata that is JSON as it was written, to the last space', async () => {
    const store = open();
    const stream = newStream();
    const metadata = Buffer.from('{ "b":1.0,"a" : 12345678901234567890,\n"b":2 }');
    await appendOne(store, entry(stream, [{ ...anEvent(), data: metadata, metadata }]));
    const [read] = await store.read(stream, 0, 1);
    expect([read?.data, read?.metadata]).toEqual([metadata, metadata]);
    expect(server.log.visible(stream)?.[0]).toMatchObject({ contentType: 'application/octet-stream', data: metadata });
  });

  it('shows nothing of the server’s own streams or of others, and moves over them', async () => {
    const store = open();
    const after = await endOfLog(store);
    const ours = events(2);
    foreign('$ce-account');
    await appendOne(store, entry(newStream(), ours));
    foreign('orders-42');
    foreign(`Account-${randomUUID()}`);
    const page = await store.readAll({ after, limit: 10 });
    expect(idsOf(page.events)).toEqual(idsOf(ours));
    expect(page.through).toBe(server.log.records.at(-1)?.position);
    const collector = new Collector();
    const subscription = open({ pollMs: 50 }).subscribe({ after }, collector.onPage);
    await collector.reached(page.through);
    await subscription.stop();
    expect(idsOf(collector.events)).toEqual(idsOf(ours));
  });

  it('finds the leader of a cluster by gossip, wherever it begins', async () => {
    const leader = await TestEventStoreDb.start({ log: server.log });
    server.faults.leader = { host: '127.0.0.1', port: leader.port };
    const members = [server.port, leader.port].map((port) => `127.0.0.1:${port}`);
    const store = open({ connectionString: `esdb://${members.join(',')}?tls=false` });
    const append = entry(newStream(), events(1));
    expect(await appendOne(store, append)).toMatchObject({ kind: 'appended' });
    expect(await store.head(append.stream)).toMatchObject({ revision: 0 });
    expect([leader.calls.get('batchAppend'), server.calls.get('batchAppend')]).toEqual([1, undefined]);
    leader.stop();
  });
});

describe('history that metadata hides', () => {
  it.each([
    ['{"$maxCount":2}', '$maxCount'],
    ['{"$tb":3,"$acl":{"$r":"$all"}}', '$tb'],
    ['{"$maxAge":60}', '$maxAge'],
    ['no JSON', 'not JSON'],
  ])('is refused at the start: %s', async (metadata, named) => {
    const store = open();
    const stream = newStream('bank-account');
    await appendOne(store, entry(stream, events(5)));
    server.log.setMetadata('orders-42', metadata);
    server.log.setMetadata(newStream(), '{"$acl":{"$w":"haber"}}');
    await (await openEventStoreDb({ connectionString: server.connectionString })).close();
    server.log.setMetadata(stream, metadata);
    await expect(openEventStoreDb({ connectionString: server.connectionString })).rejects.toThrow(`${stream} (`);
    await expect(refuseHiddenHistory(server)).rejects.toThrow(named);
    server.log.setMetadata(stream, '{}');
    await refuseHiddenHistory(server);
  });

  it('is never read as a shorter history', async () => {
    const store = open();
    const stream = newStream();
    await appendOne(store, entry(stream, events(5)));
    server.log.setMetadata(stream, '{"$maxCount":2}');
    await expect(store.read(stream, 0, 10)).rejects.toThrow('revision 0 is not there to be read');
    expect((await store.read(stream, 3, 10)).map(({ revision }) => revision)).toEqual([3, 4]);
  });
});

describe('a store that is closed', () => {
  it('has finished its appends, leaves no connection and no timer, and says that it is closed', async () => {
    const resources = () => process.getActiveResourcesInfo().filter((name) => /Timeout|TCP|Connect/.test(name)).length;
    // Jest's own timer of this test, and the server's door.
    const before = resources();
    const store = open();
    const stream = newStream();
    const subscription = store.subscribe({ after: 0n }, async () => undefined);
    await appendOne(store, entry(stream, events(9)));
    for (let i = 0; i < 3; i += 1) await store.readAll({ after: 0n, limit: 2 });
    const appends = Array.from({ length: 20 }, () => appendOne(store, entry(newStream(), events(1))));
    await store.close();
    await subscription.done;
    expect((await Promise.all(appends)).map(({ kind }) => kind)).toEqual(appends.map(() => 'appended'));
    await until(() => resources() <= before, 'the last connection to end');
    await expect(store.head(stream)).rejects.toThrow('closed');
    await expect(store.append([])).rejects.toThrow('closed');
    expect(() => store.subscribe({ after: 0n }, async () => undefined)).toThrow('closed');
  });
});

describe('a subscription', () => {
  it('finds what a feed that fell silent does not show, and goes on with another', async () => {
    const store = open({ pollMs: 50 });
    const after = await endOfLog(store);
    const collector = new Collector();
    const subscription = store.subscribe({ after }, collector.onPage);
    await collector.reached(await positionOf(store, entry(newStream(), events(1))));
    server.faults.muteSubscriptions = true;
    await collector.reached(await positionOf(store, entry(newStream(), events(2))));
    server.faults.muteSubscriptions = false;
    await collector.reached(await positionOf(store, entry(newStream(), events(3))));
    await subscription.stop();
    expect(collector.events).toHaveLength(6);
    expect(new Set(idsOf(collector.events)).size).toBe(6);
  });

  it('goes on where it was after the server was away', async () => {
    const faults: unknown[] = [];
    const store = open({ pollMs: 50, readTimeoutMs: 500, onFault: (error) => faults.push(error) });
    const after = await endOfLog(store);
    const collector = new Collector();
    const subscription = store.subscribe({ after }, collector.onPage);
    const sent = [events(2), events(3), events(4)];
    for (const some of sent) {
      await insist(store, entry(newStream(), some));
      server.stop();
      await sleep(60);
      await server.open();
    }
    await until(() => collector.events.length >= 9, 'all events');
    await subscription.stop();
    expect(idsOf(collector.events)).toEqual(idsOf(sent.flat()));
    expect(faults.length).toBeGreaterThan(0);
  });

  it('never lets a checkpoint pass an event that was not handled; who begins there again misses nothing', async () => {
    const store = open({ pollMs: 20 });
    const after = await endOfLog(store);
    const others = (count: number) => appendOne(store, entry(newStream(), events(count)));
    for (const count of [900, 900, 160]) await others(count);
    const bank = events(8);
    await appendOne(store, entry(newStream('bank-account'), bank));
    // Somewhere in here the server has looked at 2,000 events: its checkpoint comes right behind the eight.
    await others(200);
    const wanted = idsOf(bank);
    const filter = { categories: ['bank-account'] };
    const handled: LogPage[] = [];
    const breaking = store.subscribe({ after, filter, pageSize: 5 }, async (page) => {
      await sleep(50);
      if (page.events.some(({ id }) => id === wanted.at(-1))) throw new Error('the process ends');
      handled.push(page);
    });
    await expect(breaking.done).rejects.toThrow('the process ends');
    const positions = server.log.records.filter(({ id }) => wanted.includes(id)).map(({ position }) => position);
    handled.forEach(({ through }, i) => {
      const seen = handled.slice(0, i + 1).flatMap((page) => page.events);
      expect(seen).toHaveLength(positions.filter((position) => position <= through).length);
    });
    const rest = new Collector();
    const again = store.subscribe({ after: handled.at(-1)?.through ?? after, filter }, rest.onPage);
    await rest.reached(positions.at(-1) ?? 0n);
    await again.stop();
    expect([...handled.flatMap((page) => idsOf(page.events)), ...idsOf(rest.events)]).toEqual(wanted);
  });

  it('is carried by checkpoints over a long stretch of others, without reading beside', async () => {
    const store = open({ pollMs: 60_000 });
    const after = await endOfLog(store);
    for (let i = 0; i < 3; i += 1) await appendOne(store, entry(newStream(), events(900)));
    const collector = new Collector();
    const subscription = store.subscribe({ after, filter: { categories: ['bank-account'] } }, collector.onPage);
    // A checkpoint every 2,000 events that were looked at.
    await until(() => collector.through > after, 'a checkpoint');
    expect(collector.through).toBeLessThan(server.log.records.at(-1)?.position ?? 0n);
    await subscription.stop();
  });

  it('says plainly that its place lies beyond the log', async () => {
    const store = open();
    const end = await endOfLog(store);
    const { done } = store.subscribe({ after: end + 1_000_000n }, async () => undefined);
    await expect(done).rejects.toThrow('beyond the log');
  });

  it('says plainly that no event begins at its place, and does not ask for ever', async () => {
    const store = open();
    const between = (await endOfLog(store)) - 1n;
    const { done } = store.subscribe({ after: between }, async () => undefined);
    await expect(done).rejects.toThrow('invalid position');
    await expect(store.readAll({ after: between, limit: 1 })).rejects.toThrow('invalid position');
  });

  it.each(['at first', 'later'])('stops although the server is silent: %s', async (when) => {
    const store = open({ pollMs: 20 });
    await endOfLog(store);
    if (when === 'at first') server.faults.silent = true;
    const collector = new Collector();
    const subscription = store.subscribe({ after: 0n }, collector.onPage);
    if (when === 'later') {
      await until(() => collector.pages.length > 0, 'a page');
      server.faults.silent = true;
    }
    await sleep(60);
    await subscription.stop();
    await subscription.done;
    await store.close();
  });
});
