/** A capacity account under audit: its fold, the running totals of its postings, its invariants at every revision. */
import type { StoredEvent } from '@haber/event-store';
import {
  accountCodec,
  addCapacityPostings,
  type CapacityAccount,
  capacityAccountDefinition,
  type CapacityAccountEvent,
  capacityAccountStream,
  capacityBreaches,
  capacityEventBreaches,
  isCapacityEvent,
  noPostings,
  type PostingTotals,
} from '@haber/ledger';
import { ExecutionTally } from './execution-tally';
import { PayoutTally } from './payout-tally';
import { type Breach, decodeStored, type InStream, type StreamFold } from './fold';
import { PostedTally } from './posted-tally';

export class CapacityFold implements StreamFold {
  readonly foldVersion = capacityAccountDefinition.foldVersion;
  state: CapacityAccount = capacityAccountDefinition.initial;
  /** For comparison with the rows of `audit.postings`. */
  readonly posted = new PostedTally();
  /** For comparison with the rows of executions. */
  readonly executions = new ExecutionTally();
  /** For comparison with the rows of payouts. */
  readonly payouts = new PayoutTally();
  createdAt = '';
  recordedAt = '';
  private totals: PostingTotals = noPostings;

  add(stored: StoredEvent, at: InStream): readonly Breach[] {
    const event = decodeStored(accountCodec, stored);
    const { tenant, recordedAt } = at.metadata;
    this.posted.add({ event, stream: at.stream, revision: stored.revision, recordedAt, tenant });
    if (!isCapacityEvent(event)) return [{ kind: 'place', what: `${event.type} in the stream of a capacity account` }];
    if (this.createdAt === '') this.createdAt = recordedAt;
    this.recordedAt = recordedAt;
    this.executions.add(event, stored.revision);
    this.payouts.add(event, { id: stored.id, revision: stored.revision, tenant, recordedAt });
    const before = this.state;
    this.state = capacityAccountDefinition.evolve(before, event);
    this.totals = addCapacityPostings(this.totals, event);
    const breaches = [...capacityEventBreaches(before, event), ...capacityBreaches(this.state, this.totals, event)];
    const told = breaches.map((what): Breach => ({ kind: 'invariant', what }));
    return [...told, ...placeBreaches(before, event, at)];
  }
}

function placeBreaches(before: CapacityAccount, event: CapacityAccountEvent, { stream, metadata }: InStream): Breach[] {
  const { data } = event;
  const customer = before.status === 'open' ? before.customerId : undefined;
  const checks: [boolean, string][] = [
    [
      before.status === 'open' || event.type === 'capacity-account.opened.v1',
      'the stream does not begin with an opening',
    ],
    [before.status === 'absent' || before.accountId === data.accountId, 'the event names another account'],
    [!('customerId' in data) || data.customerId === (customer ?? data.customerId), 'the event names another customer'],
    [
      event.type !== 'capacity-account.opened.v1' ||
        capacityAccountStream(metadata.tenant, event.data.customerId) === stream,
      'tenant and customer of the account belong to another stream',
    ],
  ];
  return checks.filter(([holds]) => !holds).map(([, what]) => ({ kind: 'place', what }));
}
