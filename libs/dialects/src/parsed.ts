/** The outcome of reading a request body: a typed value, or every field that is wrong. */
import { validateSync, type ValidationError } from 'class-validator';
import { type Field, passes } from './body-fields';

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
  return passes(body) ? { ok: true, value: value(body) } : { ok: false, errors: fieldErrorsOf(body) };
}

/** A field that passed its checks: it has a value, or the checks are wrong. */
export function given<T>(field: Field<T>): T {
  if (field === null || field === undefined) throw new Error('a field passed validation and has no value');
  return field;
}

export function refused(field: string, message: string): Refused {
  return { ok: false, errors: [{ field, message }] };
}

function fieldErrorsOf(body: object): FieldError[] {
  const errors = validateSync(body, { stopAtFirstError: true, validationError: { target: false, value: false } });
  if (errors.length === 0) throw new Error('a body was refused for no reason');
  return fieldErrors(errors, '');
}

/** A nested body that is one, and is wrong inside, is told by its own fields alone. */
function fieldErrors(errors: readonly ValidationError[], prefix: string): FieldError[] {
  return errors.flatMap(({ property, constraints, children = [] }) => {
    const field = prefix + property;
    if (children.length > 0) return fieldErrors(children, `${field}.`);
    return Object.values(constraints ?? {}).map((message) => ({ field, message }));
  });
}
