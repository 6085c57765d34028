/** The lines of a body while it arrives. Never more of it in memory than a chunk and one line of bounded length. */
import { isUtf8 } from 'node:buffer';
import type { Readable } from 'node:stream';

export interface TextLine {
  /** From 1; empty lines count. */
  readonly at: number;
  readonly text: string;
}

export interface UnreadableLine {
  readonly at: number;
  readonly unreadable: 'too long' | 'not UTF-8';
}

const MOST_LINE_BYTES = 4_096;
const LINE_END = 0x0a;
const NOTHING = Buffer.alloc(0);

/** Those that each chunk brings whole; without the empty ones. The last line needs no end. */
export async function* linesIn(body: Readable): AsyncGenerator<readonly (TextLine | UnreadableLine)[], void> {
  const lines = new Lines();
  for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    yield lines.following(chunk);
  }
  yield lines.ended();
}

class Lines {
  private at = 0;
  /** Of the line that has no end yet. */
  private begun = NOTHING;
  private isTooLong = false;

  following(chunk: Buffer): readonly (TextLine | UnreadableLine)[] {
    const found: (TextLine | UnreadableLine)[] = [];
    let from = 0;
    for (let end = chunk.indexOf(LINE_END); end !== -1; end = chunk.indexOf(LINE_END, from)) {
      this.end(found, chunk.subarray(from, end));
      from = end + 1;
    }
    this.begin(chunk.subarray(from));
    return found;
  }

  ended(): readonly (TextLine | UnreadableLine)[] {
    const found: (TextLine | UnreadableLine)[] = [];
    if (this.begun.length > 0 || this.isTooLong) this.end(found, NOTHING);
    return found;
  }

  private begin(bytes: Buffer): void {
    this.isTooLong ||= this.begun.length + bytes.length > MOST_LINE_BYTES;
    // Copied: a few bytes must not keep a whole chunk.
    this.begun = this.isTooLong ? NOTHING : Buffer.concat([this.begun, bytes]);
  }

  private end(found: (TextLine | UnreadableLine)[], bytes: Buffer): void {
    const { at } = this;
    this.at += 1;
    const line = this.begun.length === 0 ? bytes : Buffer.concat([this.begun, bytes]);
    const isTooLong = this.isTooLong || line.length > MOST_LINE_BYTES;
    this.begun = NOTHING;
    this.isTooLong = false;
    if (isTooLong) found.push({ at: at + 1, unreadable: 'too long' });
    else if (!isUtf8(line)) found.push({ at: at + 1, unreadable: 'not UTF-8' });
    else if (!isEmpty(line)) found.push({ at: at + 1, text: line.toString('utf8') });
  }
}

/** Nothing, or what a line end of Windows leaves. */
function isEmpty(line: Buffer): boolean {
  return line.length === 0 || (line.length === 1 && line[0] === 0x0d);
}
