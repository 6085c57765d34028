/**
 * `checkpoint.json` in the data directory: the checkpoint signed last, kept where whoever may write to the database
 * cannot. A log that does not hold that very event is not the one that was signed.
 */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatHead, type HeadEvidence, parseEvidence } from '../evidence';
import { SigningRefused } from './signing-refused';

export interface CheckpointFile {
  readonly path: string;
  /** Undefined where nothing was ever signed from here. @throws SigningRefused when it cannot be read */
  read(): Promise<HeadEvidence | undefined>;
  /** Whole or not at all, and on the disk. */
  write(checkpoint: HeadEvidence): Promise<void>;
}

export function checkpointFile(dataDir: string): CheckpointFile {
  const path = join(dataDir, 'checkpoint.json');
  return {
    path,
    async read() {
      const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined;
        throw error;
      });
      return text === undefined ? undefined : headIn(text, path);
    },
    async write({ stream, revision, hash }) {
      // A service has no other use for a data directory, and may find none.
      await mkdir(dataDir, { recursive: true });
      const temporary = `${path}.${process.pid}`;
      const text = `${JSON.stringify({ stream, revision, hash })}\n`;
      await writeFile(temporary, text, { mode: 0o600, flush: true });
      await rename(temporary, path);
    },
  };
}

function headIn(text: string, path: string): HeadEvidence {
  try {
    const { heads } = parseEvidence([formatHead(JSON.parse(text) as HeadEvidence)]);
    if (heads[0]) return heads[0];
  } catch {
    // told below, as what holds no head is
  }
  throw new SigningRefused(
    `${path} does not say which checkpoint was signed last: hold the log against evidence kept elsewhere ` +
      '(haber verify --head …); if it is right, remove the file and start Haber again',
  );
}
