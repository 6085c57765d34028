/**
 * Fingerprints tell a repeated command from another one under the same key. They are HMACs under a key of the tenant's
 * own, since what they cover may be personal and guessable: without the master key a fingerprint says nothing.
 */
import { createHmac, type KeyObject } from 'node:crypto';
import type { MasterKey } from './master-key';

/** The tenant's own key; `tenant` is `<partner>/<mode>`. */
export function fingerprintKey(master: MasterKey, tenant: string): KeyObject {
  return master.derive(`fingerprint/${tenant}`);
}

/** Hex HMAC-SHA-256 over the parts, each preceded by its length, so that no two lists of parts run together. */
export function fingerprint(tenantKey: KeyObject, ...parts: readonly (string | Uint8Array)[]): string {
  const hmac = createHmac('sha256', tenantKey);
  for (const part of parts) {
    if (typeof part === 'string') hmac.update(`${Buffer.byteLength(part)}:${part}`);
    else hmac.update(`${part.byteLength}:`).update(part);
  }
  return hmac.digest('hex');
}

export type Fingerprint = (tenant: string, ...parts: readonly (string | Uint8Array)[]) => string;

const TENANT_KEYS_KEPT = 10_000;

/** For the hot path: remembers the keys of the tenants seen. */
export function fingerprinter(master: MasterKey): Fingerprint {
  const keys = new Map<string, KeyObject>();
  return (tenant, ...parts) => {
    let key = keys.get(tenant);
    if (!key) {
      if (keys.size >= TENANT_KEYS_KEPT) keys.clear();
      key = fingerprintKey(master, tenant);
      keys.set(tenant, key);
    }
    return fingerprint(key, ...parts);
  };
}
