/** `haber backup`: the truth of the whole installation into a folder, beside the running product. */
import { BackupRefused, takeBackup } from '@haber/backup';
import { systemClock } from '@haber/boot';
import { Command } from 'commander';
import type { Run } from '../program';
import { Refusal } from '../refusal';

export function backupCommand(run: Run): Command {
  return new Command('backup')
    .description('copy log and person keys as of now into a new folder; the product may go on')
    .argument('<folder>', 'made here; it appears whole or not at all')
    .option('--json', 'as JSON')
    .action(run(backup));
}

/** Loud, and last: without it the backup is worth nothing. */
const NOT_INSIDE = [
  '! THE MASTER KEY IS NOT IN THIS BACKUP. Keep master.key (or HABER_MASTER_KEY) somewhere else, and keep it safe:',
  '! without it nobody can ever read the personal data in here, and no API key works; whoever has both can read all.',
];

const backup: Parameters<Run>[0] = async ({ session, output, options, args }) => {
  const [folder = ''] = args;
  session.demandLogInDatabase(
    'a backup of the database alone is half of one. Stop Haber, then copy both: the database (pg_dump), and the ' +
      'event store by its own backup',
  );
  const progress = output.progress('backup');
  const taken = await takeBackup({
    pool: session.pool,
    folder,
    clock: systemClock,
    onProgress: ({ position, end }) => progress.update(Number(position), Number(end)),
  })
    .catch((error: unknown) => {
      throw error instanceof BackupRefused ? new Refusal('usage', error.message) : error;
    })
    .finally(() => progress.stop());
  const { position, evidence, takenAt, parts } = taken.manifest;
  const rows = Object.fromEntries(parts.map(({ table, rows: count }) => [table, count]));
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
  if ((options as { json?: boolean }).json) {
    await output.line(JSON.stringify({ folder, takenAt, position, evidence, sha256: taken.sha256, bytes, rows }));
  } else {
    await output.line(`✓ ${folder}: the log up to position ${position}, as of ${takenAt}, ${bytes} bytes`);
    for (const [table, count] of Object.entries(rows)) await output.line(`  ${count} rows of ${table}`);
    await output.line(`keep outside: sha256 ${taken.sha256}${evidence === null ? '' : `  ${evidence}`}`);
  }
  for (const line of NOT_INSIDE) output.note(line);
};
