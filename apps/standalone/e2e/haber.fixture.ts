/** `haber` as a process that a test can kill, on whatever data directory or database the test says. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { LogCanaries, NOT_OURS } from '@haber/testing';

const ROOT = join(__dirname, '../../..');
const CLI = join(ROOT, 'apps/cli/dist/main.js');

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly done: Promise<Ran>;
  /** SIGKILL, and its end. */
  kill(): Promise<void>;
}

let built: Promise<unknown> | undefined;

/** @param env beside this process' own */
export async function startHaber(env: Readonly<Record<string, string>>, ...args: string[]): Promise<Running> {
  built ??= promisify(execFile)(process.execPath, [join(ROOT, 'tools/build.mjs')]);
  await built;
  const child = spawn(process.execPath, [CLI, ...args], {
    env: { ...process.env, ...NOT_OURS, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const secrets = new LogCanaries();
  secrets.addEnvironment(env);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const closed = once(child, 'close');
  return {
    child,
    done: closed.then(([code]) => {
      secrets.mustNotStandIn(stdout + stderr);
      return { code: code as number | null, stdout, stderr };
    }),
    async kill() {
      child.kill('SIGKILL');
      await closed;
    },
  };
}

export async function haberIn(env: Readonly<Record<string, string>>, ...args: string[]): Promise<Ran> {
  return (await startHaber(env, ...args)).done;
}

/** What it said to whoever watches, but for how far it was: a slow machine hears more of that. */
export function complaintsIn(stderr: string): string {
  return stderr.replaceAll(/^\w+: \d+ of \d+\n/gm, '');
}
