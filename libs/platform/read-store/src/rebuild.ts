/**
 * Rebuilds a projection beside the live one: shadow tables are filled from the start of the log while readers and the
 * live projection, here or in another process, go on; then, within one transaction that keeps the live one out, the
 * shadow reaches at least its position and takes its place. Readers never see rows go back.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { EventStore } from '@haber/event-store';
import type { Pool, PoolClient } from 'pg';
import {
  type Checkpoint,
  createTables,
  inTransaction,
  readCheckpoint,
  takeDdlTurn,
  writeCheckpoint,
} from './checkpoint';
import { isPassing } from './passing-fault';
import { withSession } from './pool';
import { type Projection, qualifiedTable, shadowName, tablesOver } from './projection';

export interface RebuildOptions {
  readonly store: EventStore;
  readonly pool: Pool;
  readonly projection: Projection;
  readonly onProgress?: (progress: RebuildProgress) => void;
}

export interface RebuildProgress {
  readonly events: number;
  readonly through: bigint;
  /** Where the live projection stands; 0 when there is none. */
  readonly target: bigint;
}

const PAGE_SIZE = 500;
const LOCK_TIMEOUT_MS = 2_000;
const MAX_SWAPS = 30;
const TURN_POLL_MS = 200;

/** @throws what `apply` throws; the live tables are untouched then. */
export async function rebuildProjection(options: RebuildOptions): Promise<{ events: number }> {
  return withSession(options.pool, async (client) => {
    await takeTurn(client, options.projection.name);
    const shadow = new Shadow(client, options);
    await shadow.create();
    await shadow.fill();
    await shadow.replaceLive();
    return { events: shadow.events };
  });
}

/** One rebuild of a projection at a time; another one waits here, bounded only by its caller's patience. */
async function takeTurn(client: PoolClient, name: string): Promise<void> {
  const lock = `SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS held`;
  while (!(await client.query<{ held: boolean }>(lock, [`rebuild of ${name}`])).rows[0]?.held)
    await sleep(TURN_POLL_MS);
}

class Shadow {
  events = 0;
  private through = 0n;
  private readonly projection: Projection;

  constructor(
    private readonly client: PoolClient,
    private readonly options: RebuildOptions,
  ) {
    this.projection = options.projection;
  }

  /** Anew: what a rebuild that was killed has left is of no use. */
  create(): Promise<void> {
    const shadows = this.projection.tables.map(qualifiedTable(this.projection, 'shadow'));
    return inTransaction(this.client, async () => {
      await takeDdlTurn(this.client);
      for (const table of shadows) await this.client.query(`DROP TABLE IF EXISTS ${table}`);
      await createTables(this.client, this.projection, 'shadow');
    });
  }

  /** Until the end of the log, as far as it can be seen. */
  async fill(): Promise<void> {
    const target = (await readCheckpoint(this.client, this.projection.name))?.position ?? 0n;
    for (let before = -1n; before < this.through;) {
      before = this.through;
      await inTransaction(this.client, async () => {
        await this.client.query('SET LOCAL synchronous_commit TO off');
        await this.applyPage();
      });
      this.options.onProgress?.({ events: this.events, through: this.through, target });
    }
  }

  private async applyPage(): Promise<void> {
    const filter = { categories: this.projection.categories };
    const page = await this.options.store.readAll({ after: this.through, limit: PAGE_SIZE, filter });
    if (page.events.length > 0) {
      await this.projection.apply(page.events, tablesOver(this.client, this.projection, 'shadow'));
    }
    this.events += page.events.length;
    this.through = page.through > this.through ? page.through : this.through;
  }

  /** A reader with a long query on the old tables delays this: tried again after catching up. */
  async replaceLive(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const reached = { events: this.events, through: this.through };
      try {
        return await inTransaction(this.client, () => this.swap());
      } catch (error) {
        ({ events: this.events, through: this.through } = reached);
        if (!isPassing(error) || attempt >= MAX_SWAPS) throw error;
      }
      await this.fill();
    }
  }

  /** Order of locks: checkpoint, then tables; the live projection takes them in the same order. */
  private async swap(): Promise<void> {
    await this.client.query(`SET LOCAL lock_timeout TO ${LOCK_TIMEOUT_MS}`);
    const live = await readCheckpoint(this.client, this.projection.name, true);
    await this.reach(live?.position ?? 0n);
    await this.dropTables(live);
    for (const name of this.projection.tables) {
      const shadow = `"${this.projection.schema}"."${shadowName(name)}"`;
      await this.client.query(`ALTER TABLE ${shadow} RENAME TO "${name}"`);
    }
    await writeCheckpoint(this.client, this.projection, this.through);
  }

  /** A checkpoint beyond the end of the log (a restored log) is not waited for: the log is right. */
  private async reach(position: bigint): Promise<void> {
    for (let before = -1n; before < this.through && this.through < position;) {
      before = this.through;
      await this.applyPage();
    }
  }

  private async dropTables(live: Checkpoint | undefined): Promise<void> {
    const own = this.projection.tables.map(qualifiedTable(this.projection, 'live'));
    for (const table of new Set([...own, ...(live?.tables ?? [])])) {
      await this.client.query(`DROP TABLE IF EXISTS ${table}`);
    }
  }
}
