/**
 * The fields of Haber's own API (contract.md): what each may be, read from the raw body, and what a wrong one is told.
 * Money is a decimal in major units, best as a string; a JSON number is read from its own digits. How many decimals it
 * may have depends on a currency that the body may not name: see `minorUnits`.
 */
import { parseAmount } from '@haber/money';
import { LosslessNumber } from 'lossless-json';
import { type BodyClass, field, fieldsIn, isText } from '../body-fields';
import { type JsonSchema, textSchema } from '../json-schema';
import { type Field, isRawObject, memberOf, type RawObject } from '../raw-members';

const MAX_ID = 64;
const MAX_REASON = 500;
const MAX_CURSOR = 512;
const MAX_ENTRIES = 50;
const MAX_ENTRY_KEY = 64;
const MAX_ENTRY_VALUE = 500;
/** No currency of ISO 4217 has more. */
const MOST_CURRENCY_DIGITS = 4;

export const textMessage = (max: number): string => `must be a text of 1 to ${max} characters, no control characters`;

const english = fieldsIn({
  amountAboveZero: 'must be an amount above 0',
  whole: (min, max) => `must be a whole number from ${min} to ${max}`,
  text: textMessage,
  note: (max) => `must be a text of at most ${max} characters, no control characters but tabs and line ends`,
  date: 'must be a day of the calendar, written YYYY-MM-DD',
  object: 'must be an object',
});

export const { IsCalendarDate, IsText, IsWholeNumber } = english;
export const IsNestedBody = (nested: BodyClass): PropertyDecorator => english.IsNestedBody(nested);

/** An id that the partner brings, or one of ours. */
export const IsId = (): PropertyDecorator => IsText(MAX_ID);
/** Why an operator does what changes an account's books or standing by hand. */
export const IsReason = (): PropertyDecorator => IsText(MAX_REASON);

/** A decimal of at most 15 digits before the point, as text; what `minorUnits` turns into an amount. */
export type Decimal = string;

/** @returns the digits of a string or a number that is one plain decimal, not negative */
export function decimalOf(raw: RawObject, name: string): Field<Decimal> {
  const value = memberOf(raw, name);
  if (value === undefined) return undefined;
  const digits = value instanceof LosslessNumber ? value.value : value;
  return typeof digits === 'string' && parseAmount(digits, MOST_CURRENCY_DIGITS).ok ? digits : null;
}

/** Minor units; undefined when the currency does not have that many decimals: a validation error of that member. */
export function minorUnits(decimal: Decimal, currencyDigits: number): bigint | undefined {
  const parsed = parseAmount(decimal, currencyDigits);
  return parsed.ok ? parsed.minor : undefined;
}

const isZero = (decimal: string): boolean => /^[0.]*$/.test(decimal);

const WHOLE_PART = '(0|[1-9][0-9]{0,14})';
const ABOVE_ZERO = '(0\\.[0-9]*[1-9][0-9]*|[1-9][0-9]{0,14}(\\.[0-9]+)?)';

/** A decimal of the account's currency, above zero. */
export const IsAmountAboveZero = (): PropertyDecorator =>
  field({
    name: 'isAmountAboveZero',
    message: 'must be a decimal above 0 such as "125.00", without exponent, at most 15 digits before the point',
    valid: (value) => typeof value === 'string' && !isZero(value),
    schema: {
      type: ['string', 'number'],
      pattern: `^${ABOVE_ZERO}$`,
      exclusiveMinimum: 0,
      exclusiveMaximum: 1e15,
      examples: ['125.00'],
    },
  });

/** A decimal of the account's currency; zero is fine. */
export const IsAmount = (): PropertyDecorator =>
  field({
    name: 'isAmount',
    message: 'must be a decimal of at least 0 such as "125.00", without exponent, at most 15 digits before the point',
    valid: (value) => typeof value === 'string',
    schema: {
      type: ['string', 'number'],
      pattern: `^${WHOLE_PART}(\\.[0-9]+)?$`,
      minimum: 0,
      exclusiveMaximum: 1e15,
      examples: ['125.00'],
    },
  });

export const IsBoolean = (): PropertyDecorator =>
  field({
    name: 'isBoolean',
    message: 'must be true or false',
    valid: (value) => typeof value === 'boolean',
    schema: { type: 'boolean' },
  });

/** One of these words, in this case. */
export const IsOneOf = (...words: readonly [string, ...string[]]): PropertyDecorator =>
  field({
    name: 'isOneOf',
    message: `must be one of ${words.join(', ')}`,
    valid: (value) => typeof value === 'string' && words.includes(value),
    schema: { type: 'string', enum: words },
  });

/** An ISO 4217 code in capitals; whether the product takes it is the product's affair. */
export const IsCurrency = (): PropertyDecorator =>
  field({
    name: 'isCurrency',
    message: 'must be a currency code of three capital letters',
    valid: (value) => typeof value === 'string' && /^[A-Z]{3}$/.test(value),
    schema: { type: 'string', pattern: '^[A-Z]{3}$', examples: ['USD'] },
  });

const INSTANT = /^(?:19|[2-9]\d)\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z$/;

function isInstant(value: unknown): value is string {
  if (typeof value !== 'string' || !INSTANT.test(value)) return false;
  const time = new Date(value);
  return !Number.isNaN(time.getTime()) && time.toISOString().slice(0, 19) === value.slice(0, 19);
}

/** An instant in UTC, `YYYY-MM-DDTHH:MM:SS[.mmm]Z`, from 1900 on, as dates are: years below 100 have no one reading. */
export const IsInstant = (): PropertyDecorator =>
  field({
    name: 'isInstant',
    message: 'must be an instant in UTC from 1900 on, written YYYY-MM-DDTHH:MM:SSZ',
    valid: isInstant,
    schema: { type: 'string', format: 'date-time', examples: ['2025-11-24T10:00:00Z'] },
  });

/** With milliseconds, as instants are stored and compared. */
export function fullInstant(instant: string): string {
  return new Date(instant).toISOString();
}

export type Metadata = Readonly<Record<string, string>>;

/** The partner's own words about an object: never looked into, never personal data. */
export function metadataOf(raw: RawObject, name: string): Field<Metadata> {
  const value = memberOf(raw, name);
  if (value === undefined) return undefined;
  return isRawObject(value) ? (value as Metadata) : null;
}

function isMetadata(value: unknown): value is Metadata {
  if (typeof value !== 'object' || value === null) return false;
  const entries: [string, unknown][] = Object.entries(value);
  if (entries.length > MAX_ENTRIES) return false;
  return entries.every(([key, text]) => isText(key, MAX_ENTRY_KEY) && (text === '' || isText(text, MAX_ENTRY_VALUE)));
}

export const METADATA_SCHEMA: JsonSchema = {
  type: 'object',
  propertyNames: textSchema(MAX_ENTRY_KEY),
  additionalProperties: { type: 'string', maxLength: MAX_ENTRY_VALUE },
  maxProperties: MAX_ENTRIES,
  examples: [{ branch: 'north' }],
};

/** At most 50 texts: keys of 1 to 64 characters, values of at most 500. */
export const IsMetadata = (): PropertyDecorator =>
  field({
    name: 'isMetadata',
    message:
      `must be an object of at most ${MAX_ENTRIES} texts: keys of 1 to ${MAX_ENTRY_KEY} characters, values of at ` +
      `most ${MAX_ENTRY_VALUE}, no control characters`,
    valid: isMetadata,
    schema: METADATA_SCHEMA,
  });

/** Where a list goes on, as its last page said. */
export const IsCursor = (): PropertyDecorator => IsText(MAX_CURSOR);

/** A whole number out of a query string, where everything is text. */
export function wholeInQuery(raw: RawObject, name: string): Field<number> {
  const value = memberOf(raw, name);
  if (value === undefined) return undefined;
  return typeof value === 'string' && /^(0|[1-9]\d{0,14})$/.test(value) ? Number(value) : null;
}

/** `true` or `false` out of a query string. */
export function truthInQuery(raw: RawObject, name: string): Field<boolean> {
  const value = memberOf(raw, name);
  if (value === undefined) return undefined;
  return value === 'true' || value === 'false' ? value === 'true' : null;
}
