export {
  type LineCode,
  MOST_REJECTED_TOLD,
  type RejectedLine,
  transactionsAnswer,
  type TransactionsTold,
} from './answers';
export { recordTransactionsOperation } from './operations';
export { parseTransaction, type Transaction, transactionsIn } from './requests';
