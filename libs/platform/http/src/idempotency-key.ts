/**
 * The `Idempotency-Key` header (draft-ietf-httpapi-idempotency-key-header): a structured-field string in quotes, or the
 * bare token as the same key, because many clients send it bare.
 */
const MAX_CHARACTERS = 255;
const PRINTABLE_ASCII = /^[\x20-\x7e]+$/;
/** RFC 8941 §3.3.3: only `\"` and `\\` are escapes. */
const QUOTED = /^"((?:[^"\\]|\\["\\])*)"$/;

/** The key itself; undefined when it is empty, over 255 characters, or not printable ASCII. */
export function parseIdempotencyKey(header: string): string | undefined {
  const key = unquoted(header.trim());
  return key !== undefined && key.length <= MAX_CHARACTERS && PRINTABLE_ASCII.test(key) ? key : undefined;
}

function unquoted(header: string): string | undefined {
  return header.startsWith('"') ? QUOTED.exec(header)?.[1]?.replace(/\\(["\\])/g, '$1') : header;
}
