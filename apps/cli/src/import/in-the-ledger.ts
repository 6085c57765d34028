/** What the ledger holds already of the streams that a file names: one look-up for many. */
import { importKey } from '@haber/credit-lines';
import { commandEventId, type StreamId } from '@haber/ledger';
import type { ClientBase, Pool } from 'pg';

/** The id of each stream's first event; absent streams are absent. */
export async function firstEvents(
  pool: Pick<ClientBase, 'query'>,
  streams: readonly StreamId[],
): Promise<ReadonlyMap<StreamId, string>> {
  const { rows } = await pool.query<{ stream_id: string; event_id: string }>({
    name: 'import-first-events',
    text: `SELECT stream_id, event_id::text FROM event_log.events WHERE stream_id = ANY($1::text[]) AND revision = 0`,
    values: [streams],
  });
  return new Map(rows.map(({ stream_id: stream, event_id: id }) => [stream, id]));
}

/** The id that the first event of a stream has if this file began it. */
export function importedEventId(stream: StreamId, batchId: string): string {
  return commandEventId(stream, importKey(batchId), 0);
}

/** The position of the last event of the log. */
export async function logPosition(pool: Pool): Promise<bigint> {
  const { rows } = await pool.query<{ position: string }>('SELECT position::text FROM event_log.log_head');
  return BigInt(rows[0]?.position ?? 0);
}
