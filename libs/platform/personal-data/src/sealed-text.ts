/**
 * Ciphertext as text: `sealed:v1:<key id>:<base64url(iv | ciphertext | tag)>`, AES-256-GCM with a random IV. Bound to
 * person, field and key: moved to another field or person it does not open. Stored for ever, so v1 never changes.
 */
import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto';
import { type Sealed, SEALED_PREFIX } from '@haber/ledger';

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** The text is damaged, or was sealed for another person or field. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';
}

/** Where a text belongs. `field` is a stored name: renaming a field in the code must not change it. */
export interface SealPlace {
  readonly keyId: string;
  readonly person: string;
  readonly field: string;
}

export function sealText(key: KeyObject, place: SealPlace, plaintext: string): Sealed {
  const bytes = encrypt(key, aadOf(place), Buffer.from(plaintext));
  return `${SEALED_PREFIX}${place.keyId}:${bytes.toString('base64url')}` as Sealed;
}

const FORM = /^sealed:v1:([0-9a-f-]{36}):([\w-]{38,})$/;

/** The id of the key that a text was sealed with. @throws SealBroken */
export function keyIdOf(sealed: string): string {
  return partsOf(sealed).keyId;
}

/** @throws SealBroken */
export function openText(key: KeyObject, place: SealPlace, sealed: string): string {
  const { keyId, bytes } = partsOf(sealed);
  if (keyId !== place.keyId) throw new SealBroken('another key');
  return decrypt(key, aadOf(place), bytes).toString('utf8');
}

function partsOf(sealed: string): { readonly keyId: string; readonly bytes: Buffer } {
  const [, keyId, text] = FORM.exec(sealed) ?? [];
  if (keyId === undefined || text === undefined) throw new SealBroken('not a sealed text');
  const bytes = Buffer.from(text, 'base64url');
  // Several spellings of the last character decode alike: only the one that we write is ours.
  if (bytes.toString('base64url') !== text) throw new SealBroken('not a sealed text');
  return { keyId, bytes };
}

function aadOf({ keyId, person, field }: SealPlace): Buffer {
  return Buffer.from(JSON.stringify(['haber.sealed.v1', keyId, person, field]));
}

/** iv | ciphertext | tag */
export function encrypt(key: KeyObject, aad: Buffer, plaintext: Buffer): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES }).setAAD(aad);
  return Buffer.concat([iv, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

/** @throws SealBroken */
export function decrypt(key: KeyObject, aad: Buffer, bytes: Buffer): Buffer {
  if (bytes.length < IV_BYTES + TAG_BYTES) throw new SealBroken('too short');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(aad).setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch {
    throw new SealBroken('it does not authenticate');
  }
}
