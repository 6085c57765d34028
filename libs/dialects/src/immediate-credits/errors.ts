/**
 * Errors of dialect B: `{"detail": …}`, a text, an object with `error` and `message`, or a list of what is wrong with
 * the request (contract.md B). The codes are a closed list, which only the texts show; a code without status and Spanish
 * text does not compile.
 */
import { formatAmount } from '@haber/money';
import { closed, type JsonSchema } from '../json-schema';
import { wireAmount } from '../wire-number';

export type ImmediateCreditsErrorCode =
  | 'validation_error'
  | 'malformed_json'
  | 'malformed_request'
  | 'invalid_idempotency_key'
  | 'invalid_if_match'
  | 'invalid_actor'
  | 'kyc_not_approved'
  | 'unauthorized'
  | 'address_not_allowed'
  | 'insufficient_scope'
  | 'key_not_bound'
  | 'insufficient_capacity'
  | 'route_not_found'
  | 'bank_account_not_found'
  | 'execution_not_found'
  | 'method_not_allowed'
  | 'request_timeout'
  | 'precondition_failed'
  | 'payload_too_large'
  | 'uri_too_long'
  | 'unsupported_media_type'
  | 'expectation_failed'
  | 'idempotency_key_reused'
  | 'too_many_requests'
  | 'too_many_credits_in_process'
  | 'headers_too_large'
  | 'internal_error'
  | 'no_bank'
  | 'service_unavailable'
  | 'queue_full'
  | 'outcome_unknown';

interface Entry {
  readonly status: number;
  readonly text: string;
  /** What of the request is wrong, where the answer is a list. */
  readonly loc?: readonly string[];
  readonly type?: string;
}

const entry = (status: number, text: string): Entry => ({ status, text });
const invalid = (text: string, loc: readonly string[], type = 'value_error'): Entry => ({
  ...entry(422, text),
  loc,
  type,
});

const NO_PERMISSION =
  'API key no tiene permisos para ejecutar créditos inmediatos. Contacta a soporte para habilitar este permiso.';

const TABLE: Readonly<Record<ImmediateCreditsErrorCode, Entry>> = {
  malformed_request: entry(400, 'La solicitud no es HTTP válido'),
  invalid_actor: entry(400, 'El encabezado Haber-Actor no es válido'),
  kyc_not_approved: entry(400, 'Usuario no tiene cédula registrada. Completa tu KYC primero.'),
  unauthorized: entry(401, 'API key inválida o ausente'),
  address_not_allowed: entry(403, 'IP no autorizada para esta API key'),
  insufficient_scope: entry(403, NO_PERMISSION),
  key_not_bound: entry(403, NO_PERMISSION),
  insufficient_capacity: entry(403, 'Capacidad insuficiente'),
  route_not_found: entry(404, 'La ruta no existe'),
  bank_account_not_found: entry(404, 'Cuenta bancaria no encontrada o no pertenece al usuario'),
  execution_not_found: entry(404, 'Crédito no encontrado'),
  method_not_allowed: entry(405, 'La ruta no admite este método'),
  request_timeout: entry(408, 'La solicitud tardó demasiado en llegar'),
  precondition_failed: entry(412, 'La capacidad cambió desde la versión indicada'),
  payload_too_large: entry(413, 'El cuerpo de la solicitud es demasiado grande'),
  uri_too_long: entry(414, 'La ruta es demasiado larga'),
  unsupported_media_type: entry(415, 'El cuerpo de la solicitud debe ser application/json'),
  expectation_failed: entry(417, 'El encabezado Expect no se puede cumplir'),
  validation_error: invalid('La solicitud tiene campos inválidos', ['body']),
  malformed_json: invalid('El cuerpo de la solicitud no es JSON válido', ['body'], 'json_invalid'),
  invalid_idempotency_key: invalid('El encabezado Idempotency-Key no es válido', ['header', 'idempotency-key']),
  invalid_if_match: invalid('El encabezado If-Match no nombra una versión', ['header', 'if-match']),
  idempotency_key_reused: invalid('La Idempotency-Key ya se usó con otra solicitud', ['header', 'idempotency-key']),
  too_many_requests: entry(429, 'Límite de solicitudes excedido'),
  too_many_credits_in_process: entry(429, 'Máximo 10 créditos simultáneos en proceso'),
  headers_too_large: entry(431, 'Los encabezados son demasiado grandes'),
  internal_error: entry(500, 'Error interno'),
  no_bank: entry(503, 'No hay banco configurado para pagar créditos inmediatos'),
  service_unavailable: entry(503, 'El servicio no está disponible en este momento'),
  queue_full: entry(503, 'Hay demasiadas operaciones en curso; intente de nuevo'),
  outcome_unknown: entry(503, 'No se sabe si la operación se realizó; repítala con la misma Idempotency-Key'),
};

export const IMMEDIATE_CREDITS_ERROR_CODES = Object.keys(TABLE) as readonly ImmediateCreditsErrorCode[];

/** One thing that is wrong with a request, as FastAPI tells it. */
export interface RequestFault {
  readonly loc: readonly string[];
  readonly msg: string;
  readonly type: string;
}

export type ErrorDetail = string | object | readonly RequestFault[];

export interface ImmediateCreditsError {
  readonly status: number;
  readonly code: ImmediateCreditsErrorCode;
  readonly title: string;
  readonly members: { readonly detail: ErrorDetail };
}

export function immediateCreditsError(code: ImmediateCreditsErrorCode, detail?: ErrorDetail): ImmediateCreditsError {
  const { status, text } = TABLE[code];
  return { status, code, title: text, members: { detail: detail ?? detailOf(code) } };
}

export function requestFaultsError(faults: readonly RequestFault[]): ImmediateCreditsError {
  return immediateCreditsError('validation_error', faults);
}

export interface InsufficientCapacity {
  /** May be negative: more was reversed than was left. */
  readonly availableMinor: bigint;
  readonly requiredMinor: bigint;
}

export function insufficientCapacityError(
  { availableMinor, requiredMinor }: InsufficientCapacity,
  currencyDigits: number,
): ImmediateCreditsError {
  const [available, required] = [availableMinor, requiredMinor].map((minor) => formatAmount(minor, currencyDigits));
  return immediateCreditsError('insufficient_capacity', {
    error: 'insufficient_capacity',
    message: `Capacidad insuficiente. Disponible: ${available}, Requerido: ${required}`,
    available_capacity: wireAmount(availableMinor, currencyDigits),
    required_amount: wireAmount(requiredMinor, currencyDigits),
  });
}

export function tooManyInProcessError(): ImmediateCreditsError {
  const error = 'too_many_credits_in_process';
  return immediateCreditsError(error, { error, message: TABLE[error].text });
}

/** `/api/v1/credits*`. `path`: decoded, without the query. */
export function immediateCreditsPath(path: string): boolean {
  return path.startsWith('/api/v1/credits');
}

interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly members: Readonly<Record<string, unknown>>;
}

/** The error shape that `@haber/http` takes. A code from elsewhere shows as the nearest one of this dialect's own. */
export const immediateCreditsErrorShape = {
  name: 'ImmediateCredits',
  matches: immediateCreditsPath,
  title: (refusal: Refusal): string => TABLE[ownCode(refusal)].text,
  /** What cannot be read is 422 here, as everything is that is wrong with the request. */
  status: (refusal: Refusal): number => TABLE[ownCode(refusal)].status,
  body: (refusal: Refusal): object => ({ detail: refusal.members['detail'] ?? detailOf(ownCode(refusal)) }),
  /** Of the bodies that these refusals get. */
  schema(refusals: readonly Refusal[]): JsonSchema {
    const shapes = new Map(refusals.map(schemaOfDetail).map((schema) => [JSON.stringify(schema), schema]));
    const [first = {}, ...more] = shapes.values();
    const detail = more.length === 0 ? first : { anyOf: [first, ...more] };
    return { type: 'object', properties: { detail }, required: ['detail'], additionalProperties: false };
  },
} as const;

function detailOf(code: ImmediateCreditsErrorCode): ErrorDetail {
  const { text, loc, type } = TABLE[code];
  return loc && type ? [{ loc, msg: text, type }] : text;
}

const FAULTS: JsonSchema = {
  type: 'array',
  minItems: 1,
  items: {
    type: 'object',
    properties: {
      loc: { type: 'array', items: { type: 'string' }, minItems: 1 },
      msg: { type: 'string' },
      type: { type: 'string' },
    },
    required: ['loc', 'msg', 'type'],
    additionalProperties: false,
  },
};

function schemaOfDetail(refusal: Refusal): JsonSchema {
  const code = ownCode(refusal);
  if (TABLE[code].loc) return FAULTS;
  if (code === 'insufficient_capacity') return objectOf(code, ['available_capacity', 'required_amount']);
  if (code === 'too_many_credits_in_process') return objectOf(code, []);
  return { type: 'string', const: TABLE[code].text };
}

function objectOf(code: ImmediateCreditsErrorCode, figures: readonly string[]): JsonSchema {
  const { title: _, ...schema } = closed('', {
    error: { type: 'string', const: code },
    message: { type: 'string' },
    ...Object.fromEntries(figures.map((name) => [name, { type: 'number' }])),
  });
  return schema;
}

function ownCode({ code, status }: Pick<Refusal, 'code' | 'status'>): ImmediateCreditsErrorCode {
  return Object.hasOwn(TABLE, code) ? (code as ImmediateCreditsErrorCode) : nearest(status);
}

function nearest(status: number): ImmediateCreditsErrorCode {
  if (status >= 500) return status === 503 ? 'service_unavailable' : 'internal_error';
  return 'malformed_request';
}
