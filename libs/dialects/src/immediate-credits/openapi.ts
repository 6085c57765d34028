/** Dialect B for the OpenAPI document, in the language of its own document, with the examples that stand there. */
import { schemaOf } from '../body-fields';
import { closed, type JsonSchema, orNull } from '../json-schema';
import { wireAmount } from '../wire-number';
import { capacityAnswer, executionAnswer, executionsAnswer, type ExecutionShown } from './answers';
import { immediateCreditsError, insufficientCapacityError, requestFaultsError, tooManyInProcessError } from './errors';
import { BAD_CURSOR, EXECUTION_STATUSES, ExecuteCreditBody, ExecutionsQuery } from './requests';

const DIGITS = 2;
const TAG = 'Créditos inmediatos';

const figure: JsonSchema = { type: 'number' };
const seconds: JsonSchema = { type: 'string', format: 'date-time', examples: ['2024-01-15T14:30:00Z'] };
const success: JsonSchema = { type: 'boolean', const: true };
const transactionId: JsonSchema = { type: 'string', pattern: '^OP-[0-9]{4}-[0-9]{8,}$' };

const executionSchema: JsonSchema = closed('ImmediateCredit', {
  success: { type: 'boolean', description: '`false` solo cuando el banco lo rechazó.' },
  message: { type: 'string' },
  status: { type: 'string', enum: EXECUTION_STATUSES },
  transaction_id: transactionId,
  bank_response: closed(
    'ImmediateCreditBankResponse',
    {
      id: transactionId,
      reference: { type: 'string', description: 'La referencia del banco, cuando se conoce.' },
      message: { type: 'string' },
    },
    ['reference'],
  ),
  capacity_remaining: { ...orNull(figure), description: '`null` mientras el banco no decide; puede ser negativa.' },
});

const APPROVED: ExecutionShown = {
  transactionId: 'OP-2024-12345678',
  status: 'APROBADA',
  bankReference: 'REF-987654321',
  remainingMinor: 899_950n,
};
const WAITING: ExecutionShown = { ...APPROVED, status: 'ESPERA', bankReference: null, remainingMinor: null };

const NOT_BOUND = immediateCreditsError('key_not_bound');

export const executeCreditOperation = {
  id: 'executeCredit',
  tag: TAG,
  summary: 'Ejecutar crédito inmediato',
  description:
    'La respuesta espera al banco hasta 3 segundos; después dice `ESPERA`. Sin `Idempotency-Key`, la misma cuenta, ' +
    'monto y concepto dentro de 10 segundos son la misma ejecución. Una repetición muestra el estado actual.',
  body: {
    schema: schemaOf(ExecuteCreditBody, true),
    example: {
      bank_account_id: '550e8400-e29b-41d4-a716-446655440000',
      amount: wireAmount(100_050n, DIGITS),
      concept: 'Retiro para conversion',
    },
  },
  answers: {
    200: {
      description: 'Aprobado, en espera o rechazado por el banco.',
      schema: executionSchema,
      example: executionAnswer(APPROVED, DIGITS),
    },
  },
  errors: [
    immediateCreditsError('kyc_not_approved'),
    NOT_BOUND,
    insufficientCapacityError({ availableMinor: 50_000n, requiredMinor: 100_000n }, DIGITS),
    immediateCreditsError('bank_account_not_found'),
    requestFaultsError([{ loc: ['body', 'amount'], msg: 'debe ser un número mayor que 0', type: 'value_error' }]),
    immediateCreditsError('idempotency_key_reused'),
    tooManyInProcessError(),
    immediateCreditsError('no_bank'),
  ],
} as const;

export const readCapacityOperation = {
  id: 'readCapacity',
  tag: TAG,
  summary: 'Consultar capacidad disponible',
  description: 'Antes de la primera transacción: ceros, y fechas `null`. Lo disponible puede ser negativo.',
  answers: {
    200: {
      description: 'La capacidad, con todo lo que el mismo socio ya hizo en ella.',
      schema: closed('ImmediateCreditCapacity', {
        success,
        capacity: closed('ImmediateCreditCapacityData', {
          volume_processed_total: figure,
          volume_credited_total: figure,
          volume_available: figure,
          last_transaction_at: orNull(seconds),
          updated_at: orNull(seconds),
        }),
      }),
      example: capacityAnswer(
        {
          processedMinor: 5_000_000n,
          creditedMinor: 1_500_000n,
          availableMinor: 3_500_000n,
          lastTransactionAt: '2024-01-15T14:30:00.000Z',
          updatedAt: '2024-01-15T14:30:00.000Z',
        },
        DIGITS,
      ),
    },
  },
  errors: [NOT_BOUND],
} as const;

export const readExecutionOperation = {
  id: 'readImmediateCredit',
  tag: TAG,
  summary: 'Consultar un crédito',
  description: '`capacity_remaining` es la de este momento.',
  path: {
    transactionId: {
      description: 'El `transaction_id` de la ejecución.',
      schema: { type: 'string' },
      example: 'OP-2024-12345678',
    },
  },
  answers: {
    200: { description: 'El crédito.', schema: executionSchema, example: executionAnswer(APPROVED, DIGITS) },
  },
  errors: [NOT_BOUND, immediateCreditsError('execution_not_found')],
} as const;

export const listExecutionsOperation = {
  id: 'listImmediateCredits',
  tag: TAG,
  summary: 'Listar créditos',
  description: 'Los más recientes primero.',
  query: schemaOf(ExecutionsQuery, true),
  answers: {
    200: {
      description: 'Una página.',
      schema: closed('ImmediateCredits', {
        success,
        credits: { type: 'array', items: executionSchema },
        next_cursor: orNull({ type: 'string' }),
      }),
      example: executionsAnswer([WAITING, APPROVED], { nextCursor: undefined, currencyDigits: DIGITS }),
    },
  },
  errors: [NOT_BOUND, requestFaultsError([BAD_CURSOR])],
} as const;
