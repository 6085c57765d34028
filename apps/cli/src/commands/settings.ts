/** `haber settings`: what holds for all keys of a partner in one mode. */
import { randomIds } from '@haber/boot';
import { changeSettings, readSettings } from '@haber/gateway';
import type { PartnerSettings, RateLimits } from '@haber/ledger';
import { Command, Option } from 'commander';
import type { CommandContext, Run } from '../program';
import { Refusal } from '../refusal';
import { tenantFrom, type TenantOptions, withTenant } from '../tenant-options';
import { RATE_LIMIT_HELP, rateLimitsOf, rateLimitsText, refused } from './key-options';

export function settingsCommand(run: Run): Command {
  const settings = new Command('settings').description('show and change what holds for all keys of a partner');
  withTenant(settings.command('get'))
    .description('the settings as they are')
    .option('--json', 'as JSON')
    .action(run(get));
  withTenant(settings.command('set'))
    .description('change those that are given')
    .addOption(new Option('--four-eyes <on|off>', 'nobody approves what he asked for').choices(['on', 'off']))
    .option('--rate-limit <limit>', `of keys without one of their own: ${RATE_LIMIT_HELP}`, rateLimitsOf)
    .addOption(
      new Option('--keyless-repeats <on|off>', 'a credit without a key repeats the same one of 10 s').choices([
        'on',
        'off',
      ]),
    )
    .option('--json', 'as JSON')
    .action(run(set));
  return settings;
}

const get: Parameters<Run>[0] = async (context) => {
  const tenant = tenantFrom(context.options as unknown as TenantOptions);
  const settings = await readSettings({ writer: context.session.partners(), tenant });
  if (!settings) throw new Refusal('problem', 'there is no such partner in this mode');
  return show(context, settings);
};

interface Given {
  readonly fourEyes?: string;
  readonly rateLimit?: RateLimits;
  readonly keylessRepeats?: string;
}

const set: Parameters<Run>[0] = async (context) => {
  const given = context.options as unknown as TenantOptions & Given;
  const change: Partial<PartnerSettings> = {
    ...(given.fourEyes !== undefined && { fourEyes: given.fourEyes === 'on' }),
    ...(given.keylessRepeats !== undefined && { keylessRepeats: given.keylessRepeats === 'on' }),
    ...(given.rateLimit !== undefined && { rateLimits: given.rateLimit }),
  };
  if (Object.keys(change).length === 0)
    throw new Refusal('usage', 'nothing to set: --four-eyes, --rate-limit, --keyless-repeats');
  const settings = await changeSettings({
    writer: context.session.partners(),
    tenant: tenantFrom(given),
    by: 'haber-cli',
    correlationId: randomIds(),
    change,
  }).catch(refused);
  return show(context, settings);
};

function show({ output, options }: CommandContext, settings: PartnerSettings): Promise<void> {
  if (options['json']) return output.line(JSON.stringify(settings));
  const limits = rateLimitsText(settings.rateLimits) || 'as the product has them';
  const { fourEyes, keylessRepeats } = settings;
  const on = (is: boolean): string => (is ? 'on' : 'off');
  return output.line(`four eyes ${on(fourEyes)}  rate limits ${limits}  keyless repeats ${on(keylessRepeats)}`);
}
