/** `runtime.json` in the data directory: how `haber` and the tests find the running product. There while it runs. */
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startOfProcess } from '@haber/boot';

export interface Runtime {
  readonly pid: number;
  readonly url: string;
  /** With the owner's password: the file is readable by its owner only. */
  readonly databaseUrl: string;
}

export async function writeRuntimeFile(dataDir: string, runtime: Runtime): Promise<void> {
  const started = startOfProcess(runtime.pid);
  const path = join(dataDir, 'runtime.json');
  const temporary = `${path}.${runtime.pid}`;
  await writeFile(temporary, `${JSON.stringify({ ...runtime, ...(started !== undefined && { started }) })}\n`, {
    mode: 0o600,
  });
  await rename(temporary, path);
}

export async function removeRuntimeFile(dataDir: string): Promise<void> {
  await rm(join(dataDir, 'runtime.json'), { force: true });
}
