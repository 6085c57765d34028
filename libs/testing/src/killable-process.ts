/** A process of ours that a test starts, kills without warning, or stops, as often as it likes. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const ROOT = join(__dirname, '../../..');
const CLI = join(ROOT, 'apps/cli/dist/main.js');
const STOP_TIMEOUT_MS = 30_000;

export type Env = Readonly<Record<string, string>>;

/** What runs is what is there now: the build leaves alone what has not changed. */
let built: Promise<unknown> | undefined;

export async function whatIsThereNow(): Promise<void> {
  built ??= promisify(execFile)(process.execPath, [join(ROOT, 'tools/build.mjs')]);
  await built;
}

export const mainOf = (app: string): string => join(ROOT, 'apps', app, 'dist/main.js');

/** What stands in a test's own environment and is for the test: not for what it starts. */
export const NOT_OURS = { NODE_OPTIONS: '', EVENTSTORE_URL: '', KAFKA_BROKERS: '', HABER_TOPIC_PREFIX: '' };

export class KillableProcess {
  /** All that the process printed, its logs included. A test may empty it. */
  output = '';
  /** The same of all starts, for the canaries. */
  printed = '';
  private child: ChildProcess | undefined;
  private exited: Promise<number | null> = Promise.resolve(0);

  constructor(
    private readonly main: string,
    readonly env: Env,
  ) {}

  get pid(): number {
    if (this.child?.pid === undefined) throw new Error('not running');
    return this.child.pid;
  }

  get running(): boolean {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Waits for nothing. */
  launch(): void {
    const env = { ...process.env, ...NOT_OURS, ...this.env };
    const child = spawn(process.execPath, [this.main], { env, stdio: 'pipe' });
    this.child = child;
    this.exited = new Promise((resolve) => child.once('exit', (code) => resolve(code)));
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => this.keep(text));
    }
  }

  private keep(text: string): void {
    this.output += text;
    this.printed += text;
  }

  /** SIGKILL: no line of the process runs after it. */
  async kill(): Promise<void> {
    this.child?.kill('SIGKILL');
    await this.exited;
  }

  /** SIGTERM, and the exit code. */
  stop(): Promise<number | null> {
    this.child?.kill('SIGTERM');
    return this.exit();
  }

  /** Its exit code, once it has ended by itself. */
  async exit(): Promise<number | null> {
    const late = sleep(STOP_TIMEOUT_MS, 'late' as const, { ref: false });
    const code = await Promise.race([this.exited, late]);
    if (code === 'late') throw new Error(`did not end within ${STOP_TIMEOUT_MS} ms:\n${this.output.slice(-4_000)}`);
    return code;
  }
}

export interface RanHaber {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `haber` to its end. */
export async function runHaber(more: Env, args: readonly string[]): Promise<RanHaber> {
  const env = { ...process.env, ...NOT_OURS, ...more };
  const child = spawn(process.execPath, [CLI, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, stdout, stderr };
}

/** Open to be passed through: Postgres does not run as root, even where the tests do. */
export async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'haber-e2e-'));
  await chmod(folder, 0o711);
  return folder;
}
