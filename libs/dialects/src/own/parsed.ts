/**
 * Reading requests of Haber's own API. Unlike the dialects it refuses what it does not know: a misspelt member or query
 * parameter must never be a command that does something else. Every error names its place: RFC 6901 in a body.
 */
import type { BodyClass } from '../body-fields';
import { isText, membersOf, passes } from '../body-fields';
import { wrongMembers } from '../parsed';
import { isRawObject, type RawObject } from '../raw-members';
import { textMessage } from './fields';

/** `pointer`: in the body. `parameter`: of the path or the query. */
export type OwnFieldError =
  { readonly detail: string; readonly pointer: string } | { readonly detail: string; readonly parameter: string };

export interface OwnRefused {
  readonly ok: false;
  readonly errors: readonly OwnFieldError[];
}

export type OwnParsed<T> = { readonly ok: true; readonly value: T } | OwnRefused;

/** A body may be wrong in more places than anybody wants to read. */
const MAX_ERRORS = 20;
const MAX_ID = 64;

interface Wrong {
  readonly path: readonly string[];
  readonly message: string;
}

type Reads<B extends object> = new (raw: RawObject) => B;

/** `raw`: the body as exact JSON; none at all is the same as an empty object. `value` is asked only of a good body. */
export function parseOwnBody<B extends object, T>(
  bodyClass: Reads<B>,
  raw: unknown,
  value: (body: B) => T,
): OwnParsed<T> {
  const members = raw ?? (raw === undefined ? {} : null);
  if (!isRawObject(members)) return refusedBody([{ path: [], message: 'the body must be a JSON object' }]);
  const body = new bodyClass(members);
  const wrong = wrongIn(bodyClass, members, body);
  return wrong.length === 0 ? { ok: true, value: value(body) } : refusedBody(wrong);
}

/** `raw`: the parsed query string; a parameter that is given twice is wrong, as no field takes a list. */
export function parseOwnQuery<Q extends object, T>(
  queryClass: Reads<Q>,
  raw: RawObject,
  value: (query: Q) => T,
): OwnParsed<T> {
  const query = new queryClass(raw);
  const wrong = wrongIn(queryClass, raw, query);
  if (wrong.length === 0) return { ok: true, value: value(query) };
  const errors = wrong.map(({ path: [parameter = ''], message }) => ({ detail: message, parameter }));
  return { ok: false, errors: errors.slice(0, MAX_ERRORS) };
}

/** An id out of the path: 1 to 64 characters. */
export function parseOwnId(raw: unknown, parameter = 'id'): OwnParsed<string> {
  if (isText(raw, MAX_ID)) return { ok: true, value: raw };
  return { ok: false, errors: [{ detail: textMessage(MAX_ID), parameter }] };
}

/** One member that is wrong for a reason that no decorator can know, such as more decimals than the currency has. */
export function wrongMember(detail: string, ...path: readonly string[]): OwnRefused {
  return refusedBody([{ path, message: detail }]);
}

function refusedBody(wrong: readonly Wrong[]): OwnRefused {
  const errors = wrong.map(({ path, message }) => ({ detail: message, pointer: pointerTo(path) }));
  return { ok: false, errors: errors.slice(0, MAX_ERRORS) };
}

/** RFC 6901. */
function pointerTo(path: readonly string[]): string {
  return path.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

function wrongIn(bodyClass: BodyClass, raw: RawObject, body: object): Wrong[] {
  const unknown = unknownMembers(bodyClass, raw, []);
  if (passes(body)) return unknown;
  const wrong = wrongMembers(body).map(({ path, message }) => ({ path, message: why(raw, path, message) }));
  return [...wrong, ...unknown];
}

function unknownMembers(bodyClass: BodyClass, raw: RawObject, above: readonly string[]): Wrong[] {
  const members = membersOf(bodyClass);
  const found: Wrong[] = [];
  for (const [name, value] of Object.entries(raw)) {
    const path = [...above, name];
    const nested = members.get(name);
    if (!members.has(name)) found.push({ path, message: 'is not known here' });
    else if (nested && isRawObject(value)) found.push(...unknownMembers(nested, value, path));
    if (found.length >= MAX_ERRORS) break;
  }
  return found;
}

/** Null never stands for "absent": say so, or the message about the value's form would mislead. */
function why(raw: RawObject, path: readonly string[], message: string): string {
  let value: unknown = raw;
  for (const part of path) value = isRawObject(value) && Object.hasOwn(value, part) ? value[part] : undefined;
  if (value === undefined) return `is required: ${message}`;
  return value === null ? 'must not be null: leave it out' : message;
}
