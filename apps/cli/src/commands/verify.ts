/** `haber verify` and `haber heads`: prove the log, and take out evidence of how it stands. */
import { readFile } from 'node:fs/promises';
import {
  type Evidence,
  evidenceLines,
  type Finding,
  findingToJson,
  formatHead,
  headsOf,
  parseEvidence,
  parsePublicKey,
  readHeads,
  type Verified,
  verify,
  type VerifyOptions,
} from '@haber/audit';
import { systemClock } from '@haber/boot';
import { type AgainstBank, loggedItems } from '@haber/payments';
import { Command } from 'commander';
import { heldAgainst } from '../bank-books';
import { ACCOUNT_ID, isNamed, type OwnerOptions, streamNamed, withOwner } from '../named-account';
import type { CommandContext, Run } from '../program';
import { Refusal } from '../refusal';
import { type TenantOptions, withTenant } from '../tenant-options';

interface CommandOptions extends TenantOptions, OwnerOptions {
  readonly account?: string;
  readonly head: readonly string[];
  readonly heads?: string;
  readonly key: readonly string[];
  readonly bank?: boolean;
  readonly json?: boolean;
}

export function verifyCommand(run: Run): Command {
  const collect = (text: string, before: readonly string[]): readonly string[] => [...before, text];
  return withOwner(withTenant(new Command('verify')))
    .description('read the whole log once and hold everything against it: chains, balances, read models, heads')
    .option('--account <id>', `one account instead: ${ACCOUNT_ID}`)
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
    .option('--bank', 'hold payouts against the books of the banks too')
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
  const given = options as unknown as CommandOptions;
  const one = isNamed(given.account, given);
  const { evidence, trusted } = await evidenceOf(session, given);
  const progress = output.progress('verify');
  const verified = await verify({
    pool: session.pool,
    store: session.elsewhere,
    evidence,
    ...trusted,
    ...(one && { stream: streamNamed(given.account, given) }),
    onProgress: ({ position, end }) => progress.update(Number(position), Number(end)),
  }).finally(() => progress.stop());
  if (one && verified.events === 0 && verified.differences === 0)
    throw new Refusal('problem', 'there is no such account');
  await tell(output, verified, given.json === true);
  const atBanks = await checkBanks({ session, output }, given);
  if (!one) await noteItems({ session, output });
  if (verified.differences + atBanks > 0) throw new Refusal('problem', '');
};

type Talking = Pick<CommandContext, 'session' | 'output'>;

/** @returns how many differences there are. @throws Refusal, UnreadableBook */
async function checkBanks({ session, output }: Talking, { bank: wanted, json }: CommandOptions): Promise<number> {
  if (wanted !== true) return 0;
  const books = await session.bankBooks();
  if (books.length === 0) {
    throw new Refusal('usage', 'no bank is known here: set HABER_BANK_URL and HABER_BANK_SECRET, or start the product');
  }
  let differences = 0;
  for (const book of books) {
    const held = await heldAgainst(session.store, book);
    differences += held.differences.length;
    const { bank } = book;
    if (json) await output.line(JSON.stringify({ bank, ...held }));
    else await bankText(output, bank, held);
  }
  return differences;
}

async function bankText(output: CommandContext['output'], bank: string, held: AgainstBank): Promise<void> {
  const { movements, payouts, differences, notes } = held;
  for (const difference of differences) await output.line(`✗ bank ${bank}: ${difference}`);
  for (const note of notes) output.note(`bank ${bank}: ${note}`);
  const figures = `${payouts} payouts against ${movements} movements`;
  const count = `${differences.length} ${differences.length === 1 ? 'difference' : 'differences'}`;
  await output.line(`${differences.length === 0 ? '✓ its book agrees' : `✗ ${count}`}: bank ${bank}, ${figures}`);
}

/** No difference of the books: what somebody has yet to look at. */
async function noteItems({ session, output }: Talking): Promise<void> {
  const open = (await loggedItems(session.store)).filter(({ item }) => item.status === 'open');
  if (open.length > 0) output.note(`${open.length} reconciliation items are open: haber reconciliation list`);
}

interface HeldAgainst {
  readonly evidence: Evidence;
  /** Undefined where nobody says which key: then those count that the log published, and nothing need be signed. */
  readonly trusted: Pick<VerifyOptions, 'trustedKeys' | 'signedAsOf'> | undefined;
}

/** What is given, else the key of this installation and what it signed last. @throws Refusal, UnreadableEvidence */
async function evidenceOf(session: CommandContext['session'], given: CommandOptions): Promise<HeldAgainst> {
  const evidence = await evidenceGiven(given);
  const trusted = (trustedKeys: readonly string[]) => ({ trustedKeys, signedAsOf: systemClock() });
  if (given.key.length > 0) return { evidence, trusted: trusted(await Promise.all(given.key.map(publicKeyIn))) };
  const own = await session.checkpointKey();
  if (!own) return { evidence, trusted: undefined };
  const kept = await session.checkpointFile().read();
  const heads = kept ? [...evidence.heads, kept] : evidence.heads;
  return { evidence: { ...evidence, heads }, trusted: trusted([own.publicKey]) };
}

/** @throws Refusal, UnreadableEvidence */
async function evidenceGiven({ head, heads }: CommandOptions): Promise<Evidence> {
  if (heads === undefined) return parseEvidence(head);
  const text = await readFile(heads, 'utf8').catch((error: Error) => {
    throw new Refusal('usage', `${heads} cannot be read: ${error.message}`);
  });
  return parseEvidence([...head, ...evidenceLines(text)]);
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
  const behind = checkpoints.unsigned === 0 ? '' : ` (${checkpoints.unsigned} events behind are not signed)`;
  const signed =
    checkpoints.count === 0 ? '' : `, ${checkpoints.count} checkpoints up to position ${checkpoints.position}${behind}`;
  const rate = seconds > 0.5 ? `, ${Math.round(events / seconds)} events a second` : '';
  const read = `${events} events of ${streams} streams, ${rows.join(', ')}${signed}, in ${seconds.toFixed(1)} s${rate}`;
  return `${differences === 0 ? '✓ all of it holds' : `✗ ${count}`}: ${read}`;
}

function summaryOf(verified: Verified): object {
  const { differences, events, streams, position, derived, seconds, logEvidence } = verified;
  const { count, position: signedTo, unsigned } = verified.checkpoints;
  const compared = derived.map(({ table, rows, position: at }) => ({ table, rows, position: `${at}` }));
  const summary = { ok: differences === 0, differences, events, streams, position: `${position}`, compared, seconds };
  const checkpoints = { count, position: `${signedTo}`, unsigned };
  return logEvidence === undefined ? summary : { ...summary, checkpoints, evidence: logEvidence };
}

const heads: Parameters<Run>[0] = async ({ session, output, options }) => {
  const { json } = options as { json?: boolean };
  const { elsewhere } = session;
  const client = await session.pool.connect();
  try {
    const all = elsewhere ? await headsOf(elsewhere) : readHeads(client);
    for await (const head of all) await output.line(json ? JSON.stringify(head) : formatHead(head));
  } finally {
    client.release();
  }
};
