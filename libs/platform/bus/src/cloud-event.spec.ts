import { hashOf, type StoredEvent } from '@haber/event-store';
import { type BusMessage, eventOf, messageOf, PoisonMessage, typeOf } from './cloud-event';
import { topicsOf } from './topics';

const STREAM = 'account-3f1c1a52-0000-4000-8000-000000000001';
const METADATA = {
  ...{ tenant: 'acme/live', correlationId: 'c-1', causationId: 'e-0', effectiveAt: '2026-03-01T00:00:00.000Z' },
  ...{ recordedAt: '2026-03-02T00:00:00.000Z', prevHash: 'ab'.repeat(32), actor: 'ana' },
};
const EVENT: StoredEvent = {
  ...{ id: '3f1c1a52-0000-4000-8000-000000000009', type: 'credit-account.credit-used.v1', stream: STREAM, revision: 7 },
  ...{ position: 99n, data: Buffer.from('{"note":"ñ","amount":"9007199254740993"}') },
  metadata: Buffer.from(JSON.stringify(METADATA)),
};
const MESSAGE = messageOf(EVENT, topicsOf());

function withHeaders(headers: Record<string, string | undefined>): BusMessage {
  const given = Object.entries({ ...MESSAGE.headers, ...headers }).filter(([, text]) => text !== undefined);
  return { ...MESSAGE, headers: Object.fromEntries(given) as Record<string, string> };
}

describe('a stored event as a message', () => {
  it('carries its data byte for byte, everything else in headers, and its stream as the key', () => {
    expect(MESSAGE).toEqual({
      topic: 'haber.accounts',
      key: STREAM,
      value: EVENT.data,
      headers: {
        ...{ ce_specversion: '1.0', ce_id: EVENT.id, ce_type: EVENT.type, ce_source: '/haber/accounts' },
        ...{ ce_subject: STREAM, ce_time: METADATA.recordedAt, ce_sequence: '7', ce_correlationid: 'c-1' },
        ...{ ce_causationid: 'e-0', ce_partitionkey: STREAM, ce_tenant: 'acme/live' },
        ...{ ce_effectiveat: METADATA.effectiveAt, ce_hash: hashOf(STREAM, 7, EVENT), ce_prevhash: METADATA.prevHash },
        'content-type': 'application/json',
      },
    });
    expect(eventOf(MESSAGE)).toEqual({
      ...{ id: EVENT.id, type: EVENT.type, stream: STREAM, revision: 7, tenant: 'acme/live', correlationId: 'c-1' },
      ...{ causationId: 'e-0', effectiveAt: METADATA.effectiveAt, recordedAt: METADATA.recordedAt },
      ...{ hash: hashOf(STREAM, 7, EVENT), prevHash: METADATA.prevHash, json: EVENT.data.toString() },
    });
  });

  it('has a topic for each category that is published, and none for keys, bank accounts and checkpoints', () => {
    const topicOf = (category: string): string => topicsOf().of(STREAM.replace('account', category));
    expect(['account', 'application', 'customer', 'product'].map(topicOf)).toEqual([
      'haber.accounts',
      'haber.applications',
      'haber.customers',
      'haber.products',
    ]);
    for (const inside of ['partner', 'bank-account', 'checkpoint', 'constructor']) {
      expect(() => topicOf(inside)).toThrow('are not published');
    }
  });

  it('is never made of an event without data, which would delete on a compacted topic, or without its metadata', () => {
    expect(() => messageOf({ ...EVENT, data: Buffer.alloc(0) }, topicsOf())).toThrow('has no data');
    const metadata = Buffer.from(JSON.stringify({ ...METADATA, prevHash: undefined }));
    expect(() => messageOf({ ...EVENT, metadata }, topicsOf())).toThrow('its metadata has no prevHash');
  });
});

describe('a message as an event', () => {
  it.each(
    Object.keys(MESSAGE.headers).filter(
      (name) => !['ce_causationid', 'content-type', 'ce_partitionkey', 'ce_source'].includes(name),
    ),
  )('is poison without %s', (name) => {
    expect(() => eventOf(withHeaders({ [name]: undefined }))).toThrow(PoisonMessage);
  });

  it('is poison in another version of CloudEvents, with a sequence that is none, and with bad JSON', () => {
    expect(() => typeOf(withHeaders({ ce_specversion: '0.3' }))).toThrow('not a CloudEvent 1.0');
    expect(() => eventOf(withHeaders({ ce_sequence: '-1' }))).toThrow('ce_sequence is no revision: -1');
    for (const value of [
      null,
      Buffer.from(''),
      Buffer.from('{'),
      Buffer.from([0x22, 0xff, 0x22]),
      Buffer.from('"x"'),
    ]) {
      expect(() => eventOf({ ...MESSAGE, value })).toThrow('bad JSON');
    }
    expect(eventOf(withHeaders({ ce_causationid: undefined })).causationId).toBeUndefined();
  });
});
