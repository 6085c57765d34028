/** `haber history`: the life of one account, or of any stream, as an auditor reads it. */
import { history, historyToJson, streamOfAccount, streamOfCustomer } from '@haber/audit';
import { Command } from 'commander';
import { historyText } from '../history-text';
import type { Run } from '../program';
import { Refusal } from '../refusal';
import { tenantFrom, type TenantOptions, withTenant } from '../tenant-options';

export function historyCommand(run: Run): Command {
  return withTenant(new Command('history'))
    .description('every event of an account: who, when, what it moved, what stood afterwards')
    .argument('[account]', 'its stream id, or its id in a dialect (credit_…)')
    .option('--customer <id>', 'the commercial credit of this customer instead')
    .option('--json', 'one object a line')
    .action(run(show));
}

const show: Parameters<Run>[0] = async ({ session, output, options, args }) => {
  const given = options as unknown as TenantOptions & { customer?: string; json?: boolean };
  const stream = streamNamed(args[0], given);
  let events = 0;
  for await (const entry of history(session.store, stream)) {
    events += 1;
    await output.line(given.json ? historyToJson(entry) : historyText(entry));
  }
  if (events === 0) throw new Refusal('problem', `there is no stream ${stream}`);
};

/** @throws Refusal */
export function streamNamed(account: string | undefined, given: TenantOptions & { customer?: string }): string {
  if ((account === undefined) === (given.customer === undefined)) {
    throw new Refusal('usage', 'name one account: by its id, or by --customer');
  }
  if (given.customer !== undefined) return streamOfCustomer(tenantFrom(given), given.customer);
  const stream = streamOfAccount(account ?? '');
  if (stream === undefined) throw new Refusal('usage', `'${account}' is no stream id and no account id (credit_…)`);
  return stream;
}
