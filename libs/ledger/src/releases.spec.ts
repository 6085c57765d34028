/**
 * Releases beside each other: the one before (its types, as `contract/releases` has them) on a log of the next, which
 * writes a type more, and this one on the logs of all before it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codecOf, type PlainEvent } from './codec';
import { creditAccountSchemas } from './credit-account/events';
import { eventSchema, minor, readAhead, text } from './event-schema';
import { golden } from './golden.fixture';
import { creditAccountDefinition } from './stream-definition';

interface Release {
  readonly version: string;
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

const CONTRACT = join(__dirname, '../../../contract');
const releases = readdirSync(join(CONTRACT, 'releases')).map(
  (name) => JSON.parse(readFileSync(join(CONTRACT, 'releases', name), 'utf8')) as Release,
);

const STREAMS = readdirSync(join(__dirname, '../golden')).map((name) => name.replace('.jsonl', ''));
const GOLDEN = STREAMS.flatMap((name) => golden(name));
const ACCOUNT = golden('credit-account.v1');

const next = eventSchema('credit-account.insured.v1', { accountId: text, premiumMinor: minor });
const INSURED = { type: next.type, data: { accountId: 'credit_1', premiumMinor: 250n } };
/** What a release that writes the new type has stored. */
const logOfNext = [...ACCOUNT, { type: next.type, data: '{"accountId":"credit_1","premiumMinor":"250"}' }];

describe.each(releases)('release $version', ({ reads, writes }) => {
  const before = codecOf<PlainEvent>(
    creditAccountSchemas.filter(({ type }) => reads.includes(type)),
    [],
  );

  it('wrote nothing that it could not read itself', () => {
    expect(writes.filter((type) => !reads.includes(type))).toEqual([]);
  });

  it('reads a log of the next release up to the type that it does not know, and stops there, loudly', () => {
    const read: string[] = [];
    const reading = (): void => {
      for (const { type, data } of logOfNext) read.push(before.decode(type, data).type);
    };
    expect(reading).toThrow(new Error('unknown event type credit-account.insured.v1'));
    expect(read).toEqual(ACCOUNT.map(({ type }) => type));
  });

  it('left logs that this release reads to their ends: every type stands in a golden stream', () => {
    const stored = new Set(GOLDEN.map(({ type }) => type));
    expect(writes.filter((type) => !stored.has(type))).toEqual([]);
    const { codec, evolve, initial } = creditAccountDefinition;
    const end = ACCOUNT.reduce((state, { type, data }) => evolve(state, codec.decode(type, data)), initial);
    expect(end.status).toBe('paused');
  });
});

describe('a type that is read one release ahead', () => {
  const ahead = codecOf<PlainEvent>([...creditAccountSchemas, readAhead(next)], []);
  const writing = codecOf<PlainEvent>([...creditAccountSchemas, next], []);

  it('is read, and the whole log with it', () => {
    expect(ahead.decode(next.type, writing.encode(INSURED))).toEqual(INSURED);
    expect(logOfNext.map(({ type, data }) => ahead.decode(type, data).type)).toEqual(logOfNext.map(({ type }) => type));
  });

  it('cannot be written yet', () => {
    expect(() => ahead.encode(INSURED)).toThrow('is read by this release, and written by none yet');
    expect(writing.encode(INSURED)).toBe(logOfNext.at(-1)?.data);
  });
});
