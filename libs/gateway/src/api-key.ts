/**
 * The form of API keys: `hb_<mode>_<id>_<secret>`, the secret ending in a checksum by which scanners tell a real key
 * from noise. A key of any other form is opaque: its id is derived from it. Neither is ever stored, only an HMAC.
 * Reading a key is the same work whatever the text, so that the time it takes tells nothing.
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
/** What can stand behind `Bearer `. */
const PRESENTABLE = /^[\x21-\x7e]+$/;

/** What a presented key says about itself; whether it is true is for the key ring to find out. */
export interface PresentedKey {
  readonly id: string;
  /** Null: an opaque key, which does not say. */
  readonly mode: Mode | null;
  readonly secretHash: Buffer;
}

/** Gives that many bytes, others each time. */
export type ByteSource = (count: number) => Buffer;

/** A new key, uniformly random over what the source gives. */
export function newKey(mode: Mode, source: ByteSource = randomBytes): string {
  const body = `hb_${mode}_${base62(ID_LENGTH, source)}_${base62(SECRET_LENGTH, source)}`;
  return body + checksum(body);
}

/**
 * A source that gives the same bytes again for the same name: so a command that made a key can be answered again under
 * its Idempotency-Key without the key being stored (docs/decisions/0010).
 */
export function derivedBytes(secret: KeyObject, name: string): ByteSource {
  let block = 0;
  return (count) => {
    const blocks: Buffer[] = [];
    for (let length = 0; length < count; length += 32) blocks.push(hmac(secret, `${block++}|${name}`));
    return Buffer.concat(blocks).subarray(0, count);
  };
}

/** Undefined when the text cannot be a key. Costs two HMACs, always. */
export function presentedKey(text: string, pepper: KeyObject): PresentedKey | undefined {
  const shown = text.slice(0, LONGEST + 1);
  const [, mode, id, secret] = FORM.exec(shown) ?? [];
  // An id is no secret. An HMAC gives nothing away even about an opaque key that could be guessed.
  const opaqueId = hmac(pepper, `id of ${shown}`).toString('hex').slice(0, 24);
  const secretHash = hmac(pepper, secret ?? shown);
  if (id === undefined) return isOpaqueKey(shown) ? { id: `opaque${opaqueId}`, mode: null, secretHash } : undefined;
  const whole = checksum(shown.slice(0, -CHECKSUM_LENGTH)) === shown.slice(-CHECKSUM_LENGTH);
  return whole ? { id, mode: mode as Mode, secretHash } : undefined;
}

function isOpaqueKey(text: string): boolean {
  return text.length >= OPAQUE_KEY_MIN_LENGTH && text.length <= LONGEST && PRESENTABLE.test(text);
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
function base62(length: number, source: ByteSource): string {
  let digits = '';
  while (digits.length < length) {
    for (const byte of source(length)) {
      if (byte < 248 && digits.length < length) digits += BASE62.charAt(byte % 62);
    }
  }
  return digits;
}
