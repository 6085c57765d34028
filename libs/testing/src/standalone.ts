/**
 * The real product as a process of its own, on a data directory of its own: started, asked through HTTP, killed without
 * warning, started again. Nothing here is in the process under test.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Answer, HttpClient } from './http-client';
import { LogCanaries } from './log-canaries';
import { matcherOf, type OpenApiMatcher } from './openapi';

const ROOT = join(__dirname, '../../..');
const MAIN = join(ROOT, 'apps/standalone/dist/main.js');
const CLI = join(ROOT, 'apps/cli/dist/main.js');
const BUILD = join(ROOT, 'tools/build.mjs');
const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 30_000;

/** A key of ours for the demo tenant (`demo/test`), given to a first start so that tests know it. */
export const DEMO_KEY = 'a-demo-key-for-tests-0123456789abcdef';

/** What runs is what is there now: the build leaves alone what has not changed. */
let built: Promise<unknown> | undefined;

export interface RequestOptions {
  readonly key?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

export interface RuntimeFile {
  readonly pid: number;
  readonly url: string;
  readonly databaseUrl: string;
}

export interface StandaloneOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Run on this directory and leave it there; else one is made and removed. */
  readonly dataDir?: string;
}

export class Standalone {
  /** All that the process printed, its logs included. A test may empty it. */
  output = '';
  /** The same of all starts, for the canaries. */
  private printed = '';
  private readonly canaries = new LogCanaries();
  private readonly client = new HttpClient();
  private child: ChildProcess | undefined;
  private exited: Promise<number | null> = Promise.resolve(0);
  url = '';
  /** Holds every answer to `request` against the product's own document. */
  matcher: OpenApiMatcher | undefined;
  /** Answers that the document does not declare: each has thrown, and whoever caught that will not get away with it. */
  readonly mismatches: string[] = [];

  private constructor(
    readonly dataDir: string,
    private readonly options: StandaloneOptions,
  ) {}

  static async start(options: StandaloneOptions = {}): Promise<Standalone> {
    built ??= promisify(execFile)(process.execPath, [BUILD]);
    await built;
    const dataDir = options.dataDir ?? join(await emptyFolder(), 'data');
    const standalone = new Standalone(dataDir, options);
    try {
      await standalone.restart();
    } catch (error) {
      await standalone.kill();
      await standalone.destroy();
      throw error;
    }
    return standalone;
  }

  get pid(): number {
    if (this.child?.pid === undefined) throw new Error('not running');
    return this.child.pid;
  }

  /** Starts the process on the data that is there, and waits until it says that it is ready. */
  async restart(): Promise<void> {
    this.launch();
    await this.ready();
  }

  /** Starts the process and waits for nothing. */
  launch(): void {
    const env = { ...process.env, NODE_OPTIONS: '', PORT: '0', HABER_BOOTSTRAP_KEY: DEMO_KEY, ...this.options.env };
    const child = spawn(process.execPath, [MAIN], { env: { ...env, HABER_DATA_DIR: this.dataDir }, stdio: 'pipe' });
    this.child = child;
    this.canaries.addEnvironment(env);
    this.exited = new Promise((resolve) => child.once('exit', (code) => resolve(code)));
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => this.keep(text));
    }
  }

  private keep(text: string): void {
    this.output += text;
    this.printed += text;
  }

  async runtime(): Promise<RuntimeFile> {
    return JSON.parse(await readFile(join(this.dataDir, 'runtime.json'), 'utf8')) as RuntimeFile;
  }

  /** @throws when there is no answer, or one that the product's OpenAPI document does not declare */
  async request(method: string, path: string, body?: unknown, options: RequestOptions = {}): Promise<Answer> {
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const headers = headersOf(options, text !== undefined);
    this.canaries.addRequest(headers, text);
    const { signal } = options;
    const sent = { method, url: this.url + path, headers, ...(text !== undefined && { body: text }) };
    const answer = await this.client.send({ ...sent, ...(signal && { signal }) });
    this.mustMatch(method, path, answer);
    return answer;
  }

  /** For what reaches the product by another way than `request`. */
  mustNotPrint(...texts: readonly string[]): void {
    this.canaries.add(...texts);
  }

  private mustMatch(method: string, target: string, { status, headers, text }: Answer): void {
    const mismatch = this.matcher?.mismatch({ method, target, status, headers, text });
    if (mismatch === undefined) return;
    this.mismatches.push(mismatch);
    throw new Error(mismatch);
  }

  /** Runs `haber` against this data directory. */
  async haber(...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
    const env = { ...process.env, NODE_OPTIONS: '', ...this.options.env, HABER_DATA_DIR: this.dataDir };
    const child = spawn(process.execPath, [CLI, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
    this.canaries.addIssuedKeys(stdout);
    this.printed += stderr;
    return { code, stdout, stderr };
  }

  /** SIGKILL: no line of the process runs after it. Postgres lives on, as it does when only the app dies. */
  async kill(): Promise<void> {
    this.child?.kill('SIGKILL');
    await this.exited;
  }

  /** SIGTERM, and the exit code. */
  async stop(): Promise<number | null> {
    this.child?.kill('SIGTERM');
    return this.ended();
  }

  /** The exit code, when it ends by itself. @throws when it goes on */
  async ended(): Promise<number | null> {
    const late = sleep(STOP_TIMEOUT_MS, 'late' as const, { ref: false });
    const code = await Promise.race([this.exited, late]);
    if (code === 'late') throw new Error(`did not stop within ${STOP_TIMEOUT_MS} ms:\n${this.output.slice(-4_000)}`);
    return code;
  }

  /** Of the embedded server's first process. @throws when none runs. */
  async killPostgres(signal: NodeJS.Signals): Promise<void> {
    const file = await readFile(join(this.dataDir, 'postgres/postmaster.pid'), 'utf8');
    process.kill(Number(file.split('\n')[0]), signal);
  }

  /**
   * Stops whatever runs, Postgres included, and removes the directory.
   * @throws when the product gave an answer that it does not declare, or printed what nobody may read
   */
  async destroy(): Promise<void> {
    this.client.close();
    try {
      if (this.running) await this.stop();
    } finally {
      await this.kill();
      await this.killPostgres('SIGQUIT').catch(() => undefined);
      await this.addKeptSecrets();
      if (!this.options.dataDir) await rm(join(this.dataDir, '..'), { recursive: true, force: true, maxRetries: 20 });
    }
    if (this.mismatches.length > 0) throw new Error(`undeclared answers:\n${this.mismatches.slice(0, 5).join('\n')}`);
    this.canaries.mustNotStandIn(this.printed);
  }

  /** What the product has made for itself. */
  private async addKeptSecrets(): Promise<void> {
    for (const name of ['master.key', 'postgres.password']) {
      const secret = await readFile(join(this.dataDir, name), 'utf8').catch(() => '');
      this.canaries.add(secret.trim());
    }
  }

  private get running(): boolean {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  private async ready(): Promise<void> {
    const deadline = Date.now() + START_TIMEOUT_MS;
    while (Date.now() < deadline) {
      if (!this.running) throw new Error(`the standalone exited:\n${this.output.slice(-4_000)}`);
      if (await this.isReady()) return;
      await sleep(50);
    }
    throw new Error(`not ready within ${START_TIMEOUT_MS} ms:\n${this.output.slice(-4_000)}`);
  }

  private async isReady(): Promise<boolean> {
    // What it says to whoever started it comes last.
    if (!this.output.includes('Haber is ready')) return false;
    const runtime = await this.runtime().catch(() => undefined);
    const document = runtime?.pid === this.child?.pid && runtime && (await documentOf(runtime.url));
    if (!document) return false;
    this.url = runtime.url;
    this.matcher = matcherOf(document);
    return true;
  }
}

function headersOf({ key = DEMO_KEY, headers }: RequestOptions, hasBody: boolean): Readonly<Record<string, string>> {
  return {
    ...(key !== null && { authorization: `Bearer ${key}` }),
    ...(hasBody && { 'content-type': 'application/json' }),
    ...headers,
  };
}

/** What a ready product says about itself; undefined while it is not ready. */
async function documentOf(url: string): Promise<string | undefined> {
  try {
    const { ok } = await fetch(`${url}/readyz`);
    return ok ? await fetch(`${url}/openapi.json`).then((response) => response.text()) : undefined;
  } catch {
    return undefined;
  }
}

/** Open to be passed through: Postgres does not run as root, even where the tests do. */
async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'haber-e2e-'));
  await chmod(folder, 0o711);
  return folder;
}
