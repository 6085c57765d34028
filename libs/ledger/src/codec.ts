/**
 * Between events in memory and the bytes that are stored. Decoding is strict: an unknown type or a value of the wrong
 * kind stops here, loudly, instead of becoming a wrong balance. Old versions are brought up to date by upcasters.
 */
import { type EventSchema, type Fields, unmarkedPersonalFields } from './event-schema';
import { type Coder, recordCoder, UnreadableEvent } from './field-coder';

export { UnreadableEvent };

export interface PlainEvent {
  readonly type: string;
  readonly data: unknown;
}

/** Turns the JSON of an old version into the JSON of the next one; the result's type may again be an old one. */
export interface Upcaster {
  readonly from: string;
  readonly to: string;
  readonly upcast: (old: Readonly<Record<string, unknown>>) => Record<string, unknown>;
}

export type AnySchema = EventSchema<string, Fields>;

export interface Codec<E extends PlainEvent> {
  readonly schemas: readonly AnySchema[];
  /** JSON-ready data: bigints as digits, members in the schema's order. @throws on a value of the wrong kind. */
  encode(event: E): string;
  /** @throws UnreadableEvent */
  decode(type: string, json: string): E;
  /** The schema that the named type has after upcasting. @throws UnreadableEvent */
  schemaOf(type: string): AnySchema;
  /** Is there such a type, or was there? */
  knows(type: string): boolean;
}

export function codecOf<E extends PlainEvent>(schemas: readonly AnySchema[], upcasters: readonly Upcaster[]): Codec<E> {
  const byType = new Map<string, { readonly schema: AnySchema; readonly coder: Coder<Record<string, unknown>> }>(
    schemas.map((schema) => [schema.type, { schema, coder: recordCoder(schema.fields, schema.type) }]),
  );
  const upcasterFrom = new Map(upcasters.map((u) => [u.from, u]));
  checkUpcasters(byType, upcasterFrom);
  if (byType.size < schemas.length) throw new Error('two schemas of one type');
  for (const schema of schemas) {
    const unmarked = unmarkedPersonalFields(schema.fields);
    if (unmarked.length > 0) throw new Error(`${schema.type}: not marked personal: ${unmarked.join(', ')}`);
  }

  function current(type: string) {
    const found = byType.get(type);
    if (!found) throw new UnreadableEvent(`unknown event type ${type}`);
    return found;
  }

  function schemaOf(type: string): AnySchema {
    const newest = upcasterFrom.get(type);
    return newest ? schemaOf(newest.to) : current(type).schema;
  }

  return {
    schemas,
    schemaOf,
    knows: (type) => byType.has(type) || upcasterFrom.has(type),
    encode({ type, data }) {
      const { schema, coder } = current(type);
      if (schema.isWritten === false) throw new Error(`${type} is read by this release, and written by none yet`);
      return JSON.stringify(coder.encode(data as Record<string, unknown>));
    },
    decode(type, json) {
      let newest = type;
      let raw = parseObject(type, json);
      for (let up = upcasterFrom.get(newest); up; up = upcasterFrom.get(newest)) {
        raw = up.upcast(raw);
        newest = up.to;
      }
      return { type: newest, data: current(newest).coder.decode(raw) } as E;
    },
  };
}

/** Every chain must end at a current type, which itself is never an old one: else events could not be read back. */
function checkUpcasters(current: ReadonlyMap<string, unknown>, from: ReadonlyMap<string, Upcaster>): void {
  for (const start of from.keys()) {
    if (current.has(start)) throw new Error(`${start} is current, so nothing may upcast it`);
    let type = start;
    // A chain longer than the number of upcasters goes round in a circle.
    for (let steps = 0; steps <= from.size && !current.has(type); steps += 1) type = from.get(type)?.to ?? '';
    if (!current.has(type)) throw new Error(`upcasting ${start} never arrives at a current type`);
  }
}

function parseObject(type: string, json: string): Record<string, unknown> {
  let raw: unknown;
  try {
    raw = JSON.parse(json);
  } catch {
    throw new UnreadableEvent(`${type}: not JSON`);
  }
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) throw new UnreadableEvent(`${type}: no object`);
  return raw as Record<string, unknown>;
}
