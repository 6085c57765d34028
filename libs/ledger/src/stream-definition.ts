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
}

export const creditAccountDefinition: StreamDefinition<CreditAccount, CreditAccountEvent, CreditAccountDraft> = {
  category: 'account',
  foldVersion: CREDIT_ACCOUNT_FOLD_VERSION,
  initial: initialCreditAccount,
  codec: codecOf<CreditAccountEvent>(creditAccountSchemas, []),
  evolve,
  stamp,
  due: due satisfies (state: CreditAccount, now: string) => readonly DueDraft[],
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
