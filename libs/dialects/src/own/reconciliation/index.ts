export { type ItemShown, reconciliationItemAnswer } from './answers';
export {
  listReconciliationItemsOperation,
  readReconciliationItemOperation,
  resolveReconciliationItemOperation,
} from './operations';
export { parseResolveItem, ReconciliationItemsQuery, type ResolveItem } from './requests';
