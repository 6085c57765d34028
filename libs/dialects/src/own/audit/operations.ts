/** The audit in the OpenAPI document, shown on the account whose life the other operations show. */
import { creditAccountDefinition, type EventMetadata, postingsOf } from '@haber/ledger';
import type { JsonSchema } from '../../json-schema';
import { exampleOf } from '../accounts/examples';
import { ACCOUNT_NOT_FOUND, accountPath } from '../accounts/operations';
import { wirePage } from '../answers';
import { ownError } from '../errors';
import { INVALID_QUERY, ownSchemaOf } from '../openapi';
import { balancesAtAnswer, eventAnswer, trialBalanceAnswer } from './answers';
import { BalancesQuery, HistoryQuery, TrialBalanceQuery } from './queries';
import { balancesAtSchema, historySchema, trialBalanceSchema } from './schemas';

const TAG = 'Audit';
const PAID = exampleOf('credit-account.payment-received.v1');
const { recordedAt } = PAID.metadata;

type Query = { readonly properties: Readonly<Record<string, JsonSchema>> };

export const readBalancesOperation = {
  id: 'readBalances',
  tag: TAG,
  summary: 'Balances now, at a revision, effective at a time, as known at a time',
  description:
    'Without a parameter: now. `revision`: as the event carries them. `known_at` alone: as the books say of what was ' +
    'recorded by then. `at`: as all that is known today says of that instant: events count from when they took ' +
    'effect, a payment from its date on, and a debt is past due once its due date has passed. Both together: `at` as ' +
    'it was known at `known_at`. `settled` is false where `known_at` lies less than 60 seconds back: what had been ' +
    'decided by then may still be on its way, and will count; after that the answer is final. ' +
    '`limit = available + held + utilised` in every answer. Where the account did not exist ' +
    'then: 404 `revision_not_found`.',
  path: accountPath,
  query: ownSchemaOf(BalancesQuery) as Query,
  evidence: 'read',
  answers: {
    200: {
      description: 'The balances, and what they are based on.',
      schema: balancesAtSchema,
      example: balancesAtAnswer({
        ...PAID.proof,
        accountId: PAID.event.data.accountId,
        asOf: '2025-11-25T09:00:00.000Z',
        knownAt: '2025-11-26T09:00:00.000Z',
        settled: true,
        backdatedRevisions: [PAID.proof.revision],
        backdatedCount: 1,
        balances: PAID.event.data.balances,
      }),
    },
  },
  errors: [INVALID_QUERY, ACCOUNT_NOT_FOUND, ownError('revision_not_found')],
} as const;

const METADATA: EventMetadata = {
  commandKeys: [
    { kind: 'header', key: '7f0c8f0e', fingerprint: '' },
    { kind: 'payment', key: PAID.event.data.paymentReference, fingerprint: '' },
  ],
  tenant: 'acme/live',
  actor: 'user_cashier',
  assertedBy: 'acme-backoffice',
  keyId: 'k_2hB7',
  correlationId: 'req-5512',
  causationId: null,
  effectiveAt: recordedAt,
  recordedAt,
  relied: {},
  prevHash: PAID.proof.hash,
};

function storedData(): Readonly<Record<string, unknown>> {
  const stored = JSON.parse(creditAccountDefinition.codec.encode(PAID.event)) as Readonly<Record<string, unknown>>;
  const { balances: _, ...data } = stored;
  return data;
}

export const readHistoryOperation = {
  id: 'readHistory',
  tag: TAG,
  summary: 'The events of an account',
  description:
    'Page by page, at the same cost on an account of a million events: what happened, who did it with which key, ' +
    'both times, what it posted, the balances after it, and its place in the hash chain. `haber export` gives the ' +
    'stored bytes that the hashes are of.',
  path: accountPath,
  query: ownSchemaOf(HistoryQuery) as Query,
  evidence: 'read',
  answers: {
    200: {
      description: 'One page. `ETag` is the revision of the newest event of the account.',
      schema: historySchema,
      example: wirePage([
        eventAnswer({
          revision: PAID.proof.revision,
          id: '6d2c3b4a-59e8-5f70-8b9c-0d1e2f3a4b5c',
          type: PAID.event.type,
          metadata: METADATA,
          data: storedData(),
          postings: postingsOf(PAID.event),
          balances: PAID.event.data.balances,
          hash: PAID.proof.hash,
        }),
      ]),
    },
  },
  errors: [INVALID_QUERY, ACCOUNT_NOT_FOUND],
} as const;

export const readTrialBalanceOperation = {
  id: 'readTrialBalance',
  tag: TAG,
  summary: 'The sums of all postings, by ledger account and currency',
  description:
    'Over all accounts of the caller’s tenant, of everything that was recorded by `at` (record time: what the books ' +
    'say of then; final once `settled` is true, 60 seconds later), or of everything when it is absent. Debits equal ' +
    'credits in each currency. What was recorded before ' +
    'the question is in the answer; if that takes more than two seconds, the answer is 503. A key that is bound to ' +
    'one customer may not ask (403).',
  query: ownSchemaOf(TrialBalanceQuery) as Query,
  answers: {
    200: {
      description: 'Every ledger account, moved or not, of every currency that was.',
      schema: trialBalanceSchema,
      example: trialBalanceAnswer({
        asOf: recordedAt,
        settled: true,
        position: 114_000n,
        currencies: [
          {
            currency: 'USD',
            accounts: [
              { account: '1200', name: 'Principal receivable', debitMinor: 500_000n, creditMinor: 0n },
              { account: '2100', name: 'Merchants and networks payable', debitMinor: 0n, creditMinor: 500_000n },
            ],
          },
        ],
      }),
    },
  },
  errors: [INVALID_QUERY],
} as const;
