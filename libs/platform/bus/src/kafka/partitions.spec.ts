import { randomBytes, randomUUID } from 'node:crypto';
import { type PartitionMetadata, Partitioners } from 'kafkajs';
import { likeJavaPartitioner, partitionOf } from './partitions';

it('sends every key where kafkajs’ own partitioner does', () => {
  const [theirs, ours] = [Partitioners.DefaultPartitioner(), likeJavaPartitioner()];
  const partitionMetadata = Array.from({ length: 24 }, () => ({}) as PartitionMetadata);
  const ids = Array.from({ length: 500 }, () => `account-${randomUUID()}`);
  const bytes = Array.from({ length: 200 }, (_, length) => randomBytes(length % 50));
  const used = new Set<number>();
  for (const key of [...ids, ...bytes, '', 'ä', 'haber']) {
    const args = { topic: 'haber.accounts', partitionMetadata, message: { key, value: '{}' } };
    expect([key, ours(args)]).toEqual([key, theirs(args)]);
    used.add(ours(args));
  }
  expect(used.size).toBe(24);
});

/** From Kafka's own UtilsTest. */
it.each([
  ['21', -973932308],
  ['foobar', -790332482],
  ['a-little-bit-long-string', -985981536],
  ['a-little-bit-longer-string', -1486304829],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
  ['abc', 479470107],
])('computes what Java does of %s', (key, hash) => {
  expect(partitionOf(Buffer.from(key), 2 ** 31)).toBe(hash & 0x7fff_ffff);
});

it('leaves a message without a key to kafkajs, which spreads them', () => {
  const partitionMetadata = [0, 1, 2].map((partitionId) => ({ partitionId, leader: 1 }) as PartitionMetadata);
  const ours = likeJavaPartitioner();
  const args = { topic: 'haber.accounts', partitionMetadata, message: { value: '{}' } };
  expect(new Set([ours(args), ours(args), ours(args)]).size).toBe(3);
});
