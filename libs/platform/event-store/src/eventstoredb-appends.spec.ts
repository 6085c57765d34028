import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { binaryEvent, EventStoreDBClient } from '@eventstore/db-client';
import { anEvent, appendOne, Collector, endOfLog, entry, events, idsOf, newStream, until } from './contract/fixture';
import { type EventStore, StoreBusy, UnknownOutcome } from './event-store';
import { eventStoreDbStore, type EventStoreDbOptions } from './eventstoredb';
import { insist } from './eventstoredb/insist.fixture';
import { TestEventStoreDb } from './eventstoredb/test-server/server.fixture';

let server: TestEventStoreDb;
const opened: EventStore[] = [];

function open(options: Partial<EventStoreDbOptions> = {}): EventStore {
  const store = eventStoreDbStore({ connectionString: server.connectionString, ...options });
  opened.push(store);
  return store;
}

/** In the server's log, whatever the driver says. */
function standing(stream: string): readonly string[] {
  return idsOf(server.log.visible(stream) ?? []);
}

beforeEach(async () => {
  server = await TestEventStoreDb.start();
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((store) => store.close()));
  server.stop();
});

describe('an append that is not answered', () => {
  it.each([
    ['was written', 'swallow', 'duplicate'],
    ['was not written', 'ignore', 'appended'],
  ] as const)('has an unknown outcome when it %s; the repeat tells', async (_, fault, repeat) => {
    const store = open({ appendTimeoutMs: 2_000 });
    await endOfLog(store);
    const append = entry(newStream(), events(2));
    server.faults.appends.push(fault);
    await expect(appendOne(store, append)).rejects.toThrow(UnknownOutcome);
    expect(await insist(store, append)).toBe(repeat);
    expect(standing(append.stream)).toEqual(idsOf(append.events));
  });

  it('is busy, definitely, when the server was silent before anything was sent; and works when it speaks', async () => {
    const store = open({ appendTimeoutMs: 300, readTimeoutMs: 300 });
    server.faults.silent = true;
    const append = entry(newStream(), events(1));
    await expect(appendOne(store, append)).rejects.toThrow(StoreBusy);
    await expect(store.head(append.stream)).rejects.toThrow(StoreBusy);
    server.faults.silent = false;
    expect(await insist(store, append)).toBe('appended');
  });

  it.each(['cut', 'cut-before', 'timeout'] as const)('is sent again in the same call: %s', async (fault) => {
    const store = open();
    const append = entry(newStream(), events(3));
    server.faults.appends.push(fault, fault);
    expect(await appendOne(store, append)).toMatchObject({ kind: 'appended', revision: 2 });
    expect(standing(append.stream)).toEqual(idsOf(append.events));
  });

  it('is not written by a repeat once another event holds its place', async () => {
    const [store, rival] = [open({ appendTimeoutMs: 300 }), open()];
    const append = entry(newStream(), events(1));
    server.faults.appends.push('ignore');
    await expect(appendOne(store, append)).rejects.toThrow(UnknownOutcome);
    await appendOne(rival, entry(append.stream, events(1)));
    expect(await appendOne(store, append)).toEqual({ kind: 'conflict', actualRevision: 0 });
  });
});

describe('a server that is away', () => {
  it('is busy, for appends and reads, and found again when it comes', async () => {
    server.stop();
    const store = open({ appendTimeoutMs: 1_000, readTimeoutMs: 1_000 });
    const append = entry(newStream(), events(1));
    await expect(appendOne(store, append)).rejects.toThrow(StoreBusy);
    await expect(appendOne(store, entry(append.stream, []))).rejects.toThrow(StoreBusy);
    await expect(store.head(append.stream)).rejects.toThrow(StoreBusy);
    await server.open();
    expect(await insist(store, append)).toBe('appended');
  });

  it('is found under the newer name of its scheme', async () => {
    const store = open({ connectionString: server.connectionString.replace('esdb', 'kurrentdb') });
    expect(await appendOne(store, entry(newStream(), events(1)))).toMatchObject({ kind: 'appended' });
  });

  it('is never looked for where the connection string names none', () => {
    expect(() => open({ connectionString: 'postgres://127.0.0.1' })).toThrow('esdb');
  });
});

describe('a server that does not want the append now', () => {
  it('is asked again after a pause: busy, not ready', async () => {
    const store = open();
    server.faults.appends.push('busy', 'not-ready', 'busy');
    const append = entry(newStream(), events(1));
    expect(await appendOne(store, append)).toMatchObject({ kind: 'appended', revision: 0 });
    expect(server.faults.appends).toEqual([]);
  });

  it('is busy when the time is up, and nothing was written', async () => {
    const store = open({ appendTimeoutMs: 2_000 });
    server.faults.appends.push(...Array.from({ length: 100 }, () => 'busy' as const));
    const append = entry(newStream(), events(1));
    await expect(appendOne(store, append)).rejects.toThrow(StoreBusy);
    expect(standing(append.stream)).toEqual([]);
    expect(server.faults.appends.length).toBeGreaterThan(80);
  });

  it('leaves a group unknown of which a part was written', async () => {
    const store = open({ appendTimeoutMs: 2_000 });
    const group = [entry(newStream(), events(1)), entry(newStream(), events(1))];
    server.faults.appends.push('none', ...Array.from({ length: 100 }, () => 'busy' as const));
    await expect(store.append(group)).rejects.toThrow(UnknownOutcome);
    server.faults.appends.splice(0);
    expect((await store.append(group)).map(({ kind }) => kind)).toEqual(['duplicate', 'appended']);
  });

  it('is no leader: the leader that it names is asked', async () => {
    const leader = await TestEventStoreDb.start({ log: server.log });
    const store = open();
    await endOfLog(store);
    server.faults.leader = { host: '127.0.0.1', port: leader.port };
    const append = entry(newStream(), events(1));
    expect(await appendOne(store, append)).toMatchObject({ kind: 'appended' });
    expect(leader.calls.get('batchAppend')).toBe(1);
    expect(await store.head(append.stream)).toMatchObject({ revision: 0 });
    leader.stop();
  });

  it('becomes no leader with the append in its hands', async () => {
    const leader = await TestEventStoreDb.start({ log: server.log });
    const store = open();
    await endOfLog(store);
    server.faults.appends.push('not-leader');
    const append = entry(newStream(), events(1));
    const sent = appendOne(store, append);
    await until(() => server.faults.appends.length === 0, 'the append');
    server.faults.leader = { host: '127.0.0.1', port: leader.port };
    expect(await sent).toMatchObject({ kind: 'appended' });
    leader.stop();
  });

  it('is busy when it is no leader and knows none', async () => {
    const store = open({ appendTimeoutMs: 300 });
    server.faults.leader = null;
    await expect(appendOne(store, entry(newStream(), events(1)))).rejects.toThrow(StoreBusy);
    server.faults.leader = undefined;
    expect(await insist(store, entry(newStream(), events(1)))).toBe('appended');
  });
});

describe('answers', () => {
  it.each(['twice', 'stranger'] as const)('that nobody waits for are dropped: %s', async (fault) => {
    const store = open();
    server.faults.appends.push(fault, fault);
    for (let i = 0; i < 4; i += 1) {
      expect(await appendOne(store, entry(newStream(), events(i + 1)))).toMatchObject({
        kind: 'appended',
        revision: i,
      });
    }
  });

  it('of one store are not touched by what befalls another client of the process', async () => {
    const other = await TestEventStoreDb.start();
    const client = EventStoreDBClient.connectionString(other.connectionString);
    const store = open({ appendTimeoutMs: 1_500 });
    await endOfLog(store);
    server.faults.appends.push('ignore');
    let settled = false;
    const pending = expect(appendOne(store, entry(newStream(), events(1)))).rejects.toThrow(UnknownOutcome);
    void pending.then(() => (settled = true));
    await until(() => server.faults.appends.length === 0, 'the append');
    const event = binaryEvent({ id: randomUUID(), type: 'noted', data: Buffer.from('x') });
    other.faults.appends.push('cut');
    await expect(client.appendToStream(newStream(), event, { expectedRevision: 'no_stream' })).rejects.toThrow();
    expect(settled).toBe(false);
    expect(await appendOne(store, entry(newStream(), events(1)))).toMatchObject({ kind: 'appended' });
    await pending;
    await client.dispose();
    other.stop();
  });

  it('say the true revision whatever the connection string wants', async () => {
    const store = open({ connectionString: `${server.connectionString}&throwOnAppendFailure=false` });
    const stream = newStream();
    await appendOne(store, entry(stream, events(7)));
    expect(await appendOne(store, entry(stream, events(1), 2))).toEqual({ kind: 'conflict', actualRevision: 6 });
  });
});

describe('equal ids', () => {
  it('with other bytes are told to be a duplicate, also when both come at once', async () => {
    const [store, rival] = [open(), open()];
    for (let i = 0; i < 20; i += 1) {
      const event = anEvent();
      const [ours, theirs] = [event, { ...event, data: Buffer.from('another time') }];
      const stream = newStream();
      const kinds = await Promise.all([
        appendOne(store, entry(stream, [ours])),
        appendOne(rival, entry(stream, [theirs])),
      ]);
      const stored = Buffer.from(server.log.visible(stream)?.[0]?.data ?? []);
      const first = stored.equals(ours.data) ? 0 : 1;
      expect(kinds[first]).toMatchObject({ kind: 'appended', revision: 0 });
      expect(kinds[1 - first]).toMatchObject({ kind: 'duplicate', revision: 0 });
    }
  });
});

describe('what is refused plainly', () => {
  it('is a writer without the right to append; but not if an earlier send may have been written', async () => {
    const store = open({ appendTimeoutMs: 2_000 });
    server.faults.appends.push('denied');
    await expect(appendOne(store, entry(newStream(), events(1)))).rejects.toThrow('denies');
    server.faults.appends.push('cut', ...Array.from({ length: 100 }, () => 'denied' as const));
    const append = entry(newStream(), events(1));
    await expect(appendOne(store, append)).rejects.toThrow(UnknownOutcome);
    server.faults.appends.splice(0);
    expect(await appendOne(store, append)).toMatchObject({ kind: 'duplicate' });
  });

  it('is an entry over the limit, before anything is sent', async () => {
    const store = open({ maxAppendBytes: 10_000 });
    const large = { ...anEvent(), data: Buffer.alloc(10_000) };
    const group = [entry(newStream(), events(1)), entry(newStream(), [large])];
    await expect(store.append(group)).rejects.toThrow('at most 10000');
    expect(server.calls.get('batchAppend')).toBeUndefined();
  });

  it('is an entry over the server’s own limit, which may be lower', async () => {
    const large = { ...anEvent(), data: Buffer.alloc(1_048_600) };
    const failure = appendOne(open({ maxAppendBytes: 3_000_000 }), entry(newStream(), [large]));
    await expect(failure).rejects.toThrow('more than 1048576 bytes');
    await expect(failure).rejects.not.toThrow(UnknownOutcome);
  });

  it('is a stream that was deleted: the server would continue it where it had ended', async () => {
    const store = open();
    const stream = newStream();
    await appendOne(store, entry(stream, events(3)));
    server.log.setMetadata(stream, '{"$tb":9223372036854775807}');
    await expect(appendOne(store, entry(stream, events(1)))).rejects.toThrow('had been deleted');
  });

  it('is a server whose checkpoints cannot be trusted', async () => {
    const old = await TestEventStoreDb.start({ version: '22.10.3.0' });
    const failure = appendOne(open({ connectionString: old.connectionString }), entry(newStream(), events(1)));
    await expect(failure).rejects.toThrow('23.10 or later');
    old.stop();
  });
});

describe('a server that is restarted again and again', () => {
  it('loses and doubles nothing for writers that insist, and a subscriber misses nothing', async () => {
    const store = open({ appendTimeoutMs: 1_000, readTimeoutMs: 1_000, pollMs: 100 });
    const after = await endOfLog(store);
    const collector = new Collector();
    const subscription = store.subscribe({ after, pageSize: 10 }, collector.onPage);
    let writing = true;
    let restarts = 0;
    const restarting = (async () => {
      for (; writing; restarts += 1) {
        server.stop();
        await sleep(10);
        await server.open();
        await sleep(150);
      }
    })();
    const streams = Array.from({ length: 4 }, () => newStream());
    const sent = await Promise.all(
      streams.map(async (stream) => {
        const ids: string[] = [];
        for (let revision = -1; revision < 29 || restarts < 3; revision += 1) {
          const append = entry(stream, events(1), revision);
          expect(['appended', 'duplicate']).toContain(await insist(store, append));
          ids.push(...idsOf(append.events));
        }
        return ids;
      }),
    );
    writing = false;
    await restarting;
    const count = sent.flat().length;
    await until(() => collector.events.length >= count, 'all events');
    await subscription.stop();
    for (const [i, stream] of streams.entries()) {
      expect(standing(stream)).toEqual(sent[i]);
      expect(idsOf(collector.events.filter((event) => event.stream === stream))).toEqual(sent[i]);
    }
  });
});
