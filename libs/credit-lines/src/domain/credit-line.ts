/**
 * Spending from a credit account, and its operator states (domain.md §2, §4; contract.md A). Protects: no new spending
 * above what is available, and none unless the account is approved and not blocked.
 */
import {
  addDays,
  businessDate,
  type CreditAccount,
  type CreditAccountDraft,
  type DecideContext,
  type Decision,
  isOpenAccount,
  mustBeAboveZero,
  NO_DESCRIPTION,
  owedOf,
  publicId,
  type Sealed,
} from '@haber/ledger';

export type CreditLineCommand =
  | {
      readonly type: 'use-credit';
      readonly orderId: string;
      /** Above zero. */
      readonly amountMinor: bigint;
    }
  | { readonly type: 'block-credit'; readonly cause: 'operator' | 'delinquency'; readonly reason: Sealed | null }
  | { readonly type: 'unblock-credit'; readonly reason: Sealed | null }
  | { readonly type: 'close-credit'; readonly reason: Sealed | null }
  /** Nothing but what has fallen due: the nudge of an idle account. */
  | { readonly type: 'catch-up' };

/** In order of precedence. */
export type CreditLineRejection =
  | { readonly code: 'credit_not_found' }
  | { readonly code: 'credit_not_approved' }
  | { readonly code: 'credit_blocked' }
  | { readonly code: 'credit_paused' }
  | { readonly code: 'credit_not_blocked' }
  | { readonly code: 'insufficient_credit'; readonly availableMinor: bigint; readonly requiredMinor: bigint }
  | { readonly code: 'credit_owes'; readonly owedMinor: bigint };

type Answer = Decision<CreditAccountDraft, CreditLineRejection>;
type CommandOf<T extends CreditLineCommand['type']> = Extract<CreditLineCommand, { type: T }>;

export function decide(state: CreditAccount, command: CreditLineCommand, context: DecideContext): Answer {
  switch (command.type) {
    case 'use-credit':
      return use(state, command, context);
    case 'block-credit':
      return block(state, command);
    case 'unblock-credit':
      return unblock(state, command);
    case 'close-credit':
      return close(state, command);
    case 'catch-up':
      return { accept: [] };
  }
}

function use(state: CreditAccount, command: CommandOf<'use-credit'>, { now, commandId }: DecideContext): Answer {
  if (!isOpenAccount(state)) return notOpen(state);
  if (state.status === 'blocked') return { reject: { code: 'credit_blocked' } };
  if (state.status === 'paused') return { reject: { code: 'credit_paused' } };
  const { orderId, amountMinor } = command;
  mustBeAboveZero(amountMinor);
  const { availableMinor } = state.balances;
  if (amountMinor > availableMinor) {
    return { reject: { code: 'insufficient_credit', availableMinor, requiredMinor: amountMinor } };
  }
  const usedOn = businessDate(now, state.terms.timeZone);
  const dueOn = addDays(usedOn, state.paymentTermDays);
  const usageId = publicId('usage', commandId);
  const { accountId } = state;
  const ids = { accountId, usageId, orderId, ...NO_DESCRIPTION } as const;
  const data = { ...ids, bucket: 'single_payment', amountMinor, usedOn, dueOn } as const;
  return { accept: [{ type: 'credit-account.credit-used.v1', data }] };
}

function block(state: CreditAccount, { cause, reason }: CommandOf<'block-credit'>): Answer {
  if (!isOpenAccount(state)) return notOpen(state);
  if (state.status === 'blocked') return { reject: { code: 'credit_blocked' } };
  const { accountId } = state;
  return { accept: [{ type: 'credit-account.blocked.v1', data: { accountId, cause, reason } }] };
}

function unblock(state: CreditAccount, { reason }: CommandOf<'unblock-credit'>): Answer {
  if (!isOpenAccount(state)) return notOpen(state);
  if (state.status !== 'blocked') return { reject: { code: 'credit_not_blocked' } };
  const { accountId } = state;
  return { accept: [{ type: 'credit-account.unblocked.v1', data: { accountId, reason } }] };
}

/** Closing takes back the whole limit, so nothing may be owed. */
function close(state: CreditAccount, { reason }: CommandOf<'close-credit'>): Answer {
  if (!isOpenAccount(state)) return notOpen(state);
  const owedMinor = owedOf(state.balances);
  if (owedMinor > 0n) return { reject: { code: 'credit_owes', owedMinor } };
  const data = { accountId: state.accountId, limitCutMinor: state.balances.limitMinor, reason };
  return { accept: [{ type: 'credit-account.closed.v1', data }] };
}

function notOpen({ status }: CreditAccount): Answer {
  return { reject: { code: status === 'absent' ? 'credit_not_found' : 'credit_not_approved' } };
}
