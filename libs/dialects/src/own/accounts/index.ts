export {
  accountAnswer,
  type AccountShown,
  adjustmentAnswer,
  descriptionAnswer,
  limitAnswer,
  listedAccountAnswer,
  openedAnswer,
  paymentAnswer,
  standingAnswer,
  statusAnswer,
  useAnswer,
  writeOffAnswer,
} from './answers';
export { balancesAnswer, balancesSchema } from './balances';
export { type AccountStatus, type AskedAccountStatus, inCurrency } from './members';
export {
  adjustAccountOperation,
  changeAccountStatusOperation,
  changeLimitOperation,
  writeOffAccountOperation,
} from './operator-operations';
export {
  parseAdjustAccount,
  parseChangeAccountStatus,
  parseChangeLimit,
  parseWriteOffAccount,
} from './operator-requests';
export {
  describeAccountOperation,
  listAccountsOperation,
  openAccountOperation,
  payAccountOperation,
  readAccountOperation,
  useAccountOperation,
} from './operations';
export { type AccountsAsked, parseAccountsQuery } from './queries';
export { type OpenAccount, parseDescribeAccount, parseOpenAccount, parsePayAccount, parseUseAccount } from './requests';
