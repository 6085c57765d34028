/** What an operator does to accounts, in the OpenAPI document. */
import { ownError } from '../errors';
import { COMMAND_ERRORS, ownSchemaOf } from '../openapi';
import { adjustmentAnswer, limitAnswer, standingAnswer, writeOffAnswer } from './answers';
import { exampleOf } from './examples';
import { ACCOUNT_NOT_FOUND, accountPath, TAG } from './operations';
import { AdjustAccountBody, ChangeAccountStatusBody, ChangeLimitBody, WriteOffAccountBody } from './operator-requests';
import { adjustmentSchema, limitSchema, standingSchema, writeOffSchema } from './schemas';

const CUT = exampleOf('credit-account.limit-changed.v1');
const FORGIVEN = exampleOf('credit-account.adjusted.v1');
const PAUSED = exampleOf('credit-account.paused.v1');
const GIVEN_UP = exampleOf('credit-account.written-off.v1');

const NOT_ACTIVE = ownError('account_not_active');

export const changeLimitOperation = {
  id: 'changeAccountLimit',
  tag: TAG,
  summary: 'Change the limit of an account',
  description:
    'May be cut below what is used, where the product lets limits fall: `available` is negative then, and only new ' +
    'spending is refused. Where the partner demands four eyes, nobody raises the limit of an account that he asked ' +
    'for or opened himself.',
  path: accountPath,
  body: { schema: ownSchemaOf(ChangeLimitBody), example: { limit: '2000.00', reason: 'Late in November' } },
  dryRun: true,
  answers: { 200: { description: 'Changed.', schema: limitSchema, example: limitAnswer(CUT, CUT.proof) } },
  errors: [
    ...COMMAND_ERRORS,
    ownError('four_eyes_required'),
    ACCOUNT_NOT_FOUND,
    NOT_ACTIVE,
    ownError('limit_unchanged'),
    ownError('limit_may_not_fall'),
  ],
} as const;

export const changeAccountStatusOperation = {
  id: 'changeAccountStatus',
  tag: TAG,
  summary: 'Pause, block, reactivate, close or reject an account',
  description:
    'From `active` to `paused`, `blocked` or `closed`; from `paused` to `active`, `blocked` or `closed`; from ' +
    '`blocked` to `active` or `closed`; from `pending` to `rejected`. An account that owes anything cannot be ' +
    'closed. A request for credit is not granted here: that takes figures, and where the partner demands it ' +
    'another actor.',
  path: accountPath,
  body: { schema: ownSchemaOf(ChangeAccountStatusBody), example: { value: 'paused', reason: 'On holiday' } },
  dryRun: true,
  answers: {
    200: {
      description: 'Changed.',
      schema: standingSchema,
      example: standingAnswer({ events: [PAUSED] }, PAUSED.proof),
    },
  },
  errors: [
    ...COMMAND_ERRORS,
    ACCOUNT_NOT_FOUND,
    ownError('illegal_transition', { from: 'closed', to: 'active' }),
    ownError('account_owes', { owed: '2500.00' }),
  ],
} as const;

export const adjustAccountOperation = {
  id: 'adjustAccount',
  tag: TAG,
  summary: 'Forgive part of what is owed',
  description: 'In the order of a payment, as of today, and never more than is owed. No money is received.',
  path: accountPath,
  body: {
    schema: ownSchemaOf(AdjustAccountBody),
    example: { amount: '125.00', reason: 'Goods came damaged', external_id: 'case-17' },
  },
  dryRun: true,
  answers: {
    201: { description: 'Forgiven.', schema: adjustmentSchema, example: adjustmentAnswer(FORGIVEN, FORGIVEN.proof) },
  },
  errors: [...COMMAND_ERRORS, ACCOUNT_NOT_FOUND, NOT_ACTIVE, ownError('amount_exceeds_debt', { owed: '100.00' })],
} as const;

export const writeOffAccountOperation = {
  id: 'writeOffAccount',
  tag: TAG,
  summary: 'Write an account off',
  description: 'Gives up all that is owed as a loss, takes the limit back, and closes the account for good.',
  path: accountPath,
  body: { schema: ownSchemaOf(WriteOffAccountBody), example: { reason: 'Insolvent' } },
  dryRun: true,
  answers: {
    201: { description: 'Written off.', schema: writeOffSchema, example: writeOffAnswer(GIVEN_UP, GIVEN_UP.proof) },
  },
  errors: [...COMMAND_ERRORS, ACCOUNT_NOT_FOUND, NOT_ACTIVE, ownError('nothing_owed')],
} as const;
