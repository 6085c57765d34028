export { newKey, OPAQUE_KEY_MIN_LENGTH } from './api-key';
export { decide as decidePartner, type KeyToIssue, type PartnerCommand, type PartnerRejection } from './domain/partner';
export { type FirstKey, firstKey } from './first-key';
export { keyAuthenticator } from './http/authenticator';
export { type KeyRing, keyRing, type KeyRingOptions, KeysUnavailable } from './key-ring';
export {
  issueKey,
  type IssueKeyOptions,
  type KeyAdministration,
  KeyRefused,
  type KeyTerms,
  type ListedKey,
  listKeys,
  type PartnerWriter,
  registerPartner,
  revokeKey,
} from './keys';
export type { Principal } from './principal';
export { isScope, type Scope, SCOPES } from './scopes';
export { isMode, isPartnerName, type Mode, modeOf, MODES, tenantOf } from './tenant';
