/**
 * What the specs of this package project: a log in memory that can be made to fail, and a projection that counts and
 * sums per account, so that an event applied twice or never shows in the figures.
 */
import {
  type EventStore,
  type LogPage,
  type ReadAllOptions,
  type StoredEvent,
  type SubscribeOptions,
  type Subscription,
  categoryOf,
} from '@haber/event-store';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Projection, type ProjectionTables, isNextRevision } from './projection';

/** The reading half of the port over an array; `write` is the test's. */
export class LogDouble implements Pick<EventStore, 'readAll' | 'subscribe'> {
  readonly events: StoredEvent[] = [];
  failure: Error | undefined;
  private readonly revisions = new Map<string, number>();

  write(stream: string, amount: number, revision = (this.revisions.get(stream) ?? -1) + 1): StoredEvent {
    this.revisions.set(stream, revision);
    const position = BigInt(this.events.length + 1);
    const data = Buffer.from(JSON.stringify({ amount }));
    const event = {
      id: randomUUID(),
      type: 'counted.v1',
      data,
      metadata: Buffer.from('{}'),
      stream,
      revision,
      position,
    };
    this.events.push(event);
    return event;
  }

  get head(): bigint {
    return BigInt(this.events.length);
  }

  readAll = async ({ after, limit, filter }: ReadAllOptions): Promise<LogPage> => {
    if (this.failure) throw this.failure;
    const matches = (event: StoredEvent): boolean => filter?.categories?.includes(categoryOf(event.stream)) ?? true;
    const rest = this.events.slice(Number(after)).filter(matches);
    const events = rest.slice(0, limit);
    return { events, through: rest.length > limit ? (events.at(-1)?.position ?? after) : this.head };
  };

  subscribe = (options: SubscribeOptions, onPage: (page: LogPage) => Promise<void>): Subscription => {
    let stopped = false;
    const follow = async (): Promise<void> => {
      for (let { after } = options; !stopped; await sleep(5)) {
        const page = await this.readAll({ ...options, after, limit: options.pageSize ?? 500 });
        if (page.through > after) await onPage(page);
        after = page.through;
      }
    };
    const done = follow();
    return { done, stop: () => ((stopped = true), done) };
  };

  asStore(): EventStore {
    const unused = (): never => {
      throw new Error('a projection only reads');
    };
    const { readAll, subscribe } = this;
    const none = { append: unused, read: unused, head: unused, end: unused };
    return { ...none, dense: true, readAll, subscribe, close: async () => undefined };
  }
}

export function account(n: number): string {
  return `account-00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
}

export interface TotalRow {
  readonly stream: string;
  readonly revision: number;
  readonly count: number;
  readonly total: bigint;
}

export const TOTALS: Projection = {
  name: 'account-totals',
  version: 1,
  schema: 'counting',
  categories: ['account'],
  tables: ['totals'],
  ddl: (table) => `CREATE TABLE ${table('totals')} (
    stream text PRIMARY KEY, revision integer NOT NULL, count integer NOT NULL, total bigint NOT NULL);
    CREATE INDEX ON ${table('totals')} (total)`,
  apply: async (events, tables) => {
    for (const event of events) await count(event, tables);
  },
};

export async function count(event: StoredEvent, tables: ProjectionTables): Promise<void> {
  const { amount } = JSON.parse(Buffer.from(event.data).toString()) as { amount: number };
  const [row] = await tables.query<TotalRow>(`SELECT revision FROM ${tables.table('totals')} WHERE stream = $1`, [
    event.stream,
  ]);
  if (!isNextRevision(event, row?.revision)) return;
  await tables.query(
    `INSERT INTO ${tables.table('totals')} AS old VALUES ($1, $2, 1, $3) ON CONFLICT (stream)
     DO UPDATE SET revision = excluded.revision, count = old.count + 1, total = old.total + excluded.total`,
    [event.stream, event.revision, amount],
  );
}

/** What the rows must be, straight from the log. */
export function expectedTotals(events: readonly StoredEvent[]): TotalRow[] {
  const rows = new Map<string, TotalRow>();
  for (const { stream, revision, data } of events.filter((event) => categoryOf(event.stream) === 'account')) {
    const { amount } = JSON.parse(Buffer.from(data).toString()) as { amount: number };
    const old = rows.get(stream);
    rows.set(stream, { stream, revision, count: (old?.count ?? 0) + 1, total: (old?.total ?? 0n) + BigInt(amount) });
  }
  return [...rows.values()].toSorted((a, b) => (a.stream < b.stream ? -1 : 1));
}
