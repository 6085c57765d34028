/**
 * What an operator may make of an account's standing. A pause is the partner's own and a block says that something is
 * wrong, so a pause never lifts a block. A request is not granted here: that needs figures, and perhaps a second actor.
 */
import { type CreditAccount, type CreditAccountDraft, type KnownAccount, owedOf } from '@haber/ledger';
import type { Answer, AskedStatus, CommandOf } from './credit-line';

const NEXT: Readonly<Record<KnownAccount['status'], readonly AskedStatus[]>> = {
  pending: ['rejected'],
  approved: ['paused', 'blocked', 'closed'],
  paused: ['approved', 'blocked', 'closed'],
  blocked: ['approved', 'closed'],
  rejected: [],
  closed: [],
};

export function changeStatus(state: CreditAccount, command: CommandOf<'change-status'>): Answer {
  if (state.status === 'absent') return { reject: { code: 'credit_not_found' } };
  const { status: from } = state;
  const { to } = command;
  if (!NEXT[from].includes(to)) return { reject: { code: 'illegal_transition', from, to } };
  const owedMinor = owedOf(state.balances);
  // Closing takes back the whole limit, so nothing may be owed.
  if (to === 'closed' && owedMinor > 0n) return { reject: { code: 'credit_owes', owedMinor } };
  return { accept: [changed(state, command)] };
}

function changed(state: KnownAccount, { to, reason, actor }: CommandOf<'change-status'>): CreditAccountDraft {
  const { accountId, status, balances } = state;
  switch (to) {
    case 'rejected':
      return { type: 'credit-account.rejected.v1', data: { accountId, rejectedBy: actor, reason } };
    case 'paused':
      return { type: 'credit-account.paused.v1', data: { accountId, reason } };
    case 'blocked':
      return { type: 'credit-account.blocked.v1', data: { accountId, cause: 'operator', reason } };
    case 'approved':
      return status === 'blocked'
        ? { type: 'credit-account.unblocked.v1', data: { accountId, reason } }
        : { type: 'credit-account.resumed.v1', data: { accountId, reason } };
    case 'closed':
      return { type: 'credit-account.closed.v1', data: { accountId, limitCutMinor: balances.limitMinor, reason } };
  }
}
