/** `haber history`: the life of one account, or of any stream, as an auditor reads it. */
import { history, historyToJson } from '@haber/audit';
import { Command } from 'commander';
import { historyText } from '../history-text';
import { ACCOUNT_ID, type OwnerOptions, streamNamed, withOwner } from '../named-account';
import type { Run } from '../program';
import { Refusal } from '../refusal';
import { type TenantOptions, withTenant } from '../tenant-options';

export function historyCommand(run: Run): Command {
  return withOwner(withTenant(new Command('history')))
    .description('every event of an account: who, when, what it moved, what stood afterwards')
    .argument('[account]', ACCOUNT_ID)
    .option('--json', 'one object a line')
    .action(run(show));
}

const show: Parameters<Run>[0] = async ({ session, output, options, args }) => {
  const given = options as unknown as TenantOptions & OwnerOptions & { json?: boolean };
  const stream = streamNamed(args[0], given);
  let events = 0;
  for await (const entry of history(session.store, stream)) {
    events += 1;
    await output.line(given.json ? historyToJson(entry) : historyText(entry));
  }
  if (events === 0) throw new Refusal('problem', `there is no stream ${stream}`);
};
