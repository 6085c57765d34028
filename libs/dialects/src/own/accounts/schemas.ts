/** The answers of `answers.ts` for the OpenAPI document: closed, so that nothing leaves that is not declared. */
import { closed, DATE_SCHEMA, type JsonSchema, orNull } from '../../json-schema';
import {
  decimalSchema,
  externalIdSchema,
  hashSchema,
  idSchema,
  instantSchema,
  metadataSchema,
  pageSchema,
  revisionSchema,
} from '../answers';
import { balancesSchema } from './balances';
import { ACCOUNT_STATUSES } from './members';

const text: JsonSchema = { type: 'string' };
const bucket: JsonSchema = { type: 'string', enum: ['single_payment', 'installments', 'cash_advance'] };
const status: JsonSchema = { type: 'string', enum: ACCOUNT_STATUSES };
const days: JsonSchema = { type: 'integer', minimum: 1, maximum: 365 };
const accountId: JsonSchema = { type: 'string', pattern: '^credit_[0-9a-f]{32}$' };

const described = { external_id: externalIdSchema, metadata: metadataSchema };
const evidence = {
  revision: revisionSchema,
  hash: hashSchema,
  dry_run: { type: 'boolean', const: true, description: 'There in a dry run alone: nothing was written.' },
} as const;

/** An object of these members with its evidence. */
function proven(title: string, members: Readonly<Record<string, JsonSchema>>): JsonSchema {
  return closed(title, { ...members, ...evidence }, ['dry_run']);
}

const account = {
  id: accountId,
  customer_id: idSchema,
  status,
  product_code: idSchema,
  product_version: { type: 'integer', minimum: 1, description: 'The terms that the account has pinned.' },
  requested_limit: decimalSchema,
  payment_term_days: { ...days, description: 'From a use to its due date.' },
  balances: balancesSchema,
  overdue_amount: { ...decimalSchema, description: 'Owed on uses whose due date has passed.' },
  next_due_date: orNull(DATE_SCHEMA),
  ...described,
  created_at: instantSchema,
  approved_at: orNull(instantSchema),
  approved_by: orNull(text),
  updated_at: { ...instantSchema, description: 'When the last event was recorded.' },
} as const satisfies Readonly<Record<string, JsonSchema>>;

export const accountSchema = proven('Account', account);

export const accountsPageSchema: JsonSchema = withAsOf(
  pageSchema('AccountPage', closed('ListedAccount', { ...account, revision: revisionSchema })),
);

function withAsOf(page: JsonSchema): JsonSchema {
  const as_of = { ...instantSchema, description: 'Whatever was recorded until then is in the list.' };
  return { ...page, properties: { ...page.properties, as_of }, required: [...(page.required ?? []), 'as_of'] };
}

export const descriptionSchema = proven('AccountDescription', {
  id: accountId,
  ...described,
  updated_at: instantSchema,
  balances: balancesSchema,
});

const allocations: JsonSchema = {
  type: 'array',
  items: closed('Allocation', {
    component: { type: 'string', enum: ['penalty', 'fee', 'interest', 'principal'] },
    bucket,
    age: { type: 'string', enum: ['unbilled', 'billed', 'past_due'] },
    used_on: DATE_SCHEMA,
    due_on: DATE_SCHEMA,
    effective_on: { ...DATE_SCHEMA, description: 'Not before the debt arose.' },
    amount: decimalSchema,
  }),
};
const made = { ...described, created_at: instantSchema, balances: balancesSchema };

export const useSchema = proven('Use', {
  id: text,
  account_id: accountId,
  order_id: text,
  amount: decimalSchema,
  bucket,
  used_on: DATE_SCHEMA,
  due_on: DATE_SCHEMA,
  ...made,
});

export const paymentSchema = proven('Payment', {
  id: text,
  account_id: accountId,
  payment_reference: text,
  amount: decimalSchema,
  payment_date: DATE_SCHEMA,
  allocations,
  ...made,
});

export const adjustmentSchema = proven('Adjustment', {
  id: text,
  account_id: accountId,
  amount: decimalSchema,
  allocations,
  adjusted_by: text,
  ...made,
});

export const writeOffSchema = proven('WriteOff', {
  id: text,
  account_id: accountId,
  status: { type: 'string', const: 'closed' },
  amount: decimalSchema,
  allocations,
  limit_cut: decimalSchema,
  written_off_by: text,
  ...made,
});

export const limitSchema = proven('AccountLimit', {
  account_id: accountId,
  previous_limit: decimalSchema,
  limit: decimalSchema,
  changed_by: text,
  changed_at: instantSchema,
  balances: balancesSchema,
});

export const standingSchema = proven('AccountStatus', {
  account_id: accountId,
  status,
  changed_at: instantSchema,
  balances: balancesSchema,
});
