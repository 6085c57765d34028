/**
 * The keys of all partners by id, from partners' events in the order of the log. An id belongs to whom it was issued
 * first: should two partners bring the same opaque key, it stays with the first, in every process alike. What a key may
 * do is worked out when it changes, never when it is used.
 */
import { categoryOf, type StoredEvent } from '@haber/event-store';
import {
  evolveKey,
  initialPartner,
  type IssuedKey,
  type KeyEvent,
  partnerDefinition,
  type PartnerEvent,
  type PartnerSettings,
  partnerStream,
  type Tenant,
} from '@haber/ledger';
import { type AllowList, allowListOf } from './allow-list';
import { effectiveLimits } from './limits';
import type { Principal } from './principal';
import { type Mode, modeOf } from './tenant';

export interface KnownKey {
  readonly stream: string;
  readonly mode: Mode;
  readonly secretHash: Buffer;
  readonly revoked: boolean;
  /** The key is good before this moment; Infinity without an end. */
  readonly endsAtMs: number;
  /** Null: from anywhere. */
  readonly allows: AllowList | null;
  readonly principal: Principal;
}

interface KnownPartner {
  readonly stream: string;
  readonly tenant: Tenant;
  settings: PartnerSettings;
  readonly keys: Map<string, IssuedKey>;
}

const decoder = new TextDecoder('utf-8', { fatal: true });

export class KnownKeys {
  private readonly partners = new Map<string, KnownPartner>();
  private readonly byId = new Map<string, KnownKey>();

  get(id: string): KnownKey | undefined {
    return this.byId.get(id);
  }

  /** Passes over other categories. @throws UnreadableEvent; Error for an event that is not where it belongs */
  add({ stream, revision, type, data }: StoredEvent): void {
    if (categoryOf(stream) !== partnerDefinition.category) return;
    const event = partnerDefinition.codec.decode(type, decoder.decode(data));
    if (event.type === 'partner.registered.v1') this.register(stream, event.data.tenant as Tenant);
    const partner = this.partners.get(stream);
    if (!partner) throw new Error(`${stream} at revision ${revision}: not the stream of any partner`);
    if (isOfSettings(event)) this.applySettings(partner, event.data);
    else if (event.type !== 'partner.registered.v1') this.applyToKey(partner, event);
  }

  private register(stream: string, tenant: Tenant): void {
    if (partnerStream(tenant) !== stream) throw new Error(`${stream}: not the stream of ${tenant}`);
    this.partners.set(stream, { stream, tenant, settings: initialPartner.settings, keys: new Map() });
  }

  private applySettings(partner: KnownPartner, changed: Partial<PartnerSettings>): void {
    partner.settings = { ...partner.settings, ...changed };
    for (const key of partner.keys.values()) this.setKey(partner, key);
  }

  private applyToKey(partner: KnownPartner, event: KeyEvent): void {
    const { keyId } = event.data;
    const key = evolveKey(partner.keys.get(keyId), event);
    if (!key) return;
    partner.keys.set(keyId, key);
    this.setKey(partner, key);
  }

  private setKey({ stream, tenant, settings }: KnownPartner, key: IssuedKey): void {
    const { keyId } = key;
    if ((this.byId.get(keyId)?.stream ?? stream) !== stream) return;
    this.byId.set(keyId, {
      stream,
      mode: modeOf(tenant),
      secretHash: Buffer.from(key.secretHash, 'hex'),
      revoked: key.revoked,
      endsAtMs: key.endsAt === null ? Infinity : Date.parse(key.endsAt),
      allows: allowListOf(key.allowList),
      principal: {
        tenant,
        actor: key.actor,
        keyId,
        scopes: new Set(key.scopes),
        ...(key.customerId === null ? {} : { customerId: key.customerId }),
        approvalNeedsSecondActor: settings.fourEyes,
        rateLimits: effectiveLimits(key.rateLimits, settings.rateLimits),
      },
    });
  }
}

type SettingsEvent = Extract<
  PartnerEvent,
  { readonly type: 'partner.settings-changed.v1' | 'partner.keyless-repeats-set.v1' }
>;

function isOfSettings(event: PartnerEvent): event is SettingsEvent {
  return event.type === 'partner.settings-changed.v1' || event.type === 'partner.keyless-repeats-set.v1';
}
