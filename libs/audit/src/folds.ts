/** The folds of the streams under audit, one kind a category. */
import type { StoredEvent } from '@haber/event-store';
import {
  bankAccountDefinition,
  bankAccountStream,
  customerDefinition,
  customerStream,
  isCapacityType,
  mismatchKey,
  partnerDefinition,
  partnerStream,
  type PlainEvent,
  productDefinition,
  productStream,
  reconciliationDefinition,
  reconciliationId,
  reconciliationStream,
  type StreamDefinition,
} from '@haber/ledger';
import { AccountFold } from './account-fold';
import { CapacityFold } from './capacity-fold';
import { CheckpointFold } from './checkpoints/checkpoint-fold';
import { type Breach, decodeStored, type InStream, type StreamFold } from './fold';

const NONE: readonly Breach[] = [];

/** Streams whose state is small and carries no figures: only that they belong where they stand. */
export class PlainFold<S, E extends PlainEvent, D> implements StreamFold {
  state: S;
  readonly foldVersion: number;
  /** When the first event was recorded. */
  createdAt = '';

  constructor(
    private readonly definition: StreamDefinition<S, E, D>,
    private readonly derivedStream: (event: E, at: InStream) => string,
  ) {
    this.state = definition.initial;
    this.foldVersion = definition.foldVersion;
  }

  add(stored: StoredEvent, at: InStream): readonly Breach[] {
    const event = decodeStored(this.definition.codec, stored);
    this.state = this.definition.evolve(this.state, event);
    if (this.createdAt === '') this.createdAt = at.metadata.recordedAt;
    if (this.derivedStream(event, at) === at.stream) return NONE;
    return [{ kind: 'place', what: `${stored.type} names another ${this.definition.category} than its stream` }];
  }
}

const FOLDS: Readonly<Record<string, (firstType: string) => StreamFold>> = {
  account: (firstType) => (isCapacityType(firstType) ? new CapacityFold() : new AccountFold()),
  checkpoint: () => new CheckpointFold(),
  customer: () =>
    new PlainFold(customerDefinition, ({ data }, { metadata }) => customerStream(metadata.tenant, data.customerId)),
  'bank-account': () =>
    new PlainFold(bankAccountDefinition, ({ data }, { metadata }) =>
      bankAccountStream(metadata.tenant, data.bankAccountId),
    ),
  product: () =>
    new PlainFold(productDefinition, ({ data }, { metadata }) => productStream(metadata.tenant, data.code)),
  reconciliation: () =>
    new PlainFold(reconciliationDefinition, ({ type, data }, { metadata, stream }) => {
      if (data.itemId !== reconciliationId(stream)) return '';
      return type === 'reconciliation.opened.v1' ? reconciliationStream(metadata.tenant, mismatchKey(data)) : stream;
    }),
  partner: () =>
    new PlainFold(partnerDefinition, (event, { metadata }) =>
      partnerStream(
        event.type === 'partner.registered.v1' ? (event.data.tenant as typeof metadata.tenant) : metadata.tenant,
      ),
    ),
};

/** By the type of the stream's first event. Undefined for a category that this release does not know. */
export function foldFor(category: string, firstType: string): StreamFold | undefined {
  return Object.hasOwn(FOLDS, category) ? FOLDS[category]?.(firstType) : undefined;
}

/** Has the stream rows in `audit.postings`? */
export function isPosted(fold: StreamFold | undefined): fold is AccountFold | CapacityFold {
  return fold instanceof AccountFold || fold instanceof CapacityFold;
}
