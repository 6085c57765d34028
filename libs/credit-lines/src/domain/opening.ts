/**
 * Opening a credit in one call (contract.md, Haber's own API): the customer is known and active, and has no credit. A
 * partner that demands four eyes has nobody's request approved by another here, so for it this way is closed.
 */
import { type CreditAccount, mustBeAboveZero } from '@haber/ledger';
import type { Answer, CommandOf } from './credit-line';
import { mayOpenAnew, mustNotBeNegative } from './policies';

export function open(state: CreditAccount, command: CommandOf<'open-credit'>): Answer {
  if (command.customer === 'erased') return { reject: { code: 'personal_data_erased' } };
  if (command.customer === 'inactive') return { reject: { code: 'customer_not_active' } };
  if (!mayOpenAnew(state)) return { reject: { code: 'credit_already_exists' } };
  if (command.secondActorNeeded) return { reject: { code: 'four_eyes_required' } };
  const { accountId, customerId, terms, limitMinor, paymentTermDays, actor, externalId, metadata } = command;
  mustNotBeNegative(limitMinor);
  mustBeAboveZero(paymentTermDays);
  const granted = { accountId, customerId, terms, limitMinor, paymentTermDays, externalId, metadata };
  return {
    accept: [{ type: 'credit-account.opened.v1', data: { ...granted, kind: 'commercial', openedBy: actor } }],
  };
}
