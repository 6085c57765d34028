/**
 * All that a writer, a verifier or a replay must know about a category of streams: how its events are read, folded and
 * completed, and what falls due on it. One definition a category, shared by every service that appends to it.
 */
import {
  BANK_ACCOUNT_FOLD_VERSION,
  type BankAccount,
  type BankAccountEvent,
  bankAccountSchemas,
  evolveBankAccount,
  initialBankAccount,
} from './bank-account/bank-account';
import {
  CHECKPOINT_FOLD_VERSION,
  type CheckpointEvent,
  checkpointSchemas,
  type Checkpoints,
  evolveCheckpoints,
  noCheckpoints,
} from './checkpoint/checkpoint';
import { codecOfKind, isCapacityEvent } from './account';
import {
  type CapacityAccountDraft,
  type CapacityAccountEvent,
  capacityAccountSchemas,
} from './capacity-account/events';
import { evolveCapacity, stampCapacity } from './capacity-account/evolve';
import { capacityNamesOf } from './capacity-account/names';
import { CAPACITY_ACCOUNT_FOLD_VERSION, type CapacityAccount, initialCapacityAccount } from './capacity-account/state';
import { type Codec, codecOf, type PlainEvent } from './codec';
import { due, type DueDraft } from './credit-account/due';
import { type CreditAccountDraft, type CreditAccountEvent, creditAccountSchemas } from './credit-account/events';
import { evolve, stamp } from './credit-account/evolve';
import { CREDIT_ACCOUNT_FOLD_VERSION, type CreditAccount, initialCreditAccount } from './credit-account/state';
import {
  type Customer,
  CUSTOMER_FOLD_VERSION,
  type CustomerEvent,
  customerSchemas,
  evolveCustomer,
  initialCustomer,
} from './customer/customer';
import type { BoundName } from './metadata';
import {
  evolvePartner,
  initialPartner,
  type Partner,
  PARTNER_FOLD_VERSION,
  type PartnerEvent,
  partnerSchemas,
} from './partner/partner';
import {
  evolveProduct,
  initialProduct,
  type Product,
  PRODUCT_FOLD_VERSION,
  type ProductEvent,
  productSchemas,
} from './product/product';
import {
  evolveReconciliation,
  initialReconciliationItem,
  RECONCILIATION_FOLD_VERSION,
  type ReconciliationEvent,
  type ReconciliationItem,
  reconciliationSchemas,
} from './reconciliation/reconciliation';

/** S: state, E: stored event, D: draft, what `decide` writes (the event, where nothing is added to it). */
export interface StreamDefinition<S, E extends PlainEvent, D> {
  readonly category: string;
  /** A snapshot under another version is ignored. */
  readonly foldVersion: number;
  readonly initial: S;
  readonly codec: Codec<E>;
  evolve(state: S, event: E): S;
  stamp(state: S, draft: D): { readonly event: E; readonly state: S };
  due(state: S, now: string): readonly { what: string; date: string; effectiveAt: string; draft: D }[];
  /** Names that an event binds by its data, beside the command keys in its metadata. Absent: none does. */
  namesOf?(event: E): readonly BoundName[];
}

export const creditAccountDefinition: StreamDefinition<CreditAccount, CreditAccountEvent, CreditAccountDraft> = {
  category: 'account',
  foldVersion: CREDIT_ACCOUNT_FOLD_VERSION,
  initial: initialCreditAccount,
  codec: codecOfKind<CreditAccountEvent>(creditAccountSchemas),
  evolve: (state, event) => (isCapacityEvent(event) ? state : evolve(state, event)),
  stamp,
  due: due satisfies (state: CreditAccount, now: string) => readonly DueDraft[],
};

/** In the category of accounts too, which is why no event of the one kind is read by the other's fold. */
export const capacityAccountDefinition: StreamDefinition<CapacityAccount, CapacityAccountEvent, CapacityAccountDraft> =
  {
    category: 'account',
    foldVersion: CAPACITY_ACCOUNT_FOLD_VERSION,
    initial: initialCapacityAccount,
    codec: codecOfKind<CapacityAccountEvent>(capacityAccountSchemas),
    evolve: (state, event) => (isCapacityEvent(event) ? evolveCapacity(state, event) : state),
    stamp: stampCapacity,
    due: () => [],
    namesOf: (event) => (isCapacityEvent(event) ? capacityNamesOf(event) : []),
  };

export const customerDefinition: StreamDefinition<Customer, CustomerEvent, CustomerEvent> = {
  category: 'customer',
  foldVersion: CUSTOMER_FOLD_VERSION,
  initial: initialCustomer,
  codec: codecOf<CustomerEvent>(customerSchemas, []),
  evolve: evolveCustomer,
  stamp: (state, event) => ({ event, state: evolveCustomer(state, event) }),
  due: () => [],
};

export const partnerDefinition: StreamDefinition<Partner, PartnerEvent, PartnerEvent> = {
  category: 'partner',
  foldVersion: PARTNER_FOLD_VERSION,
  initial: initialPartner,
  codec: codecOf<PartnerEvent>(partnerSchemas, []),
  evolve: evolvePartner,
  stamp: (state, event) => ({ event, state: evolvePartner(state, event) }),
  due: () => [],
};

export const bankAccountDefinition: StreamDefinition<BankAccount, BankAccountEvent, BankAccountEvent> = {
  category: 'bank-account',
  foldVersion: BANK_ACCOUNT_FOLD_VERSION,
  initial: initialBankAccount,
  codec: codecOf<BankAccountEvent>(bankAccountSchemas, []),
  evolve: evolveBankAccount,
  stamp: (state, event) => ({ event, state: evolveBankAccount(state, event) }),
  due: () => [],
};

export const productDefinition: StreamDefinition<Product, ProductEvent, ProductEvent> = {
  category: 'product',
  foldVersion: PRODUCT_FOLD_VERSION,
  initial: initialProduct,
  codec: codecOf<ProductEvent>(productSchemas, []),
  evolve: evolveProduct,
  stamp: (state, event) => ({ event, state: evolveProduct(state, event) }),
  due: () => [],
};

export const checkpointDefinition: StreamDefinition<Checkpoints, CheckpointEvent, CheckpointEvent> = {
  category: 'checkpoint',
  foldVersion: CHECKPOINT_FOLD_VERSION,
  initial: noCheckpoints,
  codec: codecOf<CheckpointEvent>(checkpointSchemas, []),
  evolve: evolveCheckpoints,
  stamp: (state, event) => ({ event, state: evolveCheckpoints(state, event) }),
  due: () => [],
};

export const reconciliationDefinition: StreamDefinition<ReconciliationItem, ReconciliationEvent, ReconciliationEvent> =
  {
    category: 'reconciliation',
    foldVersion: RECONCILIATION_FOLD_VERSION,
    initial: initialReconciliationItem,
    codec: codecOf<ReconciliationEvent>(reconciliationSchemas, []),
    evolve: evolveReconciliation,
    stamp: (state, event) => ({ event, state: evolveReconciliation(state, event) }),
    due: () => [],
  };

const DEFINITIONS = [
  creditAccountDefinition,
  customerDefinition,
  partnerDefinition,
  bankAccountDefinition,
  productDefinition,
  checkpointDefinition,
  reconciliationDefinition,
];

/** Can this release read events of this type, old versions among them? */
export function isKnownType(type: string): boolean {
  return DEFINITIONS.some(({ codec }) => codec.knows(type));
}
