/** The processes that a bench measures: started, asked for their memory, stopped. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export const BENCH_KEY = 'a-bench-key-0123456789-abcdefghijkl';

export interface Server {
  readonly pid: number;
  readonly port: number;
  readonly databaseUrl: string;
  stop(): Promise<void>;
}

const START_TIMEOUT_MS = 60_000;

export async function startHaber(dataDir: string): Promise<Server> {
  const env = { ...process.env, PORT: '0', HABER_DATA_DIR: dataDir, HABER_BOOTSTRAP_KEY: BENCH_KEY };
  const child = spawn(process.execPath, [join(__dirname, 'haber-server.js')], {
    env: { ...env, HABER_LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    const text = await readFile(join(dataDir, 'runtime.json'), 'utf8').catch(() => '{}');
    const runtime = JSON.parse(text) as { pid?: number; url?: string; databaseUrl?: string };
    if (runtime.pid === child.pid && runtime.url) {
      const port = Number(new URL(runtime.url).port);
      return { pid: child.pid ?? 0, port, databaseUrl: runtime.databaseUrl ?? '', stop: () => stopped(child) };
    }
    await sleep(50);
  }
  throw new Error('the product did not start');
}

export async function startCompare(databaseUrl: string, connections: number, accounts: number): Promise<Server> {
  const args = [join(__dirname, 'compare-server.js'), databaseUrl, `${connections}`, `${accounts}`];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await new Promise<number>((resolve) =>
    child.stdout.once('data', (text: Buffer) => resolve(Number(text))),
  );
  return { pid: child.pid ?? 0, port, databaseUrl, stop: () => stopped(child) };
}

/** Standard output of a script of this folder, run to its end. */
export async function outputOf(script: string, ...args: string[]): Promise<string> {
  const child = spawn(process.execPath, [join(__dirname, script), ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (text: Buffer) => (output += text.toString()));
  await new Promise((resolve) => child.once('close', resolve));
  return output;
}

async function stopped(child: ChildProcess): Promise<void> {
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await exit;
}

const TICKS_PER_SECOND = 100;

/** Processor seconds that a process has used by itself (Linux); 0 elsewhere. */
export async function processorSeconds(pid: number): Promise<number> {
  const of = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const [, , , ...fields] = of.slice(of.lastIndexOf(')')).split(' ');
  return (Number(fields[9] ?? 0) + Number(fields[10] ?? 0)) / TICKS_PER_SECOND;
}

/** Resident memory in MiB (Linux); undefined elsewhere. */
export async function residentMiB(pid: number): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kib = /VmRSS:\s+(\d+)/.exec(status)?.[1];
  return kib === undefined ? undefined : Math.round(Number(kib) / 1024);
}
