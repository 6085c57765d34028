/**
 * Streams of accounts are of two kinds: a credit account's or a merchant's capacity. One codec reads both, and each
 * fold takes no notice of the other's events: whoever names a stream of the other kind finds no account there.
 */
import { type CapacityAccountEvent, capacityAccountSchemas } from './capacity-account/events';
import { capacityNamesOf } from './capacity-account/names';
import { capacityPostingsOf } from './capacity-account/postings';
import { type AnySchema, type Codec, codecOf } from './codec';
import { type CreditAccountEvent, creditAccountSchemas } from './credit-account/events';
import { type Posting, postingsOf } from './credit-account/postings';
import type { BoundName } from './metadata';

export type AccountEvent = CreditAccountEvent | CapacityAccountEvent;

export const accountCodec: Codec<AccountEvent> = codecOf<AccountEvent>(
  [...creditAccountSchemas, ...capacityAccountSchemas],
  [],
);

/** The first word of a type, which every type of its kind has: also one that only the next release knows. */
const kindOf = (type: string): string => type.slice(0, type.indexOf('.'));
const CAPACITY_KINDS: ReadonlySet<string> = new Set(capacityAccountSchemas.map(({ type }) => kindOf(type)));
const CREDIT_KINDS: ReadonlySet<string> = new Set(creditAccountSchemas.map(({ type }) => kindOf(type)));

/** Of a capacity account, its payouts among them; every other event of an account stream is a credit account's. */
export function isCapacityEvent(event: AccountEvent): event is CapacityAccountEvent {
  return isCapacityType(event.type);
}

/**
 * As `isCapacityEvent`, by the stored type alone. Also true of a type that cannot be read yet: whoever leaves out what
 * is of the other kind must not leave out that, and go on as if nothing were missing.
 */
export function isCapacityType(type: string): boolean {
  return CAPACITY_KINDS.has(kindOf(type));
}

/** Of a credit account for certain, by the stored type alone: of neither kind is what nobody knows yet. */
export function isCreditAccountType(type: string): boolean {
  return CREDIT_KINDS.has(kindOf(type));
}

export function accountPostingsOf(event: AccountEvent): readonly Posting[] {
  return isCapacityEvent(event) ? capacityPostingsOf(event) : postingsOf(event);
}

/** The names that an event of an account binds beside the keys in its metadata. */
export function accountNamesOf(event: AccountEvent): readonly BoundName[] {
  return isCapacityEvent(event) ? capacityNamesOf(event) : [];
}

/** Reads both kinds, writes and shows the events of one. */
export function codecOfKind<E extends AccountEvent>(schemas: readonly AnySchema[]): Codec<E> {
  return { ...(accountCodec as unknown as Codec<E>), schemas };
}
