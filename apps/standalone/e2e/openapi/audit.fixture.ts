/** The audit of Haber's own API. */
import { ask, type Scenario, type Scenarios, type World } from './scenario.fixture';

const NOBODY = 'credit_00000000000040008000000000000000';
const balances = (id: string): string => `/api/v1/accounts/${id}/balances`;
const history = (id: string): string => `/api/v1/accounts/${id}/history`;

async function account({ fresh, partner }: World): Promise<string> {
  const { json } = await partner.request(fresh('customer'));
  return (json as { data: { credit_account_id: string } }).data.credit_account_id;
}

const onAccount =
  (path: (id: string) => string): Scenario =>
  async (world) =>
    ask('GET', path(await account(world)));

export const audit: Scenarios = {
  readBalances: { 200: onAccount(balances), 404: () => ask('GET', balances(NOBODY)) },
  readHistory: { 200: onAccount(history), 404: () => ask('GET', history(NOBODY)) },
  readTrialBalance: { 200: () => ask('GET', '/api/v1/trial-balance') },
};
