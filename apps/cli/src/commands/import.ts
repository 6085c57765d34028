/** `haber import`: take over accounts that lived elsewhere, all of a file or none, as often as one likes. */
import { randomIds, systemClock } from '@haber/boot';
import { partnerStream, type Tenant } from '@haber/ledger';
import type { MasterKey } from '@haber/personal-data';
import { Command } from 'commander';
import { checkFile, type CheckedFile } from '../import/check';
import type { Importing } from '../import/checked-line';
import { withAbsentStreams } from '../import/absent-streams';
import { firstEventsIn } from '../import/in-the-ledger';
import { paceOf } from '../import/pace';
import { type ImportReport, isWell, reportJson, reportText } from '../import/report';
import { FileChanged, SourceFile } from '../import/source-file';
import { Terms } from '../import/terms';
import { writeFile, type WrittenFile } from '../import/write';
import type { CommandContext, Run } from '../program';
import { Refusal } from '../refusal';
import type { Session } from '../session';
import { tenantFrom, type TenantOptions, withTenant } from '../tenant-options';

const BY = 'haber-cli';

export function importCommand(run: Run): Command {
  return withTenant(new Command('import'))
    .description('take over accounts that lived elsewhere: all that a file says, or nothing if a line is wrong')
    .argument('<file>', 'JSON lines, one account a line (docs/reference/import-format.md); - for standard input')
    .option('--dry-run', 'check the file and write nothing')
    .option('--json', 'a wrong line an object, then the summary')
    .action(run(importFile));
}

interface ImportOptions extends TenantOptions {
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

const importFile: Parameters<Run>[0] = async (context) => {
  const given = context.options as unknown as ImportOptions;
  const { output, session } = context;
  const tenant = tenantFrom(given);
  await demandPartner(session, tenant);
  const [path = ''] = context.args;
  const source = await SourceFile.open(path);
  try {
    const report = await imported(source, { context, tenant, dryRun: given.dryRun === true });
    const lines = given.json ? reportJson(report).map((line) => JSON.stringify(line)) : reportText(report);
    for (const line of lines) await output.line(line);
    if (!isWell(report)) throw new Refusal('problem', '');
  } catch (error) {
    throw error instanceof FileChanged ? changed(path, source) : error;
  } finally {
    await source.close();
  }
};

/** A mistyped name would take a million accounts to a partner that does not exist. */
async function demandPartner(session: Session, tenant: Tenant): Promise<void> {
  const { state } = await session.partners().load(partnerStream(tenant));
  if (state.tenant !== null) return;
  throw new Refusal('problem', `there is no partner ${tenant}: \`haber keys create\` makes it known`);
}

interface Import {
  readonly context: CommandContext;
  readonly tenant: Tenant;
  readonly dryRun: boolean;
}

async function imported(source: SourceFile, { context, tenant, dryRun }: Import): Promise<ImportReport> {
  const { session } = context;
  // Asked for before the checking: whoever lacks it is not to learn so an hour later.
  const masterKey = dryRun ? undefined : await session.masterKey();
  const terms = new Terms(session.products(), tenant);
  const importing = { tenant, actor: BY, terms, now: new Date(systemClock()).toISOString() };
  const startedMs = performance.now();
  const checked = await check(source, importing, context);
  if (checked.accounts === 0) throw new Refusal('problem', 'the file holds no account');
  const checkedMs = performance.now();
  const accounts = checked.wrongInAll === 0 ? checked.accounts : 0;
  const toWrite = accounts > 0 && masterKey ? { ...importing, masterKey } : undefined;
  const written = toWrite && (await write(source, toWrite, { context, accounts }));
  const seconds = (performance.now() - (written ? checkedMs : startedMs)) / 1_000;
  const result = { tenant, batchId: source.sha256, dryRun, checked, written, seconds };
  return { ...result, logPosition: await session.store.end() };
}

async function check(
  source: SourceFile,
  importing: Importing,
  { session, output }: CommandContext,
): Promise<CheckedFile> {
  const progress = output.progress('check');
  const { pool } = session;
  const firstEvents = firstEventsIn(session.elsewhere);
  const onProgress = (done: number, of: number): void => progress.update(done, of);
  return checkFile(source, { ...importing, pool, firstEvents, onProgress }).finally(() => progress.stop());
}

async function write(
  source: SourceFile,
  importing: Importing & { readonly masterKey: MasterKey },
  { context, accounts }: { readonly context: CommandContext; readonly accounts: number },
): Promise<WrittenFile> {
  const { session, output } = context;
  const { store, absent } = withAbsentStreams(session.store);
  const progress = output.progress('import');
  const pace = paceOf(session.pool, session.store);
  const firstEvents = firstEventsIn(session.elsewhere);
  const about = { pool: session.pool, firstEvents, correlationId: randomIds(), absent, ready: () => pace.ready() };
  const onProgress = (done: number): void => progress.update(done, accounts);
  return writeFile(source, { ...importing, ...about, ...session.importWriters(store), onProgress }).finally(() =>
    progress.stop(),
  );
}

function changed(path: string, { sha256 }: SourceFile): Refusal {
  return new Refusal(
    'problem',
    `${path} was changed while it was read. What is written is of the file as it was (SHA-256 ${sha256}): ` +
      'import that one again to go on.',
  );
}
