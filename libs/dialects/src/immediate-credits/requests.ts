/**
 * Requests of dialect B (contract.md B): exact and typed, unknown members ignored. What is wrong is told in the form of
 * FastAPI, which the document's own service has: where it stands, a text, and a word for the kind of fault.
 */
import { given, type Parsed, parsed } from '../parsed';
import { amountOf, type Field, isRawObject, memberOf, type RawObject, textOf } from '../raw-members';
import { wholeInQuery } from '../own/fields';
import type { ExecutionStatus } from './answers';
import type { RequestFault } from './errors';
import { IfPresent } from '../body-fields';
import { IsAmountAboveZero, IsCursor, IsOneOf, IsText, IsUuid, IsWholeNumber } from './fields';

export const MAX_CONCEPT = 30;
const MAX_PAGE = 100;
const DEFAULT_PAGE = 50;

export type CheckedRequest<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly errors: readonly RequestFault[] };

export class ExecuteCreditBody {
  @IsUuid()
  readonly bank_account_id: Field<string>;

  @IsAmountAboveZero()
  readonly amount: Field<bigint>;

  @IsText(MAX_CONCEPT)
  readonly concept: Field<string>;

  constructor(raw: RawObject, currencyDigits: number) {
    this.bank_account_id = textOf(raw, 'bank_account_id');
    this.amount = amountOf(raw, 'amount', currencyDigits);
    this.concept = textOf(raw, 'concept');
  }
}

export interface ExecuteCredit {
  readonly bankAccountId: string;
  readonly amountMinor: bigint;
  readonly concept: string;
}

/** `raw`: the body as exact JSON, undefined when there was none. `currencyDigits`: decimals of the currency. */
export function parseExecuteCredit(raw: unknown, currencyDigits: number): CheckedRequest<ExecuteCredit> {
  if (raw === undefined) return { ok: false, errors: [{ loc: ['body'], msg: 'falta el cuerpo', type: 'missing' }] };
  if (!isRawObject(raw)) {
    return { ok: false, errors: [{ loc: ['body'], msg: 'debe ser un objeto JSON', type: 'dict_type' }] };
  }
  const body = parsed(new ExecuteCreditBody(raw, currencyDigits), (found) => ({
    bankAccountId: given(found.bank_account_id),
    amountMinor: given(found.amount),
    concept: given(found.concept),
  }));
  return told(body, 'body', raw);
}

export const EXECUTION_STATUSES = ['APROBADA', 'ESPERA', 'RECHAZADA'] as const satisfies readonly ExecutionStatus[];

export class ExecutionsQuery {
  @IfPresent()
  @IsOneOf(...EXECUTION_STATUSES)
  readonly status: Field<ExecutionStatus>;

  @IfPresent()
  @IsWholeNumber(1, MAX_PAGE)
  readonly limit: Field<number>;

  @IfPresent()
  @IsCursor()
  readonly cursor: Field<string>;

  constructor(raw: RawObject) {
    this.status = textOf(raw, 'status') as Field<ExecutionStatus>;
    this.limit = wholeInQuery(raw, 'limit');
    this.cursor = textOf(raw, 'cursor');
  }
}

export interface ExecutionsAsked {
  readonly status?: ExecutionStatus;
  readonly limit: number;
  readonly cursor?: string;
}

/** Unknown parameters are ignored. */
export function parseExecutionsQuery(raw: RawObject): CheckedRequest<ExecutionsAsked> {
  const query = parsed(new ExecutionsQuery(raw), ({ status, limit, cursor }) => ({
    limit: limit ?? DEFAULT_PAGE,
    ...(status !== undefined && { status: given(status) }),
    ...(cursor !== undefined && { cursor: given(cursor) }),
  }));
  return told(query, 'query', raw);
}

/** Of a cursor that this list did not make. */
export const BAD_CURSOR: RequestFault = {
  loc: ['query', 'cursor'],
  msg: 'no es un cursor de esta lista',
  type: 'value_error',
};

/** Of a bank account that is held in another currency than the merchant's. */
export const OTHER_CURRENCY: RequestFault = {
  loc: ['body', 'bank_account_id'],
  msg: 'la cuenta bancaria es de otra moneda',
  type: 'value_error',
};

function told<T>(result: Parsed<T>, place: 'body' | 'query', raw: RawObject): CheckedRequest<T> {
  if (result.ok) return result;
  const errors = result.errors.map(({ field, message: msg }): RequestFault => {
    return { loc: [place, field], msg, type: memberOf(raw, field) === undefined ? 'missing' : 'value_error' };
  });
  return { ok: false, errors };
}
