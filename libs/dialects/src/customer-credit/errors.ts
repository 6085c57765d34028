/**
 * Errors of dialect A: `{"status":"error","error":{"code","message",…}}` (contract.md A). The codes are a closed list;
 * a code without status and Spanish message does not compile.
 */
import type { JsonSchema } from '../json-schema';
import type { FieldError } from '../parsed';
import { wireAmount, wireAvailable } from '../wire-number';

export type CustomerCreditErrorCode =
  | 'validation_error'
  | 'malformed_json'
  | 'malformed_request'
  | 'invalid_idempotency_key'
  | 'invalid_if_match'
  | 'invalid_actor'
  | 'unauthorized'
  | 'address_not_allowed'
  | 'insufficient_scope'
  | 'four_eyes_required'
  | 'credit_blocked'
  | 'route_not_found'
  | 'customer_not_found'
  | 'credit_not_found'
  | 'no_pending_credit'
  | 'method_not_allowed'
  | 'request_timeout'
  | 'credit_already_exists'
  | 'credit_already_approved'
  | 'credit_not_approved'
  | 'order_id_conflict'
  | 'payment_reference_conflict'
  | 'precondition_failed'
  | 'payload_too_large'
  | 'uri_too_long'
  | 'unsupported_media_type'
  | 'expectation_failed'
  | 'idempotency_key_reused'
  | 'insufficient_credit'
  | 'amount_exceeds_debt'
  | 'payment_date_in_future'
  | 'too_many_requests'
  | 'headers_too_large'
  | 'internal_error'
  | 'service_unavailable'
  | 'queue_full'
  | 'outcome_unknown';

interface Entry {
  readonly status: number;
  readonly message: string;
}

const entry = (status: number, message: string): Entry => ({ status, message });

const TABLE: Readonly<Record<CustomerCreditErrorCode, Entry>> = {
  validation_error: entry(400, 'La solicitud tiene campos inválidos'),
  malformed_json: entry(400, 'El cuerpo de la solicitud no es JSON válido'),
  malformed_request: entry(400, 'La solicitud no es HTTP válido'),
  invalid_idempotency_key: entry(400, 'El encabezado Idempotency-Key no es válido'),
  invalid_if_match: entry(400, 'El encabezado If-Match no nombra una versión'),
  invalid_actor: entry(400, 'El encabezado Haber-Actor no es válido'),
  unauthorized: entry(401, 'API key inválida o ausente'),
  address_not_allowed: entry(403, 'IP no autorizada para esta API key'),
  insufficient_scope: entry(403, 'La API key no tiene permiso para esta operación'),
  four_eyes_required: entry(403, 'El crédito debe aprobarlo una persona distinta de quien lo solicitó'),
  credit_blocked: entry(403, 'El crédito está bloqueado'),
  route_not_found: entry(404, 'La ruta no existe'),
  customer_not_found: entry(404, 'El cliente no existe'),
  credit_not_found: entry(404, 'El cliente no tiene crédito'),
  no_pending_credit: entry(404, 'El cliente no tiene una solicitud de crédito pendiente'),
  method_not_allowed: entry(405, 'La ruta no admite este método'),
  request_timeout: entry(408, 'La solicitud tardó demasiado en llegar'),
  credit_already_exists: entry(409, 'El cliente ya tiene un crédito o una solicitud de crédito'),
  credit_already_approved: entry(409, 'El crédito ya está aprobado'),
  credit_not_approved: entry(409, 'El crédito no está aprobado'),
  order_id_conflict: entry(409, 'El order_id ya se usó con otro monto'),
  payment_reference_conflict: entry(409, 'El payment_reference ya se usó con otro monto'),
  precondition_failed: entry(412, 'El crédito cambió desde la versión indicada'),
  payload_too_large: entry(413, 'El cuerpo de la solicitud es demasiado grande'),
  uri_too_long: entry(414, 'La ruta es demasiado larga'),
  unsupported_media_type: entry(415, 'El cuerpo de la solicitud debe ser application/json'),
  expectation_failed: entry(417, 'El encabezado Expect no se puede cumplir'),
  idempotency_key_reused: entry(422, 'La Idempotency-Key ya se usó con otra solicitud'),
  insufficient_credit: entry(422, 'Crédito disponible insuficiente'),
  amount_exceeds_debt: entry(422, 'El monto supera la deuda'),
  payment_date_in_future: entry(422, 'La fecha de pago está en el futuro'),
  too_many_requests: entry(429, 'Límite de solicitudes excedido'),
  headers_too_large: entry(431, 'Los encabezados son demasiado grandes'),
  internal_error: entry(500, 'Error interno'),
  service_unavailable: entry(503, 'El servicio no está disponible en este momento'),
  queue_full: entry(503, 'El crédito tiene demasiadas operaciones en curso; intente de nuevo'),
  outcome_unknown: entry(503, 'No se sabe si la operación se realizó; repítala con la misma Idempotency-Key'),
};

export const CUSTOMER_CREDIT_ERROR_CODES = Object.keys(TABLE) as readonly CustomerCreditErrorCode[];

export interface CustomerCreditError {
  readonly status: number;
  readonly code: CustomerCreditErrorCode;
  readonly title: string;
  readonly members: Readonly<Record<string, unknown>>;
}

/** What an answer needs to know of a refusal; `members` stand in the body behind code and message. */
export function customerCreditError(
  code: CustomerCreditErrorCode,
  members: Readonly<Record<string, unknown>> = {},
): CustomerCreditError {
  const { status, message } = TABLE[code];
  return { status, code, title: message, members };
}

const FROM_ELSEWHERE = {
  order_id_conflict: 'El order_id ya se usó antes de que la cuenta se importara',
  payment_reference_conflict: 'El payment_reference ya se usó antes de que la cuenta se importara',
} as const;

/** `fromElsewhere`: an import brought the name along, and with which amount it was used is not known. */
export function nameConflictError(code: keyof typeof FROM_ELSEWHERE, fromElsewhere: boolean): CustomerCreditError {
  return customerCreditError(code, fromElsewhere ? { message: FROM_ELSEWHERE[code] } : {});
}

export function validationError(errors: readonly FieldError[]): CustomerCreditError {
  return customerCreditError('validation_error', { details: errors });
}

export interface InsufficientCredit {
  readonly availableMinor: bigint;
  readonly requiredMinor: bigint;
}

export function insufficientCreditError(
  { availableMinor, requiredMinor }: InsufficientCredit,
  currencyDigits: number,
): CustomerCreditError {
  return customerCreditError('insufficient_credit', {
    credit_available: wireAvailable(availableMinor, currencyDigits),
    required_amount: wireAmount(requiredMinor, currencyDigits),
  });
}

/** `/api/v1/customers/{customerId}/credit*`. `path`: decoded, without the query. */
export function customerCreditPath(path: string): boolean {
  return /^\/api\/v1\/customers\/[^/]*\/credit/.test(path);
}

interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly members: Readonly<Record<string, unknown>>;
}

/** The error shape that `@haber/http` takes. A code from elsewhere shows as the nearest one of this dialect's own. */
export const customerCreditErrorShape = {
  name: 'CustomerCredit',
  matches: customerCreditPath,
  title: (refusal: Refusal): string => TABLE[ownCode(refusal)].message,
  body({ members, ...refusal }: Refusal): object {
    const own = ownCode(refusal);
    return { status: 'error', error: { code: own, message: TABLE[own].message, ...members } };
  },
  /** Of the bodies that these refusals get. */
  schema(refusals: readonly Refusal[]): JsonSchema {
    const codes = refusals.map(ownCode);
    const members = Object.keys(Object.assign({}, ...refusals.map((refusal) => refusal.members)) as object);
    const error: JsonSchema = {
      type: 'object',
      properties: {
        code: { type: 'string', enum: [...new Set(codes)] },
        message: { type: 'string' },
        ...Object.fromEntries(members.map((name) => [name, MEMBERS[name] ?? {}])),
      },
      required: ['code', 'message'],
      additionalProperties: false,
    };
    const status: JsonSchema = { type: 'string', const: 'error' };
    return {
      type: 'object',
      properties: { status, error },
      required: ['status', 'error'],
      additionalProperties: false,
    };
  },
} as const;

const DETAIL: JsonSchema = {
  type: 'object',
  properties: { field: { type: 'string' }, message: { type: 'string' } },
  required: ['field', 'message'],
  additionalProperties: false,
};

/** What stands behind code and message, where a code has more to say. */
const MEMBERS: Readonly<Record<string, JsonSchema>> = {
  details: { type: 'array', items: DETAIL, minItems: 1 },
  credit_available: { type: 'number' },
  required_amount: { type: 'number' },
};

function ownCode({ code, status }: Pick<Refusal, 'code' | 'status'>): CustomerCreditErrorCode {
  return Object.hasOwn(TABLE, code) ? (code as CustomerCreditErrorCode) : nearest(status);
}

function nearest(status: number): CustomerCreditErrorCode {
  if (status >= 500) return status === 503 ? 'service_unavailable' : 'internal_error';
  return 'malformed_request';
}
