/**
 * The real product as a process of its own, on a data directory of its own: started, asked through HTTP, killed without
 * warning, started again. Nothing here is in the process under test.
 */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type EventStore, postgresEventStore, runtimeUrl } from '@haber/event-store';
import type { Answer } from './http-client';
import {
  emptyFolder,
  type Env,
  KillableProcess,
  mainOf,
  type RanHaber,
  runHaber,
  whatIsThereNow,
} from './killable-process';
import type { OpenApiMatcher } from './openapi';
import { DEMO_KEY, killPostgresIn, matcherOfReady, PartnerClient, type Product, type RequestOptions } from './product';

const START_TIMEOUT_MS = 60_000;

export interface RuntimeFile {
  readonly pid: number;
  readonly url: string;
  readonly databaseUrl: string;
}

export interface StandaloneOptions {
  readonly env?: Env;
  /** Run on this directory and leave it there; else one is made and removed. */
  readonly dataDir?: string;
}

export class Standalone implements Product {
  private readonly client = new PartnerClient();
  private readonly process: KillableProcess;
  url = '';

  private constructor(
    readonly dataDir: string,
    private readonly options: StandaloneOptions,
  ) {
    const env = { PORT: '0', HABER_BOOTSTRAP_KEY: DEMO_KEY, ...options.env, HABER_DATA_DIR: dataDir };
    this.process = new KillableProcess(mainOf('standalone'), env);
  }

  static async start(options: StandaloneOptions = {}): Promise<Standalone> {
    await whatIsThereNow();
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
    return this.process.pid;
  }

  get pids(): readonly number[] {
    return this.process.running ? [this.pid] : [];
  }

  get output(): string {
    return this.process.output;
  }

  set output(text: string) {
    this.process.output = text;
  }

  get matcher(): OpenApiMatcher | undefined {
    return this.client.matcher;
  }

  set matcher(matcher: OpenApiMatcher | undefined) {
    this.client.matcher = matcher;
  }

  get mismatches(): string[] {
    return this.client.mismatches;
  }

  async restart(): Promise<void> {
    this.launch();
    await this.ready();
  }

  /** Starts the process and waits for nothing. */
  launch(): void {
    this.client.canaries.addEnvironment({ ...process.env, ...this.process.env });
    this.process.launch();
  }

  async runtime(): Promise<RuntimeFile> {
    return JSON.parse(await readFile(join(this.dataDir, 'runtime.json'), 'utf8')) as RuntimeFile;
  }

  async openLog(): Promise<EventStore> {
    return postgresEventStore({ url: runtimeUrl((await this.runtime()).databaseUrl), listen: false });
  }

  request(method: string, path: string, body?: unknown, options: RequestOptions = {}): Promise<Answer> {
    return this.client.send(this.url, method, path, body, options);
  }

  async haber(...args: string[]): Promise<RanHaber> {
    const ran = await runHaber({ ...this.options.env, HABER_DATA_DIR: this.dataDir }, args);
    this.client.canaries.addIssuedKeys(ran.stdout);
    this.process.printed += ran.stderr;
    return ran;
  }

  /** For what reaches the product by another way than `request`. */
  mustNotPrint(...texts: readonly string[]): void {
    this.client.canaries.add(...texts);
  }

  /** Postgres lives on, as it does when only the app dies. */
  kill(): Promise<void> {
    return this.process.kill();
  }

  /** SIGTERM, and the exit code. */
  stop(): Promise<number | null> {
    return this.process.stop();
  }

  /** The exit code, when it ends by itself. @throws when it goes on */
  ended(): Promise<number | null> {
    return this.process.exit();
  }

  killPostgres(signal: NodeJS.Signals): Promise<void> {
    return killPostgresIn(this.dataDir, signal);
  }

  /**
   * Stops whatever runs, Postgres included, and removes the directory.
   * @throws when the product gave an answer that it does not declare, or printed what nobody may read
   */
  async destroy(): Promise<void> {
    this.client.close();
    try {
      if (this.process.running) await this.stop();
    } finally {
      await this.kill();
      await this.killPostgres('SIGQUIT').catch(() => undefined);
      await this.addKeptSecrets();
      if (!this.options.dataDir) await rm(join(this.dataDir, '..'), { recursive: true, force: true, maxRetries: 20 });
    }
    this.client.assertAllMatched();
    this.client.canaries.mustNotStandIn(this.process.printed);
  }

  /** What the product has made for itself. */
  private async addKeptSecrets(): Promise<void> {
    for (const name of ['master.key', 'postgres.password']) {
      const secret = await readFile(join(this.dataDir, name), 'utf8').catch(() => '');
      this.client.canaries.add(secret.trim());
    }
  }

  private async ready(): Promise<void> {
    const deadline = Date.now() + START_TIMEOUT_MS;
    while (Date.now() < deadline) {
      if (!this.process.running) throw new Error(`the standalone exited:\n${this.output.slice(-4_000)}`);
      if (await this.isReady()) return;
      await sleep(50);
    }
    throw new Error(`not ready within ${START_TIMEOUT_MS} ms:\n${this.output.slice(-4_000)}`);
  }

  private async isReady(): Promise<boolean> {
    // What it says to whoever started it comes last.
    if (!this.output.includes('Haber is ready')) return false;
    const runtime = await this.runtime().catch(() => undefined);
    const matcher = runtime?.pid === this.pid && runtime && (await matcherOfReady(runtime.url));
    if (!matcher) return false;
    this.url = runtime.url;
    this.client.matcher = matcher;
    return true;
  }
}
