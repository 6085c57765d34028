/**
 * What operators and the first start do with keys: commands on the partner's stream, through the account writer. Only
 * here does a new key exist in clear, once, on its way to whoever asked for it.
 */
import type { AccountWriter } from '@haber/account-writer';
import { type Partner, type PartnerEvent, partnerStream, type Tenant } from '@haber/ledger';
import type { KeyObject } from 'node:crypto';
import { newKey, type PresentedKey, presentedKey } from './api-key';
import { decide, type PartnerCommand, type PartnerRejection } from './domain/partner';
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

/** The rules said no. */
export class KeyRefused extends Error {
  override readonly name = 'KeyRefused';
  constructor(readonly code: PartnerRejection['code'] | 'key_malformed' | 'key_of_other_mode') {
    super(code);
  }
}

/** Makes the partner known. Repeatable. @throws WriterUnavailable */
export function registerPartner(administration: KeyAdministration): Promise<void> {
  return execute(administration, { type: 'register-partner', tenant: administration.tenant });
}

export interface KeyTerms {
  readonly scopes: readonly string[];
  /** Who acts with the key; default: the key's id. */
  readonly actor?: string;
  /** The one customer that the key may act for. */
  readonly customerId?: string;
  /** Instant with milliseconds from which the key is refused. */
  readonly expiresAt?: string;
}

export interface IssueKeyOptions extends KeyAdministration, KeyTerms {
  /** `deriveKey(masterKey, 'api-key-pepper')` */
  readonly pepper: KeyObject;
  /** A key that exists already, of Haber's form or opaque (≥ 20 characters); issuing it again changes nothing. */
  readonly existingKey?: string;
}

/**
 * Issues a key to the partner, which is registered if it is unknown. `key` cannot be had a second time.
 * @throws KeyRefused, WriterUnavailable
 */
export async function issueKey(options: IssueKeyOptions): Promise<{ readonly id: string; readonly key: string }> {
  const key = options.existingKey ?? newKey(modeOf(options.tenant));
  const presented = usableKey(key, options);
  await registerPartner(options);
  await execute(options, {
    type: 'issue-key',
    keyId: presented.id,
    secretHash: presented.secretHash.toString('hex'),
    scopes: [...new Set(options.scopes)],
    actor: options.actor ?? presented.id,
    customerId: options.customerId ?? null,
    expiresAt: options.expiresAt ?? null,
  });
  return { id: presented.id, key };
}

/** What the text says about itself, if it can be a key of this tenant. @throws KeyRefused */
export function usableKey(key: string, { pepper, tenant }: Pick<IssueKeyOptions, 'pepper' | 'tenant'>): PresentedKey {
  const presented = presentedKey(key, pepper);
  if (!presented) throw new KeyRefused('key_malformed');
  if (presented.mode !== null && presented.mode !== modeOf(tenant)) throw new KeyRefused('key_of_other_mode');
  return presented;
}

/** @throws KeyRefused (`partner_unknown`, `key_unknown`, `key_already_revoked`), WriterUnavailable */
export function revokeKey(options: KeyAdministration & { readonly keyId: string }): Promise<void> {
  return execute(options, { type: 'revoke-key', keyId: options.keyId });
}

export interface ListedKey {
  readonly id: string;
  readonly scopes: readonly string[];
  readonly actor: string;
  readonly customerId: string | null;
  readonly expiresAt: string | null;
  readonly revoked: boolean;
}

/** In order of issue; empty for an unknown partner. */
export async function listKeys(of: Pick<KeyAdministration, 'writer' | 'tenant'>): Promise<readonly ListedKey[]> {
  const { state } = await of.writer.load(partnerStream(of.tenant));
  return Object.values(state.keys).map(({ keyId, secretHash: _, ...rest }) => ({ id: keyId, ...rest }));
}

async function execute(administration: KeyAdministration, command: PartnerCommand): Promise<void> {
  const { writer, tenant, by, correlationId } = administration;
  const outcome = await writer.execute<PartnerRejection>({
    stream: partnerStream(tenant),
    tenant,
    actor: by,
    correlationId,
    keys: [],
    decide: (state, context) => decide(state, command, context),
  });
  if (outcome.kind === 'rejected') throw new KeyRefused(outcome.rejection.code);
}
