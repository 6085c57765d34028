/**
 * Merchants of dialect B: an approved customer with a verified bank account and a key that is bound to it. Volume and
 * the bank's word are written to the log by a process of the test's own, as the services write them.
 */
import { randomUUID } from 'node:crypto';
import { GroupCommit, postgresLookUp, StreamWriter } from '@haber/account-writer';
import { recordVolume, volumeNames } from '@haber/capacity';
import { capacityAccountDefinition, capacityAccountStream, publicId, type Tenant, uuidOf } from '@haber/ledger';
import { approvePayout, payoutNames, rejectPayout, submitPayout } from '@haber/payments';
import { createPool } from '@haber/read-store';
import type { Answer, Product, RequestOptions } from '@haber/testing';
import { registersOf } from './registers.fixture';

const TENANT: Tenant = 'demo/test';
const BY = { tenant: TENANT, actor: 'a-test', correlationId: 'a-test', keys: [] };

const newId = (): string => randomUUID();

/** Of the document's client programs. */
export const DOCUMENTED_BANK_ACCOUNT = '550e8400-e29b-41d4-a716-446655440000';

export type Books = Awaited<ReturnType<typeof booksOf>>;

/** What other services write of a merchant. */
export async function booksOf(product: Pick<Product, 'openLog' | 'runtime'>) {
  const { databaseUrl } = await product.runtime();
  const store = await product.openLog();
  const pool = createPool({ url: databaseUrl, max: 2, statementTimeoutMs: 30_000, applicationName: 'a-test' });
  const writer = new StreamWriter(capacityAccountDefinition, {
    store,
    groupCommit: new GroupCommit({ store, random: Math.random }),
    lookUpKeys: postgresLookUp(pool),
    clock: Date.now,
    newId,
    random: Math.random,
  });

  async function payoutOf(customerId: string, executionId: string): Promise<{ payoutId: string; amountMinor: bigint }> {
    const { state } = await writer.load(capacityAccountStream(TENANT, customerId));
    const execution = state.status === 'open' && state.executions.find((of) => of.executionId === executionId);
    if (!execution) throw new Error(`${executionId} is not in process`);
    return execution;
  }

  return {
    /** Minor units; a reversal is of a transaction of that id, and below zero. */
    async volume(customerId: string, minor: bigint, { id = newId(), at = Date.now() } = {}) {
      const stream = capacityAccountStream(TENANT, customerId);
      const occurredAt = new Date(at).toISOString();
      const type = minor < 0n ? ('reversed' as const) : ('processed' as const);
      const amountMinor = minor < 0n ? -minor : minor;
      const lines = [{ transactionId: id, type, amountMinor, occurredAt }];
      const command = { accountId: publicId('capacity', uuidOf(stream)), customerId, currency: 'USD', lines };
      const names = volumeNames(lines);
      const done = await writer.execute({
        ...BY,
        stream,
        names,
        decide: (state, context) => recordVolume(state, command, context),
      });
      if (done.kind !== 'accepted') throw new Error(`no volume: ${done.kind}`);
    },

    /** The bank's word on an execution. */
    async decided(customerId: string, executionId: string, word: 'approved' | 'rejected') {
      const stream = capacityAccountStream(TENANT, customerId);
      const { payoutId, amountMinor } = await payoutOf(customerId, executionId);
      const about = { ...BY, stream, names: payoutNames(payoutId) };
      await writer.execute({
        ...about,
        decide: (state, context) => submitPayout(state, { payoutId, bankAdapter: 'a-test' }, context),
      });
      const said = { payoutId, amountMinor, learnedFrom: 'callback' as const };
      const refusal = { cause: 'destination_closed' as const, bankCode: 'AC-04', bankReference: null };
      const done = await writer.execute({
        ...about,
        decide: (state, context) =>
          word === 'approved'
            ? approvePayout(state, { ...said, bankReference: 'REF-987654321' }, context)
            : rejectPayout(state, { ...said, ...refusal }, context),
      });
      if (done.kind !== 'accepted') throw new Error(`the bank's word was not taken: ${done.kind}`);
    },

    async close(): Promise<void> {
      await writer.close();
      await store.close();
      await pool.end();
    },
  };
}

export interface Merchant {
  readonly customer: string;
  readonly bankAccount: string;
  readonly key: string;
  /** As text: what is sent. */
  execute(amount: string, more?: Execute): Promise<Answer>;
  get(path: string, more?: RequestOptions): Promise<Answer>;
}

interface Execute extends RequestOptions {
  readonly concept?: string;
  readonly account?: string;
}

export interface MerchantOptions {
  readonly bankAccount?: string;
  /** Default `credits:execute,credits:read`. */
  readonly scopes?: string;
}

/** An approved customer with a verified bank account of its own. */
export async function registered(
  product: Pick<Product, 'request'>,
  customer: string,
  bankAccount: string,
): Promise<void> {
  const registers = registersOf(product);
  await good(registers.put(customer));
  await good(registers.kyc(customer, { status: 'approved' }));
  await good(
    registers.putBankAccount(bankAccount, {
      customer_id: customer,
      bank: 'Banco Uno',
      account_type: 'checking',
      account_number: '000-123456-7890',
      holder_name: 'Ana María Ñandú',
      currency: 'USD',
    }),
  );
  await good(registers.verify(bankAccount, { status: 'verified' }));
}

async function good(asked: Promise<Answer>): Promise<void> {
  const answer = await asked;
  if (answer.status >= 300) throw new Error(`${answer.status} ${answer.text}`);
}

const NO_LIMIT = { immediate_credits: 'none' };

/** Of the demo tenant, good at once. */
export async function keyWith(product: Pick<Product, 'request'>, terms: object): Promise<string> {
  const { json, text } = await product.request('POST', '/api/v1/keys', terms);
  if (typeof json?.key !== 'string') throw new Error(text);
  return json.key;
}

export async function merchantOf(
  product: Pick<Product, 'request'>,
  customer: string,
  { bankAccount = randomUUID(), scopes = 'credits:execute,credits:read' }: MerchantOptions = {},
): Promise<Merchant> {
  await registered(product, customer, bankAccount);
  const key = await keyWith(product, { scopes: scopes.split(','), customer_id: customer, rate_limits: NO_LIMIT });
  return merchantWith(product, { customer, bankAccount, key });
}

export function merchantWith(
  product: Pick<Product, 'request'>,
  { customer, bankAccount, key }: Pick<Merchant, 'customer' | 'bankAccount' | 'key'>,
): Merchant {
  return {
    customer,
    bankAccount,
    key,
    execute(amount, { concept = 'Retiro para conversion', account = bankAccount, ...more } = {}) {
      const body = `{"bank_account_id":"${account}","amount":${amount},"concept":${JSON.stringify(concept)}}`;
      return product.request('POST', '/api/v1/credits/execute', body, { key, ...more });
    },
    get: (path, more) => product.request('GET', `/api/v1/credits${path}`, undefined, { key, ...more }),
  };
}
