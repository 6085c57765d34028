export { streamOfAccount, streamOfCustomer, streamOfMerchant } from './account-name';
export { auditModule } from './audit-module';
export { type AuditedStore, auditStore } from './audit-store';
export { type CheckpointFile, checkpointFile } from './checkpoints/checkpoint-file';
export type { SigningOptions } from './checkpoints/next-checkpoint';
export {
  type CheckpointSigner,
  type CheckpointSignerOptions,
  type SignerHealth,
  type SigningFault,
  signThrough,
  startCheckpointSigner,
} from './checkpoints/signer';
export { SigningRefused } from './checkpoints/signing-refused';
export { type CheckpointKey, checkpointKey, parsePublicKey, publicKeyPem } from './checkpoints/signing';
export { type Erased, erase, type EraseOptions, UnknownCustomer } from './erase';
export {
  type Evidence,
  evidenceLines,
  formatHead,
  formatLogEvidence,
  type HeadEvidence,
  type LogEvidence,
  parseEvidence,
  UnreadableEvidence,
} from './evidence';
export { type AccountExportOptions, exportAccount, NotExported } from './export/account-export';
export { type PeriodPosting, periodPostings, type PostingsPeriod } from './export/period-postings';
export { type Finding, type FindingKind, findingToJson } from './finding';
export { history, type HistoryEntry, historyToJson } from './history';
export { LogAuditor, type LogAuditOptions } from './log-auditor';
export { headsOf } from './log-source';
export type { AuditPorts } from './ports';
export { postingsProjection } from './projections/postings';
export {
  type AccountBalances,
  accountBalances,
  type BalancesQuestion,
  type BalancesSource,
} from './queries/account-balances';
export {
  type TrialBalance,
  trialBalance,
  type TrialBalanceQuestion,
  type TrialBalanceSource,
} from './queries/trial-balance';
export { readHeads } from './postgres/stream-heads';
export { type SnapshotClaim, StreamAuditor } from './stream-auditor';
export { type DerivedResult, type Verified, verify, type VerifyOptions, type VerifyProgress } from './verify';
