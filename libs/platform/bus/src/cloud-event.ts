/**
 * A stored event as a message, and back: CloudEvents 1.0 in Kafka's binary mode. The value is the event's data byte for
 * byte as stored, everything else stands in headers; the key is the stream, so that an account keeps its order. What
 * cannot be read is poison, and says why.
 */
import { hashOf, type StoredEvent } from '@haber/event-store';
import type { Topics } from './topics';

export interface BusMessage {
  readonly topic: string;
  readonly key: string;
  /** Null: nothing, which on a compacted topic would delete. We never send it. */
  readonly value: Uint8Array | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** What a handler is given. */
export interface BusEvent {
  readonly id: string;
  readonly type: string;
  /** Stream id: which account, application, customer or product. */
  readonly stream: string;
  readonly revision: number;
  readonly tenant: string;
  readonly correlationId: string;
  readonly causationId: string | undefined;
  readonly effectiveAt: string;
  readonly recordedAt: string;
  readonly hash: string;
  readonly prevHash: string;
  /** The data: JSON of an object, as stored. */
  readonly json: string;
}

/** No retry can make sense of this message. */
export class PoisonMessage extends Error {
  override readonly name = 'PoisonMessage';
}

const SPEC_VERSION = '1.0';

export function messageOf(event: StoredEvent, topics: Topics): BusMessage {
  const topic = topics.of(event.stream);
  if (event.data.byteLength === 0) throw new Error(`${event.stream}, revision ${event.revision} has no data`);
  const metadata = JSON.parse(Buffer.from(event.metadata).toString('utf8')) as Record<string, unknown>;
  const text = (member: string): string => {
    const value = metadata[member];
    if (typeof value === 'string') return value;
    throw new Error(`${event.stream}, revision ${event.revision}: its metadata has no ${member}`);
  };
  const cause = metadata['causationId'];
  return {
    topic,
    key: event.stream,
    value: event.data,
    headers: {
      ce_specversion: SPEC_VERSION,
      ce_id: event.id,
      ce_type: event.type,
      ce_source: `/${topic.replaceAll('.', '/')}`,
      ce_subject: event.stream,
      ce_time: text('recordedAt'),
      ce_sequence: String(event.revision),
      ce_correlationid: text('correlationId'),
      ...(typeof cause === 'string' && { ce_causationid: cause }),
      ce_partitionkey: event.stream,
      ce_tenant: text('tenant'),
      ce_effectiveat: text('effectiveAt'),
      ce_hash: hashOf(event.stream, event.revision, event),
      ce_prevhash: text('prevHash'),
      'content-type': 'application/json',
    },
  };
}

/** @throws PoisonMessage */
export function typeOf({ headers }: BusMessage): string {
  if (headers['ce_specversion'] !== SPEC_VERSION) throw new PoisonMessage(`not a CloudEvent ${SPEC_VERSION}`);
  return attribute(headers, 'ce_type');
}

/** @throws PoisonMessage */
export function eventOf(message: BusMessage): BusEvent {
  const { headers } = message;
  const sequence = attribute(headers, 'ce_sequence');
  if (!/^\d{1,10}$/.test(sequence)) throw new PoisonMessage(`ce_sequence is no revision: ${sequence.slice(0, 40)}`);
  return {
    id: attribute(headers, 'ce_id'),
    type: typeOf(message),
    stream: attribute(headers, 'ce_subject'),
    revision: Number(sequence),
    tenant: attribute(headers, 'ce_tenant'),
    correlationId: attribute(headers, 'ce_correlationid'),
    causationId: headers['ce_causationid'],
    effectiveAt: attribute(headers, 'ce_effectiveat'),
    recordedAt: attribute(headers, 'ce_time'),
    hash: attribute(headers, 'ce_hash'),
    prevHash: attribute(headers, 'ce_prevhash'),
    json: jsonOf(message.value),
  };
}

function attribute(headers: BusMessage['headers'], name: string): string {
  const value = headers[name];
  if (value === undefined || value === '') throw new PoisonMessage(`no header ${name}`);
  return value;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function jsonOf(value: Uint8Array | null): string {
  try {
    const text = utf8.decode(value ?? new Uint8Array());
    const raw: unknown = JSON.parse(text);
    if (typeof raw === 'object' && raw !== null && !Array.isArray(raw)) return text;
  } catch {
    throw new PoisonMessage('bad JSON');
  }
  throw new PoisonMessage('bad JSON: no object');
}
