/** The answers of `answers.ts` for the OpenAPI document: closed, so that nothing leaves that is not declared. */
import { closed, type JsonSchema, orNull } from '../../json-schema';
import { balancesSchema } from '../accounts/balances';
import { decimalSchema, instantSchema, pageSchema } from '../answers';

const text: JsonSchema = { type: 'string' };
const revision: JsonSchema = { type: 'integer', minimum: 0 };
const count: JsonSchema = { type: 'integer', minimum: 0 };
const hash: JsonSchema = { type: 'string', pattern: '^[0-9a-f]{64}$' };
const uuid: JsonSchema = { type: 'string', format: 'uuid' };
const ledgerAccount: JsonSchema = { type: 'string', pattern: '^[0-9]{4}$', examples: ['1200'] };

const settled: JsonSchema = {
  type: 'boolean',
  description:
    'True: whoever asks again gets this answer. False while the instant lies less than 60 seconds back: an event ' +
    'that was decided by then may still be on its way into the log, and will be in a later answer.',
};

/** The first of them; more are counted. */
export const MAX_BACKDATED = 100;

export const balancesAtSchema: JsonSchema = closed('BalancesAt', {
  account_id: text,
  as_of: { ...instantSchema, description: 'Of which instant the balances are.' },
  known_at: { ...instantSchema, description: 'By what had been recorded until when.' },
  settled,
  overdue_amount: { ...decimalSchema, description: 'Principal whose due date has passed.' },
  balances: balancesSchema,
  backdated_revisions: {
    type: 'array',
    items: revision,
    maxItems: MAX_BACKDATED,
    description: 'Events that were recorded after `as_of` and count all the same: the first hundred.',
  },
  backdated_count: { ...count, description: 'How many there are.' },
  revision: { ...revision, description: 'Of the last event that was known.' },
  hash: { ...hash, description: 'Of that event.' },
});

const postingSchema: JsonSchema = closed('Posting', {
  account: ledgerAccount,
  bucket: orNull(text),
  age: orNull(text),
  debit: decimalSchema,
  credit: decimalSchema,
});

const capacityBalancesSchema: JsonSchema = closed('CapacityBalances', {
  currency: { type: 'string', pattern: '^[A-Z]{3}$' },
  processed: { ...decimalSchema, description: 'All processed transactions, less the reversed ones.' },
  credited: { ...decimalSchema, description: 'All executions that were not rejected, from their reservation on.' },
  available: { ...decimalSchema, description: 'processed − credited; negative after reversals.' },
  in_flight: { ...decimalSchema, description: 'The part of `credited` that no bank has decided on yet.' },
});

const eventSchema: JsonSchema = closed('AccountEvent', {
  revision,
  id: uuid,
  type: { type: 'string', examples: ['credit-account.payment-received.v1'] },
  actor: { ...text, description: 'Who did it.' },
  asserted_by: { ...orNull(text), description: 'Whose key asserted that actor; null where it is the key’s own.' },
  key_id: { ...orNull(text), description: 'The key that the command came with; null for what no key did.' },
  recorded_at: instantSchema,
  effective_at: { ...instantSchema, description: 'Business time: from when on it counts.' },
  correlation_id: { ...text, description: '`X-Request-Id` of the request.' },
  causation_id: { ...orNull(text), description: 'The event that caused it.' },
  command_keys: {
    type: 'array',
    items: closed('CommandKey', { kind: text, key: text }),
    description: 'The names under which the command may be repeated.',
  },
  relied: { type: 'object', additionalProperties: revision, description: 'Other streams that were looked at.' },
  data: {
    type: 'object',
    additionalProperties: true,
    description:
      'As stored, in the names and units of the event’s published shape (`amountMinor`: digits of minor units), the ' +
      'balances apart. A personal text is shown to keys that may read customers; to others it is `sealed`, and to ' +
      'everybody `erased` once its person was.',
  },
  postings: { type: 'array', items: postingSchema },
  balances: {
    anyOf: [balancesSchema, capacityBalancesSchema],
    description: 'After the event: of a credit, or of a merchant’s capacity.',
  },
  prev_hash: { ...hash, description: 'Of the event before; zeros before the first.' },
  hash,
});

export const historySchema: JsonSchema = pageSchema('AccountHistory', eventSchema);

const turnover = {
  debit: decimalSchema,
  credit: decimalSchema,
  net: { ...decimalSchema, description: 'debit − credit' },
} as const;

export const trialBalanceSchema: JsonSchema = closed('TrialBalance', {
  as_of: { ...instantSchema, description: 'Of all that was recorded by then.' },
  settled,
  position: { type: 'string', pattern: '^[0-9]+$', description: 'How much of the log is in it, as far as of then.' },
  currencies: {
    type: 'array',
    items: closed('TrialBalanceOfCurrency', {
      currency: { type: 'string', pattern: '^[A-Z]{3}$' },
      accounts: { type: 'array', items: closed('LedgerAccount', { account: ledgerAccount, name: text, ...turnover }) },
      total: closed('TrialBalanceTotal', { ...turnover, net: { ...decimalSchema, description: 'Zero.' } }),
    }),
  },
});
