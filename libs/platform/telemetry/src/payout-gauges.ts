/** What is open with banks, and whether the reactions that pay are at work: as of the last refresh. */
import type { Metrics } from './metrics';

export interface PayoutReadings {
  readonly open: readonly { readonly status: string; readonly payouts: number; readonly oldestSeconds: number }[];
  readonly openItems: number;
  readonly reactions: readonly ReactionReading[];
}

export interface ReactionReading {
  readonly group: string;
  readonly healthy: boolean;
  readonly parkedAccounts: number;
  /** By topic. */
  readonly lag: ReadonlyMap<string, bigint>;
}

/** Undefined: nobody can tell now, and no figure is shown. */
export function payoutGauges(metrics: Metrics, read: () => PayoutReadings | undefined): void {
  metrics.gauge(
    {
      name: 'haber_open_payouts_entries',
      help: 'Payouts without a word of the bank: reserved, none was asked; submitted, one was. See the oldest one.',
      labels: ['status'],
    },
    () => (read()?.open ?? []).map(({ status, payouts }) => ({ labels: { status }, value: payouts })),
  );
  metrics.gauge(
    {
      name: 'haber_oldest_open_payout_seconds',
      help: 'Above 900 a reconciliation item is open: is the bank well, is its secret right, is there one at all?',
      labels: ['status'],
    },
    () => (read()?.open ?? []).map(({ status, oldestSeconds }) => ({ labels: { status }, value: oldestSeconds })),
  );
  metrics.gauge(
    {
      name: 'haber_open_reconciliation_items_entries',
      help: 'What a bank said and the books do not bear out. Above 0 a person must look: haber reconciliation list.',
      labels: [],
    },
    () => readings(read(), ({ openItems }) => [{ value: openItems }]),
  );
  reactionGauges(metrics, read);
}

function reactionGauges(metrics: Metrics, read: () => PayoutReadings | undefined): void {
  metrics.gauge(
    {
      name: 'haber_reactions_healthy_entries',
      help: '1 while a group of reactions is brought its messages, or stands by. 0 for a minute: see the log.',
      labels: ['group'],
    },
    () =>
      readings(read(), ({ reactions }) =>
        reactions.map(({ group, healthy }) => ({ labels: { group }, value: Number(healthy) })),
      ),
  );
  metrics.gauge(
    {
      name: 'haber_parked_accounts_entries',
      help: 'Accounts of which a group could not handle a message. Above 0: haber dlq list, and mend what it says.',
      labels: ['group'],
    },
    () =>
      readings(read(), ({ reactions }) =>
        reactions.map(({ group, parkedAccounts }) => ({ labels: { group }, value: parkedAccounts })),
      ),
  );
  metrics.gauge(
    {
      name: 'haber_group_lag_entries',
      help:
        'Messages that a group has not done with, by topic; of the log itself, events. Not down to 0 for minutes: a ' +
        'handler hangs, waits for something, or more comes in than is done. Absent: the brokers do not tell.',
      labels: ['group', 'topic'],
    },
    () =>
      readings(read(), ({ reactions }) =>
        reactions.flatMap(({ group, lag }) =>
          [...lag].map(([topic, entries]) => ({ labels: { group, topic }, value: Number(entries) })),
        ),
      ),
  );
}

function readings<T>(read: PayoutReadings | undefined, of: (readings: PayoutReadings) => T[]): T[] {
  return read ? of(read) : [];
}
