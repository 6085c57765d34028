/** `haber erase`: destroy a person's key, so that no one can read what is stored about him, here or anywhere. */
import { erase, UnknownCustomer } from '@haber/audit';
import { randomIds } from '@haber/boot';
import { personalData } from '@haber/personal-data';
import { Command } from 'commander';
import type { Run } from '../program';
import { Refusal } from '../refusal';
import { tenantFrom, type TenantOptions, withTenant } from '../tenant-options';

export function eraseCommand(run: Run): Command {
  return withTenant(new Command('erase'))
    .description('erase a customer’s personal data; the accounts and their chains stay whole')
    .argument('<customer>', 'the partner’s id of the customer')
    .option('--now', 'also purge the destroyed key from the database and its write-ahead log, as far as it can be')
    .option('--json', 'as JSON')
    .action(run(eraseCustomer));
}

const eraseCustomer: Parameters<Run>[0] = async ({ session, output, options, args }) => {
  const given = options as unknown as TenantOptions & { now?: boolean; json?: boolean };
  const [customerId = ''] = args;
  const { pool } = session;
  const erased = await erase({
    tenant: tenantFrom(given),
    customerId,
    actor: 'haber-cli',
    correlationId: randomIds(),
    customers: session.customers(),
    personalData: personalData({ pool, masterKey: await session.masterKey() }),
    pool,
    now: given.now === true,
  }).catch((error: unknown) => {
    throw error instanceof UnknownCustomer ? new Refusal('problem', error.message) : error;
  });
  if (given.json) return output.line(JSON.stringify(erased));
  await output.line(
    erased.already
      ? `${customerId} was erased before`
      : `erased ${customerId}: nobody can read what is stored about him`,
  );
  return output.line(erased.statement);
};
