/** Dialect A for the OpenAPI document, in the language of its own document, with the examples that stand there. */
import { type BodyClass, schemaOf } from '../body-fields';
import { closed, DATE_SCHEMA, type JsonSchema, orNull, textSchema } from '../json-schema';
import { wireAmount, type WireNumber } from '../wire-number';
import {
  creditAnswer,
  creditApprovedAnswer,
  creditPaymentAnswer,
  creditRequestedAnswer,
  creditUsedAnswer,
} from './answers';
import { customerCreditError, insufficientCreditError, validationError } from './errors';
import { ApproveCreditBody, CreditPaymentBody, RequestCreditBody, UseCreditBody } from './requests';

const DIGITS = 2;
const TAG = 'Crédito de clientes';

const usd = (minor: bigint): WireNumber => wireAmount(minor, DIGITS);
const open = (body: BodyClass): JsonSchema => schemaOf(body, true);

const amount: JsonSchema = { type: 'number', minimum: 0 };
const id: JsonSchema = { type: 'string' };
const seconds: JsonSchema = { type: 'string', format: 'date-time', examples: ['2025-11-24T10:00:00Z'] };
const days: JsonSchema = { type: 'integer', minimum: 1, maximum: 365 };

/** `{"status":"success","data":{…}}` */
function success(title: string, data: Readonly<Record<string, JsonSchema>>): JsonSchema {
  return closed(title, { status: { type: 'string', const: 'success' }, data: closed(`${title}Data`, data) });
}

const path = {
  customerId: {
    description: 'El id del cliente que usa el socio.',
    schema: textSchema(64),
    example: 'customer_42',
  },
};

const INVALID = validationError([{ field: 'amount', message: 'debe ser un número mayor que 0' }]);
const NOT_FOUND = [customerCreditError('customer_not_found'), customerCreditError('credit_not_found')];
const REUSED = customerCreditError('idempotency_key_reused');

export const requestCreditOperation = {
  id: 'requestCredit',
  tag: TAG,
  summary: 'Solicitar crédito',
  description:
    'Un cliente que no existe se registra con `business_info`. Tras un rechazo o un cierre puede solicitar otra vez.',
  path,
  body: {
    schema: open(RequestCreditBody),
    example: {
      requested_limit: usd(1_000_000n),
      payment_term_days: 30,
      business_info: { business_name: 'Constructora ABC', tax_id: 'RUC-123-456', years_in_business: 5 },
    },
  },
  answers: {
    201: {
      description: 'La solicitud quedó pendiente de aprobación.',
      schema: success('CreditRequested', {
        credit_account_id: id,
        status: { type: 'string', const: 'pending' },
        requested_limit: amount,
        payment_term_days: days,
        created_at: seconds,
      }),
      example: creditRequestedAnswer(
        {
          creditAccountId: 'credit_001',
          requestedLimitMinor: 1_000_000n,
          paymentTermDays: 30,
          createdAt: '2025-11-24T10:00:00.000Z',
        },
        DIGITS,
      ),
    },
  },
  errors: [
    validationError([{ field: 'requested_limit', message: 'debe ser un número mayor que 0' }]),
    customerCreditError('customer_not_found'),
    customerCreditError('credit_already_exists'),
    REUSED,
  ],
} as const;

export const approveCreditOperation = {
  id: 'approveCredit',
  tag: TAG,
  summary: 'Aprobar crédito',
  description: 'Lo que falta se toma de la solicitud. `approved_by` es el actor de la API key.',
  path,
  body: {
    required: false,
    schema: open(ApproveCreditBody),
    example: { credit_limit: usd(1_000_000n), payment_term_days: 30, approval_notes: 'Cliente con buen historial' },
  },
  answers: {
    200: {
      description: 'El crédito quedó aprobado.',
      schema: success('CreditApproved', {
        credit_account_id: id,
        status: { type: 'string', const: 'approved' },
        credit_limit: amount,
        credit_available: amount,
        payment_term_days: days,
        approved_at: seconds,
        approved_by: { type: 'string' },
      }),
      example: creditApprovedAnswer(
        {
          creditAccountId: 'credit_001',
          creditLimitMinor: 1_000_000n,
          creditAvailableMinor: 1_000_000n,
          paymentTermDays: 30,
          approvedAt: '2025-11-24T11:00:00.000Z',
          approvedBy: 'user_manager',
        },
        DIGITS,
      ),
    },
  },
  errors: [
    validationError([{ field: 'credit_limit', message: 'debe ser un número mayor que 0' }]),
    customerCreditError('four_eyes_required'),
    ...NOT_FOUND,
    customerCreditError('no_pending_credit'),
    customerCreditError('credit_already_approved'),
    REUSED,
  ],
} as const;

export const readCreditOperation = {
  id: 'readCredit',
  tag: TAG,
  summary: 'Consultar crédito',
  description: 'Siempre todos los miembros; los que aún no se conocen son `null` o 0.00.',
  path,
  evidence: 'read',
  answers: {
    200: {
      description: 'El crédito, con todo lo que el mismo socio ya hizo en él.',
      schema: success('Credit', {
        credit_account_id: id,
        status: { type: 'string', enum: ['pending', 'approved', 'rejected', 'blocked', 'closed'] },
        requested_limit: amount,
        credit_limit: orNull(amount),
        credit_used: amount,
        credit_available: amount,
        payment_term_days: days,
        overdue_amount: amount,
        next_due_date: orNull(DATE_SCHEMA),
        created_at: seconds,
        approved_at: orNull(seconds),
        approved_by: orNull({ type: 'string' }),
      }),
      example: creditAnswer(
        {
          creditAccountId: 'credit_001',
          status: 'approved',
          requestedLimitMinor: 1_000_000n,
          creditLimitMinor: 1_000_000n,
          creditUsedMinor: 500_000n,
          creditAvailableMinor: 500_000n,
          paymentTermDays: 30,
          overdueMinor: 0n,
          nextDueDate: '2025-12-24',
          createdAt: '2025-11-24T10:00:00.000Z',
          approvedAt: '2025-11-24T11:00:00.000Z',
          approvedBy: 'user_manager',
        },
        DIGITS,
      ),
    },
  },
  errors: [validationError([{ field: 'customerId', message: 'debe ser un texto de 1 a 64 caracteres' }]), ...NOT_FOUND],
} as const;

export const useCreditOperation = {
  id: 'useCredit',
  tag: TAG,
  summary: 'Usar crédito',
  description: 'El mismo `order_id` con el mismo monto da otra vez la primera respuesta.',
  path,
  body: { schema: open(UseCreditBody), example: { order_id: 'order_789', amount: usd(500_000n) } },
  answers: {
    200: {
      description: 'El uso quedó registrado.',
      schema: success('CreditUsed', {
        usage_id: id,
        amount,
        credit_used: amount,
        credit_available: amount,
        due_date: DATE_SCHEMA,
      }),
      example: creditUsedAnswer(
        {
          usageId: 'usage_001',
          amountMinor: 500_000n,
          creditUsedMinor: 500_000n,
          creditAvailableMinor: 500_000n,
          dueDate: '2025-12-24',
        },
        DIGITS,
      ),
    },
  },
  errors: [
    INVALID,
    customerCreditError('credit_blocked'),
    ...NOT_FOUND,
    customerCreditError('credit_not_approved'),
    customerCreditError('order_id_conflict'),
    insufficientCreditError({ availableMinor: 100_000n, requiredMinor: 500_000n }, DIGITS),
    REUSED,
  ],
} as const;

export const payCreditOperation = {
  id: 'payCredit',
  tag: TAG,
  summary: 'Registrar pago',
  description: 'El mismo `payment_reference` con el mismo monto da otra vez la primera respuesta.',
  path,
  body: {
    schema: open(CreditPaymentBody),
    example: { amount: usd(250_000n), payment_reference: 'PAY-123456', payment_date: '2025-11-24' },
  },
  answers: {
    201: {
      description: 'El pago quedó registrado y aplicado a la deuda.',
      schema: success('CreditPayment', { payment_id: id, amount, credit_used: amount, credit_available: amount }),
      example: creditPaymentAnswer(
        {
          paymentId: 'payment_001',
          amountMinor: 250_000n,
          creditUsedMinor: 250_000n,
          creditAvailableMinor: 750_000n,
        },
        DIGITS,
      ),
    },
  },
  errors: [
    INVALID,
    ...NOT_FOUND,
    customerCreditError('credit_not_approved'),
    customerCreditError('payment_reference_conflict'),
    customerCreditError('amount_exceeds_debt'),
    customerCreditError('payment_date_in_future'),
    REUSED,
  ],
} as const;
