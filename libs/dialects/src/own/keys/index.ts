export { issuedKeyAnswer, keyAnswer, type KeyShown, rotatedKeyAnswer } from './answers';
export {
  issueKeyOperation,
  listKeysOperation,
  readKeyOperation,
  revokeKeyOperation,
  rotateKeyOperation,
} from './operations';
export { type IssueKey, parseIssueKey, parseRotateKey } from './requests';
