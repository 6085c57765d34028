/** The outcome of reading a request body: a typed value, or every field that is wrong. */
import { validateSync, type ValidationError } from 'class-validator';
import { passes } from './body-fields';
import type { Field } from './raw-members';

export interface FieldError {
  /** Dotted from the body's root, such as `business_info.tax_id`; empty for the body itself. */
  readonly field: string;
  readonly message: string;
}

export interface Refused {
  readonly ok: false;
  readonly errors: readonly FieldError[];
}

export type Parsed<T> = { readonly ok: true; readonly value: T } | Refused;

/** `value` is asked only once every decorator of the body is content. */
export function parsed<B extends object, T>(body: B, value: (body: B) => T): Parsed<T> {
  if (passes(body)) return { ok: true, value: value(body) };
  const errors = wrongMembers(body).map(({ path, message }) => ({ field: path.join('.'), message }));
  return { ok: false, errors };
}

/** A field that passed its checks: it has a value, or the checks are wrong. */
export function given<T>(field: Field<T>): T {
  if (field === null || field === undefined) throw new Error('a field passed validation and has no value');
  return field;
}

export function refused(field: string, message: string): Refused {
  return { ok: false, errors: [{ field, message }] };
}

export interface WrongMember {
  /** From the body's root. */
  readonly path: readonly string[];
  readonly message: string;
}

/** Which members of a body that does not pass are wrong, and why. */
export function wrongMembers(body: object): WrongMember[] {
  const errors = validateSync(body, { stopAtFirstError: true, validationError: { target: false, value: false } });
  if (errors.length === 0) throw new Error('a body was refused for no reason');
  return flat(errors, []);
}

/** A nested body that is one, and is wrong inside, is told by its own members alone. */
function flat(errors: readonly ValidationError[], above: readonly string[]): WrongMember[] {
  return errors.flatMap(({ property, constraints, children = [] }) => {
    const path = [...above, property];
    if (children.length > 0) return flat(children, path);
    return Object.values(constraints ?? {}).map((message) => ({ path, message }));
  });
}
