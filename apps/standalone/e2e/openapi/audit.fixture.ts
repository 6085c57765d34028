/** What auditors ask. */
import { ACCOUNTS, NOBODY, onOwing } from './accounts.fixture';
import { ask, type Ask, type Scenarios } from './scenario.fixture';

const look = (id: string, at: string): Ask => ask('GET', `${ACCOUNTS}/${id}/${at}`);

export const audit: Scenarios = {
  readBalances: {
    200: onOwing((id) => look(id, 'balances?revision=1')),
    404: onOwing((id) => look(id, 'balances?revision=999')),
  },
  readHistory: { 200: onOwing((id) => look(id, 'history?limit=2')), 404: () => look(NOBODY, 'history') },
  readTrialBalance: { 200: () => ask('GET', '/api/v1/trial-balance') },
};
