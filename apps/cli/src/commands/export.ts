/** `haber export`: one account as a file that proves itself, for whoever does not trust us. */
import { createWriteStream } from 'node:fs';
import { readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { exportAccount, NotExported } from '@haber/audit';
import { systemClock } from '@haber/boot';
import { Command } from 'commander';
import { ACCOUNT_ID, type OwnerOptions, streamNamed, withOwner } from '../named-account';
import type { CommandContext, Run } from '../program';
import { Refusal } from '../refusal';
import { type TenantOptions, withTenant } from '../tenant-options';

interface ExportOptions extends TenantOptions, OwnerOptions {
  readonly out?: string;
}

export function exportCommand(run: Run): Command {
  return withOwner(withTenant(new Command('export')))
    .description('one account as a file that proves itself: verify it with haber-verify')
    .argument('[account]', ACCOUNT_ID)
    .option('--out <file>', 'to this file instead of standard output: whole, or not at all')
    .action(run(exportOne));
}

const exportOne: Parameters<Run>[0] = async ({ session, output, options, args }) => {
  const given = options as unknown as ExportOptions;
  const stream = streamNamed(args[0], given);
  const key = await session.checkpointKey();
  const lines = exportAccount({
    store: session.store,
    stream,
    product: await productName(),
    exportedAt: new Date(systemClock()).toISOString(),
    ...(key && { signing: { store: session.store, key, clock: systemClock, file: session.checkpointFile() } }),
  });
  try {
    await (given.out === undefined ? toOutput(lines, output) : toFile(lines, given.out));
  } catch (error) {
    throw error instanceof NotExported ? new Refusal('problem', error.message) : error;
  }
  if (given.out !== undefined) output.note(`${stream} is in ${given.out}`);
};

async function toOutput(lines: AsyncIterable<string>, output: CommandContext['output']): Promise<void> {
  for await (const line of lines) await output.line(line);
}

async function toFile(lines: AsyncIterable<string>, file: string): Promise<void> {
  const half = `${file}.${process.pid}.half`;
  try {
    await pipeline(Readable.from(ended(lines)), createWriteStream(half, { flags: 'wx' }));
    await rename(half, file);
  } catch (error) {
    await rm(half, { force: true });
    const { code, path } = error as NodeJS.ErrnoException;
    throw path === half ? new Refusal('usage', `${file} cannot be written: ${code}`) : error;
  }
}

async function* ended(lines: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const line of lines) yield `${line}\n`;
}

async function productName(): Promise<string> {
  const manifest = await readFile(join(__dirname, '../../package.json'), 'utf8');
  return `haber ${(JSON.parse(manifest) as { version: string }).version}`;
}
