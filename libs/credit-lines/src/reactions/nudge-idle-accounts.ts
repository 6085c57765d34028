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
  /** Told after each turn. */
  readonly onNudged?: (accounts: number) => void;
}

const EVERY_MS = 5_000;
const AT_ONCE = 100;

/** @returns how many accounts were nudged: at most 100 a call. One that fails is reported and holds up no other. */
export async function nudgeIdleAccounts(options: NudgeOptions): Promise<number> {
  const { tables, clock } = options;
  const due = await tables.query<{ stream: string; tenant: Tenant }>(
    `SELECT stream, tenant FROM ${tables.table('credit_account')}
     WHERE falls_due_on IS NOT NULL AND falls_due_on < (to_timestamp($1::float8) AT TIME ZONE time_zone)::date
     ORDER BY falls_due_on LIMIT ${AT_ONCE}`,
    [clock() / 1_000],
  );
  let nudged = 0;
  for (const { stream, tenant } of due) {
    try {
      await nudge(options, stream, tenant);
      nudged += 1;
    } catch (error) {
      if (error instanceof WriterUnavailable) throw error;
      options.onFault(error);
    }
  }
  return nudged;
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

export function startNudging(options: NudgeOptions): { stop(): Promise<void> } {
  let running = Promise.resolve();
  const turn = async (): Promise<void> => {
    try {
      options.onNudged?.(await nudgeIdleAccounts(options));
    } catch (error) {
      // A busy writer is no fault: partners' commands go first, and the next turn comes.
      if (!(error instanceof WriterUnavailable)) options.onFault(error);
    }
  };
  const timer = setInterval(() => {
    running = running.then(turn);
  }, options.everyMs ?? EVERY_MS);
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
