/**
 * Reading the members of a raw JSON body. A member is read once, from its own digits, into its exact value: undefined
 * when absent, `null` when it is not what it should be. A string is never a number, a number never a string, and `null`
 * is never "absent".
 */
import { BELOW_MINOR, parseAmount } from '@haber/money';
import { LosslessNumber } from 'lossless-json';

export type RawObject = Readonly<Record<string, unknown>>;

/** Undefined: absent. Null: there, and wrong. */
export type Field<T> = T | null | undefined;

export function isRawObject(raw: unknown): raw is RawObject {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw) && !(raw instanceof LosslessNumber);
}

/** A member that the body itself has: what an object inherits was not sent. */
export function memberOf(raw: RawObject, name: string): unknown {
  return Object.hasOwn(raw, name) ? raw[name] : undefined;
}

/** Minor units of a currency with `currencyDigits` decimals, below `BELOW_MINOR`. */
export function amountOf(raw: RawObject, name: string, currencyDigits: number): Field<bigint> {
  const value = memberOf(raw, name);
  if (value === undefined) return undefined;
  const parsed = value instanceof LosslessNumber ? parseAmount(value.value, currencyDigits) : undefined;
  return parsed?.ok === true && parsed.minor < BELOW_MINOR ? parsed.minor : null;
}

const WHOLE = /^(0|[1-9]\d{0,14})(?:\.0+)?$/;

/** A whole number of at most 15 digits; `30.0` is one, `3e1` is not. */
export function wholeOf(raw: RawObject, name: string): Field<number> {
  const value = memberOf(raw, name);
  if (value === undefined) return undefined;
  const digits = value instanceof LosslessNumber ? WHOLE.exec(value.value)?.[1] : undefined;
  return digits === undefined ? null : Number(digits);
}

export function textOf(raw: RawObject, name: string): Field<string> {
  const value = memberOf(raw, name);
  if (value === undefined) return undefined;
  return typeof value === 'string' ? value : null;
}

export function truthOf(raw: RawObject, name: string): Field<boolean> {
  const value = memberOf(raw, name);
  if (value === undefined) return undefined;
  return typeof value === 'boolean' ? value : null;
}

/** An object inside, read into its own class. */
export function nestedOf<B extends object>(raw: RawObject, name: string, body: new (raw: RawObject) => B): Field<B> {
  const value = memberOf(raw, name);
  if (value === undefined) return undefined;
  return isRawObject(value) ? new body(value) : null;
}
