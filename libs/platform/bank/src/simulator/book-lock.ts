/** One process a book: two would each pay what the other knows nothing of. The lock of one that was killed is void. */
import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isRunning, type KnownProcess, startOfProcess } from '@haber/boot';

export class BookInUse extends Error {
  override readonly name = 'BookInUse';
}

export interface BookLock {
  release(): Promise<void>;
}

/** @throws BookInUse */
export async function lockBook(folder: string): Promise<BookLock> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'book.lock');
  const holder = await holderOf(path);
  if (holder && isRunning(holder)) throw inUse(folder, holder.pid);
  if (holder) await rm(path, { force: true });
  const file = await open(path, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EEXIST' ? inUse(folder, undefined) : error;
  });
  const started = startOfProcess(process.pid);
  await file.writeFile(JSON.stringify({ pid: process.pid, ...(started !== undefined && { started }) }));
  await file.close();
  return { release: () => rm(path, { force: true }) };
}

function inUse(folder: string, pid: number | undefined): BookInUse {
  return new BookInUse(`the bank's book in ${folder} is in use${pid === undefined ? '' : ` by process ${pid}`}`);
}

/** Undefined where there is none. One that was killed before it had written its number never had a book open. */
async function holderOf(path: string): Promise<KnownProcess | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as KnownProcess;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? undefined : { pid: 0 };
  }
}
