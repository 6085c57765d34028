export { UnusableDataDirectory } from './cluster';
export {
  type Crash,
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  launchForTests,
  startEmbeddedPostgres,
} from './embedded-postgres';
export { DataDirectoryInUse } from './guard';
