import { join } from 'node:path';

export { type Fingerprint, fingerprint, fingerprinter, fingerprintKey } from './fingerprint';
export {
  deriveKey,
  type KeyPurpose,
  loadMasterKey,
  MasterKey,
  type MasterKeySources,
  UnusableMasterKey,
} from './master-key';
export { UnknownPersonKey } from './person-keys';
export {
  assertMasterKey,
  hasMasterKey,
  masterKeyCheck,
  type PersonalData,
  personalData,
  type PersonalDataOptions,
  type PersonalTexts,
} from './personal-data';
export { type PersonToSeal, sealMany } from './seal-many';
export { type SealedRecord, sealRecord, sealRecordIfKept, unsealed } from './personal-record';
export { inTurns, takeTurns } from './turns';
export { type Purge, purgeErased, type PurgeOptions } from './purge';
export { SealBroken } from './sealed-text';

/** SQL files for `migrate()`, schema `personal_data`. */
export const personalDataMigrations = join(__dirname, '../migrations');
