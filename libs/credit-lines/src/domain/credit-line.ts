/**
 * The commands on a credit account beside payments (domain.md §2, §4, §7; contract.md). Protects: no new spending above
 * what is available and none unless the account is approved, not paused and not blocked; no standing that does not
 * follow from the one before; nothing forgiven that is not owed. One family of commands a file beside this one.
 */
import type {
  CreditAccount,
  CreditAccountDraft,
  DecideContext,
  Decision,
  KnownAccount,
  PinnedTerms,
  Sealed,
} from '@haber/ledger';
import { describe } from './describing';
import { open } from './opening';
import { adjust, changeLimit, writeOff } from './operating';
import { use } from './spending';
import { changeStatus } from './standing';

/** The partner's own words about an object. */
export interface Description {
  readonly externalId: string | null;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Whoever operates an account by hand says why. Null: the customer's data was erased, and nothing new is kept. */
interface Operated {
  readonly reason: Sealed | null;
}

export type CreditLineCommand =
  /** Opens and grants at once, for a partner that has decided elsewhere. */
  | (Description & {
      readonly type: 'open-credit';
      readonly accountId: string;
      readonly customerId: string;
      /** How the customer's own stream shows him. */
      readonly customer: 'active' | 'inactive' | 'erased';
      /** Of the product's version that is in force today. */
      readonly terms: PinnedTerms;
      /** Not below zero. */
      readonly limitMinor: bigint;
      /** 1–365. */
      readonly paymentTermDays: number;
      readonly actor: string;
      /** The partner demands that another actor approves, and here nobody does. */
      readonly secondActorNeeded: boolean;
    })
  | (Partial<Description> & { readonly type: 'describe-credit' })
  | (Description & {
      readonly type: 'use-credit';
      readonly orderId: string;
      /** Above zero. */
      readonly amountMinor: bigint;
    })
  | (Operated & { readonly type: 'change-status'; readonly to: AskedStatus; readonly actor: string })
  | (Operated & {
      readonly type: 'change-limit';
      /** Not below zero; may be below what is used. */
      readonly limitMinor: bigint;
      readonly actor: string;
      /** The partner demands that no actor grants more of what he asked for himself. */
      readonly secondActorNeeded: boolean;
    })
  /** Forgives part of what is owed. */
  | (Operated &
      Description & {
        readonly type: 'adjust-credit';
        /** Above zero. */
        readonly amountMinor: bigint;
        readonly actor: string;
      })
  /** Gives up all that is owed, and closes the account. */
  | (Operated & Description & { readonly type: 'write-off-credit'; readonly actor: string })
  /** Nothing but what has fallen due: the nudge of an idle account. */
  | { readonly type: 'catch-up' };

/** What an operator may bring an account to. */
export type AskedStatus = Exclude<KnownAccount['status'], 'pending'>;

/** In order of precedence. */
export type CreditLineRejection =
  | { readonly code: 'credit_not_found' }
  | { readonly code: 'personal_data_erased' }
  | { readonly code: 'customer_not_active' }
  | { readonly code: 'credit_already_exists' }
  | { readonly code: 'credit_not_approved' }
  | { readonly code: 'credit_blocked' }
  | { readonly code: 'credit_paused' }
  | { readonly code: 'illegal_transition'; readonly from: KnownAccount['status']; readonly to: AskedStatus }
  | { readonly code: 'limit_unchanged' }
  | { readonly code: 'limit_may_not_fall' }
  | { readonly code: 'four_eyes_required' }
  | { readonly code: 'insufficient_credit'; readonly availableMinor: bigint; readonly requiredMinor: bigint }
  | { readonly code: 'amount_exceeds_debt'; readonly owedMinor: bigint }
  | { readonly code: 'nothing_owed' }
  | { readonly code: 'credit_owes'; readonly owedMinor: bigint };

export type Answer = Decision<CreditAccountDraft, CreditLineRejection>;
export type CommandOf<T extends CreditLineCommand['type']> = Extract<CreditLineCommand, { type: T }>;

export function decide(state: CreditAccount, command: CreditLineCommand, context: DecideContext): Answer {
  switch (command.type) {
    case 'open-credit':
      return open(state, command);
    case 'describe-credit':
      return describe(state, command);
    case 'use-credit':
      return use(state, command, context);
    case 'change-status':
      return changeStatus(state, command);
    case 'change-limit':
      return changeLimit(state, command);
    case 'adjust-credit':
      return adjust(state, command, context);
    case 'write-off-credit':
      return writeOff(state, command, context);
    case 'catch-up':
      return { accept: [] };
  }
}
