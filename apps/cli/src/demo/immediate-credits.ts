/**
 * A merchant's day in dialect B: what it has processed becomes capacity, and a simulated bank pays it out, at once, not
 * at all, or after it has lost an order. Its amounts say what that bank does (docs/reference/test-amounts.md).
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { haberClient, type HaberClient } from '@haber/client';
import { capacityAccountStream } from '@haber/ledger';
import { haber as cli, newKey, print, shownClient } from './doors';

export const PLATFORM_SCOPES = ['customers:write', 'bank-accounts:write', 'transactions:write'];

/** …9001 in minor units: rejected, for want of funds. */
const REJECTED = 190.01;
/** …9025: the connection is cut before the bank has done anything, once. */
const LOST = 190.25;
const LONGEST_WAIT_MS = 60_000;
const BETWEEN_QUESTIONS_MS = 500;

interface Merchant {
  readonly customer: string;
  readonly bankAccount: string;
}

interface Walk {
  readonly url: string;
  /** Of the platform, with its own API's scopes. */
  readonly platform: HaberClient;
  readonly customer: string;
}

export async function walkImmediateCredits({ url, platform, customer }: Walk): Promise<void> {
  const merchant = { customer, bankAccount: randomUUID() };
  await register(platform, merchant);
  await processSales(platform, customer);
  const key = await newKey(url, '--scopes', 'credits:execute,credits:read', '--customer', customer);
  await payOut(new Payouts(shownClient(url, key), haberClient({ url, key }), merchant));
  const stream = capacityAccountStream('demo/test', customer);
  print(`\n# What the ledger holds of it, with its postings: haber history ${stream}`);
  print(await cli('history', stream));
}

async function register(platform: HaberClient, { customer: id, bankAccount }: Merchant): Promise<void> {
  print('\n# The platform registers a merchant, and what was found out about it');
  const path = { id };
  await platform.PUT('/api/v1/customers/{id}', {
    params: { path },
    body: { type: 'company', legal_name: 'Comercio Siete, S. A.', tax_id: 'RUC-777' },
  });
  await platform.POST('/api/v1/customers/{id}/kyc', { params: { path }, body: { status: 'approved' } });
  print('\n# Its bank account, and that it is its own');
  const account = { path: { id: bankAccount } };
  await platform.PUT('/api/v1/bank-accounts/{id}', {
    params: account,
    body: {
      ...{ customer_id: id, bank: 'Banco Uno', account_type: 'checking', account_number: '000-123456-7890' },
      ...{ holder_name: 'Comercio Siete, S. A.', currency: 'USD' },
    },
  });
  await platform.POST('/api/v1/bank-accounts/{id}/verification', { params: account, body: { status: 'verified' } });
}

async function processSales(platform: HaberClient, customer: string): Promise<void> {
  const sale = (id: string, amount: string) => ({
    ...{ transaction_id: id, customer_id: customer, amount, currency: 'USD', type: 'processed' },
    occurred_at: new Date().toISOString(),
  });
  const first = sale('sale-1', '6000.00');
  print('\n# What the merchant has processed comes in');
  await platform.POST('/api/v1/transactions', { body: [first, sale('sale-2', '4000.00')] });
  print('\n# One sale is told again: it counts once');
  await platform.POST('/api/v1/transactions', { body: [first] });
}

async function payOut(payouts: Payouts): Promise<void> {
  await payouts.capacity('So much may be taken out');
  await payouts.execute('The merchant takes some of it, and the bank pays', { amount: 1000.5, concept: 'Retiro' });
  await payouts.execute('Its program is not sure and sends the same again: one payout', {
    ...{ amount: 1000.5, concept: 'Retiro' },
  });
  await payouts.execute('The bank rejects one: what was reserved is given back', {
    ...{ amount: REJECTED, concept: 'Rechazado' },
  });
  await payouts.execute('The bank loses one: Haber does not guess, asks, and sends it again when that is safe', {
    ...{ amount: LOST, concept: 'Perdido' },
  });
  await payouts.execute('More than is left: refused, nothing is reserved', { amount: 9000, concept: 'Demasiado' });
  await payouts.capacity('What is left');
}

class Payouts {
  constructor(
    private readonly shown: HaberClient,
    private readonly quiet: HaberClient,
    private readonly merchant: Merchant,
  ) {}

  async capacity(says: string): Promise<void> {
    print(`\n# ${says}`);
    await this.shown.GET('/api/v1/credits/capacity');
  }

  /** Until the bank has decided. */
  async execute(says: string, asked: { readonly amount: number; readonly concept: string }): Promise<void> {
    print(`\n# ${says}`);
    const body = { bank_account_id: this.merchant.bankAccount, ...asked };
    const { data } = await this.shown.POST('/api/v1/credits/execute', { body });
    if (data?.status !== 'ESPERA') return;
    const params = { path: { transactionId: data.transaction_id } };
    const deadline = Date.now() + LONGEST_WAIT_MS;
    do {
      await sleep(BETWEEN_QUESTIONS_MS);
      const { data: now } = await this.quiet.GET('/api/v1/credits/{transactionId}', { params });
      if (now && now.status !== 'ESPERA') break;
    } while (Date.now() < deadline);
    print('  … a while later');
    await this.shown.GET('/api/v1/credits/{transactionId}', { params });
  }
}
