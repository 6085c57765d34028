/** The transactions of merchants in the OpenAPI document. */
import { COMMAND_ERRORS, ownSchemaOf } from '../openapi';
import { transactionsAnswer, transactionsSchema } from './answers';
import { MOST_TRANSACTIONS, TransactionBody } from './requests';

const EXAMPLE = {
  transaction_id: 'sale-2025-0001',
  customer_id: 'customer_42',
  amount: '125.00',
  currency: 'USD',
  type: 'processed',
  occurred_at: '2025-11-24T10:00:00Z',
} as const;

export const recordTransactionsOperation = {
  id: 'recordTransactions',
  tag: 'Transactions',
  summary: 'Record what merchants have processed',
  description:
    `One transaction, an array of up to ${MOST_TRANSACTIONS}, or NDJSON of any length (one transaction a line of at ` +
    'most 4,096 bytes, `Content-Type: application/x-ndjson`). Each counts once per customer, `transaction_id` and ' +
    '`type`, however often, in whatever order and by whatever way it comes; the same with another amount is refused. ' +
    'A line that is refused holds up no other. NDJSON is recorded while it arrives: of a body that breaks off, or ' +
    'that is answered with an error, any part may be recorded, and sending all of it again is safe. NDJSON takes no ' +
    '`Idempotency-Key`, `If-Match` or `dry_run`, and `If-Match` fits transactions of one customer alone.',
  dryRun: true,
  body: {
    schema: {
      anyOf: [
        ownSchemaOf(TransactionBody),
        {
          type: 'array',
          description: 'Each is checked by itself, and refused by itself.',
          items: {},
          minItems: 1,
          maxItems: MOST_TRANSACTIONS,
        },
      ],
    },
    example: EXAMPLE,
    otherContent: {
      'application/x-ndjson': {
        schema: { type: 'string', description: 'A transaction a line.' },
        example: `${JSON.stringify(EXAMPLE)}\n`,
      },
    },
  },
  answers: {
    200: {
      description:
        'What became of each. The evidence is that of the account where they are of one merchant and at most 500.',
      schema: transactionsSchema,
      example: transactionsAnswer({
        accepted: 1,
        duplicate: 0,
        rejected: 1,
        rejectedLines: [
          {
            line: 2,
            transactionId: 'sale-2025-0002',
            code: 'amount_differs',
            detail: 'This transaction was recorded with another amount.',
          },
        ],
      }),
    },
  },
  errors: COMMAND_ERRORS,
} as const;
