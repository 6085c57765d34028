/** Spending (domain.md §4): a use is final at once, and due `paymentTermDays` after its business date. */
import {
  addDays,
  businessDate,
  type CreditAccount,
  type DecideContext,
  isOpenAccount,
  mustBeAboveZero,
  publicId,
} from '@haber/ledger';
import type { Answer, CommandOf } from './credit-line';
import { notOpen } from './policies';

export function use(state: CreditAccount, command: CommandOf<'use-credit'>, { now, commandId }: DecideContext): Answer {
  if (!isOpenAccount(state)) return notOpen(state);
  if (state.status === 'blocked') return { reject: { code: 'credit_blocked' } };
  if (state.status === 'paused') return { reject: { code: 'credit_paused' } };
  const { orderId, amountMinor, externalId, metadata } = command;
  mustBeAboveZero(amountMinor);
  const { availableMinor } = state.balances;
  if (amountMinor > availableMinor) {
    return { reject: { code: 'insufficient_credit', availableMinor, requiredMinor: amountMinor } };
  }
  const usedOn = businessDate(now, state.terms.timeZone);
  const dueOn = addDays(usedOn, state.paymentTermDays);
  const usageId = publicId('usage', commandId);
  const ids = { accountId: state.accountId, usageId, orderId, externalId, metadata };
  const data = { ...ids, bucket: 'single_payment', amountMinor, usedOn, dueOn } as const;
  return { accept: [{ type: 'credit-account.credit-used.v1', data }] };
}
