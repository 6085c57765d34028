export { type Behind, Lag } from './projection-lag';
export { isPassing } from './passing-fault';
export { type PoolOptions, createPool, withSession } from './pool';
export { type MigrateOptions, migrate, migrateReadStore, readStoreMigrations } from './migrate';
export { type Projection, type ProjectionTables, RevisionGap, isNextRevision, liveTables } from './projection';
export {
  type AppliedEvents,
  type ProjectionFault,
  type ProjectionHealth,
  type ProjectionOptions,
  type RunningProjection,
  startProjection,
} from './running-projection';
export { type RebuildOptions, type RebuildProgress, rebuildProjection } from './rebuild';
