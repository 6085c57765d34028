/** A merchant with 100 of capacity, of which 60 are reserved for one payout. */
import type { CapacityAccountDraft, Sealed } from '@haber/ledger';

const AT = '2025-11-24T10:00:00.000Z';
const accountId = 'capacity_1';
export const payoutId = 'p-1';
/** Of every event about the payout. */
export const about = { accountId, customerId: 'c', executionId: 'OP-2025-1', payoutId, amountMinor: 60n };
const sealed = (text: string) => `sealed:v1:${text}` as Sealed;

export const RESERVED: readonly CapacityAccountDraft[] = [
  { type: 'capacity-account.opened.v1', data: { accountId, customerId: 'c', currency: 'USD' } },
  {
    type: 'capacity-account.volume-recorded.v1',
    data: { accountId, lines: [{ transactionId: 't', type: 'processed', amountMinor: 100n, occurredAt: AT }] },
  },
  {
    type: 'capacity-account.execution-reserved.v1',
    data: {
      ...about,
      ...{ bankAccountId: 'b', bank: 'Banco', accountType: 'savings' },
      ...{ accountNumber: sealed('n'), holderName: sealed('h'), concept: sealed('c') },
      ...{ conceptFingerprint: 'f', requestedAt: AT },
    },
  },
];
