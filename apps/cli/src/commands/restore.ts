/**
 * `haber restore`: a backup into an empty data directory or database. The folder is checked before anything is
 * written, the loaded log is proved as `haber verify` does, and only then may the product start on it.
 */
import { checkpointKey, parseEvidence, type Verified, verify } from '@haber/audit';
import { BackupRefused, checkBackup, type CheckedBackup, restoreBackup, RestoreRefused } from '@haber/backup';
import { type Environment, type ProcessConfig, readEnvironment } from '@haber/boot';
import { PROJECTIONS } from '@haber/composition';
import { postgresEventStore, runtimeUrl } from '@haber/event-store';
import { deriveKey, type MasterKey, masterKeyCheck } from '@haber/personal-data';
import { createPool, rebuildProjection } from '@haber/read-store';
import { Command } from 'commander';
import { type Database, openRestoreTarget } from '../database';
import { keptMasterKey } from '../kept-master-key';
import type { Output } from '../output';
import type { Closing } from '../program';
import { Refusal } from '../refusal';

interface RestoreOptions {
  readonly sha256?: string;
  readonly head: readonly string[];
}

interface Restoring {
  readonly backup: CheckedBackup;
  readonly database: Database;
  readonly evidence: readonly string[];
  /** The only key that may have signed; undefined where no master key is here. */
  readonly trustedKey: string | undefined;
  readonly output: Output;
}

/** No session: there is no Haber to work with yet. */
export function restoreCommand(env: Environment, output: Output, closing: Closing): Command {
  const collect = (text: string, before: readonly string[]): readonly string[] => [...before, text];
  return new Command('restore')
    .description('a backup into an empty data directory (HABER_DATA_DIR) or an empty database (DATABASE_URL)')
    .argument('<folder>', 'what haber backup made')
    .option('--sha256 <hex>', 'what haber backup said to keep outside: refuse any other backup')
    .option('--head <evidence>', 'as haber verify takes it; repeatable', collect, [])
    .action(async (folder: string, options: RestoreOptions) => {
      const config = readEnvironment(env);
      if (config.eventStoreUrl) {
        throw new Refusal('usage', 'a backup holds a log in Postgres: unset EVENTSTORE_URL to restore it there');
      }
      const backup = await checked(folder, options, output);
      const masterKey = await rightMasterKey(backup, config, output);
      const trustedKey = masterKey && checkpointKey(deriveKey(masterKey, 'checkpoint-signing')).publicKey;
      const database = await openRestoreTarget(config);
      closing(database);
      try {
        await restore({ backup, database, evidence: options.head, trustedKey, output });
      } finally {
        await database.close();
        closing(undefined);
      }
    });
}

async function checked(folder: string, { sha256 }: RestoreOptions, output: Output): Promise<CheckedBackup> {
  const progress = output.progress('check');
  return checkBackup({ folder, expected: sha256, onProgress: (bytes, of) => progress.update(bytes, of) })
    .catch(refused)
    .finally(() => progress.stop());
}

/** Undefined when none is here. @throws Refusal when one is and it is another one than this backup needs */
async function rightMasterKey(
  { masterKeyCheck: check }: CheckedBackup,
  config: ProcessConfig,
  output: Output,
): Promise<MasterKey | undefined> {
  const kept = await keptMasterKey(config);
  if (!kept) {
    output.note('! no master key here: before the first start put the master.key of the old installation into');
    output.note(`! ${config.dataDir}, or set HABER_MASTER_KEY. Without it Haber does not start on this.`);
    output.note('! Nor are signatures checked against a key of this installation: run haber verify once it is there.');
    return undefined;
  }
  if (check === null || masterKeyCheck(kept) === check) return kept;
  throw new Refusal('usage', 'the master key here is not that of this backup: put the right one in its place');
}

async function restore(restoring: Restoring): Promise<void> {
  const { backup, database, output } = restoring;
  const { position, evidence: own, takenAt } = backup.manifest;
  let signed: Verified['checkpoints'] | undefined;
  const progress = output.progress('load');
  await restoreBackup({
    backup,
    url: database.url,
    onProgress: (bytes, of) => progress.update(bytes, of),
    prove: async () => {
      signed = await prove(restoring, own);
    },
  })
    .catch(refused)
    .finally(() => progress.stop());
  const signedTo = signedText(signed, restoring.trustedKey);
  await output.line(`✓ restored and proved: the log up to position ${position}, as of ${takenAt}${signedTo}`);
  await rebuildAll(database.url, output);
}

function refused(error: unknown): never {
  if (error instanceof BackupRefused) throw new Refusal('problem', error.message);
  if (error instanceof RestoreRefused) throw new Refusal('usage', error.message);
  throw error;
}

const TOLD = 20;

/** What stays unsigned is told and stops nobody: a backup of a product that was killed must come back, too. */
function signedText(checkpoints: Verified['checkpoints'] | undefined, trustedKey: string | undefined): string {
  if (!checkpoints || checkpoints.count === 0) return '; nothing in it is signed';
  const under = trustedKey === undefined ? 'under a key that was not checked' : 'under the key of this installation';
  return `, signed up to position ${checkpoints.position} ${under}`;
}

/** Read models are not there yet: only the truth counts. @param own evidence in the backup @throws Refusal */
async function prove(restoring: Restoring, own: string | null): Promise<Verified['checkpoints']> {
  const { database, evidence, trustedKey, output } = restoring;
  const { url } = database;
  const progress = output.progress('verify');
  const pool = createPool({ url, max: 1, statementTimeoutMs: 0, applicationName: 'haber restore' });
  try {
    const { findings, differences, checkpoints } = await verify({
      pool,
      evidence: parseEvidence([...(own === null ? [] : [own]), ...evidence]),
      ...(trustedKey !== undefined && { trustedKeys: [trustedKey] }),
      onProgress: ({ position, end }) => progress.update(Number(position), Number(end)),
    });
    const real = findings.filter(({ kind }) => kind !== 'read-model');
    if (real.length + differences - findings.length === 0) return checkpoints;
    for (const { kind, stream, what } of real.slice(0, TOLD)) output.note(`✗ ${kind}: ${stream ?? 'the log'}: ${what}`);
    throw new Refusal('problem', 'this backup does not hold together: nothing was restored');
  } finally {
    progress.stop();
    await pool.end();
  }
}

/** A courtesy: what is not finished here, the first start does. */
async function rebuildAll(url: string, output: Output): Promise<void> {
  const store = postgresEventStore({ url: runtimeUrl(url), listen: false, writers: 1, readers: 1 });
  const pool = createPool({ url, max: 2, statementTimeoutMs: 0, applicationName: 'haber restore' });
  try {
    for (const projection of PROJECTIONS) {
      await rebuildProjection({ store, pool, projection });
    }
    await output.line('✓ read models made anew; Haber can start');
  } catch (error) {
    output.note(`the read models were not made anew (${(error as Error).message}): the first start does it`);
  } finally {
    await store.close();
    await pool.end();
  }
}
