/** Payouts and reconciliation items as the log itself has them, for whoever proves the books. */
import { allEvents, type EventStore } from '@haber/event-store';
import {
  type CapacityAccountEvent,
  capacityAccountDefinition,
  decodeMetadata,
  isCapacityEvent,
  isCapacityType,
  type KnownItem,
  type LearnedFrom,
  reconciliationDefinition,
  type Tenant,
} from '@haber/ledger';

const decoder = new TextDecoder();

type Reading = Pick<EventStore, 'readAll'>;

export interface LoggedPayout {
  readonly tenant: Tenant;
  readonly executionId: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  /** Null: no bank was asked. */
  readonly bankAdapter: string | null;
  /** Null: it is open. */
  readonly outcome: {
    readonly kind: 'approved' | 'rejected';
    readonly bankReference: string | null;
    readonly learnedFrom: LearnedFrom;
  } | null;
}

/** By the reference that the bank knows. */
export async function loggedPayouts(store: Reading): Promise<ReadonlyMap<string, LoggedPayout>> {
  const payouts = new Map<string, LoggedPayout>();
  for await (const { type, data, metadata } of allEvents(store, { categories: ['account'] })) {
    if (!isCapacityType(type)) continue;
    const event = capacityAccountDefinition.codec.decode(type, decoder.decode(data));
    if (!isCapacityEvent(event) || !('payoutId' in event.data)) continue;
    const { tenant } = decodeMetadata(decoder.decode(metadata));
    const before = payouts.get(event.data.payoutId) ?? reservedIn(event, tenant);
    if (before) payouts.set(event.data.payoutId, after(before, event));
  }
  return payouts;
}

function reservedIn({ type, data }: CapacityAccountEvent, tenant: Tenant): LoggedPayout | undefined {
  if (type !== 'capacity-account.execution-reserved.v1') return undefined;
  const { executionId, amountMinor, balances } = data;
  return { tenant, executionId, amountMinor, currency: balances.currency, bankAdapter: null, outcome: null };
}

function after(before: LoggedPayout, { type, data }: CapacityAccountEvent): LoggedPayout {
  switch (type) {
    case 'payout.submitted.v1':
      return { ...before, bankAdapter: data.bankAdapter };
    case 'payout.approved.v1':
    case 'payout.rejected.v1': {
      const { bankReference, learnedFrom } = data;
      const kind = type === 'payout.approved.v1' ? 'approved' : 'rejected';
      return { ...before, outcome: { kind, bankReference, learnedFrom } };
    }
    default:
      return before;
  }
}

export interface LoggedItem {
  readonly tenant: Tenant;
  readonly openedAt: string;
  readonly item: KnownItem;
}

/** Of all tenants, the oldest first. */
export async function loggedItems(store: Reading): Promise<readonly LoggedItem[]> {
  const items = new Map<string, LoggedItem>();
  for await (const { stream, type, data, metadata } of allEvents(store, { categories: ['reconciliation'] })) {
    const event = reconciliationDefinition.codec.decode(type, decoder.decode(data));
    const before = items.get(stream);
    const item = reconciliationDefinition.evolve(before?.item ?? { status: 'absent' }, event);
    const { tenant, recordedAt } = decodeMetadata(decoder.decode(metadata));
    if (item.status !== 'absent') items.set(stream, { tenant, openedAt: before?.openedAt ?? recordedAt, item });
  }
  return [...items.values()];
}
