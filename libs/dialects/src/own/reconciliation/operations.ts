/** Reconciliation items in the OpenAPI document. */
import type { KnownItem } from '@haber/ledger';
import { textSchema } from '../../json-schema';
import { wirePage } from '../answers';
import { ownError, ownValidationError } from '../errors';
import { COMMAND_ERRORS, INVALID_QUERY, ownSchemaOf } from '../openapi';
import { reconciliationItemAnswer, reconciliationItemSchema, reconciliationPageSchema } from './answers';
import { ReconciliationItemsQuery, ResolveItemBody } from './requests';

const TAG = 'Reconciliation';
const ID = 'reconciliation_5b1f7d626a0e5a3b9c550d2f1c8f4e10';
const HASH = '3f793037a0760186574b0282f2f435e77d793037a0760186574b0282f2f435e7';

const OPEN: KnownItem = {
  status: 'open',
  opened: {
    itemId: ID,
    cause: 'amount_mismatch',
    payoutId: '0d4c7a51-8f0b-4e0e-9f0e-2f0c4f1f9b11',
    bankAdapter: 'http',
    executionId: 'OP-2025-00000042',
    customerId: 'customer_42',
    said: { status: 'approved', amountMinor: 50001n, currency: 'GTQ', bankReference: 'REF-000000042', bankCode: null },
    recorded: {
      ...{ status: 'in_process', amountMinor: 50000n, currency: 'GTQ' },
      ...{ bankReference: null, bankAdapter: 'http' },
    },
    learnedFrom: 'callback',
  },
  resolved: null,
};
const RESOLVED: KnownItem = {
  ...OPEN,
  status: 'resolved',
  resolved: { resolution: 'no_change', reason: null, externalId: 'case-7' },
};

const openedAt = '2025-11-24T10:00:00.000Z';
const open = reconciliationItemAnswer(
  { item: OPEN, reason: null, openedAt, resolved: undefined },
  { revision: 0, hash: HASH },
);
const resolved = reconciliationItemAnswer(
  {
    item: RESOLVED,
    reason: 'The bank corrected its callback.',
    openedAt,
    resolved: { at: '2025-11-24T12:00:00.000Z', by: 'treasury' },
  },
  { revision: 1, hash: HASH },
);

const path = { id: { description: 'The id of the item.', schema: textSchema(64), example: ID } } as const;
const NOT_FOUND = ownError('reconciliation_item_not_found');
const INVALID_ID = ownValidationError([{ detail: 'must be a text of 1 to 64 characters', parameter: 'id' }]);

export const listReconciliationItemsOperation = {
  id: 'listReconciliationItems',
  tag: TAG,
  summary: 'List reconciliation items',
  description: 'What a bank said of payouts and the books do not bear out, the oldest first. No item moves money.',
  query: ownSchemaOf(ReconciliationItemsQuery),
  evidence: 'none',
  answers: {
    200: { description: 'The items.', schema: reconciliationPageSchema, example: wirePage([open]) },
  },
  errors: [INVALID_QUERY],
} as const;

export const readReconciliationItemOperation = {
  id: 'readReconciliationItem',
  tag: TAG,
  summary: 'Read a reconciliation item',
  path,
  evidence: 'read',
  answers: { 200: { description: 'The item.', schema: reconciliationItemSchema, example: open } },
  errors: [INVALID_ID, NOT_FOUND],
} as const;

export const resolveReconciliationItemOperation = {
  id: 'resolveReconciliationItem',
  tag: TAG,
  summary: 'Resolve a reconciliation item',
  dryRun: true,
  description:
    'A person has looked at it. `payout_approved` and `payout_rejected` decide the payout too, where no bank has: ' +
    'make sure first, by the bank’s own statement, what it has done, and that somebody else has seen it as well. The ' +
    'same resolution under the same `external_id` again changes nothing; another one is refused, and so is another ' +
    'reference than the payout was approved with.',
  path,
  body: {
    schema: ownSchemaOf(ResolveItemBody),
    example: { resolution: 'no_change', reason: 'The bank corrected its callback.', external_id: 'case-7' },
  },
  answers: { 200: { description: 'The item, resolved.', schema: reconciliationItemSchema, example: resolved } },
  errors: [...COMMAND_ERRORS, NOT_FOUND, ownError('illegal_transition')],
} as const;
