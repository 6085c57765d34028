import { UnreadableEvent } from './codec';
import { decodeMetadata, encodeMetadata, type EventMetadata } from './metadata';

const metadata: EventMetadata = {
  commandKeys: [{ kind: 'order', key: 'order_789', fingerprint: '500000' }],
  tenant: 'demo/test',
  actor: 'user_seller',
  assertedBy: null,
  keyId: 'k1',
  correlationId: 'req-1',
  causationId: null,
  effectiveAt: '2025-11-24T10:00:00.000Z',
  recordedAt: '2025-11-24T10:00:00.000Z',
  relied: { 'customer-1': 3 },
  prevHash: '0'.repeat(64),
};

describe('metadata', () => {
  it('comes back as it was', () => {
    expect(decodeMetadata(encodeMetadata(metadata))).toEqual(metadata);
    const caused = { ...metadata, causationId: 'e1', commandKeys: [], relied: {} };
    expect(decodeMetadata(encodeMetadata(caused))).toEqual(caused);
  });

  it('has the same bytes however the object was put together, and nothing beside its members', () => {
    const backwards = Object.fromEntries(Object.entries(metadata).reverse()) as unknown as EventMetadata;
    const wider = { ...backwards, password: 'x', commandKeys: [{ ...metadata.commandKeys[0], secret: 'x' }] };
    expect(encodeMetadata(wider as EventMetadata)).toBe(encodeMetadata(metadata));
    expect(Object.keys(JSON.parse(encodeMetadata(metadata)) as object)).toEqual(Object.keys(metadata));
  });

  it.each(Object.keys(metadata))('without %s is not read', (member) => {
    const rest = Object.fromEntries(Object.entries(metadata).filter(([name]) => name !== member));
    expect(() => decodeMetadata(JSON.stringify(rest))).toThrow(UnreadableEvent);
  });

  it.each([
    ['', '{', 'null', '[]', '1'],
    ...[
      { tenant: 1 },
      { actor: null },
      { causationId: 1 },
      { commandKeys: {} },
      { commandKeys: ['order_789'] },
      { commandKeys: [{ kind: 'order', key: 'a' }] },
      { relied: null },
      { relied: [] },
      { prevHash: null },
    ].map((wrong) => [JSON.stringify({ ...metadata, ...wrong })]),
  ])('of another shape is not read: %s', (...jsons) => {
    for (const json of jsons) expect(() => decodeMetadata(json)).toThrow(UnreadableEvent);
  });
});
