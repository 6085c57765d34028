import { Readable } from 'node:stream';
import { linesIn, type TextLine, type UnreadableLine } from './ndjson';

async function read(...chunks: readonly (string | Buffer)[]): Promise<(TextLine | UnreadableLine)[]> {
  const found: (TextLine | UnreadableLine)[] = [];
  const bytes = chunks.map((chunk) => Buffer.from(chunk));
  for await (const lines of linesIn(Readable.from(bytes))) found.push(...lines);
  return found;
}

describe('lines of a body', () => {
  const body = 'a\n\nñandú ☃\r\n\r\nlast';
  const lines = [
    { at: 1, text: 'a' },
    { at: 3, text: 'ñandú ☃\r' },
    { at: 5, text: 'last' },
  ];

  it('are the same however the body is cut, empty ones left out and counted', async () => {
    expect(await read(body)).toEqual(lines);
    const bytes = Buffer.from(body);
    for (let at = 1; at < bytes.length; at += 1) {
      expect(await read(bytes.subarray(0, at), bytes.subarray(at))).toEqual(lines);
    }
    expect(await read(...[...bytes].map((byte) => Buffer.of(byte)))).toEqual(lines);
  });

  it('are told apart when they cannot be read, however they are cut', async () => {
    const long = 'x'.repeat(4_097);
    const told = [
      { at: 1, unreadable: 'too long' },
      { at: 2, text: 'x'.repeat(4_096) },
      { at: 3, unreadable: 'not UTF-8' },
      { at: 4, unreadable: 'too long' },
    ];
    const bytes = Buffer.concat([
      Buffer.from(`${long}\n${'x'.repeat(4_096)}\n`),
      Buffer.of(0xff, 0x0a),
      Buffer.from(long),
    ]);
    expect(await read(bytes)).toEqual(told);
    for (const size of [1_000, 4_096, 4_097]) {
      const parts = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
        bytes.subarray(i * size, (i + 1) * size),
      );
      expect(await read(...parts)).toEqual(told);
    }
  });

  it('of nothing are none', async () => {
    expect(await read()).toEqual([]);
    expect(await read('\n\r\n')).toEqual([]);
  });
});
