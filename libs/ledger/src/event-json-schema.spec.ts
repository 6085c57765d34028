/** The published schema of every event against what is stored: golden streams, lives, and whatever a shape allows. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { jsonOf, logOfAccounts } from '@haber/testing';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020';
import * as fc from 'fast-check';
import { codecOf } from './codec';
import { eventJsonSchema, type JsonSchema } from './event-json-schema';
import { eventSchema, type Field, type Fields, rate, SEALED_PREFIX } from './event-schema';
import { golden } from './golden.fixture';
import {
  bankAccountDefinition,
  capacityAccountDefinition,
  checkpointDefinition,
  creditAccountDefinition,
  customerDefinition,
  partnerDefinition,
  productDefinition,
  reconciliationDefinition,
} from './stream-definition';

const DEFINITIONS = [
  ...[creditAccountDefinition, customerDefinition, partnerDefinition],
  ...[bankAccountDefinition, checkpointDefinition, productDefinition, capacityAccountDefinition],
  reconciliationDefinition,
];
const SCHEMAS = DEFINITIONS.flatMap(({ codec }) => [...codec.schemas]);

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
ajv.addKeyword({ keyword: 'x-personal', schemaType: 'boolean' });

/** Takes no member that the schema does not name: what is stored must be documented whole. */
function closed(schema: JsonSchema): JsonSchema {
  const entries = Object.entries(schema).map(([keyword, value]) => {
    if (keyword === 'properties') return [keyword, mapped(value as Record<string, JsonSchema>)];
    return [keyword, keyword === 'items' || keyword === 'additionalProperties' ? closed(value as JsonSchema) : value];
  });
  const own = Object.fromEntries(entries) as JsonSchema;
  return 'properties' in own ? { ...own, additionalProperties: false } : own;
}

function mapped(properties: Readonly<Record<string, JsonSchema>>): Record<string, JsonSchema> {
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, closed(schema)]));
}

const holds = new Map(SCHEMAS.map((schema) => [schema.type, ajv.compile(closed(eventJsonSchema(schema)))]));

function faultsOf(type: string, data: unknown, of: ReadonlyMap<string, ValidateFunction> = holds): unknown {
  const validate = of.get(type);
  if (!validate) throw new Error(`no schema of ${type}`);
  return validate(data) ? [] : validate.errors;
}

describe('the JSON Schema of an event', () => {
  const streams = readdirSync(join(__dirname, '../golden')).map((name) => name.replace('.jsonl', ''));

  it.each(streams)('holds the golden stream %s, and names every member of it', (name) => {
    for (const { type, data } of golden(name)) expect(faultsOf(type, JSON.parse(data))).toEqual([]);
  });

  it('holds lives of customers, accounts and products', () => {
    const { events } = logOfAccounts({ accounts: 3, uses: 40, products: 2 });
    for (const { type, data } of events) expect(faultsOf(type, jsonOf(data))).toEqual([]);
    expect(new Set(events.map(({ type }) => type)).size).toBeGreaterThan(5);
  });

  it.each(DEFINITIONS.flatMap(({ codec }) => codec.schemas.map(({ type, fields }) => [type, fields, codec] as const)))(
    '%s: holds whatever its codec encodes, and refuses what its codec refuses',
    (type, fields, codec) => {
      const broken = fc.record({ at: fc.nat(), by: fc.constantFrom<unknown>(undefined, null, true, 1.5, 'x', [], {}) });
      const property = fc.property(arbitraryOf(asRecord(fields)), broken, (data, { at, by }) => {
        const stored = JSON.parse(codec.encode({ type, data } as never)) as Record<string, unknown>;
        expect(faultsOf(type, stored)).toEqual([]);
        const names = Object.keys(stored);
        const changed = JSON.parse(JSON.stringify({ ...stored, [names[at % names.length] ?? '']: by })) as unknown;
        expect([by, changed, faultsOf(type, changed)]).toEqual([
          by,
          changed,
          decodes(changed) ? [] : expect.anything(),
        ]);
      });
      const decodes = (changed: unknown): boolean => {
        try {
          codec.decode(type, JSON.stringify(changed));
          return true;
        } catch {
          return false;
        }
      };
      fc.assert(property, { numRuns: 40 });
    },
  );

  it('marks what is personal, and takes nothing but ciphertext there', () => {
    const schema = eventJsonSchema(
      SCHEMAS.find(({ type }) => type === 'customer.registered.v1') ?? SCHEMAS[0] ?? never(),
    );
    const properties = schema['properties'] as Record<string, JsonSchema>;
    const personal = Object.keys(properties).filter((name) => properties[name]?.['x-personal'] === true);
    expect(personal.toSorted()).toEqual(
      ['address', 'email', 'legalName', 'nationalId', 'phone', 'taxId', 'tradeName'].toSorted(),
    );
    const profile = golden('customer.v1').find(({ type }) => type === 'customer.registered.v1');
    const clear = { ...(JSON.parse(profile?.data ?? '{}') as object), legalName: 'Ana' };
    expect(faultsOf('customer.registered.v1', clear)).toMatchObject([
      { instancePath: '/legalName', keyword: 'pattern' },
    ]);
  });

  it('is open: readers bear members that are new to them', () => {
    const open = ajv.compile(eventJsonSchema(eventSchema('a.b.v1', { rate })));
    expect([open({ rate: '0.1', more: 1 }), open({ more: 1 })]).toEqual([true, false]);
    expect(codecOf([eventSchema('a.b.v1', { rate })], []).decode('a.b.v1', '{"rate":"0.1","more":1}')).toEqual({
      type: 'a.b.v1',
      data: { rate: '0.1' },
    });
  });
});

function never(): never {
  throw new Error('no such schema');
}

function asRecord(fields: Fields): Field<unknown> {
  return { kind: 'record', nullable: false, personal: false, fields };
}

/** Any value of a field. */
function arbitraryOf(of: Field<unknown>): fc.Arbitrary<unknown> {
  const value = of.personal
    ? fc.string().map((text) => SEALED_PREFIX + text.replaceAll('\0', ''))
    : arbitraryOfKind(of);
  return of.nullable ? fc.option(value) : value;
}

function arbitraryOfKind(of: Field<unknown>): fc.Arbitrary<unknown> {
  const item = (): fc.Arbitrary<unknown> => arbitraryOf(of.item ?? never());
  switch (of.kind) {
    case 'text':
      return fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\0', ''));
    case 'minor':
      return fc.bigInt();
    case 'integer':
      return fc.maxSafeInteger();
    case 'date':
      return fc.constantFrom('2026-02-28', '1900-01-01');
    case 'instant':
      return fc.constantFrom('2026-02-28T23:59:59.999Z');
    case 'rate':
      return fc.constantFrom('0', '-1.25', '0.365');
    case 'choice':
      return fc.constantFrom(...(of.choices ?? []));
    case 'flag':
      return fc.boolean();
    case 'record':
      return fc.record(
        Object.fromEntries(Object.entries(of.fields ?? {}).map(([name, each]) => [name, arbitraryOf(each)])),
      );
    case 'list':
      return fc.array(item(), { maxLength: 3 });
    case 'map':
      return fc.dictionary(fc.string(), item(), { maxKeys: 3 });
  }
}
