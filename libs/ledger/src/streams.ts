/**
 * Stream ids, derived from what they stand for: creating is as repeatable as anything else, a look-up needs no read
 * model, and two partners' customer 42 never meet. These derivations never change.
 */
import { v5 } from 'uuid';

/** 5b1f7d62-6a0e-5a3b-9c55-0d2f1c8f4e10 */
const HABER_NAMESPACE = Uint8Array.from('5b1f7d626a0e5a3b9c550d2f1c8f4e10'.match(/../g) ?? [], (hex) =>
  Number(`0x${hex}`),
);
const encoder = new TextEncoder();

const HALF_SURROGATE = /\p{Surrogate}/u;

/**
 * Given bytes, `v5` spends half the time: every event that is written or verified asks for its id.
 * @throws RangeError for half a surrogate pair, which has no bytes of its own
 */
function named(name: string): string {
  if (HALF_SURROGATE.test(name)) throw new RangeError('half a surrogate pair');
  return v5(encoder.encode(name), HABER_NAMESPACE);
}

/** `<partner>/<mode>`, e.g. `acme/live`. Never contains `|`. */
export type Tenant = `${string}/${'live' | 'test'}`;

export type StreamId = string;

function derive(category: string, ...name: readonly [tenant: Tenant, kind: string, naturalKey: string]): StreamId {
  return `${category}-${named(name.join('|'))}`;
}

/** A customer's commercial credit: one stream for ever, through rejections and new requests. */
export function commercialCreditStream(tenant: Tenant, customerId: string): StreamId {
  return derive('account', tenant, 'commercial', customerId);
}

/** A merchant's capacity for immediate credits, its executions and their payouts. */
export function capacityAccountStream(tenant: Tenant, customerId: string): StreamId {
  return derive('account', tenant, 'capacity', customerId);
}

export function customerStream(tenant: Tenant, customerId: string): StreamId {
  return derive('customer', tenant, 'customer', customerId);
}

export function bankAccountStream(tenant: Tenant, bankAccountId: string): StreamId {
  return derive('bank-account', tenant, 'bank-account', bankAccountId);
}

export function productStream(tenant: Tenant, code: string): StreamId {
  return derive('product', tenant, 'product', code);
}

/** What a bank said that our books do not bear out: the key is `mismatchKey`. */
export function reconciliationStream(tenant: Tenant, key: string): StreamId {
  return derive('reconciliation', tenant, 'reconciliation', key);
}

export function partnerStream(tenant: Tenant): StreamId {
  return derive('partner', tenant, 'partner', '');
}

/** Whose the events are that belong to no partner: a name that no partner can have. */
export const INSTALLATION: Tenant = '_haber/live';

/** The signed checkpoints of the whole log: one stream an installation. */
export function checkpointStream(): StreamId {
  return derive('checkpoint', INSTALLATION, 'checkpoint', '');
}

/** Id of the `index`-th event that a command with this first key writes; the command's own id is index 0. */
export function commandEventId(stream: StreamId, key: { kind: string; key: string }, index: number): string {
  return named(`${stream}|${key.kind}|${key.key}|${index}`);
}

/** Id of the event that records what fell due on a date: written once however often it is found due. */
export function dueEventId(stream: StreamId, due: { what: string; date: string }, index: number): string {
  return named(`${stream}|due|${due.what}|${due.date}|${index}`);
}

/** Further events of a command without keys, whose own id is random. */
export function followingEventId(commandId: string, index: number): string {
  return index === 0 ? commandId : named(`${commandId}|${index}`);
}

type PublicPrefix = 'credit' | 'usage' | 'payment' | 'adjustment' | 'write_off' | 'capacity' | 'reconciliation';

/** A public id: what it names, `_`, and the UUID's digits. `credit_`, `usage_` and `payment_` are dialect A's. */
export function publicId(prefix: PublicPrefix, uuid: string): string {
  return `${prefix}_${uuid.replaceAll('-', '')}`;
}

/** The UUID at the end of a stream id. */
export function uuidOf(stream: StreamId): string {
  return stream.slice(-36);
}

/** Public id of an item, and its stream again; undefined for what is no such id. */
export function reconciliationId(stream: StreamId): string {
  return publicId('reconciliation', uuidOf(stream));
}

export function reconciliationStreamOf(itemId: string): StreamId | undefined {
  const [, a, b, c, d, e] =
    /^reconciliation_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/.exec(itemId) ?? [];
  return a === undefined ? undefined : `reconciliation-${[a, b, c, d, e].join('-')}`;
}
