/** A store with partners' keys in it, written by the real writer, and stores that misbehave on request. */
import { GroupCommit, StreamWriter } from '@haber/account-writer';
import type { EventStore } from '@haber/event-store';
import { partnerDefinition, type Tenant } from '@haber/ledger';
import { countingIds, fakeClock } from '@haber/testing';
import { createSecretKey } from 'node:crypto';
import type { PartnerSettings } from '@haber/ledger';
import {
  changeSettings,
  issueKey,
  type KeyTerms,
  type PartnerWriter,
  revokeKey,
  rotateKey,
  type RotateKeyOptions,
} from './keys';

export const NOW = '2026-11-21T10:00:00.000Z';
export const pepper = createSecretKey(Buffer.alloc(32, 9));

/** One process' writer of partners over the store. */
export function partnersOver(store: EventStore) {
  const random = () => 0.5;
  const writer: PartnerWriter = new StreamWriter(partnerDefinition, {
    store,
    groupCommit: new GroupCommit({ store, random }),
    clock: fakeClock(NOW).clock,
    newId: countingIds(),
    random,
  });
  const by = { writer, by: 'probe', correlationId: 'test', pepper };
  return {
    writer,
    issue: (tenant: Tenant, terms: Partial<KeyTerms> & { existingKey?: string } = {}) =>
      issueKey({ ...by, tenant, scopes: ['credit:read'], ...terms }),
    rotate: (tenant: Tenant, keyId: string, ends: Pick<RotateKeyOptions, 'expiresAt' | 'oldExpiresAt'> = {}) =>
      rotateKey({ ...by, tenant, keyId, ...ends }),
    change: (tenant: Tenant, change: Partial<PartnerSettings>) => changeSettings({ ...by, tenant, change }),
    revoke: (tenant: Tenant, keyId: string) => revokeKey({ ...by, tenant, keyId }),
  };
}

export interface WatchedStore extends EventStore {
  /** Calls of readAll by whoever holds this store, its subscriptions apart. */
  reads: number;
  /** Subscriptions over this store see nothing: only reads can tell what is new. */
  deafSubscriptions: boolean;
  /** What readAll throws. */
  readFault: Error | undefined;
}

export function watched(store: EventStore): WatchedStore {
  const of: WatchedStore = {
    reads: 0,
    deafSubscriptions: false,
    readFault: undefined,
    dense: store.dense,
    append: (entries) => store.append(entries),
    read: (stream, from, limit) => store.read(stream, from, limit),
    head: (stream) => store.head(stream),
    end: () => store.end(),
    readAll: async (options) => {
      of.reads += 1;
      if (of.readFault) throw of.readFault;
      return store.readAll(options);
    },
    subscribe: (options, onPage) =>
      store.subscribe(options, async (page) => (of.deafSubscriptions ? undefined : onPage(page))),
    close: () => store.close(),
  };
  return of;
}
