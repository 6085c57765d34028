/**
 * `haber dlq`: what reactions could not handle, by account; its redrive, which a running process of the group does; and
 * the end of what no redrive will mend.
 * The same for both transports: what is parked stands in Postgres.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type AccountFilter,
  askToRedrive,
  type BusMessage,
  type DropOutcome,
  dropParked,
  type ParkedAccount,
  parkedAccounts,
  type ParkedMessage,
  parkedMessages,
} from '@haber/bus';
import { Command } from 'commander';
import type { CommandContext, Run } from '../program';
import { Refusal } from '../refusal';

export function dlqCommand(run: Run): Command {
  const dlq = new Command('dlq').description('what reactions could not handle, and whatever waits behind it');
  dlq
    .command('list')
    .description('the parked accounts, oldest first')
    .option('--group <name>', 'of this group alone')
    .option('--json', 'as JSON, a line each')
    .action(run(list));
  dlq
    .command('show')
    .description('the parked messages of an account, in the order in which they came')
    .requiredOption('--group <name>', 'the group that parked it')
    .requiredOption('--key <key>', 'the account, as haber dlq list says it')
    .option('--limit <n>', 'at most so many', limitOf, 100)
    .option('--json', 'as JSON, a line each')
    .action(run(show));
  dlq
    .command('redrive')
    .description('let parked accounts flow again: handled once more, in order, by a running process of the group')
    .option('--group <name>', 'of this group alone')
    .option('--key <key>', 'this account alone')
    .option('--all', 'every parked account')
    .option('--wait <seconds>', 'for them to flow', limitOf, 15)
    .option('--json', 'as JSON')
    .action(run(redrive));
  dlq
    .command('drop')
    .description('take the first message of a parked account out for good; what waits behind it is redriven')
    .requiredOption('--group <name>', 'the group that parked it')
    .requiredOption('--key <key>', 'the account, as haber dlq list says it')
    .requiredOption('--ordinal <n>', 'which message, as haber dlq show says it: the first', ordinalOf)
    .requiredOption('--reason <text>', 'why; kept with the message in bus.dropped_messages', reasonOf)
    .option('--json', 'as JSON')
    .action(run(drop));
  return dlq;
}

const list: Parameters<Run>[0] = async (context) => {
  const { pool } = context.session;
  const accounts = await parkedAccounts(pool, filterOf(context));
  for (const account of accounts) await context.output.line(accountLine(account, context));
  if (accounts.length === 0) context.output.note('nothing is parked');
};

function filterOf({ options }: CommandContext): AccountFilter {
  const { group, key } = options as { group?: string; key?: string };
  return { ...(group !== undefined && { group }), ...(key !== undefined && { key }) };
}

function accountLine(account: ParkedAccount, { options }: CommandContext): string {
  const { group, key, messages, parkedAt, redriveAskedAt, cause } = account;
  if (options['json']) return JSON.stringify({ group, key, messages, parkedAt, redriveAskedAt, cause });
  return `${group}  ${key}  ${messages} since ${parkedAt.toISOString()}  ${cause ?? 'being redriven'}`;
}

const show: Parameters<Run>[0] = async ({ session, output, options }) => {
  const { group, key, limit, json } = options as { group: string; key: string; limit: number; json?: boolean };
  const messages = await parkedMessages(session.pool, { group, key }, limit);
  if (messages.length === 0) throw new Refusal('problem', `${group} has parked nothing of ${key}`);
  for (const parked of messages) {
    if (json) await output.line(messageJson(parked));
    else for (const line of messageLines(parked)) await output.line(line);
  }
};

function messageJson({ ordinal, message, place, cause, attempts, parkedAt }: ParkedMessage): string {
  const { headers } = message;
  const why = { place, cause: cause ?? null, attempts, parkedAt };
  return JSON.stringify({ ordinal, ...why, headers, value: textOf(message) });
}

function messageLines({ ordinal, message, place, cause, attempts }: ParkedMessage): readonly string[] {
  const { ce_type: type = 'no type', ce_sequence: revision = '' } = message.headers;
  const why = cause === undefined ? 'behind' : `${cause}  (${attempts} attempts)`;
  return [`${ordinal}  ${place}  ${why}`, `  ${type} ${revision}  ${textOf(message) ?? 'no value'}`];
}

function textOf({ value }: BusMessage): string | null {
  return value && Buffer.from(value).toString('utf8');
}

const POLL_MS = 250;

const redrive: Parameters<Run>[0] = async (context) => {
  const { options, session, output } = context;
  const { all, wait, json } = options as { all?: boolean; wait: number; json?: boolean };
  const filter = filterOf(context);
  if (!all && Object.keys(filter).length === 0) throw new Refusal('usage', 'which? --group, --key or --all');
  const asked = await askToRedrive(session.pool, filter);
  const deadline = performance.now() + wait * 1_000;
  let left = await parkedAccounts(session.pool, filter);
  while (left.some(isWaiting) && performance.now() < deadline) {
    await sleep(POLL_MS);
    left = await parkedAccounts(session.pool, filter);
  }
  const counts = { asked, waiting: left.filter(isWaiting).length, parkedAgain: left.filter(hasFailed).length };
  await output.line(json ? JSON.stringify(counts) : redriveText(counts));
  for (const account of left.filter(hasFailed)) output.note(accountLine(account, context));
  if (counts.waiting + counts.parkedAgain > 0) throw new Refusal('problem', '');
};

function isWaiting({ redriveAskedAt }: ParkedAccount): boolean {
  return redriveAskedAt !== null;
}

function hasFailed(account: ParkedAccount): boolean {
  return !isWaiting(account);
}

function redriveText({ asked, waiting, parkedAgain }: { asked: number; waiting: number; parkedAgain: number }): string {
  if (asked === 0) return 'nothing is parked';
  const flowing = Math.max(0, asked - waiting - parkedAgain);
  const rest = waiting === 0 ? '' : `; ${waiting} wait for a running process of their group`;
  return `${flowing} of ${asked} flow again, ${parkedAgain} parked again${rest}`;
}

function limitOf(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new Refusal('usage', `'${text}' is no whole number`);
  return Number(text);
}

interface DropOptions {
  readonly group: string;
  readonly key: string;
  readonly ordinal: number;
  readonly reason: string;
  readonly json?: boolean;
}

const drop: Parameters<Run>[0] = async ({ session, output, options }) => {
  const { json, ...request } = options as unknown as DropOptions;
  const outcome = await dropParked(session.pool, request);
  const told = dropText(outcome, request);
  await output.line(json ? JSON.stringify(outcome) : told);
};

/** @throws Refusal: nothing was dropped, now or before */
function dropText(outcome: DropOutcome, { group, key, ordinal }: DropOptions): string {
  switch (outcome.kind) {
    case 'dropped': {
      const { waiting, place } = outcome;
      const rest = waiting === 0 ? 'the account flows again' : `${waiting} behind it are to be redriven`;
      return `dropped ${place}; ${rest}`;
    }
    case 'dropped_before':
      return `${outcome.place} was dropped at ${outcome.droppedAt.toISOString()}: ${outcome.reason}`;
    case 'not_parked':
      throw new Refusal('problem', `${group} has parked nothing of ${key}`);
    case 'not_first':
      throw new Refusal('problem', `only the first can be dropped, so that no order is broken: ${outcome.first}`);
    case 'untried':
      throw new Refusal(
        'problem',
        `${ordinal} has not been tried yet: haber dlq redrive --group ${group} --key ${key}`,
      );
    case 'busy':
      throw new Refusal('problem', `${group} redrives just now: try again`);
  }
}

/** As Postgres holds it. */
const LAST_ORDINAL = 2_147_483_647;
const MAX_REASON = 500;

function ordinalOf(text: string): number {
  const ordinal = /^\d{1,10}$/.test(text) ? Number(text) : 0;
  if (ordinal < 1 || ordinal > LAST_ORDINAL) throw new Refusal('usage', `'${text}' is no ordinal: haber dlq show`);
  return ordinal;
}

function reasonOf(text: string): string {
  const reason = text.trim();
  if (reason !== '' && reason.length <= MAX_REASON) return reason;
  throw new Refusal('usage', `--reason takes 1 to ${MAX_REASON} characters`);
}
