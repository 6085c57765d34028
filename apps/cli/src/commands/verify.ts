/** `haber verify` and `haber heads`: prove the log, and take out evidence of how it stands. */
import { readFile } from 'node:fs/promises';
import {
  type Evidence,
  evidenceLines,
  type Finding,
  findingToJson,
  formatHead,
  parseEvidence,
  parsePublicKey,
  readHeads,
  type Verified,
  verify,
} from '@haber/audit';
import { Command } from 'commander';
import type { CommandContext, Run } from '../program';
import { Refusal } from '../refusal';
import { type TenantOptions, withTenant } from '../tenant-options';
import { streamNamed } from './history';

interface VerifyOptions extends TenantOptions {
  readonly account?: string;
  readonly customer?: string;
  readonly head: readonly string[];
  readonly heads?: string;
  readonly key: readonly string[];
  readonly json?: boolean;
}

export function verifyCommand(run: Run): Command {
  const collect = (text: string, before: readonly string[]): readonly string[] => [...before, text];
  return withTenant(new Command('verify'))
    .description('read the whole log once and hold everything against it: chains, balances, read models, heads')
    .option('--account <id>', 'one account instead: its stream id or its id in a dialect (credit_…)')
    .option('--customer <id>', 'the commercial credit of this customer instead')
    .option(
      '--head <evidence>',
      '<stream>@<revision>:<hash> or log@<position>:<hash>, kept from before; repeatable',
      collect,
      [],
    )
    .option('--heads <file>', 'evidence kept in a file: what `haber heads` or `haber verify` printed')
    .option(
      '--key <public key>',
      'what checkpoints must be signed under: PEM, base64, or a file of it; repeatable; if not given, the key that ' +
        'comes from the master key, where that is at hand',
      collect,
      [],
    )
    .option('--json', 'one finding a line, then the summary')
    .action(run(check));
}

export function headsCommand(run: Run): Command {
  return new Command('heads')
    .description('every stream’s last revision and hash: evidence to keep outside')
    .option('--json', 'one object a line')
    .action(run(heads));
}

const check: Parameters<Run>[0] = async ({ session, output, options }) => {
  const given = options as unknown as VerifyOptions;
  const one = given.account !== undefined || given.customer !== undefined;
  const evidence = await evidenceOf(given);
  const trustedKeys = await trustedKeysOf(session, given);
  const progress = output.progress('verify');
  const verified = await verify({
    pool: session.pool,
    evidence,
    ...(trustedKeys && { trustedKeys }),
    ...(one && { stream: streamNamed(given.account, given) }),
    onProgress: ({ position, end }) => progress.update(Number(position), Number(end)),
  }).finally(() => progress.stop());
  if (one && verified.events === 0 && verified.differences === 0)
    throw new Refusal('problem', 'there is no such account');
  await tell(output, verified, given.json === true);
  if (verified.differences > 0) throw new Refusal('problem', '');
};

/** @throws Refusal, UnreadableEvidence */
async function evidenceOf({ head, heads }: VerifyOptions): Promise<Evidence> {
  if (heads === undefined) return parseEvidence(head);
  const text = await readFile(heads, 'utf8').catch((error: Error) => {
    throw new Refusal('usage', `${heads} cannot be read: ${error.message}`);
  });
  return parseEvidence([...head, ...evidenceLines(text)]);
}

/** Undefined where nobody says which: then those count that the log itself published. @throws Refusal */
async function trustedKeysOf(
  session: CommandContext['session'],
  { key }: VerifyOptions,
): Promise<readonly string[] | undefined> {
  const own = key.length === 0 ? await session.checkpointKey() : undefined;
  return own ? [own.publicKey] : key.length > 0 ? Promise.all(key.map(publicKeyIn)) : undefined;
}

async function publicKeyIn(given: string): Promise<string> {
  const publicKey = parsePublicKey(await readFile(given, 'utf8').catch(() => given));
  if (publicKey === undefined) throw new Refusal('usage', `'${given}' is no Ed25519 public key, nor a file of one`);
  return publicKey;
}

async function tell(output: CommandContext['output'], verified: Verified, json: boolean): Promise<void> {
  for (const finding of verified.findings) await output.line(json ? findingToJson(finding) : findingText(finding));
  const untold = verified.differences - verified.findings.length;
  if (json) return output.line(JSON.stringify(summaryOf(verified)));
  if (untold > 0) await output.line(`… and ${untold} more`);
  await output.line(summaryText(verified));
  if (verified.logEvidence !== undefined) await output.line(`evidence to keep outside: ${verified.logEvidence}`);
}

function findingText({ kind, stream, revision, position, what }: Finding): string {
  const place = stream === null ? `the log${position === null ? '' : ` at position ${position}`}` : stream;
  return `✗ ${kind}: ${place}${revision === null ? '' : ` at revision ${revision}`}: ${what}`;
}

function summaryText({ differences, events, streams, position, derived, checkpoints, seconds }: Verified): string {
  const count = `${differences} ${differences === 1 ? 'difference' : 'differences'}`;
  const rows = derived.map(({ table, rows, position: at }) => {
    const behind = position > at ? ` (${position - at} positions behind)` : '';
    return `${rows} rows of ${table}${behind}`;
  });
  const signed =
    checkpoints.count === 0 ? '' : `, ${checkpoints.count} checkpoints up to position ${checkpoints.position}`;
  const rate = seconds > 0.5 ? `, ${Math.round(events / seconds)} events a second` : '';
  const read = `${events} events of ${streams} streams, ${rows.join(', ')}${signed}, in ${seconds.toFixed(1)} s${rate}`;
  return `${differences === 0 ? '✓ all of it holds' : `✗ ${count}`}: ${read}`;
}

function summaryOf(verified: Verified): object {
  const { differences, events, streams, position, derived, seconds, logEvidence } = verified;
  const { count, position: signedTo } = verified.checkpoints;
  const compared = derived.map(({ table, rows, position: at }) => ({ table, rows, position: `${at}` }));
  const summary = { ok: differences === 0, differences, events, streams, position: `${position}`, compared, seconds };
  const checkpoints = { count, position: `${signedTo}` };
  return logEvidence === undefined ? summary : { ...summary, checkpoints, evidence: logEvidence };
}

const heads: Parameters<Run>[0] = async ({ session, output, options }) => {
  const { json } = options as { json?: boolean };
  const client = await session.pool.connect();
  try {
    for await (const head of readHeads(client)) await output.line(json ? JSON.stringify(head) : formatHead(head));
  } finally {
    client.release();
  }
};
