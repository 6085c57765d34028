/** How a command names one account: by an id, or by whose it is. */
import { streamOfAccount, streamOfCustomer, streamOfMerchant } from '@haber/audit';
import type { Command } from 'commander';
import { Refusal } from './refusal';
import { tenantFrom, type TenantOptions } from './tenant-options';

export const ACCOUNT_ID = 'its stream id, or its id in a dialect (credit_…, capacity_…)';

export interface OwnerOptions {
  readonly customer?: string;
  readonly merchant?: string;
}

export function withOwner(command: Command): Command {
  return command
    .option('--customer <id>', 'the commercial credit of this customer instead')
    .option('--merchant <id>', 'the capacity account of this customer instead');
}

export function isNamed(account: string | undefined, { customer, merchant }: OwnerOptions): boolean {
  return [account, customer, merchant].some((name) => name !== undefined);
}

/** @throws Refusal */
export function streamNamed(account: string | undefined, given: TenantOptions & OwnerOptions): string {
  const { customer, merchant } = given;
  if ([account, customer, merchant].filter((name) => name !== undefined).length !== 1) {
    throw new Refusal('usage', 'name one account: by its id, by --customer, or by --merchant');
  }
  if (customer !== undefined) return streamOfCustomer(tenantFrom(given), customer);
  if (merchant !== undefined) return streamOfMerchant(tenantFrom(given), merchant);
  const stream = streamOfAccount(account ?? '');
  if (stream === undefined) throw new Refusal('usage', `'${account}' is not ${ACCOUNT_ID}`);
  return stream;
}
