/**
 * The form of API keys: `hb_<mode>_<id>_<secret>`, the secret ending in a checksum by which scanners tell a real key
 * from noise. A key of any other form is opaque: its id is derived from it. Neither is ever stored, only an HMAC.
 */
import { createHmac, type KeyObject, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Mode } from './tenant';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** 95 bits: ids never meet by chance. */
const ID_LENGTH = 16;
/** 166 bits. */
const SECRET_LENGTH = 28;
const CHECKSUM_LENGTH = 6;

const FORM = /^hb_(live|test)_([0-9A-Za-z]{16,32})_([0-9A-Za-z]{34})$/;
export const OPAQUE_KEY_MIN_LENGTH = 20;
const LONGEST = 256;

/** What a presented key says about itself; whether it is true is for the key ring to find out. */
export interface PresentedKey {
  readonly id: string;
  /** Null: an opaque key, which does not say. */
  readonly mode: Mode | null;
  readonly secretHash: Buffer;
}

/** A new key, uniformly random. */
export function newKey(mode: Mode): string {
  const body = `hb_${mode}_${randomBase62(ID_LENGTH)}_${randomBase62(SECRET_LENGTH)}`;
  return body + checksum(body);
}

/** Undefined when the text cannot be a key. Costs one HMAC, for an opaque key two. */
export function presentedKey(text: string, pepper: KeyObject): PresentedKey | undefined {
  const [, mode, id, secret] = FORM.exec(text) ?? [];
  if (mode === undefined || id === undefined || secret === undefined) return opaqueKey(text, pepper);
  if (checksum(text.slice(0, -CHECKSUM_LENGTH)) !== text.slice(-CHECKSUM_LENGTH)) return undefined;
  return { id, mode: mode as Mode, secretHash: hmac(pepper, secret) };
}

function opaqueKey(text: string, pepper: KeyObject): PresentedKey | undefined {
  if (text.length < OPAQUE_KEY_MIN_LENGTH || text.length > LONGEST) return undefined;
  // An id is no secret. An HMAC gives nothing away even about an opaque key that could be guessed.
  const id = `opaque${hmac(pepper, `id of ${text}`).toString('hex').slice(0, 24)}`;
  return { id, mode: null, secretHash: hmac(pepper, text) };
}

function hmac(pepper: KeyObject, text: string): Buffer {
  return createHmac('sha256', pepper).update(text).digest();
}

/** CRC-32 in base 62: not a secret, anyone may check it. */
function checksum(body: string): string {
  let rest = crc32(body);
  let digits = '';
  for (let i = 0; i < CHECKSUM_LENGTH; i += 1) {
    digits = BASE62.charAt(rest % 62) + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}

/** Bytes from 248 on are thrown away: 248 is the greatest multiple of 62, so that all digits are equally likely. */
function randomBase62(length: number): string {
  let digits = '';
  while (digits.length < length) {
    for (const byte of randomBytes(length)) {
      if (byte < 248 && digits.length < length) digits += BASE62.charAt(byte % 62);
    }
  }
  return digits;
}
