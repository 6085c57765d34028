/**
 * One table's rows as a file of a backup: gzip around Postgres' binary COPY, so that `gunzip -c` and psql's `\copy`
 * read it without us. Written and read as a stream; its SHA-256 and its size are over the bytes of the file.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream, type WriteStream } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { finished, pipeline } from 'node:stream/promises';
import { createGunzip, createGzip, type Gzip, gunzipSync } from 'node:zlib';
import { COPY_HEADER, COPY_TRAILER, CopyCutter, type Rows } from './copy-binary';

export interface Written {
  readonly bytes: number;
  /** Hex. */
  readonly sha256: string;
}

/** Fast rather than small: the command shares the machine with the product. */
const GZIP_LEVEL = 1;

/** Rows in the order in which they are written. Whole only after `end`. */
export class PartWriter {
  private readonly gzip: Gzip = createGzip({ level: GZIP_LEVEL });
  private readonly file: WriteStream;
  private readonly flowing: Promise<void>;
  private readonly hash = createHash('sha256');
  private bytes = 0;

  constructor(path: string) {
    this.file = createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true });
    this.gzip.on('data', (chunk: Buffer) => {
      this.hash.update(chunk);
      this.bytes += chunk.length;
    });
    this.flowing = pipeline(this.gzip, this.file);
    this.flowing.catch(() => undefined); // `write` and `end` tell
    this.gzip.write(COPY_HEADER);
  }

  /** Resolves when more may come. @throws what the disk says */
  async write(bytes: Buffer): Promise<void> {
    if (bytes.length === 0 || this.gzip.write(bytes)) return;
    await Promise.race([once(this.gzip, 'drain'), this.flowing]);
  }

  /** On disk, and what it is. */
  async end(): Promise<Written> {
    this.gzip.end(COPY_TRAILER);
    await this.flowing;
    return { bytes: this.bytes, sha256: this.hash.digest('hex') };
  }

  async abandon(): Promise<void> {
    this.gzip.destroy();
    await finished(this.file).catch(() => undefined);
  }
}

/** Of a file that may be anything. */
export async function measured(path: string, onBytes: (count: number) => void): Promise<Written> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
    onBytes(chunk.length);
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** The uncompressed COPY of a part, for the server. */
export async function pourInto(path: string, sink: NodeJS.WritableStream, onBytes: (count: number) => void) {
  const file = createReadStream(path, { highWaterMark: 1 << 18 });
  file.on('data', (chunk) => onBytes(chunk.length));
  await pipeline(file, createGunzip(), sink);
}

/** For a part of a few rows. */
export async function rowsOf(path: string): Promise<Rows['rows']> {
  return new CopyCutter().push(gunzipSync(await readFile(path))).rows;
}

/** Names in a folder are on disk only after this. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}
