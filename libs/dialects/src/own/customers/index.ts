export { customerAnswer, type CustomerShown, erasureAnswer } from './answers';
export {
  changeCustomerStatusOperation,
  decideKycOperation,
  erasePersonalDataOperation,
  putCustomerOperation,
  readCustomerOperation,
} from './operations';
export {
  type CustomerPersonalField,
  parseChangeCustomerStatus,
  parseDecideKyc,
  parsePutCustomer,
  type PutCustomer,
} from './requests';
