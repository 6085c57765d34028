/** Backup and restore of a whole installation's truth, and the list of its schemas. */
export { type BackupProgress, takeBackup, type BackupOptions, type TakenBackup } from './take-backup';
export { type CheckedBackup, checkBackup, type CheckOptions } from './check-backup';
export { BackupRefused, type Manifest } from './manifest';
export {
  assertNoUnfinishedRestore,
  restoreBackup,
  type RestoreOptions,
  RestoreRefused,
  UnfinishedRestore,
} from './restore';
export { DERIVED, HABER_SCHEMAS, type HaberSchema, migrateAll, TRUTH } from './schemas';
