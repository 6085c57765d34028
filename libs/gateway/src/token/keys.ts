/**
 * The key pair behind the gateway's tokens: Ed25519. The gateway alone holds the private half; services know one or
 * several public ones, so that a new pair can take over while the old one's last tokens are under way.
 */
import { createPrivateKey, createPublicKey, hash, type KeyObject } from 'node:crypto';

/** What stands before the 32 bytes of a private key in PKCS #8 (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

class UnusableTokenKey extends Error {
  override readonly name = 'UnusableTokenKey';
}

/** @param seed of 32 bytes */
export function tokenKeyFromSeed(seed: KeyObject): KeyObject {
  return createPrivateKey({ key: Buffer.concat([PKCS8, seed.export()]), format: 'der', type: 'pkcs8' });
}

/** @param text PKCS #8, as PEM or its base64 alone. @throws UnusableTokenKey, which quotes nothing of it */
export function parseTokenKey(text: string): KeyObject {
  return ed25519('HABER_GATEWAY_SIGNING_KEY must be an Ed25519 private key: PKCS #8, PEM or base64', () =>
    createPrivateKey({ key: derOf(text), format: 'der', type: 'pkcs8' }),
  );
}

/** @param texts SPKI, as PEM or its base64 alone. @throws UnusableTokenKey */
export function parsePublicTokenKeys(texts: readonly string[]): readonly KeyObject[] {
  return texts.map((text) =>
    ed25519('HABER_GATEWAY_PUBLIC_KEYS must be Ed25519 public keys: SPKI, PEM or base64, commas between', () =>
      createPublicKey({ key: derOf(text), format: 'der', type: 'spki' }),
    ),
  );
}

/** How a token names the key that it was signed with: the digest of its public half. */
export function keyIdOf(key: KeyObject): string {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  return hash('sha256', publicKey.export({ format: 'der', type: 'spki' }), 'base64url').slice(0, 16);
}

function derOf(text: string): Buffer {
  return Buffer.from(text.replaceAll(/-----[^-]*-----|\s/g, ''), 'base64');
}

function ed25519(remedy: string, read: () => KeyObject): KeyObject {
  let key: KeyObject | undefined;
  try {
    key = read();
  } catch {
    // The reason would quote the key.
  }
  if (key?.asymmetricKeyType !== 'ed25519') throw new UnusableTokenKey(remedy);
  return key;
}
