/**
 * The decorators of request bodies, shared by the dialects: each gives class-validator its check, `passes` the same
 * check at a tenth of the price, and the OpenAPI document the schema, so that what is documented is what is validated.
 * What a wrong field is told is said in the dialect's language: see `fieldsIn`.
 */
import { ValidateBy, ValidateIf } from 'class-validator';
import { DATE_SCHEMA, type JsonSchema, textSchema } from './json-schema';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- whatever else a dialect's constructor takes
export type BodyClass<B extends object = object> = new (...args: any[]) => B;

interface Check {
  readonly property: string;
  readonly valid: (value: unknown) => boolean;
  readonly schema: JsonSchema;
  /** The class that an object inside is read into. */
  readonly nested?: BodyClass;
}

interface Plan {
  readonly checks: Check[];
  readonly optional: Set<string>;
  readonly meanings: Map<string, string>;
  members?: ReadonlyMap<string, BodyClass | undefined>;
}

/** The same checks that class-validator knows, kept by class. */
const plans = new Map<object, Plan>();

/** A class that extends another begins with what that one has. */
function planOf(prototype: object): Plan {
  const known = plans.get(prototype);
  if (known) return known;
  const above = plans.get(Object.getPrototypeOf(prototype) as object);
  const plan: Plan = {
    checks: [...(above?.checks ?? [])],
    optional: new Set(above?.optional),
    meanings: new Map(above?.meanings),
  };
  plans.set(prototype, plan);
  return plan;
}

/**
 * Does every check of the body's decorators hold? The answer that `validateSync` gives, at a tenth of its price; which
 * fields are wrong, and why, only that one says.
 */
export function passes(body: object): boolean {
  const { checks, optional } = planOf(Object.getPrototypeOf(body) as object);
  const values = body as Readonly<Record<string, unknown>>;
  return checks.every(({ property, valid }) => {
    const value = values[property];
    return value === undefined ? optional.has(property) : valid(value);
  });
}

/** The members that bodies of this class may have, each with the class that it is read into, if it is an object. */
export function membersOf(body: BodyClass): ReadonlyMap<string, BodyClass | undefined> {
  const plan = planOf(body.prototype as object);
  // All decorators have run by the time that somebody reads a body.
  return (plan.members ??= new Map(plan.checks.map(({ property, nested }) => [property, nested])));
}

/**
 * What the decorators of a body say, as a schema under the class's name. `open`: other members are ignored, as in the
 * dialects, instead of refused.
 */
export function schemaOf(body: BodyClass, open: boolean): JsonSchema {
  const { checks, optional, meanings } = planOf(body.prototype as object);
  const properties = checks.map(({ property, schema, nested }): [string, JsonSchema] => {
    const description = meanings.get(property);
    const shape = nested ? schemaOf(nested, open) : schema;
    return [property, description === undefined ? shape : { ...shape, description }];
  });
  const required = checks.map(({ property }) => property).filter((name) => !optional.has(name));
  return {
    title: body.name,
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(required.length > 0 && { required }),
    additionalProperties: open,
  };
}

/** Absent is fine; present must be right. */
export function IfPresent(): PropertyDecorator {
  return (prototype, property) => {
    planOf(prototype).optional.add(String(property));
    ValidateIf((_body: object, value: unknown) => value !== undefined)(prototype, property);
  };
}

/** What the field means, for the OpenAPI document alone. */
export function Means(meaning: string): PropertyDecorator {
  return (prototype, property) => void planOf(prototype).meanings.set(String(property), meaning);
}

export interface FieldKind {
  /** class-validator's name of the check. */
  readonly name: string;
  /** What a wrong value is told. */
  readonly message: string;
  readonly valid: (value: unknown) => boolean;
  readonly schema: JsonSchema;
}

/** A decorator of one kind of field. `schema` must accept whatever `valid` accepts. */
export function field({ name, message, valid, schema }: FieldKind): PropertyDecorator {
  return (prototype, property) => {
    planOf(prototype).checks.push({ property: String(property), valid, schema });
    ValidateBy({ name, validator: { validate: valid, defaultMessage: () => message } })(prototype, property);
  };
}

/** How a dialect's language says what a field must be. */
export interface FieldWords {
  readonly amountAboveZero: string;
  readonly whole: (min: number, max: number) => string;
  readonly text: (max: number) => string;
  readonly note: (max: number) => string;
  readonly date: string;
  readonly object: string;
}

/** The decorators that every dialect needs, with their messages in its language. */
export function fieldsIn(words: FieldWords) {
  return {
    /** An amount above zero in minor units, exact in its currency (contract.md, "Common to the dialects"). */
    IsAmountAboveZero: () =>
      field({
        name: 'isAmountAboveZero',
        message: words.amountAboveZero,
        valid: (value) => typeof value === 'bigint' && value > 0n,
        schema: { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1e15 },
      }),
    IsWholeNumber: (min: number, max: number) =>
      field({
        name: 'isWholeNumber',
        message: words.whole(min, max),
        valid: (value) => typeof value === 'number' && value >= min && value <= max,
        schema: { type: 'integer', minimum: min, maximum: max },
      }),
    /** A text that says something: 1 to `max` characters, not only white space, without control characters. */
    IsText: (max: number) =>
      field({
        name: 'isText',
        message: words.text(max),
        valid: (value) => isText(value, max),
        schema: textSchema(max),
      }),
    /** Free text of up to `max` characters; may be empty and may have lines and tabs. */
    IsNote: (max: number) =>
      field({
        name: 'isNote',
        message: words.note(max),
        valid: (value) => isNote(value, max),
        schema: { type: 'string', maxLength: max },
      }),
    /** A day of the calendar, `YYYY-MM-DD`, from 1900 on. */
    IsCalendarDate: () =>
      field({ name: 'isCalendarDate', message: words.date, valid: isCalendarDate, schema: DATE_SCHEMA }),
    IsNestedBody: (nested: BodyClass) => nestedBody(nested, words.object),
  } satisfies Record<string, (...args: never[]) => PropertyDecorator>;
}

/**
 * An object inside the body, read into a class with decorators of its own. `@ValidateNested()` beside it says what is
 * wrong inside; here that only counts for `passes`, or "must be an object" would hide it.
 */
function nestedBody(nested: BodyClass, message: string): PropertyDecorator {
  return (prototype, property) => {
    const valid = (value: unknown): boolean => isObject(value) && passes(value);
    planOf(prototype).checks.push({ property: String(property), valid, schema: {}, nested });
    const validator = { validate: isObject, defaultMessage: () => message };
    ValidateBy({ name: 'isNestedBody', validator })(prototype, property);
  };
}

export function isText(value: unknown, max: number): value is string {
  return typeof value === 'string' && value.trim() !== '' && fits(value, max) && !UNCLEAN.test(value);
}

function isNote(value: unknown, max: number): boolean {
  return typeof value === 'string' && fits(value, max) && !UNCLEAN.test(value.replace(/[\t\n\r]/g, ''));
}

/** Control characters, and halves of a character that is not there. */
const UNCLEAN = /[\p{Cc}\p{Cs}]/u;

/** Characters are code points; more than two units each is too long in any case. */
function fits(value: string, max: number): boolean {
  return value.length <= max || (value.length <= 2 * max && [...value].length <= max);
}

function isCalendarDate(value: unknown): value is string {
  if (typeof value !== 'string' || !/^(?:19|[2-9]\d)\d\d-\d\d-\d\d$/.test(value)) return false;
  const day = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
