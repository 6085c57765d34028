/**
 * Keeps one projection at the end of the log. Of several processes one is active (a session lock) and the others stand
 * by; should two ever run at once, the checkpoint lets only one of them write. A failing database or store is retried
 * for ever; an event that cannot be applied stops this projection, not the process.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { EventStore, LogPage, StoredEvent, Subscription } from '@haber/event-store';
import type { Pool, PoolClient } from 'pg';
import { type Checkpoint, CheckpointMoved, applyStep, readCheckpoint } from './checkpoint';
import { isPassing } from './passing-fault';
import { hangUp, withSession } from './pool';
import { Progress } from './progress';
import type { Projection } from './projection';
import { rebuildProjection } from './rebuild';

export interface ProjectionOptions {
  readonly store: EventStore;
  /** Lends one connection for as long as the projection runs, and one more during a rebuild. */
  readonly pool: Pool;
  readonly projection: Projection;
  /** Told once when trouble begins, and when the projection stops for good. */
  readonly onFault: (fault: ProjectionFault) => void;
  /** Told of events whose rows are durable. */
  readonly onApplied?: (applied: AppliedEvents) => void;
}

export interface AppliedEvents {
  readonly projection: string;
  readonly events: readonly StoredEvent[];
  /** On the clock of `performance.now()`. */
  readonly beganAtMs: number;
}

export interface ProjectionFault {
  readonly projection: string;
  readonly error: Error;
  /** The projection has stopped and stays stopped until the process starts anew. */
  readonly final: boolean;
}

export interface ProjectionHealth {
  readonly name: string;
  readonly role: 'active' | 'standby' | 'stopped';
  readonly through: bigint;
  /** For how long it has been known to be behind the log, a page being applied included; 0 when it is not. */
  readonly lagMs: number;
  readonly fault: string | undefined;
}

export interface RunningProjection {
  /** Resolves once tables of this version are there to be read; rejects when the projection stops before. */
  readonly ready: Promise<void>;
  /** Resolves once it has stopped, for whatever reason; see `health().fault`. */
  readonly done: Promise<void>;
  /** Everything up to here is in the rows, as far as this process knows. */
  through(): bigint;
  /** Resolves once the rows reflect `position`; rejects after `timeoutMs` (default 30,000) or when it stops. */
  caughtUp(position: bigint, timeoutMs?: number): Promise<void>;
  health(): ProjectionHealth;
  stop(): Promise<void>;
}

const PAGE_SIZE = 500;
/** Gathers events into fewer, larger transactions, at the price of this much freshness; more when much is going on. */
const PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 100;
const STANDBY_POLL_MS = 200;
/** A quiet subscription that has lived this long works. */
const SETTLED_MS = 1_000;
const FIRST_RETRY_MS = 50;
const LONGEST_RETRY_MS = 5_000;
const CAUGHT_UP_TIMEOUT_MS = 30_000;
/** For what is under way at a stop: a step that ends later is given up, with its connection. */
const STOP_PATIENCE_MS = 2_000;

/** Nothing that passes by itself. */
class ProjectionBroken extends Error {
  override readonly name = 'ProjectionBroken';
}

export function startProjection(options: ProjectionOptions): RunningProjection {
  return new Runner(options);
}

class Runner implements RunningProjection {
  readonly ready: Promise<void>;
  readonly done: Promise<void>;
  private readonly progress: Progress;
  private readonly projection: Projection;
  private readonly stopping = new AbortController();
  private becomeReady: () => void = () => undefined;
  private neverReady: (reason: Error) => void = () => undefined;
  private subscription: Subscription | undefined;
  private role: ProjectionHealth['role'] = 'standby';
  private fault: string | undefined;
  private failures = 0;
  private behindSince: number | undefined;
  /** Where the page at hand ends, if the log ends there as well. */
  private endOfLog: bigint | undefined;
  private applying = false;
  private client: PoolClient | undefined;
  private hasOwnedTables = false;

  constructor(private readonly options: ProjectionOptions) {
    this.projection = options.projection;
    this.progress = new Progress(this.projection.name);
    this.ready = new Promise((resolve, reject) => {
      this.becomeReady = resolve;
      this.neverReady = reject;
    });
    this.ready.catch(() => undefined); // whoever waits for it hears of it
    this.done = this.run();
  }

  through(): bigint {
    return this.progress.through;
  }

  caughtUp(position: bigint, timeoutMs = CAUGHT_UP_TIMEOUT_MS): Promise<void> {
    return this.progress.reached(position, timeoutMs);
  }

  health(): ProjectionHealth {
    const lagMs = this.behindSince === undefined ? 0 : Math.round(performance.now() - this.behindSince);
    const { fault, role } = this;
    return { name: this.projection.name, role, through: this.progress.through, lagMs, fault };
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    const late = setTimeout(() => this.client && hangUp(this.client), STOP_PATIENCE_MS);
    await this.subscription?.stop().catch(() => undefined); // its failure is in `done`, where it is dealt with
    await this.done.finally(() => clearTimeout(late));
  }

  private get stopped(): boolean {
    return this.stopping.signal.aborted;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      try {
        await withSession(this.options.pool, (client) => this.session(client));
      } catch (error) {
        this.notice(error as Error);
        const delayMs = Math.min(FIRST_RETRY_MS * 2 ** Math.min(this.failures, 10), LONGEST_RETRY_MS);
        await this.pause(delayMs);
      }
    }
    this.role = 'stopped';
    const reason = new Error(`${this.projection.name} has stopped${this.fault ? `: ${this.fault}` : ''}`);
    this.progress.abandon(reason);
    this.neverReady(reason);
  }

  private notice(error: Error): void {
    if (this.stopped || error instanceof CheckpointMoved) return;
    const final = error instanceof ProjectionBroken;
    if (final || this.failures === 0) this.options.onFault({ projection: this.projection.name, error, final });
    this.failures += 1;
    this.fault = error.message;
    this.behindSince ??= performance.now();
    if (final) this.stopping.abort();
  }

  private async session(client: PoolClient): Promise<void> {
    this.role = 'standby';
    this.client = client;
    while (!this.stopped && !(await this.becomeActive(client))) {
      this.standBy(await readCheckpoint(client, this.projection.name));
      await this.pause(STANDBY_POLL_MS);
    }
    if (this.stopped) return;
    this.role = 'active';
    const checkpoint = await this.ownTables(client);
    this.observe(checkpoint);
    await this.follow(client, checkpoint.position);
  }

  /** One active process for each version: a new version must not wait until the last old process has gone. */
  private async becomeActive(client: PoolClient): Promise<boolean> {
    const { rows } = await client.query<{ held: boolean }>(
      'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS held',
      [`projection ${this.projection.name} v${this.projection.version}`],
    );
    return rows[0]?.held === true;
  }

  /** At the start, tables of another version or none are rebuilt; later, another version means that we are old. */
  private async ownTables(client: PoolClient): Promise<Checkpoint> {
    const { name, version } = this.projection;
    const found = await readCheckpoint(client, name);
    if (found?.version !== version) {
      if (this.hasOwnedTables)
        throw new Error(`${name} is now of version ${found?.version}, this process has ${version}`);
      await this.rebuild();
    }
    this.hasOwnedTables = true;
    const checkpoint = await readCheckpoint(client, name);
    if (checkpoint?.version !== version) throw new CheckpointMoved(`${name} was replaced again`);
    return checkpoint;
  }

  private async rebuild(): Promise<void> {
    this.behindSince ??= performance.now();
    try {
      await rebuildProjection(this.options);
      this.behindSince = undefined; // it has reached the end of the log
    } catch (error) {
      if (isPassing(error)) throw error;
      throw new ProjectionBroken(`${this.projection.name} cannot be rebuilt: ${(error as Error).message}`, {
        cause: error,
      });
    }
  }

  private async follow(client: PoolClient, after: bigint): Promise<void> {
    const from = { after, filter: { categories: this.projection.categories }, pageSize: PAGE_SIZE };
    this.subscription = this.options.store.subscribe(from, (page) => this.page(client, page));
    if (this.stopped) await this.subscription.stop();
    const settled = setTimeout(() => this.settled(), SETTLED_MS);
    await this.subscription.done.finally(() => clearTimeout(settled));
    if (!this.stopped) throw new Error(`the subscription of ${this.projection.name} ended`);
  }

  private async page(client: PoolClient, page: LogPage): Promise<void> {
    if (page.through <= this.progress.through) return;
    const full = page.full ?? page.events.length >= PAGE_SIZE;
    this.behindSince ??= performance.now();
    this.endOfLog = full ? undefined : page.through;
    this.applying = true;
    await this.whole(client, page).finally(() => (this.applying = false));
    this.recovered();
    if (!full) await this.pause(Math.min(PAUSE_MS + page.events.length, LONGEST_PAUSE_MS));
  }

  private async whole(client: PoolClient, page: LogPage): Promise<void> {
    try {
      await this.step(client, page.events, page.through);
    } catch (error) {
      if (page.events.length === 0 || error instanceof CheckpointMoved || isPassing(error)) throw error;
      await this.oneByOne(client, page);
    }
  }

  /** A page that failed: everything before the offending event is kept, and that event is named. */
  private async oneByOne(client: PoolClient, page: LogPage): Promise<void> {
    for (const event of page.events) {
      try {
        await this.step(client, [event], event.position);
      } catch (error) {
        if (error instanceof CheckpointMoved || isPassing(error)) throw error;
        const place = `event ${event.revision} of ${event.stream} (${event.type}, position ${event.position})`;
        throw new ProjectionBroken(`${place} cannot be applied: ${(error as Error).message}`, { cause: error });
      }
    }
    await this.step(client, [], page.through);
  }

  private async step(client: PoolClient, events: readonly StoredEvent[], to: bigint): Promise<void> {
    const beganAtMs = performance.now();
    await applyStep(client, this.projection, { from: this.progress.through, to, events });
    if (to === this.endOfLog) this.behindSince = undefined;
    this.progress.advance(to);
    if (events.length > 0) this.options.onApplied?.({ projection: this.projection.name, events, beganAtMs });
  }

  /** Another process does the work, and its checkpoint can be read: whatever trouble this one had is over. */
  private standBy(checkpoint: Checkpoint | undefined): void {
    this.observe(checkpoint);
    if (checkpoint?.version !== this.projection.version) return;
    this.behindSince = undefined;
    this.recovered();
  }

  private observe(checkpoint: Checkpoint | undefined): void {
    if (checkpoint?.version !== this.projection.version) return;
    this.progress.advance(checkpoint.position);
    this.becomeReady();
  }

  /** Nothing has come since the subscription began, so nothing is left to do; what is under way tells by itself. */
  private settled(): void {
    if (this.applying) return;
    this.behindSince = undefined;
    this.recovered();
  }

  private recovered(): void {
    this.failures = 0;
    this.fault = undefined;
  }

  private pause(ms: number): Promise<void> {
    return sleep(ms, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }
}
