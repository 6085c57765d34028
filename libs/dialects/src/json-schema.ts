/**
 * JSON Schema 2020-12, as far as OpenAPI 3.1 documents of ours use it, and the few shapes that every document needs.
 * Answers are closed: a member that is not declared fails the end-to-end tests, so nothing leaves by accident.
 */

export interface JsonSchema {
  /** A titled schema becomes a component of the document under this name: one title, one schema. */
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly propertyNames?: JsonSchema;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
}

/** An object with exactly these members; those named in `optional` may be absent. */
export function closed(
  title: string,
  properties: Readonly<Record<string, JsonSchema>>,
  optional: readonly string[] = [],
): JsonSchema {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { title, type: 'object', properties, required, additionalProperties: false };
}

/** The same, or null. */
export function orNull(schema: JsonSchema): JsonSchema {
  return { anyOf: [schema, { type: 'null' }] };
}

const CONTROL = '\\u0000-\\u001f\\u007f-\\u009f';

/** 1 to `max` characters, not only white space, without control characters. */
export function textSchema(max: number): JsonSchema {
  const pattern = `^[^${CONTROL}]*[^\\s${CONTROL}][^${CONTROL}]*$`;
  return { type: 'string', minLength: 1, maxLength: max, pattern };
}

export const DATE_SCHEMA: JsonSchema = { type: 'string', format: 'date', examples: ['2025-11-24'] };
