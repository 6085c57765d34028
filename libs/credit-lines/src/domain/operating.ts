/**
 * An operator's say over limit and debts (domain.md §7, §9). A limit may be cut below what is used: available is then
 * negative, and only new spending notices. What is forgiven is at most what is owed, in the order of a payment.
 */
import {
  allocate,
  businessDate,
  type CreditAccount,
  type DecideContext,
  isOpenAccount,
  mustBeAboveZero,
  type OpenAccount,
  owedOf,
  publicId,
  sameActor,
} from '@haber/ledger';
import type { Answer, CommandOf } from './credit-line';
import { mustNotBeNegative, notOpen } from './policies';

export function changeLimit(state: CreditAccount, command: CommandOf<'change-limit'>): Answer {
  if (!isOpenAccount(state)) return notOpen(state);
  const { limitMinor: toMinor, actor, reason } = command;
  mustNotBeNegative(toMinor);
  const { accountId, terms } = state;
  const { limitMinor: fromMinor } = state.balances;
  if (toMinor === fromMinor) return { reject: { code: 'limit_unchanged' } };
  if (toMinor < fromMinor && !terms.limitMayFall) return { reject: { code: 'limit_may_not_fall' } };
  if (toMinor > fromMinor && command.secondActorNeeded && sameActor(actor, state.requestedBy)) {
    return { reject: { code: 'four_eyes_required' } };
  }
  const data = { accountId, bucket: 'single_payment', fromMinor, toMinor, changedBy: actor, reason } as const;
  return { accept: [{ type: 'credit-account.limit-changed.v1', data }] };
}

export function adjust(state: CreditAccount, command: CommandOf<'adjust-credit'>, context: DecideContext): Answer {
  if (!isOpenAccount(state)) return notOpen(state);
  const { amountMinor, actor: adjustedBy, reason, externalId, metadata } = command;
  mustBeAboveZero(amountMinor);
  const owedMinor = owedOf(state.balances);
  if (amountMinor > owedMinor) return { reject: { code: 'amount_exceeds_debt', owedMinor } };
  const ids = { accountId: state.accountId, adjustmentId: publicId('adjustment', context.commandId) };
  const allocations = forgiven(state, amountMinor, context);
  const data = { ...ids, amountMinor, allocations, adjustedBy, reason, externalId, metadata };
  return { accept: [{ type: 'credit-account.adjusted.v1', data }] };
}

export function writeOff(state: CreditAccount, command: CommandOf<'write-off-credit'>, context: DecideContext): Answer {
  if (!isOpenAccount(state)) return notOpen(state);
  const amountMinor = owedOf(state.balances);
  if (amountMinor === 0n) return { reject: { code: 'nothing_owed' } };
  const { actor: writtenOffBy, reason, externalId, metadata } = command;
  const ids = { accountId: state.accountId, writeOffId: publicId('write_off', context.commandId) };
  const allocations = forgiven(state, amountMinor, context);
  const { limitMinor: limitCutMinor } = state.balances;
  const data = { ...ids, amountMinor, allocations, limitCutMinor, writtenOffBy, reason, externalId, metadata };
  return { accept: [{ type: 'credit-account.written-off.v1', data }] };
}

/** As a payment of today would be allocated. */
function forgiven(state: OpenAccount, amountMinor: bigint, { now }: DecideContext) {
  const today = businessDate(now, state.terms.timeZone);
  return allocate(state, { amountMinor, paymentDate: today, today });
}
