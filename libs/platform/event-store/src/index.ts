export * from './event-store';
export { describeEventStoreContract } from './event-store.contract';
export * from './hash-chain';
export { memoryEventStore } from './memory';
export { eventStoreMigrations, postgresEventStore, type PostgresEventStoreOptions, runtimeUrl } from './postgres';
export { type SessionSettings, withSettings } from './postgres/session';
