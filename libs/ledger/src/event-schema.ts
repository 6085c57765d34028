/**
 * The small language in which stored event shapes are written down once: the TypeScript type, the codec, the marks of
 * personal data and the published JSON Schema all come from it. What is stored is stored for ever, so a field here is
 * never changed; a new version of the event is added beside it, with an upcaster.
 */

export interface Field<T> {
  readonly kind:
    'text' | 'minor' | 'integer' | 'date' | 'instant' | 'rate' | 'choice' | 'flag' | 'record' | 'list' | 'map';
  readonly nullable: boolean;
  /** Holds ciphertext under the person's own key (`Sealed`), never clear text. */
  readonly personal: boolean;
  readonly choices?: readonly string[];
  readonly fields?: Fields;
  readonly item?: Field<unknown>;
  /** Phantom: carries the TypeScript type, has no value. */
  readonly type?: T;
}

export type Fields = Readonly<Record<string, Field<unknown>>>;
export type TypeOf<F> = F extends Field<infer T> ? T : never;
export type ShapeOf<F extends Fields> = { readonly [K in keyof F]: TypeOf<F[K]> };

function field<T>(kind: Field<T>['kind'], rest: Partial<Field<T>> = {}): Field<T> {
  return { nullable: false, personal: false, ...rest, kind };
}

export const text = field<string>('text');
/** Integer count of the currency's minor unit; stored as a string of digits, since JSON numbers lose beyond 2^53. */
export const minor = field<bigint>('minor');
export const integer = field<number>('integer');
/** Business date, `YYYY-MM-DD`, in the product's time zone. */
export const date = field<string>('date');
/** `YYYY-MM-DDTHH:MM:SS.sssZ`. */
export const instant = field<string>('instant');
/** Exact decimal as text, e.g. `0.365`. */
export const rate = field<string>('rate');
export const flag = field<boolean>('flag');

export function choice<const C extends readonly string[]>(...choices: C): Field<C[number]> {
  return field('choice', { choices });
}

export function record<F extends Fields>(fields: F): Field<ShapeOf<F>> {
  return field('record', { fields });
}

export function list<T>(item: Field<T>): Field<readonly T[]> {
  return field('list', { item: item });
}

export function map<T>(item: Field<T>): Field<Readonly<Record<string, T>>> {
  return field('map', { item: item });
}

export function nullable<T>(of: Field<T>): Field<T | null> {
  return { ...of, nullable: true };
}

declare const sealed: unique symbol;
/** Ciphertext of a text about a person, under that person's own key. Only `@haber/personal-data` makes and opens it. */
export type Sealed = string & { readonly [sealed]: true };

/** How every ciphertext begins: the codec refuses a personal field that does not. */
export const SEALED_PREFIX = 'sealed:v1:';

/** Marks a text that says something about a person: it never reaches the store, the fold or a snapshot in clear. */
export function personal(of: Field<string>): Field<Sealed>;
export function personal(of: Field<string | null>): Field<Sealed | null>;
export function personal(of: Field<string> | Field<string | null>): unknown {
  return { ...of, personal: true };
}

export interface EventSchema<T extends string, F extends Fields> {
  readonly type: T;
  readonly fields: F;
  /** False: this release reads it and writes none yet. */
  readonly isWritten?: false;
}

export function eventSchema<const T extends string, F extends Fields>(type: T, fields: F): EventSchema<T, F> {
  return { type, fields };
}

/**
 * A type that this release reads and does not write: it goes out one release ahead of the first that writes it, so that
 * both may run beside each other. The codec refuses to encode it.
 */
export function readAhead<const T extends string, F extends Fields>(schema: EventSchema<T, F>): EventSchema<T, F> {
  return { ...schema, isWritten: false };
}

/** `{ type, data }` of one schema, or the union of these over a union of schemas. */
export type EventOf<S> =
  S extends EventSchema<infer T, infer F> ? { readonly type: T; readonly data: ShapeOf<F> } : never;

const LOOKS_PERSONAL =
  /name$|taxid|nationalid|phone|email|address|accountnumber|birth|holder|passport|nit$|dpi$|notes?$|comment|reason$/i;

/** Paths of fields that look as if they held personal data and are not marked so. A schema with any is refused. */
export function unmarkedPersonalFields(fields: Fields, prefix = ''): string[] {
  return Object.entries(fields).flatMap(([name, of]) => {
    if (of.item) return unmarkedPersonalFields({ [name]: of.item }, prefix);
    if (of.fields) return unmarkedPersonalFields(of.fields, `${prefix}${name}.`);
    return of.kind === 'text' && !of.personal && LOOKS_PERSONAL.test(name) ? [prefix + name] : [];
  });
}
