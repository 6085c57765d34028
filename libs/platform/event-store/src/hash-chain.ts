/**
 * The hash chain that lets anyone check a stream without trusting us.
 * `hash(n) = SHA-256` over a domain tag, stream id, revision, event id, type, data bytes and metadata bytes, each
 * prefixed by its length, over the bytes exactly as stored. Metadata names the hash before it (`prevHash`).
 */
import { hash } from 'node:crypto';
import type { EventToAppend } from './event-store';

const DOMAIN_TAG = Buffer.from('haber.event.v1');
const LENGTH_BYTES = 4;

/** `prevHash` of the first event of a stream. */
export const GENESIS_HASH = '0'.repeat(64);

/** Hex SHA-256 of one event at its place. `revision` is hashed as an unsigned 64-bit big-endian integer. */
export function hashOf(stream: string, revision: number, event: EventToAppend): string {
  const place = Buffer.alloc(8);
  place.writeBigUInt64BE(BigInt(revision));
  const ascii = [DOMAIN_TAG, Buffer.from(stream), place, Buffer.from(event.id), Buffer.from(event.type)];
  const fields = [...ascii, event.data, event.metadata];
  // In one piece: a third faster than as many updates, and every read and write of an event pays it.
  const bytes = Buffer.allocUnsafe(fields.reduce((sum, field) => sum + LENGTH_BYTES + field.byteLength, 0));
  let at = 0;
  for (const field of fields) {
    at = bytes.writeUInt32BE(field.byteLength, at);
    bytes.set(field, at);
    at += field.byteLength;
  }
  return hash('sha256', bytes, 'hex');
}

/**
 * One line of evidence for the whole log: chains the events' own hashes in order of position, from `GENESIS_HASH` on.
 * What `log@<position>:<hash>` says.
 */
export function logDigest(before: string, eventHash: string): string {
  return hash('sha256', before + eventHash, 'hex');
}
