/** The way to the EventStoreDB driver: its client is large, and a process on another driver never loads it. */
import type { EventStore } from './event-store';
import type { EventStoreDbOptions } from './eventstoredb';

/** Connected, and no stream of it hides events: that is looked for first, in one pass of the server over its log. */
export async function openEventStoreDb(options: EventStoreDbOptions): Promise<EventStore> {
  const { eventStoreDbStore, refuseHiddenHistory } = await import('./eventstoredb.js');
  await refuseHiddenHistory(options);
  return eventStoreDbStore(options);
}
