/** Pages of the log's own tables. */
import type { StoredEvent } from '@haber/event-store';
import type { ClientBase } from 'pg';
import type { ReadOptions } from '../log-source';

const PAGE_EVENTS = 2_000;

export const EVENT_COLUMNS = 'position, stream_id, revision, event_id, type, data, metadata';
const IN_LOG = `SELECT ${EVENT_COLUMNS} FROM event_log.events
  WHERE position > $1 AND position <= $2 ORDER BY position LIMIT ${PAGE_EVENTS}`;
const IN_STREAM = `SELECT ${EVENT_COLUMNS} FROM event_log.events
  WHERE stream_id = $3 AND position > $1 AND position <= $2 ORDER BY position LIMIT ${PAGE_EVENTS}`;
const LAST_POSITION = 9_223_372_036_854_775_807n;

export interface EventRow {
  readonly position: bigint | string;
  readonly stream_id: string;
  readonly revision: number;
  readonly event_id: string;
  readonly type: string;
  readonly data: Buffer;
  readonly metadata: Buffer;
}

/** In order of position. The next page is fetched while the caller works on one. */
export async function* readEvents(client: ClientBase, options: ReadOptions): AsyncGenerator<readonly StoredEvent[]> {
  const fetch = (after: bigint): Promise<readonly StoredEvent[]> => page(client, { ...options, after });
  let coming = fetch(options.after);
  for (;;) {
    const events = await coming;
    const last = events.at(-1);
    if (!last) return;
    coming = fetch(last.position);
    coming.catch(() => undefined); // whoever takes the page hears of it
    yield events;
  }
}

async function page(client: ClientBase, { stream, after, through }: ReadOptions): Promise<readonly StoredEvent[]> {
  const range = [`${after}`, `${through ?? LAST_POSITION}`];
  const { rows } = await client.query<EventRow>(
    stream === undefined
      ? { name: 'audit-log', text: IN_LOG, values: range }
      : { name: 'audit-stream', text: IN_STREAM, values: [...range, stream] },
  );
  return rows.map(storedEvent);
}

export function storedEvent(row: EventRow): StoredEvent {
  return {
    position: BigInt(row.position),
    stream: row.stream_id,
    revision: row.revision,
    id: row.event_id,
    type: row.type,
    data: row.data,
    metadata: row.metadata,
  };
}
