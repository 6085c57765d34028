/** Customers in the OpenAPI document. */
import { textSchema } from '../../json-schema';
import { ownError, ownValidationError } from '../errors';
import { COMMAND_ERRORS, ownSchemaOf } from '../openapi';
import { customerAnswer, customerSchema, type CustomerShown, erasureAnswer, erasureSchema } from './answers';
import { addressText, ChangeCustomerStatusBody, DecideKycBody, PutCustomerBody } from './requests';

const TAG = 'Customers';
const ADDRESS = { street: 'Av. Reforma 9-55', city: 'Guatemala', country: 'GT' };
const HASH = '5d41402abc4b2a76b9719d911017c5925d41402abc4b2a76b9719d911017c592';

const CUSTOMER: CustomerShown = {
  id: 'customer_42',
  type: 'company',
  personalData: 'kept',
  personal: {
    legalName: 'Constructora ABC, S.A.',
    tradeName: 'Constructora ABC',
    nationalId: null,
    taxId: 'RUC-123-456',
    email: 'pagos@constructora-abc.example',
    phone: '+502 2222 3333',
    address: addressText(ADDRESS),
  },
  yearsInBusiness: 5,
  kyc: { status: 'pending', reason: null },
  active: true,
  activityReason: null,
  externalId: 'crm-8812',
  metadata: { branch: 'north' },
  createdAt: '2025-11-24T10:00:00.000Z',
  updatedAt: '2025-11-24T10:00:00.000Z',
};
const APPROVED: CustomerShown = {
  ...CUSTOMER,
  kyc: { status: 'approved', reason: null, decided: { at: '2025-11-24T11:00:00.000Z', by: 'compliance' } },
  updatedAt: '2025-11-24T11:00:00.000Z',
};
const INACTIVE: CustomerShown = {
  ...APPROVED,
  active: false,
  activityReason: 'Asked us to close the relation',
  activityChanged: { at: '2025-11-25T09:00:00.000Z', by: 'support' },
  updatedAt: '2025-11-25T09:00:00.000Z',
};

const customerPath = {
  id: { description: "The partner's own id of the customer.", schema: textSchema(64), example: 'customer_42' },
} as const;

const NOT_FOUND = ownError('customer_not_found');
const INVALID_ID = ownValidationError([{ detail: 'must be a text of 1 to 64 characters', parameter: 'id' }]);

const answer = (description: string, customer: CustomerShown, revision: number) => ({
  description,
  schema: customerSchema,
  example: customerAnswer(customer, { revision, hash: HASH }),
});

export const putCustomerOperation = {
  id: 'putCustomer',
  tag: TAG,
  summary: 'Register or replace a customer',
  description:
    'Repeatable: the same content again changes nothing. What is left out is no longer said of the customer. ' +
    'Personal members are stored sealed under a key of the customer’s own, from the first event on. A customer whose ' +
    'personal data was erased is registered anew, under a new key; what was decided on it stays. A customer that ' +
    'came by asking for credit (dialect A) is the same customer here. 404: the key is bound to another customer.',
  path: customerPath,
  body: {
    schema: ownSchemaOf(PutCustomerBody),
    example: {
      type: 'company',
      legal_name: 'Constructora ABC, S.A.',
      trade_name: 'Constructora ABC',
      tax_id: 'RUC-123-456',
      email: 'pagos@constructora-abc.example',
      phone: '+502 2222 3333',
      address: ADDRESS,
      years_in_business: 5,
      external_id: 'crm-8812',
      metadata: { branch: 'north' },
    },
  },
  dryRun: true,
  answers: {
    200: answer('Replaced, or the same as before.', CUSTOMER, 1),
    201: answer('Registered.', CUSTOMER, 0),
  },
  errors: [...COMMAND_ERRORS, NOT_FOUND],
} as const;

export const readCustomerOperation = {
  id: 'readCustomer',
  tag: TAG,
  summary: 'Read a customer',
  path: customerPath,
  evidence: 'read',
  answers: { 200: answer('The customer, with all that was written before.', APPROVED, 1) },
  errors: [INVALID_ID, NOT_FOUND],
} as const;

export const decideKycOperation = {
  id: 'decideKyc',
  tag: TAG,
  summary: 'Record a KYC decision',
  description:
    'Who the customer is was checked elsewhere; here it is recorded what came of it, when and by whom. The same ' +
    'decision for the same reason again changes nothing. Where the personal data was erased no reason is kept.',
  path: customerPath,
  body: { schema: ownSchemaOf(DecideKycBody), example: { status: 'approved' } },
  dryRun: true,
  answers: { 200: answer('The customer with the decision.', APPROVED, 1) },
  errors: [...COMMAND_ERRORS, NOT_FOUND],
} as const;

export const changeCustomerStatusOperation = {
  id: 'changeCustomerStatus',
  tag: TAG,
  summary: 'Make a customer active or inactive',
  description:
    'An inactive customer can open no new account through this API; accounts that it has stay as they are. The same ' +
    'status for the same reason again changes nothing.',
  path: customerPath,
  body: {
    schema: ownSchemaOf(ChangeCustomerStatusBody),
    example: { value: 'inactive', reason: 'Asked us to close the relation' },
  },
  dryRun: true,
  answers: { 200: answer('The customer with its status.', INACTIVE, 2) },
  errors: [...COMMAND_ERRORS, NOT_FOUND],
} as const;

const STATEMENT =
  'The key table may hold destroyed keys in dead rows until it is next vacuumed. The write-ahead log (3 older files) ' +
  'may hold them until Postgres has written all of those files anew, that is until max_wal_size more has been ' +
  'written. Backups, replicas and file-system snapshots from before the erasure hold them until they expire; such a ' +
  'key can be unwrapped only with the master key.';

export const erasePersonalDataOperation = {
  id: 'erasePersonalData',
  tag: TAG,
  summary: "Erase a customer's personal data",
  description:
    "Destroys the customer's key: whatever was sealed under it, here, in accounts and in bank accounts, can be read " +
    'by nobody from now on. The books and their hashes stay whole. Repeatable.',
  path: customerPath,
  dryRun: true,
  answers: {
    200: {
      description: 'Erased, now or before.',
      schema: erasureSchema,
      example: erasureAnswer({ id: 'customer_42', statement: STATEMENT }, { revision: 3, hash: HASH }),
    },
  },
  errors: [INVALID_ID, NOT_FOUND],
} as const;
