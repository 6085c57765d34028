export * from './event-store';
export { describeEventStoreContract } from './event-store.contract';
export { eventStoreDbStore, type EventStoreDbOptions, refuseHiddenHistory } from './eventstoredb';
export * from './hash-chain';
export { memoryEventStore } from './memory';
export { eventStoreMigrations, postgresEventStore, type PostgresEventStoreOptions, runtimeUrl } from './postgres';
