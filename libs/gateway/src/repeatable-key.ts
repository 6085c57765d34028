/**
 * The key that a command makes. Under an `Idempotency-Key` it is derived from the command instead of drawn, so that a
 * repeat can be answered byte for byte though the key is stored nowhere (docs/decisions/0010). The key that the command
 * came with is part of it: to nobody else is the secret shown again.
 */
import type { Command } from '@haber/account-writer';
import type { KeyObject } from 'node:crypto';
import { derivedBytes, newKey } from './api-key';
import { modeOf } from './tenant';

export type MakingCommand = Pick<Command<never, never, never>, 'tenant' | 'keyId' | 'keys'>;

/** `making`: `deriveKey(masterKey, 'api-key-making')` */
export function keyMadeBy({ tenant, keyId, keys }: MakingCommand, making: KeyObject): string {
  const header = keys.find(({ kind }) => kind === 'header');
  if (!header) return newKey(modeOf(tenant));
  const name = JSON.stringify([tenant, keyId ?? null, header.key, header.fingerprint]);
  return newKey(modeOf(tenant), derivedBytes(making, name));
}
