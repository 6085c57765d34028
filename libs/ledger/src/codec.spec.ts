import { codecOf, type PlainEvent, UnreadableEvent, type Upcaster } from './codec';
import {
  choice,
  date,
  eventSchema,
  type Field,
  flag,
  instant,
  integer,
  list,
  map,
  minor,
  nullable,
  personal,
  rate,
  record,
  SEALED_PREFIX,
  text,
} from './event-schema';
import { creditAccountDefinition, customerDefinition, partnerDefinition } from './stream-definition';

/** A sensible value of any field, so that every schema is tried without naming its members. */
function sample(of: Field<unknown>): unknown {
  switch (of.kind) {
    case 'text':
      return of.personal ? `${SEALED_PREFIX}abc` : 'ñandú "😀" \\ \u2028';
    case 'minor':
      return -123_456_789_012_345_678_901n;
    case 'integer':
      return 30;
    case 'date':
      return '2025-11-24';
    case 'instant':
      return '2025-11-24T10:00:00.123Z';
    case 'rate':
      return '0.365';
    case 'choice':
      return of.choices?.at(-1);
    case 'flag':
      return true;
    case 'record':
      return Object.fromEntries(Object.entries(of.fields ?? {}).map(([name, field]) => [name, sample(field)]));
    case 'list':
      return [sample(of.item as Field<unknown>), sample(of.item as Field<unknown>)];
    case 'map':
      return { one: sample(of.item as Field<unknown>), ['__proto__']: sample(of.item as Field<unknown>) };
  }
}

const ALL = [creditAccountDefinition, customerDefinition, partnerDefinition].flatMap(({ codec }) =>
  codec.schemas.map((schema) => [schema.type, schema, codec] as const),
);

describe('every stored event', () => {
  it.each(ALL)('%s comes back as it was', (type, schema, codec) => {
    const event = { type, data: sample({ kind: 'record', nullable: false, personal: false, fields: schema.fields }) };
    const bytes = codec.encode(event as never);
    expect(codec.decode(type, bytes)).toEqual(event);
    expect(codec.encode(codec.decode(type, bytes) as never)).toBe(bytes);
  });

  it.each(ALL)('%s may lack no member', (type, schema, codec) => {
    const data = sample({ kind: 'record', nullable: false, personal: false, fields: schema.fields }) as object;
    for (const name of Object.keys(schema.fields)) {
      const without = Object.fromEntries(Object.entries(data).filter(([member]) => member !== name));
      expect(() => codec.encode({ type, data: without } as never)).toThrow(UnreadableEvent);
      const whole = JSON.parse(codec.encode({ type, data } as never)) as Record<string, unknown>;
      delete whole[name];
      expect(() => codec.decode(type, JSON.stringify(whole))).toThrow(UnreadableEvent);
    }
  });

  it.each(ALL)('%s holds no unsealed text in a personal field', (type, schema, codec) => {
    const data = sample({ kind: 'record', nullable: false, personal: false, fields: schema.fields }) as object;
    const marked = Object.entries(schema.fields).filter(([, of]) => of.personal);
    for (const [name] of marked) {
      const clear = { ...data, [name]: 'Constructora ABC' };
      expect(() => codec.encode({ type, data: clear } as never)).toThrow(/not sealed/);
      expect(() => codec.decode(type, codec.encode({ type, data } as never).replace(SEALED_PREFIX, ''))).toThrow();
    }
  });

  it('has its name once', () => {
    const types = ALL.map(([type]) => type);
    expect(new Set(types).size).toBe(types.length);
    for (const type of types) expect(type).toMatch(/^[a-z-]+\.[a-z-]+\.v\d+$/);
  });
});

interface Anything extends PlainEvent {
  readonly data: Readonly<Record<string, unknown>>;
}

function codecFor(fields: Record<string, Field<unknown>>) {
  return codecOf<Anything>([eventSchema('t.v1', fields)], []);
}

describe('the codec', () => {
  it('stops at a type that it does not know, reading and writing', () => {
    const { codec } = creditAccountDefinition;
    expect(() => codec.decode('credit-account.teleported.v1', '{}')).toThrow(/unknown event type/);
    expect(() => codec.encode({ type: 'credit-account.teleported.v1', data: {} } as never)).toThrow(UnreadableEvent);
    expect(() => codec.schemaOf('credit-account.requested.v2')).toThrow(UnreadableEvent);
    expect(codec.schemaOf('credit-account.requested.v1').type).toBe('credit-account.requested.v1');
  });

  it.each(['', '{', '[]', 'null', '1', '"x"'])('stops at bytes that are no object: %s', (json) => {
    expect(() => codecFor({ a: text }).decode('t.v1', json)).toThrow(UnreadableEvent);
  });

  it.each<[string, Field<unknown>, unknown[]]>([
    ['minor', minor, [1, 1.5, '', 'x', '1.0', '1e3', '-0', '007', '+1', ' 1', '0x1', '１', null, true, [], {}]],
    ['text', text, [1, null, true, [], {}, 'nul\0', '\ud800', 'x\udc00y']],
    ['integer', integer, ['1', 1.5, 2 ** 53, null, true]],
    ['date', date, ['2025-11-24T00:00:00Z', '24-11-2025', '2025-1-1', '', null, 20251124]],
    ['instant', instant, ['2025-11-24T10:00:00Z', '2025-11-24', '2025-11-24T10:00:00.123456Z', null]],
    ['rate', rate, [0.365, '.5', '1e-2', '', null]],
    ['choice', choice('a', 'b'), ['c', '', null, 0]],
    ['flag', flag, [0, 'true', null]],
    ['record', record({ a: text }), [null, [], 'x', {}, { a: 1 }]],
    ['list', list(text), [null, {}, 'x', [1], [null]]],
    ['map', map(text), [null, [], 'x', { a: 1 }]],
    ['nullable text', nullable(text), [1, true, []]],
    ['personal text', personal(text), ['clear', null, 'sealed:', ' sealed:v1:x']],
    ['personal nullable text', personal(nullable(text)), ['clear', '', 1]],
    ['list of personal texts', list(personal(text)), [['clear'], [`${SEALED_PREFIX}x`, 'clear']]],
  ])('refuses what is not of kind %s', (_, of, values) => {
    const codec = codecFor({ a: of });
    for (const value of values) {
      expect(() => codec.decode('t.v1', JSON.stringify({ a: value }))).toThrow(UnreadableEvent);
    }
    expect(() => codec.decode('t.v1', '{}')).toThrow(UnreadableEvent);
  });

  it('writes an amount as digits only when it is a bigint', () => {
    const codec = codecFor({ a: minor });
    expect(codec.encode({ type: 't.v1', data: { a: 10n ** 30n } })).toBe(`{"a":"1${'0'.repeat(30)}"}`);
    for (const a of [1, '1', null, undefined, NaN]) {
      expect(() => codec.encode({ type: 't.v1', data: { a } })).toThrow(UnreadableEvent);
    }
  });

  it('takes null only where it may stand', () => {
    const codec = codecFor({ a: nullable(minor), b: personal(nullable(text)) });
    const event = { type: 't.v1', data: { a: null, b: null } };
    expect(codec.decode('t.v1', codec.encode(event))).toEqual(event);
    expect(() => codec.encode({ type: 't.v1', data: { a: undefined, b: null } })).toThrow(UnreadableEvent);
  });

  it('writes members in the order of the schema and nothing else', () => {
    const codec = codecFor({ b: text, a: text });
    expect(codec.encode({ type: 't.v1', data: { a: '1', extra: 'x', b: '2' } })).toBe('{"b":"2","a":"1"}');
  });

  it('says where the value stands that it refuses', () => {
    const codec = codecFor({ a: list(record({ b: minor })) });
    expect(() => codec.decode('t.v1', '{"a":[{"b":1}]}')).toThrow('t.v1.a.b: not an amount');
  });
});

describe('a schema that looks personal', () => {
  it.each<[string, Record<string, Field<unknown>>]>([
    ['businessName', { businessName: text }],
    ['name', { name: nullable(text) }],
    ['taxId', { taxId: text }],
    ['holder.phone', { holder: record({ phone: text }) }],
    ['people.email', { people: list(record({ email: text })) }],
    ['people.address', { people: map(record({ address: text })) }],
    ['phones', { phones: list(text) }],
    ['phones', { phones: list(list(text)) }],
    ['accountNumber', { accountNumber: text }],
    ['reason', { reason: text }],
    ['approvalNotes', { approvalNotes: text }],
  ])('is refused unless %s is marked', (path, fields) => {
    expect(() => codecFor(fields)).toThrow(`t.v1: not marked personal: ${path}`);
  });

  it('is fine once it is marked, and where it holds no text', () => {
    codecFor({
      businessName: personal(text),
      phones: list(personal(text)),
      people: map(record({ email: personal(nullable(text)) })),
      reason: choice('late', 'fraud'),
      birthday: flag,
    });
  });
});

describe('old versions', () => {
  const schemas = [eventSchema('credit.used.v2', { amountMinor: minor, bucket: choice('single', 'cash') })];
  const v0: Upcaster = {
    from: 'credit.used.v0',
    to: 'credit.used.v1',
    // The first version kept major units as text.
    upcast: ({ amount, ...rest }) => ({ ...rest, amountMinor: String(amount).replace('.', '') }),
  };
  const v1: Upcaster = {
    from: 'credit.used.v1',
    to: 'credit.used.v2',
    upcast: (old) => ({ ...old, bucket: 'single' }),
  };
  const codec = codecOf<Anything>(schemas, [v0, v1]);

  it('are brought up step by step, each from where it stands', () => {
    const now = { type: 'credit.used.v2', data: { amountMinor: 1250n, bucket: 'single' } };
    expect(codec.decode('credit.used.v0', '{"amount":"12.50"}')).toEqual(now);
    expect(codec.decode('credit.used.v1', '{"amountMinor":"1250"}')).toEqual(now);
    expect(codec.decode('credit.used.v2', '{"amountMinor":"1250","bucket":"cash"}').data['bucket']).toBe('cash');
    expect(codec.schemaOf('credit.used.v0').type).toBe('credit.used.v2');
  });

  it('are checked after it, and never written again', () => {
    expect(() => codec.decode('credit.used.v0', '{"amount":"lots"}')).toThrow(UnreadableEvent);
    expect(() => codec.encode({ type: 'credit.used.v1', data: { amountMinor: 1n } })).toThrow(UnreadableEvent);
  });

  it('must lead to a current type, without a circle and without a fork', () => {
    const upcast = (old: Readonly<Record<string, unknown>>) => ({ ...old });
    expect(() => codecOf(schemas, [v0])).toThrow(/never arrives/);
    expect(() => codecOf(schemas, [v0, { from: 'credit.used.v1', to: 'credit.used.v0', upcast }])).toThrow(/arrives/);
    expect(() => codecOf(schemas, [{ from: 'credit.used.v2', to: 'credit.used.v2', upcast }])).toThrow(/is current/);
    expect(() => codecOf([...schemas, ...schemas], [])).toThrow(/two schemas/);
  });
});
