/**
 * How a customer's commercial credit stands now: the answer to dialect A's GET. The row is awaited at the stream's
 * head, so whoever has written reads his own writes; what is overdue follows from the debts and the business date.
 */
import type { EventStore } from '@haber/event-store';
import { businessDate, type StreamId } from '@haber/ledger';
import type { ProjectionTables } from '@haber/read-store';
import type { CreditAccountRow } from '../projections/credit-account-row';
import { readRows } from '../projections/credit-account';

export interface CreditStanding extends CreditAccountRow {
  /** Owed on debts whose due date has passed. */
  readonly overdueMinor: bigint;
  /** The earliest due date, today or later, of what is still owed. */
  readonly nextDueDate: string | null;
}

export interface CreditStandingSource {
  readonly store: EventStore;
  readonly creditAccounts: ProjectionTables;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

/** How long a row may take to reach the head of its stream, and how often it is looked for. */
const PATIENCE_MS = 2_000;
const LOOK_AGAIN_MS = 15;

/** `behind`: the read model did not reach the stream's head in time; nothing true can be said of the account now. */
export async function currentCreditStanding(
  { store, creditAccounts, clock }: CreditStandingSource,
  stream: StreamId,
): Promise<CreditStanding | 'absent' | 'behind'> {
  const head = await store.head(stream);
  if (!head) return 'absent';
  // On the machine's own time: the clock is the business's and may stand still.
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const row = (await readRows(creditAccounts, [stream])).get(stream);
    if (row && row.revision >= head.revision) return standingOf(row, new Date(clock()).toISOString());
    if (performance.now() >= deadline) return 'behind';
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
}

/** `clock` is an instant; where the account's last event is later, its own time counts, as in every command. */
export function standingOf(row: CreditAccountRow, clock: string): CreditStanding {
  const now = clock > row.recordedAt ? clock : row.recordedAt;
  const today = businessDate(now, row.timeZone);
  const overdue = row.debts.filter(({ dueOn }) => dueOn < today);
  const upcoming = row.debts.map(({ dueOn }) => dueOn).filter((dueOn) => dueOn >= today);
  return {
    ...row,
    overdueMinor: overdue.reduce((sum, { owedMinor }) => sum + owedMinor, 0n),
    nextDueDate: upcoming.length > 0 ? upcoming.reduce((a, b) => (a < b ? a : b)) : null,
  };
}
