/** What stands in the bytes of a product's data directory: Postgres, its write-ahead log, and all else. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Standalone } from '@haber/testing';

/** Files below the data directory that hold one of these texts, or their bytes. */
export async function filesWith(
  product: Pick<Standalone, 'dataDir'>,
  ...needles: readonly (string | Buffer)[]
): Promise<string[]> {
  const files = await readdir(product.dataDir, { recursive: true });
  const found: string[] = [];
  for (const file of files) {
    const path = join(product.dataDir, file);
    // A file may go while we look: Postgres renames and removes its own.
    const isFile = await stat(path).then((it) => it.isFile(), () => false); // prettier-ignore
    const bytes = isFile ? await readFile(path).catch(() => Buffer.alloc(0)) : Buffer.alloc(0);
    if (needles.some((needle) => bytes.includes(needle))) found.push(file);
  }
  return found;
}

/** However somebody might have written it down. */
export function spellings(text: string): readonly string[] {
  const bytes = Buffer.from(text);
  return [text, bytes.toString('hex'), bytes.toString('base64').replace(/=+$/, '').slice(0, -1)];
}
