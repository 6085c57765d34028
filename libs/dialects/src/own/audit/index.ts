export {
  balancesAtAnswer,
  type BalancesShown,
  eventAnswer,
  type EventShown,
  trialBalanceAnswer,
  type TrialBalanceShown,
} from './answers';
export { readBalancesOperation, readHistoryOperation, readTrialBalanceOperation } from './operations';
export {
  type BalancesAsked,
  type HistoryAsked,
  type HistoryOrder,
  LAST_REVISION,
  MAX_HISTORY_PAGE,
  parseBalancesQuery,
  parseHistoryQuery,
  parseTrialBalanceQuery,
} from './queries';
export { MAX_BACKDATED } from './schemas';
