// The canary of the in-test server: the official client's own commands, which know nothing of our driver, find in it
// what they find in a real one, and each fault mode does what its name says.
import { randomUUID } from 'node:crypto';
import {
  binaryEvent,
  END,
  EventStoreDBClient,
  START,
  streamNameFilter,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { newStream, until } from '../../contract/fixture';
import { TestEventStoreDb } from './server.fixture';

let server: TestEventStoreDb;
let client: EventStoreDBClient;

beforeEach(async () => {
  server = await TestEventStoreDb.start();
  client = EventStoreDBClient.connectionString(server.connectionString);
});
afterEach(async () => {
  await client.dispose();
  server.stop();
});

function note(id: string = randomUUID(), size = 2) {
  return binaryEvent({ id, type: 'noted', data: new Uint8Array(size), metadata: Buffer.from('{ "a" : 1 }') });
}

async function listed<T>(source: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const one of source) list.push(one);
  return list;
}

// Credentials in the call itself make the client use the classic one.
const WAYS = [
  ['BatchAppend', {}],
  ['Append', { credentials: { username: 'admin', password: 'changeit' } }],
] as const;

describe.each(WAYS)('an append over %s', (call, base) => {
  it('is exact, idempotent by the ids behind its revision, and a conflict otherwise', async () => {
    const stream = newStream();
    const [a, b, c] = [note(), note(), note()];
    const first = await client.appendToStream(stream, [a, b], { expectedRevision: 'no_stream', ...base });
    expect(first).toMatchObject({ success: true, nextExpectedRevision: 1n });
    expect(first.position?.commit).toBeGreaterThan(0n);
    expect(server.calls.get(call === 'Append' ? 'append' : 'batchAppend')).toBe(1);
    await client.appendToStream(stream, [c], { expectedRevision: 1n, ...base });

    // Other bytes under the same ids: a success all the same, with the first place.
    const again = await client.appendToStream(stream, [note(a.id, 9), note(b.id, 9)], {
      expectedRevision: 'no_stream',
      ...base,
    });
    expect(again).toMatchObject({ nextExpectedRevision: 1n, position: { commit: first.position?.commit } });
    for (const events of [[note()], [a, note()], [b, a], [a, b, c, note()]]) {
      const refused = client.appendToStream(stream, events, { expectedRevision: 'no_stream', ...base });
      await expect(refused).rejects.toMatchObject({ type: 'wrong-expected-version', actualVersion: 2n });
    }
    const ahead = client.appendToStream(stream, [note()], { expectedRevision: 7n, ...base });
    await expect(ahead).rejects.toThrow(WrongExpectedVersionError);
    const missing = client.appendToStream(newStream(), [note()], { expectedRevision: 0n, ...base });
    await expect(missing).rejects.toMatchObject({ actualVersion: 'no_stream' });
    const read = await listed(client.readStream(stream));
    expect(read.map(({ event }) => event?.id)).toEqual([a.id, b.id, c.id]);
  });
});

describe('what is read', () => {
  it('is a stream from a revision, or backwards from its end; a missing one raises an error', async () => {
    const stream = newStream();
    const events = [note(), note(), note()];
    await client.appendToStream(stream, events, { expectedRevision: 'no_stream' });
    const [from1, last] = [
      await listed(client.readStream(stream, { fromRevision: 1n })),
      await listed(client.readStream(stream, { fromRevision: END, direction: 'backwards', maxCount: 1 })),
    ];
    expect(from1.map(({ event }) => event?.revision)).toEqual([1n, 2n]);
    expect(last.map(({ event }) => event?.id)).toEqual([events[2]?.id]);
    await expect(listed(client.readStream(newStream()))).rejects.toMatchObject({ type: 'stream-not-found' });
  });

  it('is the whole log, from the event at a position on, with gaps and the server’s own events', async () => {
    for (let i = 0; i < 6; i += 1) {
      await client.appendToStream(newStream(), [note(), note()], { expectedRevision: 'no_stream' });
    }
    const all = await listed(client.readAll({ fromPosition: START }));
    const commits = all.map(({ event }) => event?.position?.commit ?? -1n);
    expect(commits).toEqual([...commits].sort((a, b) => (a < b ? -1 : 1)));
    expect(new Set(commits).size).toBe(all.length);
    expect((commits.at(-1) ?? 0n) > BigInt(all.length * 10)).toBe(true);
    expect(all.filter(({ event }) => event?.streamId.startsWith('$')).length).toBeGreaterThan(1);
    const commit = commits[3] ?? 0n;
    const [from] = await listed(client.readAll({ fromPosition: { commit, prepare: commit }, maxCount: 1 }));
    expect(from?.event?.id).toBe(all[3]?.event?.id);
  });

  it('is metadata as the client parses it: another text than the bytes that were stored', async () => {
    const stream = newStream();
    await client.appendToStream(stream, [note()], { expectedRevision: 'no_stream' });
    const [read] = await listed(client.readStream(stream));
    expect(read?.event?.metadata).toEqual({ a: 1 });
    expect(Buffer.from(server.log.visible(stream)?.[0]?.metadata ?? []).toString()).toBe('{ "a" : 1 }');
  });

  it('is what a filtered subscription shows: behind a position, with checkpoints, and what comes live', async () => {
    const [wanted, other] = [newStream('wanted'), newStream('other')];
    const [a, b, c] = [note(), note(), note()];
    const first = await client.appendToStream(wanted, [a], { expectedRevision: 'no_stream' });
    const place = first.position ?? { commit: 0n, prepare: 0n };
    await client.appendToStream(other, [note(), note(), note(), note()], { expectedRevision: 'no_stream' });
    await client.appendToStream(wanted, [b], { expectedRevision: 0n });
    const seen: string[] = [];
    const checkpoints: bigint[] = [];
    const filter = streamNameFilter({
      regex: '^wanted-',
      maxSearchWindow: 2,
      checkpointReached: async (_, { commit }) => void checkpoints.push(commit),
    });
    const subscription = client.subscribeToAll({ fromPosition: place, filter });
    subscription.on('data', ({ event }) => seen.push(event?.id ?? ''));
    await until(() => seen.length === 1, 'the old event');
    await client.appendToStream(wanted, [c], { expectedRevision: 1n });
    await until(() => seen.length === 2, 'the live event');
    expect(seen).toEqual([b.id, c.id]);
    expect(checkpoints.length).toBeGreaterThan(1);
    expect(checkpoints.every((commit) => commit > place.commit)).toBe(true);
    await subscription.unsubscribe();
  });

  it('is truncated as metadata says; a soft delete lets `no_stream` go on where the stream had ended', async () => {
    const stream = newStream();
    await client.appendToStream(stream, [note(), note(), note()], { expectedRevision: 'no_stream' });
    server.log.setMetadata(stream, '{"$maxCount":1}');
    expect((await listed(client.readStream(stream))).map(({ event }) => event?.revision)).toEqual([2n]);
    server.log.setMetadata(stream, '{"$tb":9223372036854775807}');
    await expect(listed(client.readStream(stream))).rejects.toMatchObject({ type: 'stream-not-found' });
    const anew = await client.appendToStream(stream, [note()], { expectedRevision: 'no_stream' });
    expect(anew.nextExpectedRevision).toBe(3n);
  });
});

describe('what goes wrong', () => {
  it('is told as the real server tells it', async () => {
    const stream = newStream();
    const send = () => client.appendToStream(stream, [note()], { expectedRevision: 'no_stream' });
    server.faults.appends.push('busy', 'not-ready', 'timeout');
    await expect(send()).rejects.toMatchObject({ type: 'unknown', message: expect.stringContaining('Is Busy') });
    await expect(send()).rejects.toMatchObject({ type: 'unknown', message: expect.stringContaining('Not Ready') });
    expect(server.log.visible(stream)).toBeUndefined();
    await expect(send()).rejects.toMatchObject({ type: 'deadline-exceeded' });
    expect(server.log.visible(stream)).toHaveLength(1);
    const large = client.appendToStream(newStream(), [note(randomUUID(), 1_048_576)], {
      expectedRevision: 'no_stream',
    });
    await expect(large).rejects.toMatchObject({ type: 'maximum-append-size-exceeded', maxAppendSize: 1_048_576 });
  });

  it.each(['cut', 'not-leader'] as const)('ends the whole call of a client: %s', async (fault) => {
    const stream = newStream();
    server.faults.leader = fault === 'not-leader' ? { host: '127.0.0.1', port: 1 } : undefined;
    server.faults.appends.push('cut');
    const type = fault === 'cut' ? 'unavailable' : 'not-leader';
    const sent = client.appendToStream(stream, [note()], { expectedRevision: 'no_stream' });
    await expect(sent).rejects.toMatchObject({ type });
    expect(server.log.visible(stream)?.length).toBe(fault === 'cut' ? 1 : undefined);
  });

  it('includes an error of one client that fails the appends of every other: the client’s map is the process’s', async () => {
    const other = await TestEventStoreDb.start();
    const bystander = EventStoreDBClient.connectionString(other.connectionString);
    other.faults.appends.push('ignore');
    const waiting = bystander.appendToStream(newStream(), [note()], { expectedRevision: 'no_stream' });
    await until(() => other.calls.get('batchAppend') === 1 && other.faults.appends.length === 0, 'the append');
    server.faults.appends.push('cut');
    await expect(client.appendToStream(newStream(), [note()], { expectedRevision: 'no_stream' })).rejects.toThrow();
    await expect(waiting).rejects.toMatchObject({ type: 'unavailable' });
    await bystander.dispose();
    other.stop();
  });

  it('keeps the log and the port over a restart', async () => {
    const stream = newStream();
    await client.appendToStream(stream, [note()], { expectedRevision: 'no_stream' });
    const { port } = server;
    server.stop();
    await server.open();
    expect(server.port).toBe(port);
    expect(server.log.visible(stream)).toHaveLength(1);
  });
});
