import { join } from 'node:path';

export { type Plan, planBatch, type Planned } from './batch';
export * from './command';
export { commandIndex, type LookUpKeys, type OldKeys, postgresLookUp } from './command-index';
export { BrokenChain, emptyFold, type Folded, foldOne, written } from './folded';
export type { CommandEnd, CommandResult, OnCommand } from './observation';
export { GroupCommit, type GroupCommitOptions, type GroupEntry, type OnGroup } from './group-commit';
export { postgresSnapshots, type Snapshot, type Snapshots } from './snapshots';
export { SETTLED_AFTER_MS, type WriterLimits } from './limits';
export { type Standing, Standings } from './standings';
export { StreamWriter, type WriterOptions } from './writer';
export const accountWriterMigrations = join(__dirname, '../migrations');
