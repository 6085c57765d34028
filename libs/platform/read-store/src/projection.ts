/**
 * What a read model consists of: tables, and the change of rows per event. A projection is pure bookkeeping over the
 * event log: deleting its tables loses nothing, and applying the same log twice gives the same rows.
 */
import { NO_STREAM, type StoredEvent } from '@haber/event-store';
import type { ClientBase, Pool } from 'pg';

export interface ProjectionTables {
  /** The qualified name to use in SQL: the table that readers see, or its shadow during a rebuild. */
  table(name: string): string;
  /** Runs in the transaction of the page. */
  query<R extends object>(sql: string, params?: readonly unknown[]): Promise<R[]>;
}

export interface Projection {
  readonly name: string;
  /** To be raised with every change of `ddl` or `apply`: the next start then rebuilds it. */
  readonly version: number;
  /** Schema of the tables; made when missing. Several projections may share one. */
  readonly schema: string;
  readonly categories: readonly string[];
  readonly tables: readonly string[];
  /** Makes the tables. Indexes and constraints stay unnamed: shadow tables stand beside the live ones. */
  readonly ddl: (table: (name: string) => string) => string;
  /** Throws on an event that it cannot make sense of: the projection then stops, loudly. */
  apply(events: readonly StoredEvent[], tables: ProjectionTables): Promise<void>;
}

/** Events are missing between a row and the event to apply to it. */
export class RevisionGap extends Error {
  override readonly name = 'RevisionGap';
}

/**
 * The rule for rows that carry the revision of the stream they reflect: true for the next event,
 * false for one already in the row (skip it). `reflected` is undefined when there is no row yet.
 * @throws RevisionGap when events are missing in between.
 */
export function isNextRevision(
  event: Pick<StoredEvent, 'stream' | 'revision'>,
  reflected: number | undefined,
): boolean {
  const next = (reflected ?? NO_STREAM) + 1;
  if (event.revision > next) {
    throw new RevisionGap(`${event.stream}: event at revision ${event.revision}, the row expects ${next}`);
  }
  return event.revision === next;
}

export type Kind = 'live' | 'shadow';

export function qualifiedTable(projection: Projection, kind: Kind): (name: string) => string {
  return (name) => {
    if (!projection.tables.includes(name)) throw new Error(`${projection.name} does not list its table ${name}`);
    return `"${projection.schema}"."${kind === 'live' ? name : shadowName(name)}"`;
  };
}

export function shadowName(table: string): string {
  return `${table}__shadow`;
}

/** The tables as readers see them, outside any transaction. */
export function liveTables(pool: Pool, projection: Projection): ProjectionTables {
  return tablesOver(pool, projection, 'live');
}

export function tablesOver(client: ClientBase | Pool, projection: Projection, kind: Kind): ProjectionTables {
  return {
    table: qualifiedTable(projection, kind),
    query: async <R extends object>(sql: string, params: readonly unknown[] = []) =>
      (await client.query<R>(sql, [...params])).rows,
  };
}
