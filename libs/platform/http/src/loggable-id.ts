/**
 * A request's id may be the caller's own, and a caller may put anything there. In a log it stands as it is only where
 * it has the form of an id; else by its digest, which whoever knows the id can compute.
 */
import { hash } from 'node:crypto';

/** UUID and our own (a UUID and a number), 16 to 64 hexadecimal digits, ULID. */
const ID =
  /^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(-[0-9a-z]{1,11})?|[0-9a-f]{16,64}|[0-7][0-9A-HJKMNP-TV-Z]{25})$/i;
const DIGITS = 16;

export function loggableId(id: string): string {
  return ID.test(id) ? id : `sha256:${hash('sha256', id, 'hex').slice(0, DIGITS)}`;
}
