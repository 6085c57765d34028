/**
 * The names that an event of a capacity account binds by what it says: its lines, its execution, its outcome. They
 * stand in the data alone, and are indexed and remembered from there like command keys, so that each counts once
 * however old it is (docs/decisions/0019-volume-in-batches.md). These derivations never change.
 */
import type { BoundName } from '../metadata';
import type { CapacityAccountEvent, VolumeLine } from './events';

/** Same transaction and type, once; with another amount it contradicts what was recorded. */
export function lineName({ type, transactionId, amountMinor }: Omit<VolumeLine, 'occurredAt'>): BoundName {
  return { kind: type, key: transactionId, fingerprint: `${amountMinor}` };
}

/** Where an execution was reserved, by the name that the merchant knows. */
export function executionName({ executionId, payoutId }: { executionId: string; payoutId: string }): BoundName {
  return { kind: 'execution', key: executionId, fingerprint: payoutId };
}

export type PayoutOutcome =
  | { readonly payoutId: string; readonly amountMinor: bigint; readonly bankReference: string }
  | {
      readonly payoutId: string;
      readonly amountMinor: bigint;
      readonly cause: string;
      readonly bankCode: string | null;
    };

/** Where the bank's word on a payout was recorded, and what it was: the same again is no news, another contradicts. */
export function outcomeName(outcome: PayoutOutcome): BoundName {
  const { payoutId, amountMinor } = outcome;
  const said = 'cause' in outcome ? ['rejected', outcome.cause, outcome.bankCode] : ['approved', outcome.bankReference];
  return { kind: 'outcome', key: payoutId, fingerprint: JSON.stringify([`${amountMinor}`, ...said]) };
}

export function capacityNamesOf(event: CapacityAccountEvent): readonly BoundName[] {
  switch (event.type) {
    case 'capacity-account.volume-recorded.v1':
      return event.data.lines.map(lineName);
    case 'capacity-account.execution-reserved.v1':
      return [executionName(event.data)];
    case 'payout.approved.v1':
    case 'payout.rejected.v1':
      return [outcomeName(event.data)];
    case 'capacity-account.opened.v1':
    case 'payout.submitted.v1':
      return [];
  }
}
