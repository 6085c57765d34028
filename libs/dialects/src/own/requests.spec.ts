import { validateSync, ValidateNested } from 'class-validator';
import fc from 'fast-check';
import { LosslessNumber } from 'lossless-json';
import { IfPresent, Means, passes, schemaOf } from '../body-fields';
import { type Field, nestedOf, type RawObject, textOf, truthOf, wholeOf } from '../raw-members';
import {
  decimalOf,
  IsAmount,
  IsAmountAboveZero,
  IsBoolean,
  IsId,
  IsInstant,
  IsMetadata,
  IsNestedBody,
  IsOneOf,
  IsWholeNumber,
  type Metadata,
  metadataOf,
  minorUnits,
} from './fields';
import { parseOwnBody, parseOwnId, parseOwnQuery, wrongMember } from './parsed';
import { pageAsked, PageQuery, parseCommandQuery } from './queries';

class TermsBody {
  @IsWholeNumber(1, 365)
  readonly days: Field<number>;

  constructor(raw: RawObject) {
    this.days = wholeOf(raw, 'days');
  }
}

class ThingBody {
  @Means('What it is worth.')
  @IsAmountAboveZero()
  readonly amount: Field<string>;

  @IfPresent()
  @IsAmount()
  readonly rest: Field<string>;

  @IfPresent()
  @IsId()
  readonly external_id: Field<string>;

  @IfPresent()
  @IsMetadata()
  readonly metadata: Field<Metadata>;

  @IfPresent()
  @IsBoolean()
  readonly urgent: Field<boolean>;

  @IfPresent()
  @IsOneOf('big', 'small')
  readonly size: Field<string>;

  @IfPresent()
  @IsInstant()
  readonly at: Field<string>;

  @IfPresent()
  @IsNestedBody(TermsBody)
  @ValidateNested()
  readonly terms: Field<TermsBody>;

  constructor(raw: RawObject) {
    this.amount = decimalOf(raw, 'amount');
    this.rest = decimalOf(raw, 'rest');
    this.external_id = textOf(raw, 'external_id');
    this.metadata = metadataOf(raw, 'metadata');
    this.urgent = truthOf(raw, 'urgent');
    this.size = textOf(raw, 'size');
    this.at = textOf(raw, 'at');
    this.terms = nestedOf(raw, 'terms', TermsBody);
  }
}

const n = (digits: string) => new LosslessNumber(digits);
const parse = (raw: unknown) => parseOwnBody(ThingBody, raw, ({ amount }) => amount);
const errorsOf = (raw: unknown) => {
  const parsed = parse(raw);
  return parsed.ok ? 'fine' : parsed.errors;
};

describe('instants', () => {
  it.each(['1900-01-01T00:00:00Z', '2025-11-24T10:00:00.123Z', '9999-12-31T23:59:59Z'])('%s is read', (at) => {
    expect(errorsOf({ amount: '1', at })).toBe('fine');
  });

  // A database and a reader of its texts do not agree on years below 100: what one stored the other could not read.
  it.each(['0023-11-24T10:00:00Z', '0000-01-01T00:00:00Z', '1899-12-31T23:59:59Z', '2025-02-30T10:00:00Z'])(
    '%s is refused',
    (at) => expect(errorsOf({ amount: '1', at })).toMatchObject([{ pointer: '/at' }]),
  );
});

describe('amounts', () => {
  it.each([
    ['"125.00"', '125.00'],
    ['"0.01"', '0.01'],
    [n('125.00'), '125.00'],
    [n('0.10000'), '0.10000'],
    ['999999999999999.9999', '999999999999999.9999'],
  ])('%s is read from its own digits', (sent, read) => {
    expect(parse({ amount: typeof sent === 'string' ? sent.replaceAll('"', '') : sent })).toEqual({
      ok: true,
      value: read,
    });
  });

  it.each([
    '0',
    '0.00',
    '-1',
    '1e3',
    '1,000',
    ' 1',
    '01',
    '.5',
    '5.',
    '٣',
    '1'.repeat(16),
    '1.23456',
    '',
    n('1e3'),
    n('-0'),
  ])('%s is refused', (amount) => {
    expect(errorsOf({ amount })).toMatchObject([{ pointer: '/amount' }]);
  });

  it('has as many decimals as the currency', () => {
    expect(minorUnits('1.50', 2)).toBe(150n);
    expect(minorUnits('1.500', 2)).toBe(150n);
    expect(minorUnits('1.501', 2)).toBeUndefined();
    expect(minorUnits('1.5', 0)).toBeUndefined();
    expect(minorUnits('7', 0)).toBe(7n);
  });
});

describe('a body of the own API', () => {
  it('is told everything that is wrong, and where', () => {
    expect(errorsOf({ amuont: '1', 'a/b~c': 1, terms: { days: n('0'), dyas: 1 } })).toEqual([
      { detail: expect.stringContaining('is required') as string, pointer: '/amount' },
      { detail: 'must be a whole number from 1 to 365', pointer: '/terms/days' },
      { detail: 'is not known here', pointer: '/amuont' },
      { detail: 'is not known here', pointer: '/a~1b~0c' },
      { detail: 'is not known here', pointer: '/terms/dyas' },
    ]);
  });

  it('never takes null for absent', () => {
    expect(errorsOf({ amount: '1', size: null })).toEqual([
      { detail: 'must not be null: leave it out', pointer: '/size' },
    ]);
    expect(errorsOf({ amount: '1', terms: null })).toEqual([
      { detail: 'must not be null: leave it out', pointer: '/terms' },
    ]);
  });

  it.each([[[]], ['text'], [null], [n('1')]])('%s is no object', (raw) => {
    expect(errorsOf(raw)).toEqual([{ detail: 'the body must be a JSON object', pointer: '' }]);
  });

  it('may be missing where nothing is required', () => {
    expect(errorsOf(undefined)).toMatchObject([{ pointer: '/amount' }]);
    expect(parseOwnBody(PageQuery, undefined, () => 1)).toEqual({ ok: true, value: 1 });
  });

  it('names twenty errors at most', () => {
    const many = Object.fromEntries(Array.from({ length: 1_000 }, (_, i) => [`x${i}`, 1]));
    expect(errorsOf({ amount: '1', ...many })).toHaveLength(20);
  });

  it.each([
    [{ branch: 'north', empty: '' }, 'fine'],
    [Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`k${i}`, 'v'])), 'fine'],
    [Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`k${i}`, 'v'])), '/metadata'],
    [{ ['k'.repeat(65)]: 'v' }, '/metadata'],
    [{ k: 'v'.repeat(501) }, '/metadata'],
    [{ k: n('1') }, '/metadata'],
    [{ '': 'v' }, '/metadata'],
    [{ k: 'a\u0000' }, '/metadata'],
    ['text', '/metadata'],
  ])('metadata %#', (metadata, expected) => {
    const errors = errorsOf({ amount: '1', metadata });
    expect(errors === 'fine' ? errors : errors.map((error) => 'pointer' in error && error.pointer).join()).toBe(
      expected,
    );
  });

  it('agrees with class-validator on every body', () => {
    const value = fc.oneof(
      fc.constantFrom<unknown>(undefined, null, '', '1', '0', 'big', true, {}, { days: n('3') }, { k: 'v' }),
      fc.constantFrom<unknown>('2025-11-24T10:00:00Z', '2025-02-30T10:00:00Z', n('1'), n('0'), []),
    );
    const names = ['amount', 'rest', 'external_id', 'metadata', 'urgent', 'size', 'at', 'terms'] as const;
    let fine = 0;
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), value), (raw) => {
        const body = new ThingBody({ amount: '1', ...raw });
        expect(validateSync(body).length === 0).toBe(passes(body));
        fine += Number(passes(body));
      }),
      { numRuns: 2_000 },
    );
    expect(fine).toBeGreaterThan(50);
  });
});

it('documents what it validates, and nothing else', () => {
  const schema = schemaOf(ThingBody, false);
  expect(schema).toMatchObject({ title: 'ThingBody', required: ['amount'], additionalProperties: false });
  expect(Object.keys(schema.properties ?? {})).toEqual(Object.keys(new ThingBody({})));
  expect(schema.properties?.['amount']?.description).toBe('What it is worth.');
  expect(schema.properties?.['terms']).toMatchObject({ required: ['days'], additionalProperties: false });
  expect(schemaOf(ThingBody, true).properties?.['terms']?.additionalProperties).toBe(true);
});

describe('queries', () => {
  class AccountsQuery extends PageQuery {
    @IfPresent()
    @IsId()
    readonly customer_id: Field<string>;

    constructor(raw: RawObject) {
      super(raw);
      this.customer_id = textOf(raw, 'customer_id');
    }
  }
  const ask = (raw: RawObject) => parseOwnQuery(AccountsQuery, raw, (query) => pageAsked(query));

  it('take what the class they extend takes', () => {
    expect(ask({ limit: '7', cursor: 'abc', customer_id: 'c' })).toEqual({
      ok: true,
      value: { limit: 7, cursor: 'abc' },
    });
    expect(ask({})).toEqual({ ok: true, value: { limit: 50 } });
    expect(Object.keys(schemaOf(AccountsQuery, false).properties ?? {})).toEqual(['limit', 'cursor', 'customer_id']);
    expect(Object.keys(schemaOf(PageQuery, false).properties ?? {})).toEqual(['limit', 'cursor']);
  });

  it.each([{ limit: '0' }, { limit: '101' }, { limit: '1.5' }, { limit: ['1', '2'] }, { limt: '1' }])('%j', (raw) => {
    expect(ask(raw)).toMatchObject({ ok: false, errors: [{ parameter: Object.keys(raw)[0] }] });
  });

  it('a command knows no parameter but dry_run', () => {
    expect(parseCommandQuery({})).toEqual({ ok: true, value: { dryRun: false } });
    expect(parseCommandQuery({ dry_run: 'true' })).toEqual({ ok: true, value: { dryRun: true } });
    expect(parseCommandQuery({ dry_run: 'yes' }).ok).toBe(false);
    expect(parseCommandQuery({ dryrun: 'true' }).ok).toBe(false);
  });

  it('an id is 1 to 64 characters', () => {
    expect(parseOwnId('a'.repeat(64)).ok).toBe(true);
    expect(parseOwnId('a'.repeat(65))).toMatchObject({ errors: [{ parameter: 'id' }] });
    expect(parseOwnId(' ').ok).toBe(false);
  });

  it('a member may be wrong for reasons of the account', () => {
    expect(wrongMember('has more decimals than JPY', 'amount')).toEqual({
      ok: false,
      errors: [{ detail: 'has more decimals than JPY', pointer: '/amount' }],
    });
  });
});
