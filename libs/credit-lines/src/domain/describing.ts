/** What the partner calls an account and remarks about it: it may always say so, and nothing else follows from it. */
import type { CreditAccount } from '@haber/ledger';
import type { Answer, CommandOf } from './credit-line';

/** What is not said stays as it is; metadata is said as a whole. */
export function describe(state: CreditAccount, command: CommandOf<'describe-credit'>): Answer {
  if (state.status === 'absent') return { reject: { code: 'credit_not_found' } };
  const { externalId = state.externalId, metadata = state.metadata } = command;
  const { accountId } = state;
  return { accept: [{ type: 'credit-account.described.v1', data: { accountId, externalId, metadata } }] };
}
