/** The log as it lies in Postgres: in the snapshot of the connection that asks, if it has one. */
import type { StoredEvent } from '@haber/event-store';
import { checkpointStream } from '@haber/ledger';
import type { ClientBase } from 'pg';
import type { LogSource } from '../log-source';
import { EVENT_COLUMNS, type EventRow, readEvents, storedEvent } from './log-reader';

const PAGE_CHECKPOINTS = 500;
const CHECKPOINTS = `SELECT ${EVENT_COLUMNS} FROM event_log.events
  WHERE stream_id = $1 AND revision >= $2 ORDER BY revision LIMIT ${PAGE_CHECKPOINTS}`;
const LAST = `SELECT ${EVENT_COLUMNS} FROM event_log.events WHERE stream_id = $1 ORDER BY revision DESC LIMIT 1`;
const LAST_TYPE = `SELECT type FROM event_log.events
  WHERE stream_id = $1 AND type = ANY($2::text[]) ORDER BY revision DESC LIMIT 1`;

export function logTables(client: ClientBase): LogSource {
  const eventsOf = async (name: string, text: string, values: unknown[]): Promise<readonly StoredEvent[]> =>
    (await client.query<EventRow>({ name, text, values })).rows.map(storedEvent);
  return {
    dense: true,
    events: (options) => readEvents(client, options),
    checkpoints: (from) => eventsOf('audit-checkpoints', CHECKPOINTS, [checkpointStream(), from]),
    lastCheckpoint: async () => (await eventsOf('audit-last-checkpoint', LAST, [checkpointStream()]))[0],
    async end() {
      const { rows } = await client.query<{ position: string }>('SELECT position::text FROM event_log.log_head');
      return BigInt(rows[0]?.position ?? 0);
    },
    async lastTypeOf(stream, types) {
      const { rows } = await client.query<{ type: string }>(LAST_TYPE, [stream, types]);
      return rows[0]?.type;
    },
  };
}
