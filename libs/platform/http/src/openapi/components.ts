/** Gathers the titled schemas of a document under its components: each stands once, and every use refers to it. */

type Components = Readonly<Record<string, object>>;

/** @throws when two different schemas have one title */
export function withComponents<T extends object>(
  document: T,
  more: Components,
): T & { readonly components: Components } {
  const schemas = new Map<string, { readonly text: string; readonly schema: object }>();
  const hoisted = hoist(document, schemas) as T;
  const sorted = [...schemas].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, { schema }]) => [name, schema]);
  return { ...hoisted, components: { schemas: Object.fromEntries(sorted) as object, ...more } };
}

type Schemas = Map<string, { readonly text: string; readonly schema: object }>;

function hoist(value: unknown, schemas: Schemas): unknown {
  if (Array.isArray(value)) return value.map((each) => hoist(each, schemas));
  if (typeof value !== 'object' || value === null || isExactNumber(value)) return value;
  const members = Object.entries(value).map(([name, member]): [string, unknown] => {
    // What stands in examples is nobody's schema.
    return [name, name === 'example' || name === 'examples' ? member : hoist(member, schemas)];
  });
  const copy: object = Object.fromEntries(members);
  return isTitledSchema(copy) ? reference(copy, schemas) : copy;
}

interface TitledSchema {
  readonly title: string;
  readonly description?: string;
}

/** `info` has a title too, and no type. */
function isTitledSchema(value: object): value is TitledSchema {
  return 'title' in value && typeof value.title === 'string' && 'type' in value && typeof value.type === 'string';
}

/** What one use says about it stays with that use: in JSON Schema 2020-12 a description may stand beside a `$ref`. */
function reference(titled: TitledSchema, schemas: Schemas): object {
  const { title, description, ...schema } = titled;
  const text = JSON.stringify(schema);
  const known = schemas.get(title);
  if (known && known.text !== text) throw new Error(`two schemas are called ${title}`);
  schemas.set(title, { text, schema });
  return { $ref: `#/components/schemas/${title}`, ...(description !== undefined && { description }) };
}

/** `JSON.rawJSON`: it would not survive a copy. */
function isExactNumber(value: object): boolean {
  return 'rawJSON' in value;
}
