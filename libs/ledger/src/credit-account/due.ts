/**
 * What has fallen due on an account, as events, in the order in which it fell due. Emitted at the head of the next
 * command, or by a nudge when the account is idle; each is written once per (account, what, date) (domain.md §6).
 */
import { addDays, businessDate, startOfDate } from '../business-date';
import type { CreditAccountDraft } from './events';
import type { CreditAccount, KnownAccount, Tranche } from './state';

export interface DueDraft {
  readonly what: string;
  readonly date: string;
  /** The instant at which it takes effect: the start of the first business day after the due date. */
  readonly effectiveAt: string;
  readonly draft: CreditAccountDraft;
}

/** What is due and not yet recorded at `now`, an instant. A due date has passed once its business day has ended. */
export function due(state: CreditAccount, now: string): readonly DueDraft[] {
  if (state.status === 'absent') return [];
  const today = businessDate(now, state.terms.timeZone);
  const falling = new Map<string, Tranche[]>();
  // Tranches are sorted by due date, so what falls due first is found first.
  for (const tranche of state.tranches) {
    if (tranche.age === 'past_due' || tranche.dueOn >= today) continue;
    const together = `${tranche.dueOn} ${tranche.bucket} ${tranche.age}`;
    falling.set(together, [...(falling.get(together) ?? []), tranche]);
  }
  return [...falling.values()].flatMap((tranches) => fallPastDue(state, tranches));
}

function fallPastDue({ accountId, terms }: KnownAccount, [first, ...others]: readonly Tranche[]): readonly DueDraft[] {
  if (!first) return [];
  const { bucket, dueOn, age } = first;
  const amountMinor = others.reduce((sum, { owedMinor }) => sum + owedMinor, first.owedMinor);
  return [
    {
      what: `past-due:${bucket}:${age}`,
      date: dueOn,
      effectiveAt: startOfDate(addDays(dueOn, 1), terms.timeZone),
      draft: {
        type: 'credit-account.uses-fell-past-due.v1',
        data: { accountId, bucket, fromAge: age, dueOn, amountMinor },
      },
    },
  ];
}
