/**
 * An event store that has been told which streams do not exist, and answers the first question about each of them by
 * itself: one look-up for many has asked already, and a question a stream would be half of an import's time. Nothing
 * is believed for longer: an append is at an exact revision, so a stream that has come up meanwhile is a conflict, and
 * what is read after that is read from the store.
 */
import type { EventStore } from '@haber/event-store';
import type { StreamId } from '@haber/ledger';

export interface StoreWithAbsent {
  readonly store: EventStore;
  absent(stream: StreamId): void;
}

export function withAbsentStreams(store: EventStore): StoreWithAbsent {
  const absent = new Set<StreamId>();
  return {
    absent: (stream) => void absent.add(stream),
    store: {
      dense: store.dense,
      append: (entries) => store.append(entries),
      read: (stream, from, limit) => (absent.delete(stream) ? Promise.resolve([]) : store.read(stream, from, limit)),
      head: (stream) => store.head(stream),
      end: () => store.end(),
      readAll: (options) => store.readAll(options),
      subscribe: (options, onPage) => store.subscribe(options, onPage),
      close: () => store.close(),
    },
  };
}
