/** The scenarios of every tag: a new file takes a line here. */
import { accounts } from './accounts.fixture';
import { audit } from './audit.fixture';
import { customerCredit } from './customer-credit.fixture';
import { immediateCredits } from './immediate-credits.fixture';
import { keys } from './keys.fixture';
import { reconciliation } from './reconciliation.fixture';
import { registers } from './registers.fixture';
import { transactions } from './transactions.fixture';
import type { Scenarios } from './scenario.fixture';

export const SCENARIOS: readonly Scenarios[] = [
  accounts,
  audit,
  customerCredit,
  immediateCredits,
  keys,
  reconciliation,
  registers,
  transactions,
];
