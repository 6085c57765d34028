/**
 * The schemas that every Haber database has, and which of their tables are the truth. Everything that is not named
 * here is derived (read models, command index, snapshots) or forgettable, and is made anew from the log.
 */
import { readdir } from 'node:fs/promises';
import { accountWriterMigrations } from '@haber/account-writer';
import { busMigrations } from '@haber/bus';
import { eventStoreMigrations } from '@haber/event-store';
import { numbersMigrations } from '@haber/numbers';
import { personalDataMigrations } from '@haber/personal-data';
import { rateLimitsMigrations } from '@haber/rate-limits';
import { migrate, readStoreMigrations } from '@haber/read-store';

export interface HaberSchema {
  readonly schema: string;
  /** Folder of its SQL files. */
  readonly dir: string;
}

/** In the order in which they are made. */
export const HABER_SCHEMAS: readonly HaberSchema[] = [
  { schema: 'event_log', dir: eventStoreMigrations },
  { schema: 'read_store', dir: readStoreMigrations },
  { schema: 'writer', dir: accountWriterMigrations },
  { schema: 'personal_data', dir: personalDataMigrations },
  { schema: 'rate_limits', dir: rateLimitsMigrations },
  { schema: 'bus', dir: busMigrations },
  { schema: 'numbers', dir: numbersMigrations },
];

/** Brings a database to the schema of this release. @throws Error of the failing file */
export async function migrateAll(url: string): Promise<void> {
  for (const { schema, dir } of HABER_SCHEMAS) await migrate({ url, dir, schema });
}

/** Names of a schema's files as this release knows them, in their order. */
async function knownMigrations({ dir }: HaberSchema): Promise<readonly string[]> {
  const files = await readdir(dir);
  return files.flatMap((file) => (file.endsWith('.sql') ? [file.slice(0, -'.sql'.length)] : [])).toSorted();
}

/** True when a database or backup at `ran` can be brought to this release by running what is left. */
export async function isOfThisReleaseOrBefore(schema: HaberSchema, ran: readonly string[]): Promise<boolean> {
  const known = await knownMigrations(schema);
  return ran.every((name, i) => name === known[i]);
}

/** The log itself: copied in ranges of positions, for it only grows. */
export const EVENTS = 'event_log.events';

/** Small beside the log, and changing: copied in one snapshot, the one that says where the log ends. */
export const SNAPSHOT_TABLES = [
  'event_log.log_head',
  'event_log.streams',
  'personal_data.master_key',
  'personal_data.person_keys',
  'numbers.series',
] as const;

/** What a backup consists of. */
export const TRUTH: readonly string[] = [EVENTS, ...SNAPSHOT_TABLES];

/** Has a database or backup whose schemas stood so this table? One of an older release may lack a schema. */
export function isThere(table: string, schemas: readonly { schema: string; migrations: readonly string[] }[]): boolean {
  return schemas.some(({ schema, migrations }) => migrations.length > 0 && table.startsWith(`${schema}.`));
}

/**
 * Tables that no backup needs; those of projections, which `read_store.checkpoints` lists, are derived as well. Without
 * its rows the bus begins anew: the relay publishes the whole log once more, and what was parked parks again. That the
 * log is in the database is what a backup says by itself.
 */
export const DERIVED: readonly string[] = [
  ...HABER_SCHEMAS.map(({ schema }) => `${schema}.migrations`),
  'event_log.place',
  'read_store.checkpoints',
  'writer.snapshots',
  'rate_limits.windows',
  'bus.parked_accounts',
  'bus.parked_messages',
  'bus.dropped_messages',
  'bus.positions',
  'bus.relay',
  'bus.attempts',
];
