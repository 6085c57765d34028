/** Transactions of merchants. */
import { ask, type Scenarios, type World } from './scenario.fixture';

async function transaction({ fresh, done }: World) {
  const merchant = fresh('merchant');
  await done(ask('PUT', `/api/v1/customers/${merchant}`, { type: 'company', legal_name: 'Comercial' }));
  return ask('POST', '/api/v1/transactions', {
    transaction_id: fresh('sale'),
    customer_id: merchant,
    amount: '125.00',
    currency: 'USD',
    type: 'processed',
    occurred_at: '2025-11-24T10:00:00Z',
  });
}

export const transactions: Scenarios = { recordTransactions: { 200: transaction } };
