/** Merchants who may execute: registered through the product's own API, their volume written to the log. */
import { randomUUID } from 'node:crypto';
import { GroupCommit, postgresLookUp, StreamWriter } from '@haber/account-writer';
import { recordVolume, volumeNames } from '@haber/capacity';
import { postgresEventStore, runtimeUrl } from '@haber/event-store';
import { capacityAccountDefinition, capacityAccountStream, publicId, uuidOf } from '@haber/ledger';
import { createPool } from '@haber/read-store';
import type { Product } from '@haber/testing';
import { atOnce } from './at-once';

export interface Merchant {
  readonly bankAccount: string;
  readonly key: string;
}

const VOLUME_MINOR = 1_000_000_00n;
const WIDTH = 8;

export async function merchantsOf(
  product: Pick<Product, 'request'>,
  { count, databaseUrl }: { readonly count: number; readonly databaseUrl: string },
): Promise<readonly Merchant[]> {
  const names = Array.from({ length: count }, (_, i) => `merchant-${i}`);
  const merchants: Merchant[] = [];
  await atOnce(names, WIDTH, async (name) => void merchants.push(await registered(product, name)));
  await withVolume(databaseUrl, names);
  return merchants;
}

async function registered(product: Pick<Product, 'request'>, customer: string): Promise<Merchant> {
  const bankAccount = randomUUID();
  const good = async (method: string, path: string, body: object) => {
    const answer = await product.request(method, `/api/v1${path}`, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return answer;
  };
  await good('PUT', `/customers/${customer}`, { type: 'person', legal_name: 'Ana', national_id: 'n-1' });
  await good('POST', `/customers/${customer}/kyc`, { status: 'approved' });
  await good('PUT', `/bank-accounts/${bankAccount}`, {
    ...{ customer_id: customer, bank: 'Banco Uno', account_type: 'checking' },
    ...{ account_number: '000-123456-7890', holder_name: 'Ana', currency: 'USD' },
  });
  await good('POST', `/bank-accounts/${bankAccount}/verification`, { status: 'verified' });
  const terms = { scopes: ['credits:execute', 'credits:read'], customer_id: customer };
  const { json } = await good('POST', '/keys', { ...terms, rate_limits: { immediate_credits: 'none' } });
  return { bankAccount, key: String(json?.key) };
}

async function withVolume(databaseUrl: string, names: readonly string[]): Promise<void> {
  const pool = createPool({ url: databaseUrl, max: 2, statementTimeoutMs: 30_000, applicationName: 'payout torture' });
  const store = postgresEventStore({ url: runtimeUrl(databaseUrl), listen: false, writers: 1, readers: 1 });
  const writer = new StreamWriter(capacityAccountDefinition, {
    store,
    groupCommit: new GroupCommit({ store, random: Math.random }),
    lookUpKeys: postgresLookUp(pool),
    clock: Date.now,
    newId: randomUUID,
    random: Math.random,
  });
  await atOnce(names, WIDTH, async (customerId) => {
    const stream = capacityAccountStream('demo/test', customerId);
    const line = { transactionId: 't-1', type: 'processed', amountMinor: VOLUME_MINOR } as const;
    const lines = [{ ...line, occurredAt: new Date().toISOString() }];
    const command = { accountId: publicId('capacity', uuidOf(stream)), customerId, currency: 'USD', lines };
    await writer.execute({
      ...{ stream, tenant: 'demo/test', actor: 'torture', correlationId: 'torture', keys: [] },
      names: volumeNames(lines),
      decide: (state, context) => recordVolume(state, command, context),
    });
  });
  await writer.close();
  await store.close();
  await pool.end();
}
