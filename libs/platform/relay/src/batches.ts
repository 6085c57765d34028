/** Messages in their order, cut so that no request is too large for a broker: what Kafka takes as one is bounded. */
import type { BusMessage } from '@haber/bus';

/** Half of what a broker takes by default; all of a cut may belong to one partition. */
const MAX_BYTES = 512 * 1024;
/** Lengths, attributes, checksums of a record. */
const RECORD_BYTES = 64;

/** A message that alone is larger goes alone. */
export function batchesOf(messages: readonly BusMessage[], maxBytes = MAX_BYTES): readonly (readonly BusMessage[])[] {
  const batches: BusMessage[][] = [];
  let bytes = maxBytes;
  for (const message of messages) {
    const size = sizeOf(message);
    bytes += size;
    if (bytes > maxBytes) {
      batches.push([]);
      bytes = size;
    }
    batches.at(-1)?.push(message);
  }
  return batches;
}

function sizeOf({ key, value, headers }: BusMessage): number {
  const names = Object.entries(headers).reduce((sum, [name, text]) => sum + name.length + Buffer.byteLength(text), 0);
  return RECORD_BYTES + key.length + (value?.byteLength ?? 0) + names;
}
