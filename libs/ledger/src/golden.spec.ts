/**
 * Streams in the shapes of the first release, byte for byte (sealed texts are stand-ins). Every later release must
 * read them, find the same balances, and derive the same ids, bytes and hashes. These files never change; a new
 * version of an event gets a new file.
 */
import { createHash } from 'node:crypto';
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
import { golden, type GoldenEvent } from './golden.fixture';
import { decodeMetadata, encodeMetadata, type EventMetadata } from './metadata';
import {
  bankAccountDefinition,
  capacityAccountDefinition,
  checkpointDefinition,
  creditAccountDefinition,
  customerDefinition,
  partnerDefinition,
  productDefinition,
  reconciliationDefinition,
  type StreamDefinition,
} from './stream-definition';
import {
  bankAccountStream,
  capacityAccountStream,
  checkpointStream,
  commandEventId,
  commercialCreditStream,
  customerStream,
  dueEventId,
  partnerStream,
  productStream,
  reconciliationStream,
} from './streams';

/** The formula of the hash chain, written a second time on purpose. */
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
    '1d8518e57923692f044f3ae868909f4e5bb49a4e8b572e255e6b8a24de3a1fbf',
  ],
  [
    'capacity-account.v1',
    capacityAccountDefinition,
    capacityAccountStream('demo/test', 'cliente-Ñandú-42'),
    'c3984b590abb6e3fb336eedbe3d77c03759c0b3aa788509c1ee1da1d9ffe566b',
  ],
  [
    'customer.v1',
    customerDefinition,
    customerStream('demo/test', 'cliente-Ñandú-42'),
    '89de5a402fcf313c64dfa554232a06431a0d9224a0dc0c9f6b8e54f443d6064e',
  ],
  [
    'bank-account.v1',
    bankAccountDefinition,
    bankAccountStream('demo/test', '550e8400-e29b-41d4-a716-446655440000'),
    '1eb18ecb4c23226717672c8ff4304841812384030faf52d0125934129b9f5915',
  ],
  [
    'product.v1',
    productDefinition,
    productStream('demo/test', 'comercial-ñ'),
    '13cfeda80f67fe9306d56bafce35128107067ea8cade1f91f60f42b47bf6ebe3',
  ],
  [
    'partner.v1',
    partnerDefinition,
    partnerStream('demo/test'),
    'f307009f22600419b277b79d08184dc698a2b5295b9792d11b4eae8ef3cd253f',
  ],
  [
    'checkpoint.v1',
    checkpointDefinition,
    checkpointStream(),
    'dc7f8a1187b1ff17834d029538870de1b842dbb684bcd76efeeb0e9b9f181965',
  ],
  [
    'reconciliation.v1',
    reconciliationDefinition,
    reconciliationStream(
      'demo/test',
      '["amount_mismatch","http","0d4c7a51-8f0b-4e0e-9f0e-2f0c4f1f9b11",["approved","50001","GTQ","REF-000000042",null]]',
    ),
    '461f655a0a3c356c29f5c728ef42aa1a2af728309a070420efcc664ff60c00c3',
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
  20 approved 50000   49999   1       49999  2026-02-06:3 2026-02-07:49996
  21 approved 50000   49999   1       49999  2026-02-06:3 2026-02-07:49996
  22 approved 40000   49999   -9999   49999  2026-02-06:3 2026-02-07:49996
  23 paused   40000   49999   -9999   49999  2026-02-06:3 2026-02-07:49996
  24 approved 40000   49999   -9999   49999  2026-02-06:3 2026-02-07:49996
  25 approved 40000   49994   -9994   49994  2026-02-07:49994
  26 closed   0       0       0       0
  27 approved 100000  0       100000  0
  28 closed   0       0       0       0
  29 paused   70000   711     69289   11     2026-01-31:11 2026-03-03:700`;

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
