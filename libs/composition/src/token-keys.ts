/**
 * The key pair between gateway and services: as the environment says, else one that comes from the master key, which
 * all of them hold.
 */
import { createPublicKey, type KeyObject } from 'node:crypto';
import type { ProcessConfig } from '@haber/boot';
import { parsePublicTokenKeys, parseTokenKey, tokenKeyFromSeed } from '@haber/gateway';
import { deriveKey, type MasterKey } from '@haber/personal-data';

/** @throws UnusableTokenKey */
export function privateTokenKey({ gatewaySigningKey }: ProcessConfig, masterKey: MasterKey): KeyObject {
  return gatewaySigningKey ? parseTokenKey(gatewaySigningKey.reveal()) : ownTokenKey(masterKey);
}

/** @throws UnusableTokenKey */
export function publicTokenKeys({ gatewayPublicKeys }: ProcessConfig, masterKey: MasterKey): readonly KeyObject[] {
  if (gatewayPublicKeys.length > 0) return parsePublicTokenKeys(gatewayPublicKeys);
  return [createPublicKey(ownTokenKey(masterKey))];
}

function ownTokenKey(masterKey: MasterKey): KeyObject {
  return tokenKeyFromSeed(deriveKey(masterKey, 'gateway-token'));
}
