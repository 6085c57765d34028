/** `haber reconciliation`: what banks say and the books do not bear out, of all partners; and what came of it. */
import { randomIds } from '@haber/boot';
import { mismatchKey, reconciliationStream, type ResolvedItem, capacityAccountStream } from '@haber/ledger';
import { amountText } from '@haber/money';
import { type LoggedItem, loggedItems, resolveItem } from '@haber/payments';
import { Command, Option } from 'commander';
import type { CommandContext, Run } from '../program';
import { Refusal } from '../refusal';

const BY = 'haber-cli';
const RESOLUTIONS = ['no_change', 'payout_approved', 'payout_rejected'] as const;

interface Given {
  readonly as: (typeof RESOLUTIONS)[number];
  readonly case: string;
  readonly bankReference?: string;
  readonly json?: boolean;
}

type Opened = LoggedItem['item']['opened'];

export function reconciliationCommand(run: Run): Command {
  const items = new Command('reconciliation').description('what banks say of payouts and the books do not bear out');
  items
    .command('list')
    .description('the open items of all partners, oldest first')
    .option('--all', 'the resolved ones too')
    .option('--json', 'one object a line')
    .action(run(list));
  items
    .command('show')
    .description('one item')
    .argument('<id>', 'as haber reconciliation list says it')
    .option('--json', 'as JSON')
    .action(run(show));
  items
    .command('resolve')
    .description('somebody has looked at it; where no bank has decided the payout, this may')
    .argument('<id>', 'as haber reconciliation list says it')
    .addOption(new Option('--as <resolution>', 'what came of it').choices(RESOLUTIONS).makeOptionMandatory())
    .requiredOption('--case <id>', 'where it is written down why, stored in clear: nothing about a person')
    .option('--bank-reference <reference>', 'of the payment found at the bank; with payout_approved')
    .option('--json', 'as JSON')
    .action(run(resolve));
  return items;
}

const list: Parameters<Run>[0] = async ({ session, output, options }) => {
  const all = await loggedItems(session.store);
  const shown = options['all'] ? all : all.filter(({ item }) => item.status === 'open');
  for (const item of shown) await output.line(options['json'] ? jsonOf(item) : textOf(item));
  if (shown.length === 0) output.note(options['all'] ? 'there are no items' : 'no item is open');
};

const show: Parameters<Run>[0] = async (context) => {
  const found = await itemNamed(context);
  await context.output.line(context.options['json'] ? jsonOf(found) : textOf(found));
};

const resolve: Parameters<Run>[0] = async (context) => {
  const { session, options, output } = context;
  const given = options as unknown as Given;
  refuseWrongReference(given);
  const { itemId } = (await itemNamed(context)).item.opened;
  const done = await session.payouts().atItem(itemId, () => resolved(context, given));
  if (done === 'busy') throw new Refusal('problem', 'somebody is resolving it just now');
  await output.line(given.json ? JSON.stringify({ id: itemId, resolution: given.as }) : `resolved ${itemId}`);
};

/** While nobody else resolves it: of two, only one may decide the payout. */
async function resolved(context: CommandContext, given: Given): Promise<void> {
  const found = await itemNamed(context);
  const { tenant, item } = found;
  const { itemId } = item.opened;
  if (item.status === 'open' && given.as !== 'no_change') await decide(context, found, given.bankReference ?? null);
  const resolution: ResolvedItem = { itemId, resolution: given.as, reason: null, externalId: given.case };
  const done = await context.session.reconciliation().execute({
    ...{ stream: reconciliationStream(tenant, mismatchKey(item.opened)), tenant, actor: BY },
    ...{ correlationId: randomIds(), keys: [] },
    decide: (state) => resolveItem(state, resolution),
  });
  if (done.kind !== 'accepted') throw new Refusal('problem', `${itemId} was resolved before, in another way`);
}

function refuseWrongReference({ as, bankReference }: { readonly as: string; readonly bankReference?: string }): void {
  if ((as === 'payout_approved') !== (bankReference !== undefined)) {
    throw new Refusal('usage', '--bank-reference goes with --as payout_approved, and with nothing else');
  }
  if (bankReference !== undefined && !/^[\x21-\x7e]{1,64}$/.test(bankReference)) {
    throw new Refusal('usage', '--bank-reference has 1 to 64 visible ASCII characters');
  }
}

/** While no process is at the payout, so that nothing is sent that was given up. */
async function decide(
  { session }: CommandContext,
  { tenant, item }: LoggedItem,
  bankReference: string | null,
): Promise<void> {
  const { payoutId, customerId } = item.opened;
  if (customerId === null) throw new Refusal('problem', 'it is about no payout of ours: nothing can be decided');
  const payout = { payoutId, tenant, stream: capacityAccountStream(tenant, customerId) };
  const by = { actor: BY, correlationId: randomIds() };
  const end = await session.payouts().decidedByHand(payout, { by, bankReference });
  if (end === 'busy') throw new Refusal('problem', 'a process is asking the bank just now: try again in a minute');
  if (end !== 'decided') throw new Refusal('problem', `the payout cannot be decided so: ${end.code}`);
}

async function itemNamed({ session, args }: CommandContext): Promise<LoggedItem> {
  const [id] = args;
  const found = (await loggedItems(session.store)).find(({ item }) => item.opened.itemId === id);
  if (!found) throw new Refusal('problem', 'there is no such item');
  return found;
}

function textOf({ tenant, openedAt, item }: LoggedItem): string {
  const { itemId, cause, payoutId, executionId, bankAdapter, recorded, learnedFrom } = item.opened;
  const [bank, execution] = [bankAdapter === '' ? 'no bank' : bankAdapter, executionId ?? 'no execution'];
  return [
    `${itemId}  ${cause}  ${statusOf(item)}`,
    `  ${tenant}  since ${openedAt}  ${execution}, payout ${payoutId}`,
    `  ${bank} said: ${wordOf(item)} (${learnedFrom}); our books: ${recordedText(recorded)}`,
  ].join('\n');
}

function statusOf({ resolved }: LoggedItem['item']): string {
  return resolved ? `resolved: ${resolved.resolution} ${resolved.externalId ?? ''}`.trimEnd() : 'open';
}

function wordOf({ opened: { said } }: LoggedItem['item']): string {
  if (!said) return 'nothing';
  return `${said.status} ${amountText(said.amountMinor, said.currency)} ${said.bankReference ?? said.bankCode}`;
}

function recordedText(recorded: Opened['recorded']): string {
  if (!recorded) return 'nothing';
  const { status, amountMinor, currency, bankReference } = recorded;
  return `${status} ${amountText(amountMinor, currency)} ${bankReference ?? ''}`.trimEnd();
}

function jsonOf({ tenant, openedAt, item }: LoggedItem): string {
  const { said, recorded, ...opened } = item.opened;
  const word = said && { ...said, amountMinor: `${said.amountMinor}` };
  const ours = recorded && { ...recorded, amountMinor: `${recorded.amountMinor}` };
  const resolved = item.resolved && { resolution: item.resolved.resolution, case: item.resolved.externalId };
  return JSON.stringify({ tenant, status: item.status, openedAt, ...opened, said: word, recorded: ours, resolved });
}
