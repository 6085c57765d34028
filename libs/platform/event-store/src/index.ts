export { allEvents } from './all-events';
export * from './event-store';
export { describeEventStoreContract } from './event-store.contract';
export type { EventStoreDbOptions } from './eventstoredb';
export * from './hash-chain';
export { assertLogPlace, type LogPlaceOptions, WrongLogPlace } from './log-place';
export { memoryEventStore } from './memory';
export { openEventStoreDb } from './open-eventstoredb';
export {
  eventStoreMigrations,
  LONGEST_APPEND_MS,
  postgresEventStore,
  type PostgresEventStoreOptions,
  runtimeUrl,
} from './postgres';
export { type SessionSettings, withSettings } from './postgres/session';
