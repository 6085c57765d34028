/** A partner's day in dialect A: a customer asks for credit, uses it and pays, and everything is sent twice once. */
import type { HaberClient } from '@haber/client';
import { haber as cli, print } from './doors';

export const CUSTOMER_CREDIT_SCOPES = ['credit:request', 'credit:approve', 'credit:read', 'credit:use', 'credit:pay'];

interface Step {
  readonly says: string;
  /** One call of the typed client: what it sends and gets is printed on the way. */
  readonly ask: (haber: HaberClient) => Promise<unknown>;
}

function stepsFor(customerId: string): Step[] {
  const path = { customerId };
  const use = (orderId: string, amount: number) => (haber: HaberClient) =>
    haber.POST('/api/v1/customers/{customerId}/credit/use', {
      params: { path },
      body: { order_id: orderId, amount },
    });
  const pay = (haber: HaberClient): Promise<unknown> =>
    haber.POST('/api/v1/customers/{customerId}/credit/payment', {
      params: { path, header: { 'Idempotency-Key': 'demo-payment' } },
      body: { amount: 2500, payment_reference: 'PAY-123456' },
    });
  return [
    {
      says: 'A customer asks for credit',
      ask: (haber) =>
        haber.POST('/api/v1/customers/{customerId}/credit/request', {
          params: { path },
          body: {
            requested_limit: 10000,
            payment_term_days: 30,
            business_info: { business_name: 'Constructora ABC', tax_id: 'RUC-123-456', years_in_business: 5 },
          },
        }),
    },
    {
      says: 'Somebody approves it',
      ask: (haber) =>
        haber.POST('/api/v1/customers/{customerId}/credit/approve', {
          params: { path },
          body: { credit_limit: 10000 },
        }),
    },
    { says: 'An order is paid with it', ask: use('order_789', 5000) },
    { says: 'The same order again: nothing happens twice', ask: use('order_789', 5000) },
    { says: 'More than is left: refused, nothing is written', ask: use('order_790', 6000) },
    { says: 'The customer pays half of it back', ask: pay },
    { says: 'The answer was lost and the payment is sent again under its key', ask: pay },
    {
      says: 'How the credit stands',
      ask: (haber) => haber.GET('/api/v1/customers/{customerId}/credit', { params: { path } }),
    },
  ];
}

export async function walkCustomerCredit(haber: HaberClient, customer: string): Promise<void> {
  for (const { says, ask } of stepsFor(customer)) {
    print(`\n# ${says}`);
    await ask(haber);
  }
  print('\n# What the ledger holds of it: haber history --customer');
  print(await cli('history', '--customer', customer));
}
