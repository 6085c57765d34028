/**
 * Nudges idle accounts on which something has fallen due: the next command on an account records that anyway, so
 * nothing here is needed for correct books, only for books that are up to date. Bounded, one account after the other,
 * and harmless when several processes do it: what fell due is written once.
 */
import { type AccountWriter, WriterUnavailable } from '@haber/account-writer';
import type { CreditAccount, CreditAccountDraft, CreditAccountEvent, StreamId, Tenant } from '@haber/ledger';
import type { ProjectionTables } from '@haber/read-store';
import { decide } from '../domain/credit-line';

export interface NudgeOptions {
  readonly tables: ProjectionTables;
  readonly accounts: AccountWriter<CreditAccount, CreditAccountEvent, CreditAccountDraft>;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  readonly newId: () => string;
  readonly onFault: (error: unknown) => void;
  readonly everyMs?: number;
  /** Accounts a turn; default 100. */
  readonly atOnce?: number;
  /** Told after each turn. */
  readonly onNudged?: (accounts: number) => void;
}

const EVERY_MS = 5_000;
const AT_ONCE = 100;

/** Where a turn left off, in order of what fell due first. */
interface Place {
  readonly fallsDueOn: string;
  readonly stream: string;
}

const BEGINNING: Place = { fallsDueOn: '-infinity', stream: '' };

/**
 * Goes through the idle accounts, so many a turn, and then begins again: an account that fails is reported and comes up
 * once a round, and however many of them there are, they hold up no other.
 */
export class IdleAccounts {
  private place = BEGINNING;

  constructor(private readonly options: NudgeOptions) {}

  /** @returns how many accounts were nudged. @throws WriterUnavailable; the next turn goes on behind that account */
  async nudge(): Promise<number> {
    const { atOnce = AT_ONCE, onFault } = this.options;
    const due = await this.due(atOnce);
    let nudged = 0;
    for (const { stream, tenant, falls_due_on: fallsDueOn } of due) {
      this.place = { fallsDueOn, stream };
      try {
        await nudge(this.options, stream, tenant);
        nudged += 1;
      } catch (error) {
        if (error instanceof WriterUnavailable) throw error;
        onFault(error);
      }
    }
    if (due.length < atOnce) this.place = BEGINNING;
    return nudged;
  }

  private due(atOnce: number) {
    const { tables, clock } = this.options;
    const { fallsDueOn, stream } = this.place;
    return tables.query<{ stream: string; tenant: Tenant; falls_due_on: string }>(
      `SELECT stream, tenant, falls_due_on::text AS falls_due_on FROM ${tables.table('credit_account')} AS a
       WHERE a.falls_due_on < (to_timestamp($1::float8) AT TIME ZONE time_zone)::date
         AND (a.falls_due_on, stream) > ($2::date, $3)
       ORDER BY a.falls_due_on, stream LIMIT ${atOnce}`,
      [clock() / 1_000, fallsDueOn, stream],
    );
  }
}

async function nudge({ accounts, newId }: NudgeOptions, stream: StreamId, tenant: Tenant): Promise<void> {
  await accounts.execute({
    stream,
    tenant,
    actor: 'haber',
    correlationId: newId(),
    keys: [],
    decide: (state, context) => decide(state, { type: 'catch-up' }, context),
  });
}

/** A turn that takes longer than its time is waited for; what would have begun meanwhile is left out. */
export function startNudging(options: NudgeOptions): { stop(): Promise<void> } {
  const idle = new IdleAccounts(options);
  let running: Promise<void> | undefined;
  const turn = async (): Promise<void> => {
    try {
      const nudged = await idle.nudge(); // also where nobody wants to be told
      options.onNudged?.(nudged);
    } catch (error) {
      // A busy writer is no fault: partners' commands go first, and the next turn comes.
      if (!(error instanceof WriterUnavailable)) options.onFault(error);
    }
    running = undefined;
  };
  const timer = setInterval(() => {
    running ??= turn();
  }, options.everyMs ?? EVERY_MS);
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
