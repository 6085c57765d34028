/**
 * What operators and the first start do with keys and settings: commands on the partner's stream, through the account
 * writer. Only where a key is made does it exist in clear, once, on its way to whoever asked for it.
 */
import type { AccountWriter } from '@haber/account-writer';
import {
  type IssuedKey,
  type Partner,
  type PartnerEvent,
  type PartnerSettings,
  partnerStream,
  type RateLimits,
  type Tenant,
} from '@haber/ledger';
import type { KeyObject } from 'node:crypto';
import { allowListEntry } from './allow-list';
import { newKey, type PresentedKey, presentedKey } from './api-key';
import { decide, type PartnerCommand, type PartnerRejection, type Rotation } from './domain/partner';
import { modeOf } from './tenant';

export type PartnerWriter = AccountWriter<Partner, PartnerEvent, PartnerEvent>;

/** On whose behalf partner commands are given. */
export interface KeyAdministration {
  readonly writer: PartnerWriter;
  readonly tenant: Tenant;
  /** The actor that the events record, e.g. `haber-cli`. */
  readonly by: string;
  readonly correlationId: string;
}

export type KeyRefusal =
  | PartnerRejection['code']
  | 'key_malformed'
  | 'key_of_other_mode'
  | 'allow_list_invalid'
  | 'settings_changed_meanwhile';

/** The rules said no. */
export class KeyRefused extends Error {
  override readonly name = 'KeyRefused';
  constructor(readonly code: KeyRefusal) {
    super(code);
  }
}

/** Makes the partner known. Repeatable. @throws WriterUnavailable */
export async function registerPartner(administration: KeyAdministration): Promise<void> {
  await execute(administration, { type: 'register-partner', tenant: administration.tenant });
}

export interface KeyTerms {
  readonly scopes: readonly string[];
  /** Who acts with the key; default: the key's id. */
  readonly actor?: string;
  /** The one customer that the key may act for. */
  readonly customerId?: string;
  /** IP addresses and networks; none: from anywhere. */
  readonly allowList?: readonly string[];
  /** By class of routes; a class that is absent has the partner's limit, else the product's. */
  readonly rateLimits?: RateLimits;
  /** Instant with milliseconds from which the key is refused. */
  readonly expiresAt?: string;
  readonly externalId?: string | null;
  readonly metadata?: Readonly<Record<string, string>>;
}

export interface NewKey {
  readonly id: string;
  /** Cannot be had a second time. */
  readonly key: string;
}

export interface IssueKeyOptions extends KeyAdministration, KeyTerms {
  /** `deriveKey(masterKey, 'api-key-pepper')` */
  readonly pepper: KeyObject;
  /** A key that exists already, of Haber's form or opaque (≥ 20 characters); issuing it again changes nothing. */
  readonly existingKey?: string;
}

/** Issues a key to the partner, which is registered if it is unknown. @throws KeyRefused, WriterUnavailable */
export async function issueKey(options: IssueKeyOptions): Promise<NewKey> {
  const key = options.existingKey ?? newKey(modeOf(options.tenant));
  const presented = usableKey(key, options);
  const command = issueCommand(presented, options);
  await registerPartner(options);
  await execute(options, command);
  return { id: presented.id, key };
}

/** @throws KeyRefused (`allow_list_invalid`) */
export function issueCommand({ id, secretHash }: PresentedKey, terms: KeyTerms): PartnerCommand {
  return {
    type: 'issue-key',
    keyId: id,
    secretHash: secretHash.toString('hex'),
    scopes: [...new Set(terms.scopes)],
    actor: terms.actor ?? id,
    customerId: terms.customerId ?? null,
    allowList: [...new Set((terms.allowList ?? []).map(spelled))],
    rateLimits: terms.rateLimits ?? {},
    expiresAt: terms.expiresAt ?? null,
    externalId: terms.externalId ?? null,
    metadata: terms.metadata ?? {},
  };
}

function spelled(text: string): string {
  const entry = allowListEntry(text);
  if (entry === undefined) throw new KeyRefused('allow_list_invalid');
  return entry;
}

/** What the text says about itself, if it can be a key of this tenant. @throws KeyRefused */
export function usableKey(key: string, { pepper, tenant }: Pick<IssueKeyOptions, 'pepper' | 'tenant'>): PresentedKey {
  const presented = presentedKey(key, pepper);
  if (!presented) throw new KeyRefused('key_malformed');
  if (presented.mode !== null && presented.mode !== modeOf(tenant)) throw new KeyRefused('key_of_other_mode');
  return presented;
}

export interface RotateKeyOptions extends KeyAdministration, Omit<Rotation, 'successor'> {
  readonly pepper: KeyObject;
}

/** Issues a successor on the same terms; the old key goes on for a while. @throws KeyRefused, WriterUnavailable */
export async function rotateKey({ expiresAt, oldExpiresAt, ...options }: RotateKeyOptions): Promise<NewKey> {
  const key = newKey(modeOf(options.tenant));
  const { id, secretHash } = usableKey(key, options);
  await execute(options, {
    type: 'rotate-key',
    keyId: options.keyId,
    successor: { keyId: id, secretHash: secretHash.toString('hex') },
    ...(expiresAt !== undefined && { expiresAt }),
    ...(oldExpiresAt !== undefined && { oldExpiresAt }),
  });
  return { id, key };
}

/** @throws KeyRefused (`partner_unknown`, `key_unknown`, `key_already_revoked`), WriterUnavailable */
export async function revokeKey(options: KeyAdministration & { readonly keyId: string }): Promise<void> {
  await execute(options, { type: 'revoke-key', keyId: options.keyId });
}

export interface ListedKey {
  readonly id: string;
  readonly scopes: readonly string[];
  readonly actor: string;
  readonly customerId: string | null;
  readonly allowList: readonly string[];
  readonly rateLimits: RateLimits;
  readonly issuedAt: string;
  /** From then on it is refused. */
  readonly expiresAt: string | null;
  readonly replaces: string | null;
  readonly externalId: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly revoked: boolean;
}

/** In order of issue; empty for an unknown partner. */
export async function listKeys(of: Pick<KeyAdministration, 'writer' | 'tenant'>): Promise<readonly ListedKey[]> {
  const { state } = await of.writer.load(partnerStream(of.tenant));
  return state.keys.map(listedKey);
}

/** A key without what proves it. */
function listedKey({ keyId, secretHash: _, endsAt, ...rest }: IssuedKey): ListedKey {
  return { id: keyId, ...rest, expiresAt: endsAt };
}

/** Undefined for an unknown partner. */
export async function readSettings(
  of: Pick<KeyAdministration, 'writer' | 'tenant'>,
): Promise<PartnerSettings | undefined> {
  const { state } = await of.writer.load(partnerStream(of.tenant));
  return state.tenant === null ? undefined : state.settings;
}

/**
 * Changes those that are given, and keeps the others as they are at that moment.
 * @throws KeyRefused (`partner_unknown`, `rate_limit_invalid`, `settings_changed_meanwhile`), WriterUnavailable
 */
export async function changeSettings(
  options: KeyAdministration & { readonly change: Partial<PartnerSettings> },
): Promise<PartnerSettings> {
  const { state, revision } = await options.writer.load(partnerStream(options.tenant));
  const settings = { ...state.settings, ...options.change };
  await execute(options, { type: 'change-settings', ...settings }, revision);
  return settings;
}

async function execute(
  administration: KeyAdministration,
  command: PartnerCommand,
  expectedRevision?: number,
): Promise<void> {
  const { writer, tenant, by, correlationId } = administration;
  const outcome = await writer.execute<PartnerRejection>({
    stream: partnerStream(tenant),
    tenant,
    actor: by,
    correlationId,
    keys: [],
    ...(expectedRevision !== undefined && { expectedRevision }),
    decide: (state, context) => decide(state, command, context),
  });
  if (outcome.kind === 'rejected') throw new KeyRefused(outcome.rejection.code);
  if (outcome.kind === 'stale') throw new KeyRefused('settings_changed_meanwhile');
}
