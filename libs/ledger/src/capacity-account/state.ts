/**
 * One merchant's capacity as its stream tells it. Protects: what may still be paid out, and that every payout is
 * decided once. The state stays small whatever the number of events: transactions and finished executions leave only
 * sums; they are found by the names that their events bind (`capacityNamesOf`), through the command index.
 */
import type { Sealed } from '../event-schema';
import type { CapacityBalances, PayoutDestination } from './events';

/** No final word of the bank yet. All that it takes to pay, or to ask the bank again, after any crash. */
export interface OpenExecution {
  readonly executionId: string;
  readonly payoutId: string;
  readonly destination: PayoutDestination;
  readonly amountMinor: bigint;
  readonly concept: Sealed;
  readonly requestedAt: string;
  /** The adapter's name, once it is to be called. */
  readonly submittedTo: string | null;
}

/** What a repeat without a key is recognised by. Rejected executions are none: the merchant may try again at once. */
export interface RecentExecution {
  readonly executionId: string;
  readonly payoutId: string;
  readonly bankAccountId: string;
  readonly amountMinor: bigint;
  readonly conceptFingerprint: string;
  readonly requestedAt: string;
}

export interface OpenCapacity {
  readonly status: 'open';
  readonly accountId: string;
  readonly customerId: string;
  readonly balances: CapacityBalances;
  /** In order of reservation. */
  readonly executions: readonly OpenExecution[];
  /** Those of the last `REPEAT_WINDOW_MS` before the newest one, in order. */
  readonly recent: readonly RecentExecution[];
  readonly transactions: number;
  readonly reversals: number;
  readonly lastTransactionAt: string | null;
}

export type CapacityAccount = { readonly status: 'absent' } | OpenCapacity;

/** Version of the state's shape and of its fold: a snapshot written under another one is ignored. */
export const CAPACITY_ACCOUNT_FOLD_VERSION = 1;

/** Clients send an execution again without a key: within this time, the same one is that one (contract.md B). */
export const REPEAT_WINDOW_MS = 10_000;

export const initialCapacityAccount: CapacityAccount = { status: 'absent' };

export function noCapacity(currency: string): CapacityBalances {
  return { currency, processedMinor: 0n, creditedMinor: 0n, availableMinor: 0n, inFlightMinor: 0n };
}
