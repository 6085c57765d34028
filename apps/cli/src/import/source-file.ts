/**
 * The file of an import, read three times: for its name (its hash), to be checked whole, to be written. It stays open,
 * and every batch must be, byte for byte, what it was when the file was named: nothing that was not checked is written.
 * What can be read only once (a pipe) is spooled first. Memory: one batch, and 32 bytes for each that the file has.
 */
import { createHash, type Hash } from 'node:crypto';
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MAX_IMPORT_LINE_BYTES } from '@haber/dialects';
import { Refusal } from '../refusal';

export interface SourceLine {
  /** From 1. */
  readonly number: number;
  /** Undefined for a line that is longer than any may be. */
  readonly bytes: Buffer | undefined;
}

export interface LineBatch {
  /** Without those that are blank. */
  readonly lines: readonly SourceLine[];
  /** Bytes of the file up to its end. */
  readonly through: number;
}

/** The file is not the one that was opened. */
export class FileChanged extends Error {
  override readonly name = 'FileChanged';
}

const LINES_A_BATCH = 500;
const CHUNK_BYTES = 256 * 1024;
const LINE_FEED = 0x0a;

export class SourceFile {
  private constructor(
    private readonly file: FileHandle,
    private readonly named: {
      readonly size: number;
      readonly sha256: string;
      /** Of everything up to the end of each batch. */
      readonly digests: readonly Buffer[];
    },
  ) {}

  /** In bytes. */
  get size(): number {
    return this.named.size;
  }

  /** In hex: the file's name as an import. */
  get sha256(): string {
    return this.named.sha256;
  }

  /** `-`: standard input. @throws Refusal */
  static async open(path: string): Promise<SourceFile> {
    const file = path === '-' ? await spooled(process.stdin) : await opened(path);
    const hash = createHash('sha256');
    const digests: Buffer[] = [];
    let size = 0;
    for await (const { through } of batchesOf(file, hash)) {
      digests.push(hash.copy().digest());
      size = through;
    }
    return new SourceFile(file, { size, sha256: hash.digest('hex'), digests });
  }

  close(): Promise<void> {
    return this.file.close();
  }

  /** @throws FileChanged before the first batch that is another one than when the file was opened */
  async *batches(): AsyncGenerator<LineBatch> {
    const hash = createHash('sha256');
    let seen = 0;
    for await (const batch of batchesOf(this.file, hash)) {
      if (this.named.digests[seen]?.equals(hash.copy().digest()) !== true) throw new FileChanged();
      seen += 1;
      yield batch;
    }
    if (seen !== this.named.digests.length) throw new FileChanged();
  }
}

/** `hash` has taken in exactly the bytes of the batches that were given. */
async function* batchesOf(file: FileHandle, hash: Hash): AsyncGenerator<LineBatch> {
  const reading = new LineReading(hash);
  for (let at = 0; ;) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES, at);
    if (bytesRead === 0) break;
    at += bytesRead;
    yield* reading.take(buffer.subarray(0, bytesRead));
  }
  yield* reading.end();
}

/** Cuts chunks into lines and lines into batches. */
class LineReading {
  private readonly lines: SourceLine[] = [];
  private linesSeen = 0;
  private through = 0;
  /** Of the line under way, as far as it is not too long. */
  private parts: Buffer[] = [];
  private length = 0;
  private inBatch = 0;

  constructor(private readonly hash: Hash) {}

  *take(chunk: Buffer): Generator<LineBatch> {
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, start)) {
      this.add(chunk.subarray(start, end + 1));
      this.endLine();
      start = end + 1;
      if (this.inBatch >= LINES_A_BATCH) yield this.batch();
    }
    if (start < chunk.length) this.add(chunk.subarray(start));
  }

  *end(): Generator<LineBatch> {
    if (this.length > 0) this.endLine();
    if (this.inBatch > 0) yield this.batch();
  }

  private add(part: Buffer): void {
    this.hash.update(part);
    this.length += part.length;
    if (this.length <= MAX_IMPORT_LINE_BYTES) this.parts.push(part);
  }

  private endLine(): void {
    this.linesSeen += 1;
    this.inBatch += 1;
    const bytes = this.length <= MAX_IMPORT_LINE_BYTES ? Buffer.concat(this.parts) : undefined;
    if (bytes === undefined || !isBlank(bytes)) this.lines.push({ number: this.linesSeen, bytes });
    this.through += this.length;
    this.parts = [];
    this.length = 0;
  }

  private batch(): LineBatch {
    this.inBatch = 0;
    return { lines: this.lines.splice(0), through: this.through };
  }
}

function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d));
}

async function opened(path: string): Promise<FileHandle> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    throw new Refusal('usage', `${path} cannot be read: ${error.code ?? error.message}`);
  });
  const stat = await file.stat();
  if (stat.isFile()) return file;
  if (stat.isDirectory()) {
    await file.close();
    throw new Refusal('usage', `${path} is a directory`);
  }
  // A pipe: it closes with the stream that reads it.
  return spooled(file.createReadStream());
}

/** A copy that nobody else can open, and that is gone with this process however it ends: it holds personal data. */
async function spooled(stream: AsyncIterable<Buffer>): Promise<FileHandle> {
  const folder = await mkdtemp(join(tmpdir(), 'haber-import-'));
  const spool = await open(join(folder, 'spool'), 'wx+', 0o600);
  await rm(folder, { recursive: true });
  try {
    for await (const chunk of stream) await spool.appendFile(chunk);
    return spool;
  } catch (error) {
    await spool.close();
    throw error;
  }
}
