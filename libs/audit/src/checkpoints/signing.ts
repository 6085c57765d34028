/**
 * Signatures of checkpoints: Ed25519 over the checkpoint's members, each preceded by its length, so that no two
 * checkpoints are the same bytes. The key comes from the master key; everybody may know its public half.
 */
import { createPrivateKey, createPublicKey, hash, type KeyObject, sign, verify } from 'node:crypto';
import { signedFields, type SignedCheckpoint } from '@haber/ledger';

/** What stands before the 32 bytes of a private key in PKCS #8, and of a public one in SPKI (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');
const KEY_BYTES = 32;

export interface CheckpointKey {
  /** Base64 of its 32 bytes, as checkpoints carry it. */
  readonly publicKey: string;
  sign(of: Omit<SignedCheckpoint, 'publicKey' | 'signature'>): SignedCheckpoint;
}

/** @param seed of 32 bytes: `deriveKey(masterKey, 'checkpoint-signing')` */
export function checkpointKey(seed: KeyObject): CheckpointKey {
  const der = Buffer.concat([PKCS8, seed.export()]);
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  const publicKey = spki.subarray(SPKI.length).toString('base64');
  return {
    publicKey,
    sign(of) {
      const unsigned = { ...of, publicKey };
      const signature = sign(null, signedBytes(unsigned), privateKey).toString('base64');
      return { ...unsigned, signature };
    },
  };
}

/** For those who keep keys in files. @throws RangeError when it is no Ed25519 key */
export function publicKeyPem(publicKey: string): string {
  const bytes = Buffer.from(publicKey, 'base64');
  if (bytes.length !== KEY_BYTES) throw new RangeError(`a public key has ${KEY_BYTES} bytes`);
  return keyOf(bytes).export({ format: 'pem', type: 'spki' }).toString();
}

/** Of a PEM text or base64 of the bare key: base64 of its 32 bytes; undefined when it is no Ed25519 key. */
export function parsePublicKey(text: string): string | undefined {
  const trimmed = text.trim();
  if (!trimmed.includes('-----BEGIN PUBLIC KEY-----')) return /^[\w+/]{43}=$/.test(trimmed) ? trimmed : undefined;
  try {
    const spki = createPublicKey(trimmed).export({ format: 'der', type: 'spki' });
    const isEd25519 = spki.subarray(0, SPKI.length).equals(SPKI) && spki.length === SPKI.length + KEY_BYTES;
    return isEd25519 ? spki.subarray(SPKI.length).toString('base64') : undefined;
  } catch {
    return undefined;
  }
}

export function isSigned(checkpoint: SignedCheckpoint): boolean {
  const key = Buffer.from(checkpoint.publicKey, 'base64');
  if (key.length !== KEY_BYTES) return false;
  return verify(null, signedBytes(checkpoint), keyOf(key), Buffer.from(checkpoint.signature, 'base64'));
}

/** How the next checkpoint names this one. */
export function checkpointHash(checkpoint: Omit<SignedCheckpoint, 'signature'>): string {
  return hash('sha256', signedBytes(checkpoint), 'hex');
}

function keyOf(bytes: Buffer): KeyObject {
  return createPublicKey({ key: Buffer.concat([SPKI, bytes]), format: 'der', type: 'spki' });
}

function signedBytes(of: Omit<SignedCheckpoint, 'signature'>): Buffer {
  return Buffer.concat(
    signedFields(of).flatMap((field) => {
      const bytes = Buffer.from(field);
      const length = Buffer.alloc(4);
      length.writeUInt32BE(bytes.length);
      return [length, bytes];
    }),
  );
}
