/**
 * The partition of a key, as the Java clients choose it (murmur2): whoever computes an account's partition comes to the
 * same. kafkajs computes the same number in big integers, which took a fifth of the relay's processor time.
 */
import { type ICustomPartitioner, Partitioners } from 'kafkajs';

const SEED = 0x9747b28c;
const M = 0x5bd1e995;
const R = 24;
const POSITIVE = 0x7fff_ffff;

/** A message without a key goes where kafkajs sends it. */
export const likeJavaPartitioner: ICustomPartitioner = () => {
  const ofKafkajs = Partitioners.DefaultPartitioner();
  return (args) => {
    const { key } = args.message;
    if (key === null || key === undefined) return ofKafkajs(args);
    return partitionOf(typeof key === 'string' ? Buffer.from(key) : key, args.partitionMetadata.length);
  };
};

export function partitionOf(key: Uint8Array, partitions: number): number {
  return (murmur2(key) & POSITIVE) % partitions;
}

/** Of 32 bits, without a sign that means anything. Little-endian words, then the bytes that are left. */
function murmur2(key: Uint8Array): number {
  const words = key.byteLength & ~3;
  const view = new DataView(key.buffer, key.byteOffset, key.byteLength);
  let hash = SEED ^ key.byteLength;
  for (let at = 0; at < words; at += 4) {
    const word = Math.imul(view.getInt32(at, true), M);
    hash = Math.imul(hash, M) ^ Math.imul(word ^ (word >>> R), M);
  }
  if (words < key.byteLength) {
    for (let at = words; at < key.byteLength; at += 1) hash ^= view.getUint8(at) << (8 * (at - words));
    hash = Math.imul(hash, M);
  }
  hash = Math.imul(hash ^ (hash >>> 13), M);
  return hash ^ (hash >>> 15);
}
