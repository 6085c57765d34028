/**
 * What one account posted at one instant: debits and credits by ledger account. Events of one record instant cannot be
 * told apart by a question about a time, so they are one row, whatever their number; the rows of a stream are the same
 * however the log is cut into pages.
 */
import {
  accountCodec,
  type AccountEvent,
  accountPostingsOf,
  decodeMetadata,
  type LedgerAccount,
  type Tenant,
} from '@haber/ledger';
import type { StoredEvent } from '@haber/event-store';

/** The chart of domain.md §9, in order, as people call it. */
export const LEDGER_ACCOUNTS: Readonly<Record<LedgerAccount, string>> = {
  1100: 'Settlement',
  1200: 'Principal receivable',
  1220: 'Interest billed',
  1230: 'Fees',
  1240: 'Penalties',
  2100: 'Merchants and networks payable',
  2300: 'Unapplied payments',
  2500: 'Processed funds of merchants',
  2510: 'Payouts in flight',
  3100: 'Opening balances of imported accounts',
  4100: 'Interest income',
  4200: 'Fee and penalty income',
  5100: 'Charge-off',
  5200: 'Adjustments',
  9100: 'Memo: granted',
  9110: 'Memo: available',
  9120: 'Memo: held',
  9130: 'Memo: utilised',
};

export const CHART = Object.keys(LEDGER_ACCOUNTS) as LedgerAccount[];

/** `debit_1100`, `credit_1100`, …: of each side of each ledger account, a column. */
export type Side = `${'debit' | 'credit'}_${LedgerAccount}`;

export const SIDES: readonly Side[] = CHART.flatMap((account) => [`debit_${account}`, `credit_${account}`] as const);

export interface PostingRow {
  readonly tenant: Tenant;
  readonly stream: string;
  /** Of all its events. */
  readonly recordedAt: string;
  readonly currency: string;
  /** Of the last of its events. */
  revision: number;
  /** Minor units, above zero; what is absent is zero. */
  readonly amounts: Partial<Record<Side, bigint>>;
}

/** An event that can be posted. */
export interface PostableEvent {
  readonly event: AccountEvent;
  readonly stream: string;
  readonly revision: number;
  readonly recordedAt: string;
  readonly tenant: Tenant;
}

const decoder = new TextDecoder();

/** @throws UnreadableEvent */
export function postable({ stream, revision, type, data, metadata }: StoredEvent): PostableEvent {
  const event = accountCodec.decode(type, decoder.decode(data));
  const { recordedAt, tenant } = decodeMetadata(decoder.decode(metadata));
  return { event, stream, revision, recordedAt, tenant };
}

/** The same for all events that are one row. */
export function rowKey({ event, stream, recordedAt }: PostableEvent): string {
  return `${stream} ${recordedAt} ${event.data.balances.currency}`;
}

export function emptyRow({ event, stream, revision, recordedAt, tenant }: PostableEvent): PostingRow {
  return { tenant, stream, recordedAt, currency: event.data.balances.currency, revision, amounts: {} };
}

/** Into a row of the same instant. */
export function addToRow(row: PostingRow, { event, revision }: PostableEvent): void {
  row.revision = revision;
  for (const { account, amountMinor } of accountPostingsOf(event)) {
    const side: Side = amountMinor > 0n ? `debit_${account}` : `credit_${account}`;
    row.amounts[side] = (row.amounts[side] ?? 0n) + (amountMinor > 0n ? amountMinor : -amountMinor);
  }
}
