/** The stream of signed checkpoints as it lies in Postgres: read ahead of the log that they say something about. */
import type { StoredEvent } from '@haber/event-store';
import { checkpointStream } from '@haber/ledger';
import type { ClientBase } from 'pg';
import { checkpointIn } from '../checkpoints/checkpoint-stream';
import { EVENT_COLUMNS, type EventRow, storedEvent } from './log-reader';

const PAGE_EVENTS = 500;
const FROM = `SELECT ${EVENT_COLUMNS} FROM event_log.events
  WHERE stream_id = $1 AND revision >= $2 ORDER BY revision LIMIT ${PAGE_EVENTS}`;
const LAST = `SELECT ${EVENT_COLUMNS} FROM event_log.events WHERE stream_id = $1 ORDER BY revision DESC LIMIT 1`;

/** A page of them, from a revision on. */
export async function readCheckpoints(client: ClientBase, from: number): Promise<readonly StoredEvent[]> {
  const values = [checkpointStream(), from];
  const { rows } = await client.query<EventRow>({ name: 'audit-checkpoints', text: FROM, values });
  return rows.map(storedEvent);
}

/** How far the log is signed; undefined when it is not, or when that cannot be read. */
export async function lastSignedPosition(client: ClientBase): Promise<bigint | undefined> {
  const { rows } = await client.query<EventRow>(LAST, [checkpointStream()]);
  const [row] = rows;
  try {
    const position = row && checkpointIn(storedEvent(row))?.throughPosition;
    return position === undefined ? undefined : BigInt(position);
  } catch {
    return undefined;
  }
}
