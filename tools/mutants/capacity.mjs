// Planted mistakes in what a merchant has processed and is paid: capacity, payouts, the bank's word, its callbacks,
// reconciliation, numbers. Each must be noticed by the specs of these rooms alone.
import { planting } from './planting.mjs';

const { mutants, inFile } = planting([
  'libs/capacity/src/domain/execute.spec.ts',
  'libs/capacity/src/domain/reserve.spec.ts',
  'libs/capacity/src/domain/volume.spec.ts',
  'libs/payments/src/domain/asking.spec.ts',
  'libs/payments/src/domain/bank-word.spec.ts',
  'libs/payments/src/domain/payout.spec.ts',
  'libs/payments/src/domain/reconciliation.spec.ts',
  'libs/ledger/src/capacity-account/golden-capacity.spec.ts',
  'libs/platform/bank/src/callback.spec.ts',
  'libs/platform/bank/src/signature.spec.ts',
  'libs/platform/numbers/src/blocks.spec.ts',
]);

inFile(
  'libs/capacity/src/domain/reserve.ts',
  ['MOST_IN_PROCESS = 10', 'MOST_IN_PROCESS = 11'],
  ['state.executions.length >= MOST_IN_PROCESS', 'state.executions.length > MOST_IN_PROCESS'],
  ['amountMinor > availableMinor', 'amountMinor >= availableMinor'],
  ['amountMinor > availableMinor', 'amountMinor > availableMinor + 1n'],
  ['amountMinor > availableMinor', 'amountMinor > state.balances.processedMinor'],
  ['command.mayBeRepeat ? ', 'true ? '],
  ['of.amountMinor === command.amountMinor &&', ''],
  ['of.conceptFingerprint === command.conceptFingerprint', 'true'],
  ['of.bankAccountId === command.destination.bankAccountId &&', ''],
  ['.findLast(', '.find('],
  ["if (used(executionName(command))) return { reject: { code: 'execution_id_taken' } };", ''],
);

inFile(
  'libs/capacity/src/domain/execute.ts',
  [" && customer.kyc === 'approved'", ''],
  [' && customer.active', ''],
  ["account.status === 'absent' || account.verification !== 'verified'", "account.status === 'absent'"],
  ['if (owner !== customerId) return undefined;', ''],
  ["'accept' in decision && !hasBank", '!hasBank'],
);

inFile(
  'libs/capacity/src/domain/volume.ts',
  [' ?? inBatch.get(place)', ''],
  ["known === name.fingerprint ? 'duplicate' : 'contradicts'", "'duplicate'"],
  ['`${name.kind}:${name.key}`', 'name.key'],
  ["results[i] === 'accepted'", "results[i] !== 'duplicate'"],
  [
    "if (state.status === 'open' && state.balances.currency !== currency)",
    "if (lines.every(({ type }) => type === 'reversed') && state.status === 'absent')",
  ],
);

inFile(
  'libs/ledger/src/capacity-account/evolve.ts',
  ['{ processed: -amountMinor }', '{ processed: amountMinor }'],
  ['{ credited: -amountMinor, inFlight: -amountMinor }', '{ inFlight: -amountMinor }'],
  ['{ credited: amountMinor, inFlight: amountMinor }', '{ inFlight: amountMinor }'],
  ['recent: state.recent.filter((of) => of.payoutId !== payoutId),', ''],
  ['Date.parse(requestedAt) >= since', 'Date.parse(requestedAt) > since'],
  ['last === null || occurredAt > last ? occurredAt : last', 'occurredAt'],
);

inFile('libs/ledger/src/capacity-account/state.ts', ['REPEAT_WINDOW_MS = 10_000', 'REPEAT_WINDOW_MS = 10_001']);

inFile('libs/ledger/src/capacity-account/names.ts', [
  '{ kind: type, key: transactionId,',
  "{ kind: 'processed', key: transactionId,",
]);

inFile(
  'libs/payments/src/domain/payout.ts',
  ['if (execution.submittedTo === bankAdapter) return { accept: [] };', ''],
  ['if (!before) return undefined;', 'return undefined;'],
  ['before.fingerprint === name.fingerprint ? { accept: [] } :', 'true ? { accept: [] } :'],
  ["if (execution.submittedTo === null) return { reject: { code: 'never_submitted' } };", ''],
  [
    "return CONTRADICTS;\n      return { accept: [{ type: 'payout.approved.v1'",
    "{}\n      return { accept: [{ type: 'payout.approved.v1'",
  ],
  ["submittedTo !== null && cause === 'not_submitted'", 'false'],
  [' && reference === bankReference', ''],
);

inFile(
  'libs/payments/src/domain/asking.ts',
  ["isSettled ? 'send' : 'ask-once-settled'", "'send'"],
  ['isOurs || isSettled ?', 'true ?'],
  [' && one.currency === other.currency', ''],
  ['isSameAmount && answer.kind === said.kind', 'isSameAmount'],
  ['isSameAmount || isSettled ?', 'true ?'],
);

inFile(
  'libs/payments/src/domain/bank-word.ts',
  ['if (word.currency !== state.balances.currency)', 'if (false)'],
  ['open.submittedTo !== null && open.submittedTo !== bankAdapter', 'false'],
  ["isSameAmount ? 'outcome", "true ? 'outcome"],
);

inFile(
  'libs/payments/src/domain/reconciliation.ts',
  ["state.status === 'absent' ? [{", "state.status !== 'open' ? [{"],
  ["if (state.status === 'open') return", "if (state.status !== 'absent') return"],
  [' && before.externalId === externalId', ''],
);

inFile('libs/ledger/src/reconciliation/reconciliation.ts', [
  'bankAdapter, payoutId, told]',
  'bankAdapter, payoutId, told?.[0]]',
]);

inFile(
  'libs/platform/bank/src/signature.ts',
  ['const cause = isOurs ?', 'const cause = true ?'],
  ['if (ageMs > SIGNATURE_TOLERANCE_MS)', 'if (false)'],
  ['`${id}.${timestamp}.`', '`${id}..`'],
);

inFile(
  'libs/platform/bank/src/callback.ts',
  ['if (!signature.ok) return', 'if (!signature.ok && signature.cause !== "missing-headers") return'],
  ["statement.said.kind === 'pending' ||", ''],
);

inFile(
  'libs/platform/numbers/src/blocks.ts',
  ['block.next < block.end', 'block.next <= block.end'],
  ['next: end - BLOCK', 'next: end - BLOCK - 1'],
  ['block.next++', 'block.next'],
);

export default mutants;
