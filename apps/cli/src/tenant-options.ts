/** The options by which a command names whose objects it means: the demo partner in test mode unless told otherwise. */
import { isMode, isPartnerName, MODES, tenantOf } from '@haber/gateway';
import type { Tenant } from '@haber/ledger';
import { type Command, Option } from 'commander';
import { Refusal } from './refusal';

export interface TenantOptions {
  readonly partner: string;
  readonly mode: string;
}

export function withTenant(command: Command): Command {
  return command
    .option('--partner <name>', 'the partner', 'demo')
    .addOption(new Option('--mode <mode>', 'its mode').choices(MODES).default('test'));
}

/** @throws Refusal */
export function tenantFrom({ partner, mode }: TenantOptions): Tenant {
  if (!isPartnerName(partner) || !isMode(mode)) {
    throw new Refusal('usage', `'${partner}' is no partner's name: up to 63 of a–z, 0–9 and -, not beginning with -`);
  }
  return tenantOf(partner, mode);
}
