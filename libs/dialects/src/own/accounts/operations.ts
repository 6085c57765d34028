/** Accounts in the OpenAPI document: open, find, describe, use, pay. */
import type { JsonSchema } from '../../json-schema';
import { wirePage } from '../answers';
import { ownError } from '../errors';
import { COMMAND_ERRORS, INVALID_QUERY, ownSchemaOf } from '../openapi';
import { descriptionAnswer, listedAccountAnswer, openedAnswer, paymentAnswer, useAnswer } from './answers';
import { ACCOUNT_ID, CUSTOMER_ID, exampleOf } from './examples';
import { AccountsQuery } from './queries';
import { DescribeAccountBody, OpenAccountBody, PayAccountBody, UseAccountBody } from './requests';
import { accountSchema, accountsPageSchema, descriptionSchema, paymentSchema, useSchema } from './schemas';

export const TAG = 'Accounts';

export const accountPath = {
  id: {
    description: 'The id of the account as answers show it, or its stream (`account-…`).',
    schema: { type: 'string' } satisfies JsonSchema,
    example: ACCOUNT_ID,
  },
} as const;

export const ACCOUNT_NOT_FOUND = ownError('account_not_found');
const OPENED = exampleOf('credit-account.opened.v1');
const DESCRIBED = exampleOf('credit-account.described.v1');
const USED = exampleOf('credit-account.credit-used.v1');
const PAID = exampleOf('credit-account.payment-received.v1');

export const openAccountOperation = {
  id: 'openAccount',
  tag: TAG,
  summary: 'Open an account and grant its limit in one call',
  description:
    'For a partner that has decided elsewhere. A customer has one credit, or one request for credit, at a time; ' +
    'after a rejection, a closing or a write-off it may have a new one, in the same account. The account pins the ' +
    'version of the product that is in force today, in the product’s time zone. Where the partner demands four ' +
    'eyes nobody else approves here, so this call is refused (403): let one actor request and another approve. A ' +
    'key that is bound to another customer finds none (404).',
  body: {
    schema: ownSchemaOf(OpenAccountBody),
    example: {
      customer_id: CUSTOMER_ID,
      product_code: 'commercial',
      limit: '10000.00',
      payment_term_days: 30,
      external_id: 'crm-8812',
      metadata: { branch: 'north' },
    },
  },
  dryRun: true,
  answers: {
    201: {
      description: 'Open, and active at once.',
      schema: accountSchema,
      example: openedAnswer(OPENED, OPENED.proof),
    },
  },
  errors: [
    ...COMMAND_ERRORS,
    ownError('four_eyes_required'),
    ownError('customer_not_found'),
    ownError('product_not_found'),
    ownError('personal_data_erased'),
    ownError('customer_not_active'),
    ownError('credit_already_exists'),
    ownError('currency_mismatch', { product_currency: 'USD' }),
  ],
} as const;

export const listAccountsOperation = {
  id: 'listAccounts',
  tag: TAG,
  summary: 'List accounts',
  description:
    'The newest first. What was written a moment ago may not be in the list yet: `as_of` says what is. A key that is ' +
    'bound to one customer sees that customer’s account alone.',
  query: ownSchemaOf(AccountsQuery) as { readonly properties: Readonly<Record<string, JsonSchema>> },
  answers: {
    200: {
      description: 'One page.',
      schema: accountsPageSchema,
      example: {
        ...wirePage([listedAccountAnswer(listed())]),
        as_of: '2025-11-24T10:00:00.123Z',
      },
    },
  },
  errors: [INVALID_QUERY],
} as const;

function listed(): Parameters<typeof listedAccountAnswer>[0] {
  const { event, metadata, proof } = OPENED;
  const { terms, limitMinor: requestedLimitMinor, openedBy: approvedBy, ...said } = event.data;
  const { productCode, productVersion } = terms;
  const { recordedAt } = metadata;
  const times = { createdAt: recordedAt, approvedAt: recordedAt, approvedBy, recordedAt };
  const figures = { requestedLimitMinor, overdueMinor: 0n, nextDueDate: null, revision: proof.revision };
  return { ...said, status: 'approved', productCode, productVersion, ...figures, ...times };
}

export const readAccountOperation = {
  id: 'readAccount',
  tag: TAG,
  summary: 'Read an account',
  path: accountPath,
  evidence: 'read',
  answers: {
    200: {
      description: 'The account, with all that was written before.',
      schema: accountSchema,
      example: openedAnswer(OPENED, OPENED.proof),
    },
  },
  errors: [INVALID_QUERY, ACCOUNT_NOT_FOUND],
} as const;

export const describeAccountOperation = {
  id: 'describeAccount',
  tag: TAG,
  summary: "Change the partner's own words about an account",
  description: 'What is left out stays as it is; `metadata` takes the place of all that was there.',
  path: accountPath,
  body: {
    schema: ownSchemaOf(DescribeAccountBody),
    example: { external_id: 'crm-8813', metadata: { branch: 'south' } },
  },
  dryRun: true,
  answers: {
    200: {
      description: 'Recorded.',
      schema: descriptionSchema,
      example: descriptionAnswer(DESCRIBED, DESCRIBED.proof),
    },
  },
  errors: [...COMMAND_ERRORS, ACCOUNT_NOT_FOUND],
} as const;

export const useAccountOperation = {
  id: 'useAccount',
  tag: TAG,
  summary: 'Use credit for an order',
  description:
    'Final at once, and due `payment_term_days` later. `order_id` names the use for good, here and in the customer ' +
    'credit dialect alike: the same order and amount again is answered as the first time (`Idempotent-Replayed`).',
  path: accountPath,
  body: { schema: ownSchemaOf(UseAccountBody), example: { order_id: 'order_789', amount: '5000.00' } },
  dryRun: true,
  answers: { 201: { description: 'Used.', schema: useSchema, example: useAnswer(USED, USED.proof) } },
  errors: [
    ...COMMAND_ERRORS,
    ACCOUNT_NOT_FOUND,
    ownError('account_not_active'),
    ownError('account_blocked'),
    ownError('order_id_reused'),
    ownError('insufficient_credit', { available: '5000.00', required: '5000.01' }),
  ],
} as const;

export const payAccountOperation = {
  id: 'payAccount',
  tag: TAG,
  summary: 'Report a payment',
  description:
    'Pays what is past due first, then the oldest. Takes effect on `payment_date`, though not before the debt that ' +
    'it pays arose. An account that is paused or blocked takes payments all the same. `payment_reference` names the ' +
    'payment for good, here and in the customer credit dialect alike.',
  path: accountPath,
  body: {
    schema: ownSchemaOf(PayAccountBody),
    example: {
      payment_reference: 'PAY-123456',
      amount: '2500.00',
      payment_date: '2025-11-25',
      metadata: { teller: '3' },
    },
  },
  dryRun: true,
  answers: { 201: { description: 'Received.', schema: paymentSchema, example: paymentAnswer(PAID, PAID.proof) } },
  errors: [
    ...COMMAND_ERRORS,
    ACCOUNT_NOT_FOUND,
    ownError('account_not_active'),
    ownError('payment_reference_reused'),
    ownError('payment_date_in_future'),
    ownError('payment_date_too_old', { earliest_date: '2025-08-26' }),
    ownError('amount_exceeds_debt', { owed: '2500.00' }),
  ],
} as const;
