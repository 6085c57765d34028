export { addDays, businessDate, isTimeZone, startOfDate } from './business-date';
export * from './checkpoint/checkpoint';
export * from './codec';
export * from './account';
export * from './bank-account/bank-account';
export * from './capacity-account/events';
export { evolveCapacity, stampCapacity, stillRecent } from './capacity-account/evolve';
export * from './capacity-account/invariants';
export * from './capacity-account/names';
export * from './capacity-account/postings';
export * from './capacity-account/state';
export { accountStream, isAccountOf } from './credit-account/account-id';
export { allocate, effectOf } from './credit-account/allocate';
export {
  agedTo,
  isBackdated,
  isOutOfReach,
  standingAt,
  takeEffect,
  type TimedEvent,
} from './credit-account/balances-at';
export { due } from './credit-account/due';
export * from './credit-account/events';
export { evolve, stamp } from './credit-account/evolve';
export * from './credit-account/invariants';
export * from './credit-account/postings';
export * from './credit-account/state';
export * from './customer/customer';
export * from './decision';
export { eventJsonSchema, type JsonSchema } from './event-json-schema';
export { type EventSchema, type Field, type Fields, readAhead, type Sealed, SEALED_PREFIX } from './event-schema';
export * from './metadata';
export { actorIdentity, actorName, sameActor } from './partner/actor';
export * from './partner/partner';
export { isScope, type Scope, SCOPES } from './partner/scopes';
export { areUsableLimits, LONGEST_WINDOW_SECONDS, MOST_REQUESTS } from './partner/usable-limits';
export * from './product/product';
export * from './product/terms-in-force';
export * from './products';
export * from './reconciliation/reconciliation';
export * from './same-content';
export * from './stream-definition';
export * from './streams';
