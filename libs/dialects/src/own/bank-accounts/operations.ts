/** Bank accounts in the OpenAPI document. */
import { textSchema } from '../../json-schema';
import { ownError, ownValidationError } from '../errors';
import { COMMAND_ERRORS, ownSchemaOf } from '../openapi';
import { bankAccountAnswer, bankAccountSchema, type BankAccountShown } from './answers';
import { DecideVerificationBody, PutBankAccountBody } from './requests';

const TAG = 'Bank accounts';
const ID = '550e8400-e29b-41d4-a716-446655440000';
const HASH = '7d793037a0760186574b0282f2f435e77d793037a0760186574b0282f2f435e7';

const PENDING: BankAccountShown = {
  id: ID,
  customerId: 'customer_42',
  bank: 'Banco Industrial',
  accountType: 'checking',
  personalData: 'kept',
  personal: { accountNumber: '000-123456-7890', holderName: 'Constructora ABC, S.A.' },
  currency: 'USD',
  verification: { status: 'pending', reason: null },
  externalId: null,
  metadata: {},
  createdAt: '2025-11-24T10:00:00.000Z',
  updatedAt: '2025-11-24T10:00:00.000Z',
};
const VERIFIED: BankAccountShown = {
  ...PENDING,
  verification: { status: 'verified', reason: null, decided: { at: '2025-11-24T12:00:00.000Z', by: 'operations' } },
  updatedAt: '2025-11-24T12:00:00.000Z',
};

const path = {
  id: { description: "The partner's own id of the bank account.", schema: textSchema(64), example: ID },
} as const;

const NOT_FOUND = ownError('bank_account_not_found');
const INVALID_ID = ownValidationError([{ detail: 'must be a text of 1 to 64 characters', parameter: 'id' }]);

const answer = (description: string, account: BankAccountShown, revision: number) => ({
  description,
  schema: bankAccountSchema,
  example: bankAccountAnswer(account, { revision, hash: HASH }),
});

export const putBankAccountOperation = {
  id: 'putBankAccount',
  tag: TAG,
  summary: 'Register or replace a bank account',
  description:
    'Repeatable: the same content again changes nothing. Its customer must be known (404 `customer_not_found`) and ' +
    'never changes (409 `id_taken`). Another number, holder, bank, account type or currency sets the verification ' +
    'back to pending, in the same write. The whole number is in no answer.',
  path,
  body: {
    schema: ownSchemaOf(PutBankAccountBody),
    example: {
      customer_id: 'customer_42',
      bank: 'Banco Industrial',
      account_type: 'checking',
      account_number: '000-123456-7890',
      holder_name: 'Constructora ABC, S.A.',
      currency: 'USD',
    },
  },
  dryRun: true,
  answers: {
    200: answer('Replaced, or the same as before.', VERIFIED, 1),
    201: answer('Registered, to be verified.', PENDING, 0),
  },
  errors: [...COMMAND_ERRORS, ownError('customer_not_found'), ownError('id_taken'), ownError('personal_data_erased')],
} as const;

export const readBankAccountOperation = {
  id: 'readBankAccount',
  tag: TAG,
  summary: 'Read a bank account',
  path,
  evidence: 'read',
  answers: { 200: answer('The bank account, with all that was written before.', VERIFIED, 1) },
  errors: [INVALID_ID, NOT_FOUND],
} as const;

export const decideVerificationOperation = {
  id: 'decideBankAccountVerification',
  tag: TAG,
  summary: 'Record what came of verifying a bank account',
  description:
    'Only a verified account is paid out to. The same decision for the same reason again changes nothing. Where the ' +
    'personal data of its customer was erased no reason is kept.',
  path,
  body: { schema: ownSchemaOf(DecideVerificationBody), example: { status: 'verified' } },
  dryRun: true,
  answers: { 200: answer('The bank account with the decision.', VERIFIED, 1) },
  errors: [...COMMAND_ERRORS, NOT_FOUND],
} as const;
