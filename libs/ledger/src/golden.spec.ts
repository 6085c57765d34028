/**
 * Streams in the shapes of the first release, byte for byte (sealed texts are stand-ins). Every later release must
 * read them, find the same balances, and derive the same ids, bytes and hashes. These files never change; a new
 * version of an event gets a new file.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlainEvent } from './codec';
import type { CreditAccountEvent } from './credit-account/events';
import {
  accountBreaches,
  addPostings,
  eventBreaches,
  noPostings,
  type PostingTotals,
} from './credit-account/invariants';
import { bucketOf, type CreditAccount } from './credit-account/state';
import { decodeMetadata, encodeMetadata, type EventMetadata } from './metadata';
import {
  creditAccountDefinition,
  customerDefinition,
  partnerDefinition,
  type StreamDefinition,
} from './stream-definition';
import { commandEventId, commercialCreditStream, customerStream, dueEventId, partnerStream } from './streams';

interface GoldenEvent {
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
  readonly hash: string;
}

function golden(name: string): readonly GoldenEvent[] {
  const text = readFileSync(join(__dirname, '../golden', `${name}.jsonl`), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as GoldenEvent);
}

/** The formula of architecture.md §3, written a second time on purpose. */
function chainHash({ stream, revision, id, type, data, metadata }: GoldenEvent): string {
  const place = Buffer.alloc(8);
  place.writeBigUInt64BE(BigInt(revision));
  const fields = ['haber.event.v1', stream, place, id, type, data, metadata].map((field) => Buffer.from(field));
  const prefixed = fields.map((field) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(field.length);
    return Buffer.concat([length, field]);
  });
  return createHash('sha256').update(Buffer.concat(prefixed)).digest('hex');
}

const FILES: readonly [string, StreamDefinition<unknown, PlainEvent, unknown>, string, string][] = [
  [
    'credit-account.v1',
    creditAccountDefinition,
    commercialCreditStream('demo/test', 'cliente-Ñandú-42'),
    'd4be7b649394415d919be6ea9084168f1c25d5dcfc6b0319426308ff01d664a3',
  ],
  [
    'customer.v1',
    customerDefinition,
    customerStream('demo/test', 'cliente-Ñandú-42'),
    'a7fc5a470a0d5fcb5733bfadcd4d9edf8dec23fc2552a269e7d99ea3c2ea99f7',
  ],
  [
    'partner.v1',
    partnerDefinition,
    partnerStream('demo/test'),
    'b26e69bd861bd114a907cedace9f59b4848bb203ef0a52f731498fa730fd65e6',
  ],
];

describe.each(FILES)('the golden stream %s', (name, { codec }, stream, headHash) => {
  const events = golden(name);

  it('is unchanged, to the byte', () => {
    expect(events.at(-1)?.hash).toBe(headHash);
    let prevHash = '0'.repeat(64);
    events.forEach((event, revision) => {
      expect(event).toMatchObject({ stream, revision, hash: chainHash(event) });
      expect(decodeMetadata(event.metadata).prevHash).toBe(prevHash);
      prevHash = event.hash;
    });
  });

  it('decodes, and encodes to the same bytes again', () => {
    for (const { type, data, metadata } of events) {
      const event = codec.decode(type, data);
      expect(event.type).toBe(type);
      expect(codec.encode(event)).toBe(data);
      expect(encodeMetadata(decodeMetadata(metadata))).toBe(metadata);
    }
  });

  it('holds every type of event of this version', () => {
    const types = codec.schemas.map(({ type }) => type).filter((type) => type.endsWith('.v1'));
    expect([...new Set(events.map(({ type }) => type))].sort()).toEqual([...types].sort());
  });

  it('has ids that derive from stream and key', () => {
    const perKey = new Map<string, number>();
    for (const { id, metadata } of events) {
      const [first] = decodeMetadata(metadata).commandKeys;
      if (!first) continue;
      const index = perKey.get(first.key) ?? 0;
      perKey.set(first.key, index + 1);
      expect(commandEventId(stream, first, index)).toBe(id);
    }
  });
});

/** Revision, status, limit, used, available, past due (in cents), and unpaid debts as due date:amount. */
const LIFE = `
  0  pending  0       0       0       0
  1  approved 1200000 0       1200000 0
  2  approved 1200000 500000  700000  0      2025-12-24:500000
  3  approved 1200000 1200000 0       0      2025-12-24:500000 2025-12-25:700000
  4  approved 1200000 950000  250000  0      2025-12-24:250000 2025-12-25:700000
  5  approved 1200000 950000  250000  250000 2025-12-24:250000 2025-12-25:700000
  6  approved 1200000 950000  250000  950000 2025-12-24:250000 2025-12-25:700000
  7  approved 1200000 649999  550001  649999 2025-12-25:649999
  8  blocked  1200000 649999  550001  649999 2025-12-25:649999
  9  blocked  1200000 0       1200000 0
  10 approved 1200000 0       1200000 0
  11 closed   0       0       0       0
  12 pending  0       0       0       0
  13 rejected 0       0       0       0
  14 pending  0       0       0       0
  15 approved 50000   0       50000   0
  16 approved 50000   1       49999   0      2026-02-06:1
  17 approved 50000   3       49997   0      2026-02-06:3
  18 approved 50000   49999   1       0      2026-02-06:3 2026-02-07:49996
  19 approved 50000   49999   1       3      2026-02-06:3 2026-02-07:49996
  20 approved 50000   49999   1       49999  2026-02-06:3 2026-02-07:49996`;

describe('the golden life of a credit account', () => {
  const events = golden('credit-account.v1');
  const decoded = events.map(({ type, data, metadata }) => ({
    event: creditAccountDefinition.codec.decode(type, data),
    metadata: decodeMetadata(metadata),
  }));

  it('has these balances at every revision, and breaks no invariant', () => {
    const lines: string[] = [];
    let state: CreditAccount = creditAccountDefinition.initial;
    let totals: PostingTotals = noPostings;
    decoded.forEach(({ event }, revision) => {
      state = creditAccountDefinition.evolve(state, event);
      totals = addPostings(totals, event);
      expect([...eventBreaches(event), ...accountBreaches(state, totals, event.data.balances)]).toEqual([]);
      lines.push(shown(revision, state));
    });
    expect(lines).toEqual(
      LIFE.trim()
        .split('\n')
        .map((line) => line.trim().split(/\s+/).join(' ')),
    );
  });

  it('finds again, as the same events, what fell due at the time', () => {
    let state: CreditAccount = creditAccountDefinition.initial;
    decoded.forEach(({ event, metadata }, revision) => {
      const found = creditAccountDefinition.due(state, metadata.recordedAt);
      const recorded = dueAt(decoded, revision);
      expect(found.map(({ draft, effectiveAt }) => ({ type: draft.type, effectiveAt }))).toEqual(
        recorded.map(({ event: due, metadata: { effectiveAt } }) => ({ type: due.type, effectiveAt })),
      );
      const [first] = found;
      if (first) {
        expect(dueEventId(events[revision]?.stream ?? '', first, 0)).toBe(events[revision]?.id);
        expect(creditAccountDefinition.stamp(state, first.draft).event).toEqual(event);
      }
      state = creditAccountDefinition.evolve(state, event);
    });
  });
});

type Decoded = { readonly event: CreditAccountEvent; readonly metadata: EventMetadata };

/** Due events stand in one run, before the command that found them. */
function dueAt(decoded: readonly Decoded[], revision: number): readonly Decoded[] {
  const rest = decoded.slice(revision);
  const end = rest.findIndex(({ event }) => event.type !== 'credit-account.uses-fell-past-due.v1');
  return end === -1 ? rest : rest.slice(0, end);
}

function shown(revision: number, state: CreditAccount): string {
  if (state.status === 'absent') return 'absent';
  const { limitMinor, utilisedMinor, availableMinor } = state.balances;
  const { pastDueMinor } = bucketOf(state.balances, 'single_payment');
  const debts = state.tranches.map(({ dueOn, owedMinor }) => `${dueOn}:${owedMinor}`);
  return [revision, state.status, limitMinor, utilisedMinor, availableMinor, pastDueMinor, ...debts].join(' ');
}

describe('the golden customer and partner', () => {
  const fold = <S, E extends PlainEvent, D>(of: StreamDefinition<S, E, D>, name: string): S[] => {
    let state = of.initial;
    return golden(name).map(({ type, data }) => (state = of.evolve(state, of.codec.decode(type, data))));
  };

  it('is registered, erased, and registered again', () => {
    const customerId = 'cliente-Ñandú-42';
    expect(fold(customerDefinition, 'customer.v1')).toEqual([
      { status: 'registered', customerId },
      { status: 'erased', customerId },
      { status: 'registered', customerId },
    ]);
  });

  it('holds the keys issued to it, one of them revoked', () => {
    const secretHash = (digits: string): string => digits.repeat(32);
    expect(fold(partnerDefinition, 'partner.v1').at(-1)).toEqual({
      tenant: 'demo/test',
      keys: {
        k1: {
          keyId: 'k1',
          secretHash: secretHash('ab'),
          scopes: ['credit:request', 'credit:approve'],
          actor: 'user_seller',
          customerId: null,
          expiresAt: null,
          revoked: true,
        },
        k2: {
          keyId: 'k2',
          secretHash: secretHash('cd'),
          scopes: [],
          actor: 'cliente',
          customerId: 'cliente-Ñandú-42',
          expiresAt: '2026-11-24T09:00:01.000Z',
          revoked: false,
        },
      },
    });
  });
});
