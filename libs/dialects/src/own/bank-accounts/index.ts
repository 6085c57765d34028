export { bankAccountAnswer, type BankAccountShown } from './answers';
export { decideVerificationOperation, putBankAccountOperation, readBankAccountOperation } from './operations';
export { parseDecideVerification, parsePutBankAccount, type PutBankAccount } from './requests';
