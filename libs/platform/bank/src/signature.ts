/**
 * Standard Webhooks 1.0.0, symmetric: HMAC-SHA-256 over `id.timestamp.body`, the exact bytes. Both directions are
 * signed so, requests and callbacks. The published package reads the machine's clock; here time is handed in.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Secret } from '@haber/boot';

export const SIGNATURE_TOLERANCE_MS = 5 * 60_000;
const MIN_SECRET_BYTES = 24;
const MAX_SECRET_BYTES = 64;
/** More are not looked at: a sender that rotates has two. */
const MAX_SIGNATURES = 8;
const PREFIX = 'whsec_';
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
/** No full stop: two messages could be signed by one text. */
const ID = /^[^\s.]{1,255}$/;

export class UnusableBankSecret extends Error {
  override readonly name = 'UnusableBankSecret';
}

export interface Signed {
  readonly id: string;
  readonly nowMs: number;
  readonly body: Uint8Array;
}

/** `whsec_<base64>` of 24–64 bytes. @throws UnusableBankSecret, which does not quote it */
export function signingKey(secret: Secret): Buffer {
  const text = secret.reveal();
  const encoded = text.slice(PREFIX.length);
  const key = Buffer.from(encoded, 'base64');
  const fits = key.length >= MIN_SECRET_BYTES && key.length <= MAX_SECRET_BYTES;
  if (!text.startsWith(PREFIX) || !BASE64.test(encoded) || !fits) {
    throw new UnusableBankSecret(`a secret of the bank must be ${PREFIX} and the base64 of 24 to 64 bytes`);
  }
  return key;
}

export interface SignatureHeaders extends Record<string, string> {
  readonly 'webhook-id': string;
  readonly 'webhook-timestamp': string;
  readonly 'webhook-signature': string;
}

/** Under every key, the newest first. @throws RangeError for an id that cannot be signed */
export function signatureHeaders({ id, nowMs, body }: Signed, keys: readonly Buffer[]): SignatureHeaders {
  if (!ID.test(id)) throw new RangeError('an id to be signed has no spaces and no full stops');
  const timestamp = String(Math.floor(nowMs / 1_000));
  const signatures = keys.map((key) => `v1,${mac(key, [id, timestamp], body).toString('base64')}`);
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}

export type SignatureRefusal = 'missing-headers' | 'malformed-headers' | 'too-old' | 'too-new' | 'bad-signature';
export type SignatureCheck =
  { readonly ok: true; readonly id: string } | { readonly ok: false; readonly cause: SignatureRefusal };

/** As Node gives them: names in lower case. */
export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface ReceivedMessage {
  readonly headers: Headers;
  /** The exact bytes. */
  readonly body: Uint8Array;
  /** All that are live: two while a secret is being changed. */
  readonly keys: readonly Buffer[];
  readonly nowMs: number;
}

/** Whether somebody who has one of the keys sent this within five minutes of now. Never throws. */
export function checkSignature({ headers, body, keys, nowMs }: ReceivedMessage): SignatureCheck {
  const signed = readHeaders(headers);
  if (typeof signed === 'string') return { ok: false, cause: signed };
  const { id, timestamp, signatures } = signed;
  const given = signatures.split(' ').slice(0, MAX_SIGNATURES);
  const isOurs = keys.some((key) => {
    const expected = mac(key, [id, timestamp], body);
    return given.some((signature) => isSame(signature, expected));
  });
  const cause = isOurs ? outOfTime(nowMs - Number(timestamp) * 1_000) : 'bad-signature';
  return cause ? { ok: false, cause } : { ok: true, id };
}

function outOfTime(ageMs: number): SignatureRefusal | undefined {
  if (ageMs > SIGNATURE_TOLERANCE_MS) return 'too-old';
  return ageMs < -SIGNATURE_TOLERANCE_MS ? 'too-new' : undefined;
}

type SignedWith = Readonly<Record<'id' | 'timestamp' | 'signatures', string>>;

function readHeaders(headers: Headers): SignedWith | SignatureRefusal {
  const [id, timestamp, signatures] = ['id', 'timestamp', 'signature'].map((name) => headers[`webhook-${name}`]);
  if (id === undefined || timestamp === undefined || signatures === undefined) return 'missing-headers';
  const isReadable = isText(id, ID) && isText(timestamp, /^\d{1,12}$/) && isText(signatures, /^.{1,2000}$/);
  return isReadable ? { id, timestamp, signatures } : 'malformed-headers';
}

function isText(header: string | readonly string[], form: RegExp): header is string {
  return typeof header === 'string' && form.test(header);
}

function mac(key: Buffer, [id, timestamp]: readonly [string, string], body: Uint8Array): Buffer {
  return createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
}

function isSame(signature: string, expected: Buffer): boolean {
  if (!signature.startsWith('v1,')) return false;
  const given = Buffer.from(signature.slice('v1,'.length), 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
