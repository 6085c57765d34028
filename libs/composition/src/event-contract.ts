/**
 * The event contract: a JSON Schema for every stored event, and the AsyncAPI document of those that are published.
 * `npm run generate` writes both; `npm run contract` holds them against what has been released.
 */
import { headersSchema, PARTITIONS, PUBLISHED_CATEGORIES, topicsOf } from '@haber/bus';
import {
  type AnySchema,
  bankAccountDefinition,
  capacityAccountDefinition,
  checkpointDefinition,
  type Codec,
  creditAccountDefinition,
  customerDefinition,
  eventJsonSchema,
  type JsonSchema,
  partnerDefinition,
  type PlainEvent,
  productDefinition,
  reconciliationDefinition,
} from '@haber/ledger';

interface Category {
  readonly category: string;
  readonly codec: Codec<PlainEvent>;
}

/** All that any stream is read with. A spec finds the one that is missing. */
export const STREAM_DEFINITIONS: readonly Category[] = [
  creditAccountDefinition,
  capacityAccountDefinition,
  customerDefinition,
  bankAccountDefinition,
  productDefinition,
  partnerDefinition,
  reconciliationDefinition,
  checkpointDefinition,
];

export interface EventContract {
  /** By event type: of every type that is stored in its newest version. */
  readonly schemas: Readonly<Record<string, JsonSchema>>;
  readonly headers: object;
  readonly asyncApi: object;
  /** Types that this release writes. */
  readonly writes: readonly string[];
  /** Whether this release reads the type, by an upcaster as well. */
  reads(type: string): boolean;
}

/** @public the generator and the contract's check load it */
export function eventContract(definitions = STREAM_DEFINITIONS): EventContract {
  const schemas = schemasOf(definitions);
  return {
    schemas: Object.fromEntries(schemas.map((schema) => [schema.type, published(schema)])),
    headers: { $schema: DIALECT, ...headersSchema() },
    asyncApi: asyncApi(definitions),
    writes: schemas.filter(({ isWritten }) => isWritten !== false).map(({ type }) => type),
    reads: (type) => definitions.some(({ codec }) => isRead(codec, type)),
  };
}

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

function published(schema: AnySchema): JsonSchema {
  return { $schema: DIALECT, $id: `${schema.type}.schema.json`, ...eventJsonSchema(schema) };
}

/** Sorted, each once: several kinds of streams may share a category. */
function schemasOf(definitions: readonly Category[]): readonly AnySchema[] {
  const byType = new Map(definitions.flatMap(({ codec }) => codec.schemas.map((schema) => [schema.type, schema])));
  return [...byType.values()].toSorted((a, b) => (a.type < b.type ? -1 : 1));
}

function isRead(codec: Codec<PlainEvent>, type: string): boolean {
  try {
    codec.schemaOf(type);
    return true;
  } catch {
    return false; // it throws of nothing else
  }
}

const ABOUT =
  'What Haber publishes on Kafka: CloudEvents 1.0 in binary mode, the value byte for byte as it is stored. At least ' +
  'once, in order per key; a consumer leaves out what it has seen by `ce_subject` and `ce_sequence`, and bears ' +
  'members and types that it does not know. Fields marked `x-personal` are ciphertext. Topics begin with `haber`, or ' +
  'with what the operator of a shared broker has chosen (HABER_TOPIC_PREFIX).';

function asyncApi(definitions: readonly Category[]): object {
  const ofCategory = (category: string) => schemasOf(definitions.filter((each) => each.category === category));
  const messages = PUBLISHED_CATEGORIES.flatMap(ofCategory).map((schema) => [schema.type, messageOf(schema)] as const);
  return {
    asyncapi: '3.0.0',
    info: { title: 'Haber’s events', version: '1', description: ABOUT, license: { name: 'Apache-2.0' } },
    defaultContentType: 'application/json',
    channels: entries(PUBLISHED_CATEGORIES, (category) => channelOf(category, ofCategory(category))),
    operations: entries(PUBLISHED_CATEGORIES, (category) => ({
      action: 'send',
      channel: { $ref: `#/channels/${category}` },
    })),
    components: { messages: Object.fromEntries(messages), schemas: { headers: headersSchema() } },
  };
}

function channelOf(category: string, schemas: readonly AnySchema[]): object {
  const topic = topicsOf().ofCategory(category);
  const types = schemas.map(({ type }) => type);
  return {
    address: topic,
    description: `Events of every ${category}. Keyed by stream.`,
    messages: entries(types, (type) => ({ $ref: `#/components/messages/${type}` })),
    bindings: { kafka: { topic, partitions: PARTITIONS, bindingVersion: '0.5.0' } },
  };
}

const KEY = { type: 'string', description: 'The stream, as `ce_subject`.' };

function messageOf(schema: AnySchema): object {
  return {
    name: schema.type,
    title: schema.type,
    contentType: 'application/json',
    headers: { $ref: '#/components/schemas/headers' },
    payload: eventJsonSchema(schema),
    bindings: {
      kafka: { key: KEY, bindingVersion: '0.5.0' },
    },
  };
}

function entries<T>(names: readonly string[], make: (name: string) => T): Readonly<Record<string, T>> {
  return Object.fromEntries(names.map((name) => [name, make(name)]));
}
