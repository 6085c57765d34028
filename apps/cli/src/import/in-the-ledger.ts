/** What the ledger holds already of the streams that a file names: one look-up for many. */
import { importKey } from '@haber/credit-lines';
import type { EventStore } from '@haber/event-store';
import { commandEventId, type StreamId } from '@haber/ledger';
import type { ClientBase } from 'pg';

/** The id of each stream's first event; absent streams are absent. On the connection that the caller has. */
export type FirstEvents = (
  client: Pick<ClientBase, 'query'>,
  streams: readonly StreamId[],
) => Promise<ReadonlyMap<StreamId, string>>;

const firstInTables: FirstEvents = async (client, streams) => {
  const { rows } = await client.query<{ stream_id: string; event_id: string }>({
    name: 'import-first-events',
    text: `SELECT stream_id, event_id::text FROM event_log.events WHERE stream_id = ANY($1::text[]) AND revision = 0`,
    values: [streams],
  });
  return new Map(rows.map(({ stream_id: stream, event_id: id }) => [stream, id]));
};

const READS_AT_ONCE = 32;

/** A store that is asked about one stream at a time. */
async function firstInStore(store: EventStore, streams: readonly StreamId[]): Promise<ReadonlyMap<StreamId, string>> {
  const found = new Map<StreamId, string>();
  for (let at = 0; at < streams.length; at += READS_AT_ONCE) {
    const some = streams.slice(at, at + READS_AT_ONCE);
    const firsts = await Promise.all(some.map((stream) => store.read(stream, 0, 1)));
    for (const [event] of firsts) if (event) found.set(event.stream, event.id);
  }
  return found;
}

/** @param elsewhere the store, where the log is not in the database */
export function firstEventsIn(elsewhere: EventStore | undefined): FirstEvents {
  return elsewhere ? (_client, streams) => firstInStore(elsewhere, streams) : firstInTables;
}

/** The id that the first event of a stream has if this file began it. */
export function importedEventId(stream: StreamId, batchId: string): string {
  return commandEventId(stream, importKey(batchId), 0);
}
