/**
 * Accounts, and what is done to them, as Haber's own API shows them. Each answer of a command is a pure function of the
 * event that it wrote, so that a repeat is answered byte for byte.
 */
import type { Allocation, Balances, CreditAccountEvent, CreditAccountEventOf } from '@haber/ledger';
import { digitsOf } from '@haber/money';
import { type Evidence, wireDecimal } from '../answers';
import { balancesAnswer } from './balances';
import type { AccountStatus, SaidOfIt } from './members';

export interface AccountShown extends SaidOfIt {
  readonly accountId: string;
  readonly customerId: string;
  /** In the words of the books. */
  readonly status: 'pending' | 'approved' | 'paused' | 'blocked' | 'rejected' | 'closed';
  readonly productCode: string;
  readonly productVersion: number;
  readonly requestedLimitMinor: bigint;
  readonly paymentTermDays: number;
  readonly balances: Balances;
  readonly overdueMinor: bigint;
  readonly nextDueDate: string | null;
  readonly createdAt: string;
  readonly approvedAt: string | null;
  readonly approvedBy: string | null;
  readonly recordedAt: string;
  readonly revision: number;
}

export function statusAnswer(status: AccountShown['status']): AccountStatus {
  return status === 'approved' ? 'active' : status;
}

/** In a list, where nothing proves it. */
export function listedAccountAnswer(account: AccountShown) {
  const digits = digitsOf(account.balances.currency);
  return {
    id: account.accountId,
    customer_id: account.customerId,
    status: statusAnswer(account.status),
    product_code: account.productCode,
    product_version: account.productVersion,
    requested_limit: wireDecimal(account.requestedLimitMinor, digits),
    payment_term_days: account.paymentTermDays,
    balances: balancesAnswer(account.balances),
    overdue_amount: wireDecimal(account.overdueMinor, digits),
    next_due_date: account.nextDueDate,
    external_id: account.externalId,
    metadata: account.metadata,
    created_at: account.createdAt,
    approved_at: account.approvedAt,
    approved_by: account.approvedBy,
    updated_at: account.recordedAt,
    revision: account.revision,
  };
}

export function accountAnswer(account: Omit<AccountShown, 'revision'>, proof: Evidence) {
  const { revision } = proof;
  return { ...listedAccountAnswer({ ...account, revision }), ...evidenceMembers(proof) };
}

/** What every command's answer ends with. */
function evidenceMembers({ revision, hash }: Evidence) {
  return { revision, hash, ...(hash === null && { dry_run: true }) };
}

/** A command's event, and when it was, or would be, recorded: an instant with milliseconds. */
export interface Recorded<T extends CreditAccountEvent['type']> {
  readonly event: CreditAccountEventOf<T>;
  readonly metadata: { readonly recordedAt: string };
}

export function openedAnswer({ event, metadata }: Recorded<'credit-account.opened.v1'>, proof: Evidence) {
  const { terms, limitMinor, openedBy, ...said } = event.data;
  const { recordedAt } = metadata;
  const opened: Omit<AccountShown, 'revision'> = {
    ...said,
    status: 'approved',
    productCode: terms.productCode,
    productVersion: terms.productVersion,
    requestedLimitMinor: limitMinor,
    overdueMinor: 0n,
    nextDueDate: null,
    createdAt: recordedAt,
    approvedAt: recordedAt,
    approvedBy: openedBy,
    recordedAt,
  };
  return accountAnswer(opened, proof);
}

export function descriptionAnswer({ event, metadata }: Recorded<'credit-account.described.v1'>, proof: Evidence) {
  const { accountId: id, balances } = event.data;
  const said = { id, ...descriptionMembers(event.data), updated_at: metadata.recordedAt };
  return { ...said, balances: balancesAnswer(balances), ...evidenceMembers(proof) };
}

export function useAnswer({ event, metadata }: Recorded<'credit-account.credit-used.v1'>, proof: Evidence) {
  const { usageId: id, accountId: account_id, orderId: order_id, bucket, usedOn, dueOn } = event.data;
  const what = { id, account_id, order_id, ...amountMember(event.data), bucket, used_on: usedOn, due_on: dueOn };
  return { ...what, ...madeMembers(event.data, metadata.recordedAt), ...evidenceMembers(proof) };
}

export function paymentAnswer({ event, metadata }: Recorded<'credit-account.payment-received.v1'>, proof: Evidence) {
  const { paymentId: id, accountId: account_id, paymentReference, paymentDate } = event.data;
  const what = { id, account_id, payment_reference: paymentReference, ...amountMember(event.data) };
  const spread = { payment_date: paymentDate, allocations: allocationsAnswer(event.data) };
  return { ...what, ...spread, ...madeMembers(event.data, metadata.recordedAt), ...evidenceMembers(proof) };
}

export function adjustmentAnswer({ event, metadata }: Recorded<'credit-account.adjusted.v1'>, proof: Evidence) {
  const { adjustmentId: id, accountId: account_id, adjustedBy: adjusted_by } = event.data;
  const what = { id, account_id, ...amountMember(event.data), allocations: allocationsAnswer(event.data), adjusted_by };
  return { ...what, ...madeMembers(event.data, metadata.recordedAt), ...evidenceMembers(proof) };
}

export function writeOffAnswer({ event, metadata }: Recorded<'credit-account.written-off.v1'>, proof: Evidence) {
  const { writeOffId: id, accountId: account_id, limitCutMinor, writtenOffBy: written_off_by, balances } = event.data;
  const limit_cut = wireDecimal(limitCutMinor, digitsOf(balances.currency));
  const loss = { ...amountMember(event.data), allocations: allocationsAnswer(event.data), limit_cut, written_off_by };
  const what = { id, account_id, status: 'closed', ...loss };
  return { ...what, ...madeMembers(event.data, metadata.recordedAt), ...evidenceMembers(proof) };
}

export function limitAnswer({ event, metadata }: Recorded<'credit-account.limit-changed.v1'>, proof: Evidence) {
  const { accountId: account_id, fromMinor, toMinor, changedBy: changed_by, balances } = event.data;
  const digits = digitsOf(balances.currency);
  const limits = { previous_limit: wireDecimal(fromMinor, digits), limit: wireDecimal(toMinor, digits) };
  const changed = { account_id, ...limits, changed_by, changed_at: metadata.recordedAt };
  return { ...changed, balances: balancesAnswer(balances), ...evidenceMembers(proof) };
}

/** Events after which an account has another standing, and which. */
const STATUS_AFTER = {
  'credit-account.rejected.v1': 'rejected',
  'credit-account.blocked.v1': 'blocked',
  'credit-account.unblocked.v1': 'active',
  'credit-account.paused.v1': 'paused',
  'credit-account.resumed.v1': 'active',
  'credit-account.closed.v1': 'closed',
} as const;

type StandingEvent = keyof typeof STATUS_AFTER;

/** @throws when none of the events changes the standing of an account */
export function standingAnswer(
  { events }: { readonly events: readonly Recorded<CreditAccountEvent['type']>[] },
  proof: Evidence,
) {
  const found = events.find(({ event }) => Object.hasOwn(STATUS_AFTER, event.type));
  if (!found) throw new Error('the command changed no standing');
  const { accountId: account_id, balances } = found.event.data;
  const changed = { status: STATUS_AFTER[found.event.type as StandingEvent], changed_at: found.metadata.recordedAt };
  return { account_id, ...changed, balances: balancesAnswer(balances), ...evidenceMembers(proof) };
}

function amountMember({ amountMinor, balances }: { readonly amountMinor: bigint; readonly balances: Balances }) {
  return { amount: wireDecimal(amountMinor, digitsOf(balances.currency)) };
}

function descriptionMembers({ externalId, metadata }: SaidOfIt) {
  return { external_id: externalId, metadata };
}

/** What every object that a command makes ends with, before its evidence. */
function madeMembers(data: SaidOfIt & { readonly balances: Balances }, recordedAt: string) {
  return { ...descriptionMembers(data), created_at: recordedAt, balances: balancesAnswer(data.balances) };
}

function allocationsAnswer({ allocations, balances }: { allocations: readonly Allocation[]; balances: Balances }) {
  const digits = digitsOf(balances.currency);
  return allocations.map(({ component, bucket, age, usedOn, dueOn, effectiveOn, amountMinor }) => ({
    component,
    bucket,
    age,
    used_on: usedOn,
    due_on: dueOn,
    effective_on: effectiveOn,
    amount: wireDecimal(amountMinor, digits),
  }));
}
