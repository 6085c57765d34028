/**
 * A supervised PostgreSQL of our own on a data directory: made on first use, adopted when it outlived its last owner,
 * brought back on the same port when it falls. `DATABASE_URL` is the caller's way around all of it.
 */
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { prepareBinaries } from './binaries';
import { OWNER, openCluster } from './cluster';
import { type Credentials, DataDirectoryInUse, ServerExited, claim, connectWhenReady, urlOf } from './guard';
import * as postmaster from './postmaster';
import type { Postmaster, ServerPlace, Settings } from './postmaster';
import { accountFor, reachablePlace } from './server-account';

export interface EmbeddedPostgresOptions {
  /** Made when missing. Beside it lies `<dataDir>.password`. */
  readonly dataDir: string;
  /** Default: a free one, kept for the life of this object. */
  readonly port?: number;
  /** Default 60; one is taken by the owner's connection. */
  readonly maxConnections?: number;
  /** Lines for an operator. */
  readonly log?: (line: string) => void;
}

/** The server fell, or could not be brought back in the attempt before this one. */
export interface Crash {
  readonly reason: string;
  /** 1 for the first attempt after a fall. */
  readonly attempt: number;
  /** Nothing more will be tried: the directory belongs to another process now. */
  readonly final: boolean;
}

export interface EmbeddedPostgres {
  /** Of the database's owner, password included; the same for the life of this object. */
  readonly url: string;
  readonly port: number;
  /** Of the present server process; another one after a crash. */
  readonly pid: number;
  onCrash(listener: (crash: Crash) => void): void;
  /** Stops the server and its supervision; call it after the application has drained. */
  stop(): Promise<void>;
}

const MAX_STARTS = 5;
const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 5_000;
const LOG_CHECK_MS = 60_000;

/** @throws DataDirectoryInUse when another live process owns the directory; Error with the remedy otherwise. */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const settings = { ...postmaster.SETTINGS, max_connections: options.maxConnections ?? 60 };
  const prepared = await prepare(options, settings);
  const server = new SupervisedServer(prepared, options);
  await server.start();
  return server;
}

type Prepared = ServerPlace & Credentials;

/** Everything up to the launch: place, programs, cluster. */
async function prepare(options: EmbeddedPostgresOptions, settings: Settings): Promise<Prepared> {
  const log = options.log ?? (() => undefined);
  const place = await reachablePlace(options.dataDir, log);
  const account = await accountFor(place);
  const binaries = await prepareBinaries({ account, copyInto: dirname(place) });
  const cluster = await openCluster({ place, account, binaries, passwordFile: `${options.dataDir}.password` });
  if (cluster.isNew) log(`made a new database in ${place}`);
  return { place, account, binaries, settings, password: cluster.password };
}

/** An unsupervised, unclaimed server for tests, on its database "postgres": whoever starts it must stop the process. */
export async function launchForTests(dataDir: string): Promise<Postmaster & { readonly url: string }> {
  const settings = { ...postmaster.SETTINGS, max_connections: 200, fsync: 'off', shared_buffers: '64MB' };
  const prepared = await prepare({ dataDir }, settings);
  const server = await postmaster.launch(prepared, await postmaster.freePort());
  await (await connectWhenReady(server, prepared)).end();
  return { ...server, url: urlOf(server.port, prepared.password, 'postgres') };
}

class SupervisedServer implements EmbeddedPostgres {
  private server: Postmaster = { pid: 0, port: 0 };
  private guard: Client | undefined;
  private recovery: Promise<void> = Promise.resolve();
  private readonly stopping = new AbortController();
  private readonly listeners: ((crash: Crash) => void)[] = [];
  private readonly logCheck: NodeJS.Timeout;

  constructor(
    private readonly prepared: Prepared,
    private readonly options: EmbeddedPostgresOptions,
  ) {
    this.logCheck = setInterval(() => {
      postmaster.boundLog(prepared.place).catch(() => undefined);
    }, LOG_CHECK_MS).unref();
  }

  get port(): number {
    return this.server.port;
  }

  get pid(): number {
    return this.server.pid;
  }

  get url(): string {
    return urlOf(this.server.port, this.prepared.password, OWNER);
  }

  onCrash(listener: (crash: Crash) => void): void {
    this.listeners.push(listener);
  }

  async start(): Promise<void> {
    try {
      const guard = await this.bringUp(this.options.port);
      const { rowCount } = await guard.query('SELECT FROM pg_database WHERE datname = $1', [OWNER]);
      if (rowCount === 0) await guard.query(`CREATE DATABASE ${OWNER}`);
    } catch (error) {
      clearInterval(this.logCheck);
      throw error;
    }
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    clearInterval(this.logCheck);
    await this.recovery;
    await this.guard?.end().catch(() => undefined);
    if (this.guard) await postmaster.stopPostmaster(this.server);
    this.guard = undefined;
  }

  /** Adopts or launches, until one server is ours. */
  private async bringUp(wishedPort: number | undefined): Promise<Client> {
    for (let start = 1; ; start++) {
      try {
        const running = postmaster.runningPostmaster(this.prepared.place);
        const guard = running ? await this.adopt(running, wishedPort) : await this.launch(wishedPort);
        if (guard) return guard;
      } catch (error) {
        if (!(error instanceof ServerExited)) throw error;
        if (start >= MAX_STARTS) throw new Error(`${error.message}: ${await postmaster.logTail(this.prepared.place)}`);
      }
    }
  }

  private async launch(wishedPort: number | undefined): Promise<Client> {
    await postmaster.clearRemains(this.prepared.place);
    const server = await postmaster.launch(this.prepared, wishedPort ?? (await postmaster.freePort()));
    const guard = await connectWhenReady(server, this.prepared).catch(async (error: unknown) => {
      await postmaster.stopPostmaster(server);
      throw error;
    });
    return this.own(server, guard);
  }

  /** Undefined when the running server had to go because it listens on another port than the wished one. */
  private async adopt(running: Postmaster, wishedPort: number | undefined): Promise<Client | undefined> {
    const guard = await this.own(running, await connectWhenReady(running, this.prepared));
    if (wishedPort === undefined || wishedPort === running.port) {
      this.options.log?.(`adopted the database server ${running.pid} that was running on ${this.prepared.place}`);
      return guard;
    }
    this.guard = undefined;
    await guard.end();
    await postmaster.stopPostmaster(running);
    return undefined;
  }

  private async own(server: Postmaster, guard: Client): Promise<Client> {
    try {
      await claim(guard, this.prepared.place);
    } catch (error) {
      await guard.end().catch(() => undefined);
      throw error;
    }
    this.server = server;
    this.guard = guard;
    guard.on('end', () => {
      if (this.guard === guard && !this.stopping.signal.aborted) this.recovery = this.recover();
    });
    return guard;
  }

  /** Tries for ever, at most every 5 s, unless stopped or another process took the directory over. */
  private async recover(): Promise<void> {
    this.guard = undefined;
    let reason = `the database server ${this.server.pid} ended unexpectedly`;
    for (let attempt = 1; !this.stopping.signal.aborted; attempt++) {
      this.tell({ reason, attempt, final: false });
      try {
        await this.bringUp(this.server.port);
        return;
      } catch (error) {
        reason = (error as Error).message;
        if (error instanceof DataDirectoryInUse) return this.tell({ reason, attempt, final: true });
      }
      const delayMs = Math.min(FIRST_RETRY_MS * 2 ** (attempt - 1), LONGEST_RETRY_MS);
      await sleep(delayMs, undefined, { signal: this.stopping.signal }).catch(() => undefined);
    }
  }

  private tell(crash: Crash): void {
    this.options.log?.(`${crash.reason} (attempt ${crash.attempt} to bring it back${crash.final ? ' gave up' : ''})`);
    for (const listener of this.listeners) listener(crash);
  }
}
