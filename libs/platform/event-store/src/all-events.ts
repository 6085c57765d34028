/** The whole log for whoever proves something of it: a page at a time, so that memory is bounded however long it is. */
import type { EventStore, LogFilter, StoredEvent } from './event-store';

/** Events may be large: a page of 500-line events is some 20 MB. */
const PAGE = 500;

/** Every event that the filter lets through, in the log's order, up to its end as it is when the last page is read. */
export async function* allEvents(
  store: Pick<EventStore, 'readAll'>,
  filter?: LogFilter,
): AsyncGenerator<StoredEvent, void, undefined> {
  for (let after = 0n, full = true; full;) {
    const { events, through } = await store.readAll({ after, limit: PAGE, ...(filter && { filter }) });
    yield* events;
    full = events.length === PAGE;
    after = through;
  }
}
