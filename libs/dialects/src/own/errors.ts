/**
 * Errors of Haber's own API beside those of the platform itself (`PlatformCode` of the edge): a closed table, each with
 * its status, its constant title and a page in `docs/errors/`. The shape (RFC 9457) is made at the edge.
 */
import type { OwnFieldError } from './parsed';

export type OwnErrorCode =
  | 'validation_error'
  | 'four_eyes_required'
  | 'customer_not_found'
  | 'account_not_found'
  | 'product_not_found'
  | 'bank_account_not_found'
  | 'payment_not_found'
  | 'key_not_found'
  | 'reconciliation_item_not_found'
  | 'revision_not_found'
  | 'id_taken'
  | 'credit_already_exists'
  | 'account_not_active'
  | 'account_blocked'
  | 'account_owes'
  | 'illegal_transition'
  | 'customer_not_active'
  | 'personal_data_erased'
  | 'idempotency_key_reused'
  | 'order_id_reused'
  | 'payment_reference_reused'
  | 'insufficient_credit'
  | 'amount_exceeds_debt'
  | 'limit_may_not_fall'
  | 'limit_unchanged'
  | 'nothing_owed'
  | 'payment_date_in_future'
  | 'payment_date_too_old'
  | 'effective_date_in_past'
  | 'too_many_versions'
  | 'currency_mismatch'
  | 'key_already_revoked'
  | 'key_expired'
  | 'key_already_rotated'
  | 'actor_spelled_otherwise'
  | 'too_many_keys'
  | 'expiry_passed'
  | 'overlap_too_long';

export interface OwnError {
  readonly status: number;
  readonly code: OwnErrorCode;
  readonly title: string;
  /** Where a code does not say enough of one request. */
  readonly detail?: string;
  readonly members: Readonly<Record<string, unknown>>;
}

const entry = (status: number, title: string): Pick<OwnError, 'status' | 'title'> => ({ status, title });

/** 409: the object's present state forbids it. 422: what was asked for does, however often it is repeated. */
const TABLE: Readonly<Record<OwnErrorCode, Pick<OwnError, 'status' | 'title'>>> = {
  validation_error: entry(400, 'The request has members that are not valid'),
  four_eyes_required: entry(403, 'Somebody else than who asked for it must decide this'),
  customer_not_found: entry(404, 'There is no such customer'),
  account_not_found: entry(404, 'There is no such account'),
  product_not_found: entry(404, 'There is no such product'),
  bank_account_not_found: entry(404, 'There is no such bank account'),
  payment_not_found: entry(404, 'The account has no such payment'),
  key_not_found: entry(404, 'There is no such key'),
  reconciliation_item_not_found: entry(404, 'There is no such reconciliation item'),
  revision_not_found: entry(404, 'The account has no such revision'),
  id_taken: entry(409, 'The id is taken by another object'),
  credit_already_exists: entry(409, 'The customer already has a credit, or has asked for one'),
  account_not_active: entry(409, 'The account is not active'),
  account_blocked: entry(409, 'The account is blocked'),
  account_owes: entry(409, 'The account still owes something'),
  illegal_transition: entry(409, 'The object cannot go from its present status to this one'),
  customer_not_active: entry(409, 'The customer is not active'),
  personal_data_erased: entry(409, 'The personal data of the customer was erased'),
  idempotency_key_reused: entry(422, 'The Idempotency-Key was used before for another request'),
  order_id_reused: entry(409, 'The order_id was used before, and this does not repeat it'),
  payment_reference_reused: entry(409, 'The payment_reference was used before, and this does not repeat it'),
  insufficient_credit: entry(422, 'The account has not enough credit available'),
  amount_exceeds_debt: entry(422, 'The amount is more than the account owes'),
  limit_unchanged: entry(409, 'The limit is what was asked for already'),
  nothing_owed: entry(409, 'The account owes nothing'),
  limit_may_not_fall: entry(422, 'The limit may not fall under the terms of this product'),
  payment_date_in_future: entry(422, 'The payment date is in the future'),
  payment_date_too_old: entry(422, 'The payment date is further back than the product allows'),
  effective_date_in_past: entry(422, 'The version would begin in the past'),
  too_many_versions: entry(422, 'The product has as many versions as it may have'),
  currency_mismatch: entry(422, 'The amount is in another currency than the account'),
  key_already_revoked: entry(409, 'The key was revoked, and does not come back'),
  key_expired: entry(409, 'The key has expired'),
  key_already_rotated: entry(409, 'The key has a live successor already'),
  actor_spelled_otherwise: entry(409, 'Another key has this actor under another spelling'),
  too_many_keys: entry(409, 'The partner has as many live keys as it may have'),
  expiry_passed: entry(422, 'The instant from which the key would be refused has passed'),
  overlap_too_long: entry(422, 'The old key would live too long beside its successor'),
};

export const OWN_ERROR_CODES = Object.keys(TABLE) as readonly OwnErrorCode[];

/** `members` stand in the answer's body behind the members that every problem has. */
export function ownError(code: OwnErrorCode, members: Readonly<Record<string, unknown>> = {}): OwnError {
  return { code, ...TABLE[code], members };
}

type NameReused = 'order_id_reused' | 'payment_reference_reused';

/** `fromElsewhere`: an import brought the name along, and what it was used for is not known. */
export function ownNameReused(code: NameReused, fromElsewhere: boolean): OwnError {
  const detail = fromElsewhere
    ? 'It was used before the account was imported: what for is not known here, and no amount repeats it.'
    : 'It was used with another amount.';
  return { ...ownError(code), detail };
}

export function openingNeedsFourEyes(): OwnError {
  const detail =
    'Nobody approves an opening by this call, so it is refused to every actor: let one actor request the credit, and ' +
    'another approve it.';
  return { ...ownError('four_eyes_required'), detail };
}

export function ownValidationError(errors: readonly OwnFieldError[]): OwnError {
  return ownError('validation_error', { errors });
}
