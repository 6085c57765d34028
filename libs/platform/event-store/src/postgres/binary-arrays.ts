/**
 * Arrays in Postgres' binary wire format: bytes travel as they are, where the text format would double them as hex and
 * be parsed twice. Measured with 750-byte events in groups of 200: about 1.6 times the appends a second.
 */
const HEADER_BYTES = 20;
const OID = { bytea: 17, int4: 23, text: 25, uuid: 2950 };

/** One dimension, no NULLs, first index 1. */
function withHeader(oid: number, count: number, payloadBytes: number): Buffer {
  const array = Buffer.allocUnsafe(HEADER_BYTES + payloadBytes);
  array.writeInt32BE(count === 0 ? 0 : 1, 0);
  array.writeInt32BE(0, 4);
  array.writeInt32BE(oid, 8);
  array.writeInt32BE(count, 12);
  array.writeInt32BE(1, 16);
  // An array without elements has no dimension, and hence no bounds.
  return count === 0 ? array.subarray(0, 12) : array;
}

export function integers(values: readonly number[]): Buffer {
  const array = withHeader(OID.int4, values.length, values.length * 8);
  let at = HEADER_BYTES;
  for (const value of values) {
    at = array.writeInt32BE(4, at);
    at = array.writeInt32BE(value, at);
  }
  return array;
}

export function uuids(values: readonly string[]): Buffer {
  const array = withHeader(OID.uuid, values.length, values.length * 20);
  let at = HEADER_BYTES;
  for (const value of values) {
    at = array.writeInt32BE(16, at);
    at += array.write(value.replaceAll('-', ''), at, 'hex');
  }
  return array;
}

/** Values in ASCII, hence as many bytes as characters. */
export function asciiTexts(values: readonly string[]): Buffer {
  const payloadBytes = values.reduce((sum, value) => sum + 4 + value.length, 0);
  const array = withHeader(OID.text, values.length, payloadBytes);
  let at = HEADER_BYTES;
  for (const value of values) {
    at = array.writeInt32BE(value.length, at);
    at += array.write(value, at, 'latin1');
  }
  return array;
}

export function byteas(values: readonly Uint8Array[]): Buffer {
  const payloadBytes = values.reduce((sum, value) => sum + 4 + value.byteLength, 0);
  const array = withHeader(OID.bytea, values.length, payloadBytes);
  let at = HEADER_BYTES;
  for (const value of values) {
    at = array.writeInt32BE(value.byteLength, at);
    array.set(value, at);
    at += value.byteLength;
  }
  return array;
}
