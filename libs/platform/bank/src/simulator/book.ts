/**
 * The bank's own book: a file of JSON lines that only grows. Whatever the bank tells of an order was synced to the disk
 * before. A process may be killed between any two lines: a last line without its end was never told to anybody, and is
 * cut off at the next start; anything else that cannot be read stops the start, since money may stand in it.
 */
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { isScriptName, type ScriptName } from './scripts';

export class UnusableBook extends Error {
  override readonly name = 'UnusableBook';
}

/** The order as it was taken, and what will become of it: later starts with other options change nothing of it. */
export interface ReceivedLine {
  readonly type: 'received';
  readonly reference: string;
  readonly atMs: number;
  /** As it was ordered. */
  readonly amountMinor: string;
  readonly currency: string;
  /** Tells another order under the same reference; not the account itself, which is a person's. */
  readonly digest: string;
  readonly script: ScriptName;
  readonly decideAtMs: number;
  /** From when on `ask` knows of it. */
  readonly visibleAtMs: number;
  /** From when on `ask` tells the truth. */
  readonly settledAtMs: number;
}

/** The one effect of a reference. */
export interface DecidedLine {
  readonly type: 'decided';
  /** 1, 2, 3, … */
  readonly sequence: number;
  readonly reference: string;
  readonly atMs: number;
  readonly status: 'approved' | 'rejected';
  /** What was paid, or was not. */
  readonly amountMinor: string;
  readonly bankReference?: string;
  readonly code?: string;
}

/** A send that had no effect, as scripted. */
export interface LostLine {
  readonly type: 'lost';
  readonly reference: string;
}

/** A callback that needs no more attempts. */
export interface CalledBackLine {
  readonly type: 'called-back';
  readonly reference: string;
  readonly index: number;
  readonly outcome: 'delivered' | 'given-up';
}

export type BookLine = ReceivedLine | DecidedLine | LostLine | CalledBackLine;

const TYPES: ReadonlySet<unknown> = new Set(['received', 'decided', 'lost', 'called-back']);
const NEWLINE = 0x0a;

export class Book {
  private waiting: string[] = [];
  private written: Promise<void> = Promise.resolve();

  private constructor(private readonly file: FileHandle) {}

  /** Reads what is there, line by line, into `apply`. @throws UnusableBook */
  static async open(folder: string, apply: (line: BookLine) => void): Promise<Book> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, 'book.jsonl');
    const file = await open(path, 'a', 0o600);
    try {
      const lengthBytes = await readLines(path, apply);
      await file.truncate(lengthBytes);
      await file.sync();
      await synced(folder);
      return new Book(file);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** Not on the disk before `settled` resolves. */
  append(line: BookLine): void {
    this.waiting.push(`${JSON.stringify(line)}\n`);
    this.written = this.written.then(() => this.write());
    // Whoever waits for it is told; nobody may be waiting.
    this.written.catch(() => undefined);
  }

  /** When all that was appended so far is on the disk. Rejects for good once the disk has failed. */
  settled(): Promise<void> {
    return this.written;
  }

  async close(): Promise<void> {
    await this.written.catch(() => undefined);
    await this.file.close();
  }

  /** All that waits, under one sync. */
  private async write(): Promise<void> {
    if (this.waiting.length === 0) return;
    const text = this.waiting.join('');
    this.waiting = [];
    await this.file.appendFile(text);
    await this.file.datasync();
  }
}

/** The file's own name is durable only with its folder. */
async function synced(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** How many bytes are whole lines. */
async function readLines(path: string, apply: (line: BookLine) => void): Promise<number> {
  let rest = Buffer.alloc(0);
  let readBytes = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    rest = Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf(NEWLINE); end >= 0; end = rest.indexOf(NEWLINE)) {
      apply(parsedLine(rest.subarray(0, end).toString('utf8'), readBytes));
      readBytes += end + 1;
      rest = rest.subarray(end + 1);
    }
  }
  return readBytes;
}

function parsedLine(text: string, offset: number): BookLine {
  try {
    const line = JSON.parse(text) as { type: unknown; script?: unknown };
    if (TYPES.has(line.type) && (line.type !== 'received' || isScriptName(line.script))) return line as BookLine;
  } catch {
    // Said below.
  }
  throw new UnusableBook(`the bank's book cannot be read at byte ${offset}`);
}
