/** What the comparison of log and Kafka must find, or it finds nothing. */
import { hashOf, type StoredEvent } from '@haber/event-store';
import { breachesBetween, type PublishedMessage } from './published';

const STREAM = 'account-00000000-0000-4000-8000-000000000001';

function stored(revision: number): StoredEvent {
  const [data, metadata] = [Buffer.from(`{"n":${revision}}`), Buffer.from('{}')];
  const id = `00000000-0000-4000-8000-00000000000${revision}`;
  return { id, type: 'test.noted.v1', stream: STREAM, revision, position: BigInt(revision + 1), data, metadata };
}

function published(event: StoredEvent, more: Partial<PublishedMessage> = {}): PublishedMessage {
  const { id, type, stream, revision } = event;
  const at = { topic: 'haber.accounts', partition: 3, offset: '0', key: stream };
  const hash = hashOf(stream, revision, event);
  return { ...at, id, type, stream, revision, hash, data: Buffer.from(event.data), ...more };
}

const log = [0, 1, 2, 3].map(stored);
const [a, b, c, d] = log.map((event) => published(event)) as [
  PublishedMessage,
  PublishedMessage,
  PublishedMessage,
  PublishedMessage,
];

it.each<[string, readonly PublishedMessage[]]>([
  ['each once', [a, b, c, d]],
  ['repeats, from anywhere', [a, b, b, c, a, b, c, d, d]],
])('is content with %s', (_, messages) => {
  expect(breachesBetween(log, messages, 'haber')).toEqual([]);
});

it.each<[string, readonly PublishedMessage[], string]>([
  ['what is missing at the end', [a, b, c], '1 of 4 are not published'],
  ['a gap, also one that is filled later', [a, c, b, c, d], 'comes where revision 1 was due'],
  ['what the log does not have', [a, b, c, d, published(stored(4))], 'stands in no log'],
  ['another hash', [a, { ...b, hash: 'f'.repeat(64) }, c, d], 'is not the log'],
  ['other data', [a, { ...b, data: Buffer.from('{"n":7}') }, c, d], 'its data is not'],
  ['another id, also of a repeat', [a, b, { ...b, id: a.id }, c, d], `the log has ${b.id}`],
  ['a copy in another partition', [a, b, { ...b, partition: 4 }, c, d], 'a copy stands in partition 3'],
  ['another topic', [a, b, { ...c, topic: 'haber.customers' }, d], 'published on haber.customers'],
  ['another key', [a, b, { ...c, key: 'account' }, d], 'under account'],
])('finds %s', (_, messages, breach) => {
  expect(breachesBetween(log, messages, 'haber').join()).toContain(breach);
});
