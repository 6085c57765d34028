/** `haber keys`: issue, list and revoke the keys of a partner. A new key is shown once, here. */
import { issueKey, KeyRefused, type KeyTerms, type ListedKey, listKeys, revokeKey, SCOPES } from '@haber/gateway';
import { deriveKey } from '@haber/personal-data';
import { randomIds } from '@haber/boot';
import { Command } from 'commander';
import type { Run } from '../program';
import { Refusal } from '../refusal';
import { tenantFrom, type TenantOptions, withTenant } from '../tenant-options';

const BY = 'haber-cli';

interface CreateOptions extends TenantOptions {
  readonly scopes: readonly string[];
  readonly customer?: string;
  readonly actor?: string;
  readonly expiresAt?: string;
  readonly json?: boolean;
}

export function keysCommand(run: Run): Command {
  const keys = new Command('keys').description('issue, list and revoke API keys');
  withTenant(keys.command('create'))
    .description('issue a key; a partner that is not known yet is made known')
    .requiredOption('--scopes <list>', `separated by commas, of: ${SCOPES.join(', ')}`, listOf)
    .option('--customer <id>', 'the one customer that the key may act for')
    .option('--actor <name>', 'who acts with it; the key’s id if not given')
    .option('--expires-at <instant>', 'from then on it is refused', instantOf)
    .option('--json', 'as JSON')
    .action(run(create));
  withTenant(keys.command('list'))
    .description('the partner’s keys, without their secrets')
    .option('--json', 'one object a line')
    .action(run(list));
  withTenant(keys.command('revoke'))
    .description('refuse a key from now on, for ever')
    .argument('<id>', 'the key’s id')
    .option('--json', 'as JSON')
    .action(run(revoke));
  return keys;
}

const create: Parameters<Run>[0] = async ({ session, output, options }) => {
  const given = options as unknown as CreateOptions;
  const tenant = tenantFrom(given);
  const pepper = deriveKey(await session.masterKey(), 'api-key-pepper');
  const administration = { writer: session.partners(), tenant, by: BY, correlationId: randomIds() };
  const { id, key } = await issueKey({ ...administration, ...termsOf(given), pepper }).catch(refused);
  if (given.json) return output.line(JSON.stringify({ id, key }));
  output.note(`key ${id} of ${tenant}: it is shown this once`);
  return output.line(key);
};

function termsOf({ scopes, customer, actor, expiresAt }: CreateOptions): KeyTerms {
  return {
    scopes,
    ...(customer !== undefined && { customerId: customer }),
    ...(actor !== undefined && { actor }),
    ...(expiresAt !== undefined && { expiresAt }),
  };
}

const list: Parameters<Run>[0] = async ({ session, output, options }) => {
  const given = options as unknown as TenantOptions & { json?: boolean };
  for (const key of await listKeys({ writer: session.partners(), tenant: tenantFrom(given) })) {
    await output.line(given.json ? JSON.stringify(key) : textOf(key));
  }
};

function textOf({ id, scopes, actor, customerId, expiresAt, revoked }: ListedKey): string {
  const parts = [id, revoked ? 'revoked' : 'valid', `by ${actor}`, `may ${scopes.join(',')}`];
  if (customerId !== null) parts.push(`for customer ${customerId}`);
  if (expiresAt !== null) parts.push(`until ${expiresAt}`);
  return parts.join('  ');
}

const revoke: Parameters<Run>[0] = async ({ session, output, options, args }) => {
  const given = options as unknown as TenantOptions & { json?: boolean };
  const [keyId = ''] = args;
  const administration = { writer: session.partners(), tenant: tenantFrom(given), by: BY, correlationId: randomIds() };
  await revokeKey({ ...administration, keyId }).catch(refused);
  return output.line(given.json ? JSON.stringify({ id: keyId, revoked: true }) : `revoked ${keyId}`);
};

const MESSAGES: Readonly<Record<KeyRefused['code'], string>> = {
  partner_unknown: 'there is no such partner in this mode',
  scopes_missing: 'a key needs at least one scope',
  scope_unknown: `an unknown scope; there are: ${SCOPES.join(', ')}`,
  actor_missing: 'the actor must have a name',
  customer_invalid: 'a customer id has 1–64 characters',
  expiry_passed: 'that instant has passed',
  key_unknown: 'the partner has no such key in this mode',
  key_already_revoked: 'that key was revoked before',
  key_id_taken: 'another key has that id',
  key_malformed: 'that is no key',
  key_of_other_mode: 'that key is of the other mode',
};

const USAGE: ReadonlySet<string> = new Set([
  'scopes_missing',
  'scope_unknown',
  'actor_missing',
  'customer_invalid',
  'expiry_passed',
]);

function refused(error: unknown): never {
  if (!(error instanceof KeyRefused)) throw error;
  throw new Refusal(USAGE.has(error.code) ? 'usage' : 'problem', MESSAGES[error.code]);
}

function listOf(text: string): readonly string[] {
  return text.split(',').map((part) => part.trim()).filter((part) => part !== ''); // prettier-ignore
}

/** With milliseconds, in UTC, as it is stored. */
function instantOf(text: string): string {
  const instant = new Date(text);
  if (!/^\d{4}-\d{2}-\d{2}T/.test(text) || Number.isNaN(instant.getTime())) {
    throw new Refusal('usage', `'${text}' is no instant such as 2027-01-31T00:00:00Z`);
  }
  return instant.toISOString();
}
