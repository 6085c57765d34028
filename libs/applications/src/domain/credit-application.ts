/**
 * Asking for commercial credit and granting it (contract.md A). Protects: one request or credit at a time for a
 * customer, and that where a partner demands four eyes nobody approves what he asked for himself. Rejecting a request
 * is a change of the account's standing like any other: see credit lines.
 * State and fold are the account's own (`@haber/ledger`): a customer's credit is one stream for ever.
 */
import {
  type CreditAccount,
  type CreditAccountDraft,
  type DecideContext,
  type Decision,
  type KnownAccount,
  mustBeAboveZero,
  type PinnedTerms,
  sameActor,
  type Sealed,
} from '@haber/ledger';

export type ApplicationCommand =
  | {
      readonly type: 'request-credit';
      readonly accountId: string;
      readonly customerId: string;
      readonly terms: PinnedTerms;
      /** Above zero. */
      readonly requestedLimitMinor: bigint;
      /** 1–365. */
      readonly paymentTermDays: number;
      readonly actor: string;
    }
  | {
      readonly type: 'approve-credit';
      /** The requested one when absent; may differ from it, even upwards. */
      readonly limitMinor?: bigint;
      readonly paymentTermDays?: number;
      readonly notes: Sealed | null;
      readonly actor: string;
      /** The partner demands that another actor approves. */
      readonly secondActorNeeded: boolean;
    };

/** In order of precedence. */
export type ApplicationRejection =
  | { readonly code: 'credit_not_found' }
  | { readonly code: 'credit_already_exists' }
  | { readonly code: 'credit_already_approved' }
  | { readonly code: 'no_pending_credit' }
  | { readonly code: 'four_eyes_required' };

type Answer = Decision<CreditAccountDraft, ApplicationRejection>;
type CommandOf<T extends ApplicationCommand['type']> = Extract<ApplicationCommand, { type: T }>;

export function decide(state: CreditAccount, command: ApplicationCommand, _context: DecideContext): Answer {
  switch (command.type) {
    case 'request-credit':
      return request(state, command);
    case 'approve-credit':
      return approve(state, command);
  }
}

function request(state: CreditAccount, command: CommandOf<'request-credit'>): Answer {
  if (mayAskAgain(state)) {
    const { accountId, customerId, terms, requestedLimitMinor, paymentTermDays, actor } = command;
    mustBeAboveZero(requestedLimitMinor);
    mustBeAboveZero(paymentTermDays);
    const data = { accountId, customerId, terms, requestedLimitMinor, paymentTermDays };
    return {
      accept: [{ type: 'credit-account.requested.v1', data: { ...data, kind: 'commercial', requestedBy: actor } }],
    };
  }
  return { reject: { code: 'credit_already_exists' } };
}

function approve(state: CreditAccount, command: CommandOf<'approve-credit'>): Answer {
  const refusal = notPending(state);
  if (refusal || state.status === 'absent') return { reject: refusal ?? { code: 'credit_not_found' } };
  if (command.secondActorNeeded && !anotherActor(state, command.actor)) {
    return { reject: { code: 'four_eyes_required' } };
  }
  const limitMinor = command.limitMinor ?? state.requestedLimitMinor;
  const paymentTermDays = command.paymentTermDays ?? state.paymentTermDays;
  mustBeAboveZero(limitMinor);
  mustBeAboveZero(paymentTermDays);
  const { accountId } = state;
  const data = { accountId, limitMinor, paymentTermDays, approvedBy: command.actor, notes: command.notes };
  return { accept: [{ type: 'credit-account.approved.v1', data }] };
}

/** After a rejection or closing the customer may ask again. */
function mayAskAgain({ status }: CreditAccount): boolean {
  return status === 'absent' || status === 'rejected' || status === 'closed';
}

function notPending({ status }: CreditAccount): ApplicationRejection | undefined {
  switch (status) {
    case 'pending':
      return undefined;
    case 'absent':
      return { code: 'credit_not_found' };
    case 'approved':
    case 'paused':
    case 'blocked':
      return { code: 'credit_already_approved' };
    case 'rejected':
    case 'closed':
      return { code: 'no_pending_credit' };
  }
}

/** Actors are compared, not keys, and not how they are spelled: two keys of one actor are one pair of eyes. */
function anotherActor(state: KnownAccount, actor: string): boolean {
  return !sameActor(state.requestedBy, actor);
}
