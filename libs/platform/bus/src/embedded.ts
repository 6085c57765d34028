/**
 * The bus of a standalone: one ordered subscription to the event log per group. Of several processes one is active (a
 * session lock) and the others stand by; its position moves in one statement that only the position it began from lets
 * through, so that a process which lost its turn cannot move it.
 */
import type { EventStore, LogPage } from '@haber/event-store';
import { withSession } from '@haber/read-store';
import type { PoolClient } from 'pg';
import {
  BusServer,
  type Deliver,
  type GroupLag,
  type ReactionOptions,
  type Source,
  type SourceHealth,
} from './bus-server';
import { messageOf } from './cloud-event';
import type { Delivered } from './parking';
import { type Backoff, pause, persist, Stopped } from './retries';
import { PUBLISHED_CATEGORIES, topicsOf } from './topics';

export interface EmbeddedOptions extends ReactionOptions {
  readonly store: EventStore;
  /** Default: all that are published. */
  readonly categories?: readonly string[];
}

export function embeddedTransport(options: EmbeddedOptions): BusServer {
  return new BusServer(new EmbeddedSource(options), options);
}

/** What may be delivered again after a crash. */
const PAGE_SIZE = 200;
const STANDBY_POLL_MS = 200;
const BACKOFF: Backoff = { firstMs: 50, lastMs: 5_000 };

class EmbeddedSource implements Source {
  private readonly stopping = new AbortController();
  private readonly topics = topicsOf();
  private running: Promise<void> = Promise.resolve();
  private role: SourceHealth['role'] = 'standby';
  private fault: string | undefined;
  private position = 0n;

  constructor(private readonly options: EmbeddedOptions) {}

  start(deliver: Deliver): void {
    this.running = this.run(deliver);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  health(): Promise<SourceHealth> {
    const { role, fault } = this;
    return Promise.resolve({ role, fault, healthy: role !== 'stopped' && fault === undefined });
  }

  /** Of the log as a whole, also of what is not for the group: it passes over that. */
  async lag(): Promise<GroupLag> {
    const { store, pool, group } = this.options;
    if (!store.dense) return new Map();
    const saved = 'SELECT position FROM bus.positions WHERE reaction_group = $1';
    const { rows } = await pool.query<{ position: bigint | string }>(saved, [group]);
    const behind = (await store.end()) - BigInt(rows[0]?.position ?? 0n);
    return new Map([['log', behind > 0n ? behind : 0n]]);
  }

  private async run(deliver: Deliver): Promise<void> {
    const { signal } = this.stopping;
    const session = async (): Promise<void> => {
      try {
        await withSession(this.options.pool, (client) => this.session(client, deliver));
      } catch (error) {
        if (signal.aborted) return;
        // What was under way was given up because the session was lost: that is no order to stop.
        const lost = new Error(`${this.options.group} lost its session`, { cause: error });
        const fault = error instanceof Stopped ? lost : (error as Error);
        this.fault = fault.message;
        throw fault;
      }
    };
    await persist(session, { signal, backoff: BACKOFF, onFault: this.options.onFault }).catch(() => undefined);
    this.role = 'stopped';
  }

  private async session(client: PoolClient, deliver: Deliver): Promise<void> {
    const { signal } = this.stopping;
    this.role = 'standby';
    while (!(await this.becomeActive(client))) {
      this.fault = undefined;
      await pause(STANDBY_POLL_MS, signal);
    }
    this.position = await this.readPosition(client);
    this.role = 'active';
    const { store, categories = PUBLISHED_CATEGORIES } = this.options;
    const from = { after: this.position, filter: { categories }, pageSize: PAGE_SIZE };
    // Whoever waits for the log must hear that his session is gone: else two would be active.
    const ending = new AbortController();
    const end = (): void => ending.abort();
    client.once('end', end);
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
    const given = { deliver, signal: ending.signal };
    const subscription = store.subscribe(from, (page) => this.page(client, page, given));
    ending.signal.addEventListener('abort', () => void subscription.stop());
    if (ending.signal.aborted) void subscription.stop();
    await subscription.done.finally(() => signal.removeEventListener('abort', end));
    if (!signal.aborted) throw new Error(`the subscription of ${this.options.group} ended`);
  }

  private async page(
    client: PoolClient,
    { events, through }: LogPage,
    { deliver, signal }: { readonly deliver: Deliver; readonly signal: AbortSignal },
  ): Promise<void> {
    const slice = events.map((event): Delivered => {
      return { message: messageOf(event, this.topics), place: `position ${event.position}`, key: event.stream };
    });
    if (slice.length > 0) await deliver(slice, signal);
    await this.savePosition(client, through);
    this.fault = undefined;
  }

  private async becomeActive(client: PoolClient): Promise<boolean> {
    const { rows } = await client.query<{ held: boolean }>(
      'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS held',
      [`reactions of ${this.options.group}`],
    );
    return rows[0]?.held === true;
  }

  private async readPosition(client: PoolClient): Promise<bigint> {
    const { rows } = await client.query<{ position: bigint | string }>(
      `WITH made AS (INSERT INTO bus.positions (reaction_group, position) VALUES ($1, 0) ON CONFLICT DO NOTHING)
       SELECT coalesce((SELECT position FROM bus.positions WHERE reaction_group = $1), 0) AS position`,
      [this.options.group],
    );
    return BigInt(rows[0]?.position ?? 0n);
  }

  private async savePosition(client: PoolClient, to: bigint): Promise<void> {
    const { rowCount } = await client.query(
      'UPDATE bus.positions SET position = $3 WHERE reaction_group = $1 AND position = $2',
      [this.options.group, this.position, to],
    );
    if (rowCount !== 1) throw new Error(`${this.options.group} no longer stands at position ${this.position}`);
    this.position = to;
  }
}
