/**
 * The product as separate processes: one gateway, some instances of every service, one Postgres. Each process can be
 * killed or stopped by itself; the rest goes on.
 */
import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@haber/embedded-postgres';
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
import {
  DEMO_KEY,
  isReady,
  killPostgresIn,
  matcherOfReady,
  PartnerClient,
  type Product,
  type RequestOptions,
} from './product';

export const SERVICES = ['applications', 'capacity', 'credit-lines', 'payments'] as const;
export type ClusterService = (typeof SERVICES)[number];

const START_TIMEOUT_MS = 90_000;
const MAX_CONNECTIONS = 300;

export interface ClusterOptions {
  /** For every process. */
  readonly env?: Env;
  /** Of each service. Default 2. */
  readonly instances?: number;
}

/** One process of a cluster. */
export class Member extends KillableProcess {
  constructor(
    readonly name: 'gateway' | ClusterService,
    readonly url: string,
    env: Env,
  ) {
    super(mainOf(name), { ...env, PORT: new URL(url).port });
  }

  async restart(): Promise<void> {
    this.launch();
    await this.ready();
  }

  async ready(): Promise<void> {
    const deadline = Date.now() + START_TIMEOUT_MS;
    while (Date.now() < deadline) {
      if (!this.running) throw new Error(`${this.name} exited:\n${this.output.slice(-4_000)}`);
      if (await isReady(this.url)) return;
      await sleep(50);
    }
    throw new Error(`${this.name} is not ready within ${START_TIMEOUT_MS} ms:\n${this.output.slice(-4_000)}`);
  }
}

interface Parts {
  readonly folder: string;
  readonly postgres: EmbeddedPostgres;
  readonly env: Env;
  readonly signingKey: KeyObject;
  readonly gateway: Member;
  readonly services: readonly Member[];
}

export class Cluster implements Product {
  private readonly client = new PartnerClient();

  private constructor(private readonly parts: Parts) {}

  static async start(options: ClusterOptions = {}): Promise<Cluster> {
    await whatIsThereNow();
    const cluster = new Cluster(await partsOf(options));
    try {
      await cluster.restart();
    } catch (error) {
      await cluster.kill();
      await cluster.destroy();
      throw error;
    }
    return cluster;
  }

  get url(): string {
    return this.parts.gateway.url;
  }

  get gateway(): Member {
    return this.parts.gateway;
  }

  /** What the gateway's tokens are signed with. */
  get signingKey(): KeyObject {
    return this.parts.signingKey;
  }

  get output(): string {
    return this.members.map(({ name, output }) => `── ${name}\n${output}`).join('');
  }

  instancesOf(name: ClusterService): readonly Member[] {
    return this.parts.services.filter((member) => member.name === name);
  }

  async restart(): Promise<void> {
    const absent = this.members.filter(({ running }) => !running);
    await Promise.all(absent.map((member) => member.restart()));
    this.client.matcher = await matcherOfReady(this.url);
    if (!this.client.matcher) throw new Error(`the gateway shows no document:\n${this.gateway.output.slice(-4_000)}`);
  }

  request(method: string, path: string, body?: unknown, options: RequestOptions = {}): Promise<Answer> {
    return this.client.send(this.url, method, path, body, options);
  }

  async haber(...args: string[]): Promise<RanHaber> {
    const ran = await runHaber({ ...this.parts.env, HABER_DATA_DIR: this.parts.folder }, args);
    this.client.canaries.addIssuedKeys(ran.stdout);
    this.gateway.printed += ran.stderr;
    return ran;
  }

  runtime(): Promise<{ readonly databaseUrl: string }> {
    return Promise.resolve({ databaseUrl: this.parts.postgres.url });
  }

  async kill(): Promise<void> {
    await Promise.all(this.members.map((member) => member.kill()));
  }

  killPostgres(signal: NodeJS.Signals): Promise<void> {
    return killPostgresIn(this.parts.folder, signal);
  }

  async destroy(): Promise<void> {
    this.client.close();
    const { postgres, folder } = this.parts;
    try {
      // The gateway first: it finishes what it accepted, with the services still there.
      for (const members of [[this.gateway], this.parts.services]) await Promise.all(members.map(stopped));
    } finally {
      await this.kill();
      await postgres.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 20 });
    }
    this.client.assertAllMatched();
    for (const { env } of this.members) this.client.canaries.addEnvironment(env);
    for (const { printed } of this.members) this.client.canaries.mustNotStandIn(printed);
  }

  private get members(): readonly Member[] {
    return [this.parts.gateway, ...this.parts.services];
  }
}

async function stopped(member: Member): Promise<void> {
  if (member.running) await member.stop();
}

async function partsOf({ env: more = {}, instances = 2 }: ClusterOptions): Promise<Parts> {
  const folder = await emptyFolder();
  const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), maxConnections: MAX_CONNECTIONS });
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const urls = await freeUrls(1 + SERVICES.length * instances);
  const [gatewayUrl = '', ...others] = urls;
  const placeOf = (i: number): string[] => others.slice(i * instances, (i + 1) * instances);
  const env = {
    HABER_MASTER_KEY: randomBytes(32).toString('hex'),
    DATABASE_URL: postgres.url,
    HABER_DATABASE_POOL_SIZE: '6',
    HABER_PUBLIC_URL: gatewayUrl,
    ...more,
  };
  const ofServices = {
    HABER_GATEWAY_PUBLIC_KEYS: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
  };
  const ofGateway = {
    HABER_BOOTSTRAP_KEY: DEMO_KEY,
    HABER_GATEWAY_SIGNING_KEY: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
    ...Object.fromEntries(SERVICES.map((name, i) => [variableOf(name), placeOf(i).join(',')])),
  };
  const services = SERVICES.flatMap((name, i) =>
    placeOf(i).map((url) => new Member(name, url, { ...env, ...ofServices, HABER_DATA_DIR: join(folder, name) })),
  );
  const gateway = new Member('gateway', gatewayUrl, { ...env, ...ofGateway, HABER_DATA_DIR: join(folder, 'gateway') });
  return { folder, postgres, env, signingKey: privateKey, gateway, services };
}

function variableOf(name: ClusterService): string {
  return `HABER_${name.toUpperCase().replaceAll('-', '_')}_URLS`;
}

const LOWEST_PORT = 15_000;
const PORTS = 1_000;
const RANGES = 15;

/**
 * Below the ports that outgoing connections are given: a process that is away for a moment finds its own again. Each
 * worker of Jest has a range, so that two clusters which start at once do not find the same port free.
 */
async function freeUrls(count: number): Promise<readonly string[]> {
  const lowest = LOWEST_PORT + (Number(process.env['JEST_WORKER_ID'] ?? 0) % RANGES) * PORTS;
  const found = new Set<number>();
  while (found.size < count) {
    const port = lowest + Math.floor(Math.random() * PORTS);
    if (await isFree(port)) found.add(port);
  }
  return [...found].map((port) => `http://127.0.0.1:${port}`);
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
