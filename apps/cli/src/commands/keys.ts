/** `haber keys`: issue, import, list, rotate and revoke the keys of a partner. A new key is shown once, here. */
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { randomIds, systemClock } from '@haber/boot';
import {
  issueKey,
  keyRing,
  type KeyTerms,
  type ListedKey,
  listKeys,
  type NewKey,
  revokeKey,
  rotateKey,
  usableKey,
} from '@haber/gateway';
import { type RateLimits, SCOPES, type Tenant } from '@haber/ledger';
import { deriveKey } from '@haber/personal-data';
import { Command } from 'commander';
import type { CommandContext, Run } from '../program';
import { Refusal } from '../refusal';
import { tenantFrom, type TenantOptions, withTenant } from '../tenant-options';
import { instantOf, listOf, RATE_LIMIT_HELP, rateLimitsOf, rateLimitsText, refused } from './key-options';

const BY = 'haber-cli';

interface TermOptions extends TenantOptions {
  readonly scopes: readonly string[];
  readonly customer?: string;
  readonly actor?: string;
  readonly allow?: readonly string[];
  readonly rateLimit?: RateLimits;
  readonly expires?: string;
  readonly json?: boolean;
}

export function keysCommand(run: Run): Command {
  const keys = new Command('keys').description('issue, import, list, rotate and revoke API keys');
  withTerms(keys.command('create'))
    .description('issue a key; a partner that is not known yet is made known')
    .action(run(create));
  withTerms(keys.command('import'))
    .description('issue a key that exists already, such as one that clients of another system have')
    .requiredOption('--key-file <path>', 'a file that holds the key and nothing else; - for standard input')
    .action(run(importKey));
  withTenant(keys.command('list'))
    .description('the partner’s keys, without their secrets')
    .option('--json', 'one object a line')
    .action(run(list));
  withTenant(keys.command('rotate'))
    .description('issue a successor on the same terms; the old key goes on for a while')
    .argument('<id>', 'the old key’s id')
    .option('--old-expires <instant>', 'from then on the old key is refused; in a day if not given', instantOf)
    .option('--expires <instant>', 'from then on the successor is; as it was for the old key if not given', instantOf)
    .option('--json', 'as JSON')
    .action(run(rotate));
  withTenant(keys.command('revoke'))
    .description('refuse a key from now on, for ever')
    .argument('<id>', 'the key’s id')
    .option('--json', 'as JSON')
    .action(run(revoke));
  return keys;
}

function withTerms(command: Command): Command {
  return withTenant(command)
    .requiredOption('--scopes <list>', `separated by commas, of: ${SCOPES.join(', ')}`, listOf)
    .option('--customer <id>', 'the one customer that the key may act for')
    .option('--actor <name>', 'who acts with it; the key’s id if not given')
    .option('--allow <list>', 'IP addresses and networks that it may be used from, separated by commas', listOf)
    .option('--rate-limit <limit>', RATE_LIMIT_HELP, rateLimitsOf)
    .option('--expires <instant>', 'from then on it is refused', instantOf)
    .option('--json', 'as JSON');
}

function administrationOf({ session }: CommandContext, tenant: Tenant) {
  return { writer: session.partners(), tenant, by: BY, correlationId: randomIds() };
}

async function pepperOf({ session }: CommandContext) {
  return deriveKey(await session.masterKey(), 'api-key-pepper');
}

const create: Parameters<Run>[0] = async (context) => {
  const given = context.options as unknown as TermOptions;
  const tenant = tenantFrom(given);
  const pepper = await pepperOf(context);
  const made = await issueKey({ ...administrationOf(context, tenant), ...termsOf(given), pepper }).catch(refused);
  return showOnce(context, tenant, made);
};

const importKey: Parameters<Run>[0] = async (context) => {
  const given = context.options as unknown as TermOptions & { keyFile: string };
  const tenant = tenantFrom(given);
  const pepper = await pepperOf(context);
  const existingKey = await keyIn(given.keyFile);
  await refuseOthersKey(context, { tenant, pepper, existingKey });
  const administration = administrationOf(context, tenant);
  const { id } = await issueKey({ ...administration, ...termsOf(given), pepper, existingKey }).catch(refused);
  return context.output.line(given.json ? JSON.stringify({ id }) : `imported ${id}`);
};

async function keyIn(path: string): Promise<string> {
  const read = path === '-' ? text(process.stdin) : readFile(path, 'utf8');
  const content = await read.catch((error: Error) => {
    throw new Refusal('usage', `the key cannot be read: ${error.message}`);
  });
  return content.trim();
}

interface Presented {
  readonly tenant: Tenant;
  readonly pepper: Awaited<ReturnType<typeof pepperOf>>;
  readonly existingKey: string;
}

/** A key belongs to whom it was issued first: for anybody else it would never work. */
async function refuseOthersKey({ session }: CommandContext, presented: Presented): Promise<void> {
  const { tenant, pepper } = presented;
  const { id } = keyOf(presented);
  const ring = keyRing({ store: session.store, pepper, clock: systemClock });
  try {
    await ring.ready();
    if ((ring.ownerOf(id) ?? tenant) !== tenant) throw new Refusal('problem', 'that key is somebody else’s');
  } finally {
    await ring.close();
  }
}

function keyOf({ existingKey, ...of }: Presented): ReturnType<typeof usableKey> {
  try {
    return usableKey(existingKey, of);
  } catch (error) {
    return refused(error);
  }
}

function termsOf({ scopes, customer, actor, allow, rateLimit, expires }: TermOptions): KeyTerms {
  return {
    scopes,
    ...(customer !== undefined && { customerId: customer }),
    ...(actor !== undefined && { actor }),
    ...(allow !== undefined && { allowList: allow }),
    ...(rateLimit !== undefined && { rateLimits: rateLimit }),
    ...(expires !== undefined && { expiresAt: expires }),
  };
}

async function showOnce({ output, options }: CommandContext, tenant: Tenant, { id, key }: NewKey): Promise<void> {
  if (options['json']) return output.line(JSON.stringify({ id, key }));
  output.note(`key ${id} of ${tenant}: it is shown this once`);
  return output.line(key);
}

const list: Parameters<Run>[0] = async ({ session, output, options }) => {
  const given = options as unknown as TenantOptions & { json?: boolean };
  for (const key of await listKeys({ writer: session.partners(), tenant: tenantFrom(given) })) {
    await output.line(given.json ? JSON.stringify(key) : textOf(key));
  }
};

function textOf(key: ListedKey): string {
  const parts = [key.id, key.revoked ? 'revoked' : 'valid', `by ${key.actor}`, `may ${key.scopes.join(',')}`];
  if (key.customerId !== null) parts.push(`for customer ${key.customerId}`);
  if (key.allowList.length > 0) parts.push(`from ${key.allowList.join(',')}`);
  if (Object.keys(key.rateLimits).length > 0) parts.push(`at most ${rateLimitsText(key.rateLimits)}`);
  if (key.expiresAt !== null) parts.push(`until ${key.expiresAt}`);
  if (key.replaces !== null) parts.push(`after ${key.replaces}`);
  return parts.join('  ');
}

const rotate: Parameters<Run>[0] = async (context) => {
  const given = context.options as unknown as TenantOptions & { oldExpires?: string; expires?: string };
  const tenant = tenantFrom(given);
  const [keyId = ''] = context.args;
  const made = await rotateKey({
    ...administrationOf(context, tenant),
    keyId,
    pepper: await pepperOf(context),
    ...(given.oldExpires !== undefined && { oldExpiresAt: given.oldExpires }),
    ...(given.expires !== undefined && { expiresAt: given.expires }),
  }).catch(refused);
  return showOnce(context, tenant, made);
};

const revoke: Parameters<Run>[0] = async (context) => {
  const given = context.options as unknown as TenantOptions & { json?: boolean };
  const [keyId = ''] = context.args;
  await revokeKey({ ...administrationOf(context, tenantFrom(given)), keyId }).catch(refused);
  return context.output.line(given.json ? JSON.stringify({ id: keyId, revoked: true }) : `revoked ${keyId}`);
};
