/**
 * A credit account under audit: its fold, the running totals of its postings, and the invariants of domain.md §10 at
 * every revision. It also keeps what the read model says beside the fold, computed here from the events alone.
 */
import type { StoredEvent } from '@haber/event-store';
import {
  accountBreaches,
  accountCodec,
  addPostings,
  type Balances,
  commercialCreditStream,
  type CreditAccount,
  creditAccountDefinition,
  type CreditAccountEvent,
  eventBreaches,
  isCapacityEvent,
  noPostings,
  type PostingTotals,
} from '@haber/ledger';
import { type Breach, decodeStored, type InStream, type StreamFold } from './fold';
import { PostedTally } from './posted-tally';

export class AccountFold implements StreamFold {
  readonly foldVersion = creditAccountDefinition.foldVersion;
  state: CreditAccount = creditAccountDefinition.initial;
  createdAt = '';
  approvedAt: string | null = null;
  approvedBy: string | null = null;
  recordedAt = '';
  /** For comparison with the rows of `audit.postings`. */
  readonly posted = new PostedTally();
  private totals: PostingTotals = noPostings;

  add(stored: StoredEvent, at: InStream): readonly Breach[] {
    const event = decodeStored(accountCodec, stored);
    const { tenant, recordedAt } = at.metadata;
    this.posted.add({ event, stream: at.stream, revision: stored.revision, recordedAt, tenant });
    if (isCapacityEvent(event)) return [{ kind: 'place', what: `${event.type} in the stream of a credit account` }];
    const before = this.state;
    this.state = creditAccountDefinition.evolve(before, event);
    this.totals = addPostings(this.totals, event);
    this.note(event, at);
    return [...this.figures(event), ...placeBreaches(before, event, at)];
  }

  private note(event: CreditAccountEvent, { metadata: { recordedAt } }: InStream): void {
    this.recordedAt = recordedAt;
    switch (event.type) {
      case 'credit-account.requested.v1':
        return this.opened(recordedAt, null, null);
      case 'credit-account.opened.v1':
        return this.opened(recordedAt, recordedAt, event.data.openedBy);
      case 'credit-account.imported.v1':
        return this.opened(event.data.openedAt, event.data.openedAt, event.data.importedBy);
      case 'credit-account.approved.v1':
        return this.opened(this.createdAt, recordedAt, event.data.approvedBy);
      default:
    }
  }

  private opened(createdAt: string, approvedAt: string | null, approvedBy: string | null): void {
    Object.assign(this, { createdAt, approvedAt, approvedBy });
  }

  private figures(event: CreditAccountEvent): Breach[] {
    const { balances } = event.data;
    const same = this.state.status !== 'absent' && equalBalances(balances, this.state.balances);
    const breaches = [
      ...eventBreaches(event),
      ...accountBreaches(this.state, this.totals, same ? undefined : balances),
    ];
    return breaches.map((what) => ({ kind: 'invariant', what }));
  }
}

function placeBreaches(before: CreditAccount, event: CreditAccountEvent, { stream, metadata }: InStream): Breach[] {
  const breaches: Breach[] = [];
  const tell = (what: string): number => breaches.push({ kind: 'place', what });
  if ('customerId' in event.data) {
    const { kind, customerId } = event.data;
    const derived = kind === 'commercial' ? commercialCreditStream(metadata.tenant, customerId) : stream;
    if (derived !== stream) tell('tenant and customer of the account belong to another stream');
  } else if (before.status === 'absent') {
    tell('the stream does not begin with an opening');
  }
  if (before.status !== 'absent' && before.accountId !== event.data.accountId) tell('the event names another account');
  return breaches;
}

/** As `sameBalances` of the ledger, without making texts of both: this runs for every event of the log. */
function equalBalances(a: Balances, b: Balances): boolean {
  return equalMembers(a, b) && equalMembers(a.buckets, b.buckets);
}

/** Of figures and of records of figures; `buckets` itself is compared by its own members. */
function equalMembers(a: object, b: object): boolean {
  const [ofA, ofB] = [a as Record<string, unknown>, b as Record<string, unknown>];
  let members = 0;
  for (const name in ofA) {
    members += 1;
    if (name !== 'buckets' && !equalValues(ofA[name], ofB[name])) return false;
  }
  return members === Object.keys(ofB).length;
}

function equalValues(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  return typeof a === 'object' && typeof b === 'object' && a !== null && b !== null && equalMembers(a, b);
}
