/**
 * The JSON Schema of an event as it is stored and published. It accepts what the codec decodes, and asks for every
 * member; it is open, since whoever reads must bear members that it does not know. It keeps to keywords that mean the
 * same in draft-07 and 2020-12 and refers to nothing, so that it stands as well inside of an AsyncAPI document.
 */
import type { AnySchema } from './codec';
import { type Field, type Fields, SEALED_PREFIX } from './event-schema';
import { DIGITS, PATTERNS } from './field-coder';

export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

export function eventJsonSchema({ type, fields }: AnySchema): JsonSchema {
  return { title: type, ...recordSchema(fields) };
}

function recordSchema(fields: Fields): JsonSchema {
  const properties = Object.entries(fields).map(([name, of]) => [name, schemaOf(of)] as const);
  return { type: 'object', required: Object.keys(fields), properties: Object.fromEntries(properties) };
}

function schemaOf(of: Field<unknown>): JsonSchema {
  const { nullable } = of;
  const schema: JsonSchema = of.personal ? SEALED : schemaOfKind(of);
  if (!nullable) return schema;
  const choices = schema['enum'] as readonly unknown[] | undefined;
  return { ...schema, type: [schema['type'], 'null'], ...(choices && { enum: [...choices, null] }) };
}

/** Ciphertext under the person's own key, which nobody outside has, and nobody at all once the person is erased. */
const SEALED = { type: 'string', pattern: `^${SEALED_PREFIX}`, 'x-personal': true };

const MINOR = {
  type: 'string',
  pattern: DIGITS.source,
  description: 'Integer count of the currency’s minor unit, as digits: more than a JSON number holds.',
};

function schemaOfKind(of: Field<unknown>): JsonSchema {
  switch (of.kind) {
    case 'text':
      return { type: 'string' };
    case 'minor':
      return MINOR;
    case 'integer':
      return { type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER };
    case 'choice':
      return { type: 'string', enum: of.choices };
    case 'flag':
      return { type: 'boolean' };
    case 'record':
      return recordSchema(of.fields ?? {});
    case 'list':
      return { type: 'array', items: itemSchema(of) };
    case 'map':
      return { type: 'object', additionalProperties: itemSchema(of) };
    case 'date':
    case 'instant':
    case 'rate':
      return { type: 'string', pattern: PATTERNS[of.kind].source, description: DESCRIPTIONS[of.kind] };
  }
}

const DESCRIPTIONS = {
  date: 'Business date, in the time zone of the product.',
  instant: 'UTC, to the millisecond.',
  rate: 'Exact decimal.',
} as const;

function itemSchema({ kind, item }: Field<unknown>): JsonSchema {
  if (!item) throw new Error(`a ${kind} of nothing`);
  return schemaOf(item);
}
