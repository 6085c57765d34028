export { allowListEntry } from './allow-list';
export { newKey, OPAQUE_KEY_MIN_LENGTH } from './api-key';
export {
  decide as decidePartner,
  type KeyToIssue,
  LONGEST_OVERLAP_DAYS,
  MOST_LIVE_KEYS,
  type PartnerCommand,
  type PartnerRejection,
} from './domain/partner';
export { type FirstKey, firstKey } from './first-key';
export { gatewayModule } from './gateway-module';
export { keyAuthenticator } from './http/authenticator';
export { type GoodKey, type KeyRing, keyRing, type KeyRingOptions, KeysUnavailable } from './key-ring';
export {
  changeSettings,
  issueKey,
  type IssueKeyOptions,
  type KeyAdministration,
  type KeyRefusal,
  KeyRefused,
  type KeyTerms,
  type ListedKey,
  listKeys,
  type NewKey,
  type PartnerWriter,
  readSettings,
  registerPartner,
  revokeKey,
  rotateKey,
  type RotateKeyOptions,
  usableKey,
} from './keys';
export { NO_LIMITS } from './limits';
export type { GatewayPorts } from './ports';
export type { Principal } from './principal';
export { forwarding } from './routing/forward';
export type { InstanceState } from './routing/instance';
export { Service } from './routing/service';
export { isMode, isPartnerName, type Mode, modeOf, MODES, tenantOf } from './tenant';
export { LONGEST_SHOWN, tokenAuthenticator } from './token/authenticator';
export { parsePublicTokenKeys, parseTokenKey, tokenKeyFromSeed } from './token/keys';
export { tokenSigner, type Vouched } from './token/sign';
