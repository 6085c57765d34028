/** `runtime.json` in the data directory: how `haber` and the tests find the running product. There while it runs. */
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isRunning, type KnownProcess, startOfProcess } from '@haber/boot';

export interface Runtime {
  readonly pid: number;
  readonly url: string;
  /** With the owner's password: the file is readable by its owner only. */
  readonly databaseUrl: string;
  /** Of the simulated bank, where this process has it. */
  readonly bankUrl?: string;
}

/** A second process may be started on the same data directory, beside the first: the first one's place stays. */
export async function writeRuntimeFile(dataDir: string, runtime: Runtime): Promise<void> {
  const there = await processNamedIn(dataDir);
  if (there && there.pid !== runtime.pid && isRunning(there)) return;
  const started = startOfProcess(runtime.pid);
  const path = pathIn(dataDir);
  const temporary = `${path}.${runtime.pid}`;
  await writeFile(temporary, `${JSON.stringify({ ...runtime, ...(started !== undefined && { started }) })}\n`, {
    mode: 0o600,
  });
  await rename(temporary, path);
}

/** If it is the one of this process. */
export async function removeRuntimeFile(dataDir: string, pid: number): Promise<void> {
  const there = await processNamedIn(dataDir);
  if (there?.pid === pid) await rm(pathIn(dataDir), { force: true });
}

const pathIn = (dataDir: string): string => join(dataDir, 'runtime.json');

/** Undefined where nothing is there, or nothing that can be read. */
async function processNamedIn(dataDir: string): Promise<KnownProcess | undefined> {
  try {
    return JSON.parse(await readFile(pathIn(dataDir), 'utf8')) as KnownProcess;
  } catch {
    return undefined;
  }
}
