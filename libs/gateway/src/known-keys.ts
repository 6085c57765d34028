/**
 * The keys of all partners by id, from partners' events in the order of the log. An id belongs to whom it was issued
 * first: should two partners bring the same opaque key, it stays with the first, in every process alike.
 */
import { categoryOf, type StoredEvent } from '@haber/event-store';
import { type Partner, partnerDefinition, partnerStream, type Tenant } from '@haber/ledger';
import type { Principal } from './principal';
import { type Mode, modeOf } from './tenant';

export interface KnownKey {
  readonly stream: string;
  readonly mode: Mode;
  readonly secretHash: Buffer;
  readonly revoked: boolean;
  /** The key is good before this moment; Infinity without an expiry. */
  readonly expiresAtMs: number;
  readonly principal: Principal;
}

const decoder = new TextDecoder('utf-8', { fatal: true });

export class KnownKeys {
  private readonly partners = new Map<string, Partner>();
  private readonly byId = new Map<string, KnownKey>();

  has(id: string): boolean {
    return this.byId.has(id);
  }

  get(id: string): KnownKey | undefined {
    return this.byId.get(id);
  }

  /** Passes over other categories. @throws UnreadableEvent; Error for an event that is not where it belongs */
  add(stored: StoredEvent): void {
    if (categoryOf(stored.stream) !== partnerDefinition.category) return;
    const event = partnerDefinition.codec.decode(stored.type, decoder.decode(stored.data));
    const before = this.partners.get(stored.stream) ?? partnerDefinition.initial;
    const partner = partnerDefinition.evolve(before, event);
    this.partners.set(stored.stream, partner);
    if (partner.tenant === null || partnerStream(partner.tenant as Tenant) !== stored.stream) {
      throw new Error(`${stored.stream} at revision ${stored.revision}: not the stream of ${partner.tenant}`);
    }
    if (event.type !== 'partner.registered.v1') this.setKey(stored.stream, partner, event.data.keyId);
  }

  private setKey(stream: string, partner: Partner, keyId: string): void {
    const key = partner.keys[keyId];
    if (!key || (this.byId.get(keyId)?.stream ?? stream) !== stream) return;
    const tenant = partner.tenant as Tenant;
    this.byId.set(keyId, {
      stream,
      mode: modeOf(tenant),
      secretHash: Buffer.from(key.secretHash, 'hex'),
      revoked: key.revoked,
      expiresAtMs: key.expiresAt === null ? Infinity : Date.parse(key.expiresAt),
      principal: {
        tenant,
        actor: key.actor,
        keyId,
        scopes: new Set(key.scopes),
        ...(key.customerId === null ? {} : { customerId: key.customerId }),
        approvalNeedsSecondActor: false,
      },
    });
  }
}
