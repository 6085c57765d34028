/** The contract as it is committed: whole, valid where others read it, and true of the messages that we send. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf, topicsOf } from '@haber/bus';
import * as ledger from '@haber/ledger';
import { logOfAccounts } from '@haber/testing';
import { Ajv2020, type AnySchema } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { eventContract, STREAM_DEFINITIONS } from './event-contract';

const GENERATED = join(__dirname, '../../../docs/generated');
const read = (file: string): unknown => JSON.parse(readFileSync(join(GENERATED, file), 'utf8'));

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
addFormats(ajv);
ajv.addKeyword({ keyword: 'x-personal', schemaType: 'boolean' });
const contract = eventContract();

it('leaves out no kind of stream', () => {
  const exported = Object.entries(ledger).filter(([name]) => name.endsWith('Definition'));
  expect(exported.filter(([, definition]) => !STREAM_DEFINITIONS.includes(definition as never))).toEqual([]);
  expect(exported).toHaveLength(STREAM_DEFINITIONS.length);
});

it('counts as written what is not read ahead, and as read what an upcaster brings up to date', () => {
  const stored = (type: string) => ({ type, fields: {} });
  const schemas = [stored('a.thing.v2'), ledger.readAhead(stored('a.coming.v1'))];
  const upcaster = { from: 'a.thing.v1', to: 'a.thing.v2', upcast: (old: object) => ({ ...old }) };
  const of = eventContract([{ category: 'account', codec: ledger.codecOf(schemas, [upcaster]) }]);
  expect(of.writes).toEqual(['a.thing.v2']);
  expect(Object.keys(of.schemas)).toEqual(['a.coming.v1', 'a.thing.v2']);
  const types = ['a.thing.v1', 'a.thing.v2', 'a.coming.v1', 'a.thing.v3'];
  expect(types.map(of.reads)).toEqual([true, true, true, false]);
});

it('has a file for every stored type, each a schema that compiles in the strictest mode', () => {
  const files = readdirSync(join(GENERATED, 'events'));
  for (const file of files) expect(ajv.compile(read(`events/${file}`) as AnySchema)).toBeInstanceOf(Function);
  const types = files.map((file) => file.replace('.schema.json', '')).filter((name) => name !== 'headers');
  expect(types).toEqual(expect.arrayContaining(Object.keys(contract.schemas)));
  expect(contract.writes.every(contract.reads)).toBe(true);
});

it('describes the headers of every message, and no other', () => {
  const schema = { ...contract.headers, $id: 'closed', additionalProperties: false };
  const validate = ajv.compile(schema);
  const { events } = logOfAccounts({ accounts: 2, uses: 5, products: 1 });
  for (const event of events) {
    validate(messageOf(event, topicsOf()).headers);
    expect(validate.errors).toBeNull();
  }
  const [first] = events;
  const { ce_hash: _, ...lacking } = messageOf(first ?? never(), topicsOf()).headers;
  expect(validate(lacking)).toBe(false);
});

it('tells in AsyncAPI which type comes on which topic, and those of every published category', () => {
  const { channels, components } = read('asyncapi.json') as {
    channels: Record<string, { address: string; messages: Record<string, unknown> }>;
    components: { messages: Record<string, { payload: unknown }> };
  };
  expect(Object.values(channels).map(({ address }) => address)).toEqual(topicsOf().all);
  for (const { category, codec } of STREAM_DEFINITIONS) {
    const types = codec.schemas.map(({ type }) => type);
    const told = Object.keys(channels[category]?.messages ?? {});
    expect(told).toEqual(channels[category] ? expect.arrayContaining(types) : []);
  }
  const { events } = logOfAccounts({ accounts: 1, uses: 4, products: 1 });
  for (const { type, data } of events) {
    const validate = ajv.compile(components.messages[type]?.payload as AnySchema);
    expect(validate(JSON.parse(Buffer.from(data).toString()))).toBe(true);
  }
});

function never(): never {
  throw new Error('no event');
}
