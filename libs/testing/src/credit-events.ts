/**
 * Events of a credit account in few words, for the past that a test is given. Each has the document's figures (a
 * customer of dialect A asking for 10,000.00 USD over 30 days) unless the test says otherwise; `stamp` adds balances.
 */
import {
  addDays,
  type Allocation,
  COMMERCIAL_PRODUCT,
  type CreditAccountDraft,
  NO_DESCRIPTION,
  type PinnedTerms,
  type Sealed,
  SEALED_PREFIX,
} from '@haber/ledger';

type DataOf<T extends CreditAccountDraft['type']> = Extract<CreditAccountDraft, { type: T }>['data'];
type Draft<T extends CreditAccountDraft['type']> = Extract<CreditAccountDraft, { type: T }>;

export const ACCOUNT = 'credit_11111111111151118111111111111111';

/** Minor units of a decimal text with two decimals: `10,000.00` or `10000.00` is 1000000n. */
export function minorOf(text: string): bigint {
  if (!/^-?\d[\d,]*\.\d{2}$/.test(text)) throw new Error(`'${text}' is no amount with two decimals`);
  return BigInt(text.replace(/[.,]/g, ''));
}

/** The other way: 1000000n is `10000.00`. */
export function decimalOf(amountMinor: bigint): string {
  const digits = (amountMinor < 0n ? -amountMinor : amountMinor).toString().padStart(3, '0');
  return `${amountMinor < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Stands for a ciphertext: the codec takes it, and no rule looks inside. */
export function sealedText(text: string): Sealed {
  return `${SEALED_PREFIX}${text}` as Sealed;
}

export function requested(
  of: Partial<DataOf<'credit-account.requested.v1'>> & { readonly product?: Partial<PinnedTerms> } = {},
): Draft<'credit-account.requested.v1'> {
  const { product, ...rest } = of;
  const data = {
    accountId: ACCOUNT,
    customerId: 'customer-42',
    kind: 'commercial',
    terms: { ...COMMERCIAL_PRODUCT, ...product },
    requestedLimitMinor: 1_000_000n,
    paymentTermDays: 30,
    requestedBy: 'user_seller',
    ...rest,
  } as const;
  return { type: 'credit-account.requested.v1', data };
}

export function approved(of: Partial<DataOf<'credit-account.approved.v1'>> = {}): Draft<'credit-account.approved.v1'> {
  const data = { accountId: ACCOUNT, limitMinor: 1_000_000n, paymentTermDays: 30, approvedBy: 'user_manager' };
  return { type: 'credit-account.approved.v1', data: { ...data, notes: null, ...of } };
}

/** Opened and granted in one call, by the seller. */
export function opened(
  of: Partial<DataOf<'credit-account.opened.v1'>> & { readonly product?: Partial<PinnedTerms> } = {},
): Draft<'credit-account.opened.v1'> {
  const { product, ...rest } = of;
  const data = {
    accountId: ACCOUNT,
    customerId: 'customer-42',
    kind: 'commercial',
    terms: { ...COMMERCIAL_PRODUCT, ...product },
    limitMinor: 1_000_000n,
    paymentTermDays: 30,
    openedBy: 'user_seller',
    ...NO_DESCRIPTION,
    ...rest,
  } as const;
  return { type: 'credit-account.opened.v1', data };
}

/** Taken over on 2025-11-20 from where it was opened at the start of the year. */
export function imported(
  limit: string,
  of: Partial<DataOf<'credit-account.imported.v1'>> & { readonly product?: Partial<PinnedTerms> } = {},
): Draft<'credit-account.imported.v1'> {
  const { product, ...rest } = of;
  const data = {
    accountId: ACCOUNT,
    customerId: 'customer-42',
    kind: 'commercial',
    terms: { ...COMMERCIAL_PRODUCT, ...product },
    status: 'approved',
    limitMinor: minorOf(limit),
    paymentTermDays: 30,
    debts: [],
    asOf: '2025-11-20',
    openedAt: '2025-01-02T00:00:00.000Z',
    batchId: 'ab'.repeat(32),
    importedBy: 'user_migrator',
    ...NO_DESCRIPTION,
    ...rest,
  } as const;
  return { type: 'credit-account.imported.v1', data };
}

export function described(
  externalId: string | null,
  metadata: Readonly<Record<string, string>>,
): Draft<'credit-account.described.v1'> {
  return { type: 'credit-account.described.v1', data: { accountId: ACCOUNT, externalId, metadata } };
}

export function rejected(): Draft<'credit-account.rejected.v1'> {
  return { type: 'credit-account.rejected.v1', data: { accountId: ACCOUNT, rejectedBy: 'user_manager', reason: null } };
}

export function paused(): Draft<'credit-account.paused.v1'> {
  return { type: 'credit-account.paused.v1', data: { accountId: ACCOUNT, reason: null } };
}

export function resumed(): Draft<'credit-account.resumed.v1'> {
  return { type: 'credit-account.resumed.v1', data: { accountId: ACCOUNT, reason: null } };
}

export function limitChanged(from: string, to: string): Draft<'credit-account.limit-changed.v1'> {
  const figures = { fromMinor: minorOf(from), toMinor: minorOf(to) };
  const data = { accountId: ACCOUNT, bucket: 'single_payment', ...figures, changedBy: 'user_manager' } as const;
  return { type: 'credit-account.limit-changed.v1', data: { ...data, reason: null } };
}

export function blocked(cause: 'operator' | 'delinquency' = 'operator'): Draft<'credit-account.blocked.v1'> {
  return { type: 'credit-account.blocked.v1', data: { accountId: ACCOUNT, cause, reason: null } };
}

export function unblocked(): Draft<'credit-account.unblocked.v1'> {
  return { type: 'credit-account.unblocked.v1', data: { accountId: ACCOUNT, reason: null } };
}

export function closed(limitCut = '10000.00'): Draft<'credit-account.closed.v1'> {
  return {
    type: 'credit-account.closed.v1',
    data: { accountId: ACCOUNT, limitCutMinor: minorOf(limitCut), reason: null },
  };
}

/** A use on a date, due `termDays` later. */
export function used(amount: string, usedOn: string, termDays = 30): Draft<'credit-account.credit-used.v1'> {
  const data = { accountId: ACCOUNT, usageId: `usage_${usedOn}`, orderId: `order_${usedOn}`, ...NO_DESCRIPTION };
  const dueOn = addDays(usedOn, termDays);
  return {
    type: 'credit-account.credit-used.v1',
    data: { ...data, bucket: 'single_payment', amountMinor: minorOf(amount), usedOn, dueOn },
  };
}

/** Uses due on a date, once that date has passed. */
export function fellPastDue(amount: string, dueOn: string): Draft<'credit-account.uses-fell-past-due.v1'> {
  const data = { accountId: ACCOUNT, bucket: 'single_payment', fromAge: 'unbilled', dueOn } as const;
  return { type: 'credit-account.uses-fell-past-due.v1', data: { ...data, amountMinor: minorOf(amount) } };
}

/** Part of a payment on the debt of one date of use; unbilled, due 30 days later, effective on that date by default. */
export function allocated(amount: string, usedOn: string, of: Partial<Allocation> = {}): Allocation {
  const dates = { usedOn, dueOn: addDays(usedOn, 30), effectiveOn: usedOn };
  const amountMinor = minorOf(amount);
  return { component: 'principal', bucket: 'single_payment', age: 'unbilled', ...dates, amountMinor, ...of };
}

export function paid(
  paymentDate: string,
  allocations: readonly Allocation[],
): Draft<'credit-account.payment-received.v1'> {
  const ids = { accountId: ACCOUNT, paymentId: `payment_${paymentDate}`, paymentReference: `PAY-${paymentDate}` };
  const data = { ...ids, ...NO_DESCRIPTION };
  const amountMinor = sumOf(allocations);
  return { type: 'credit-account.payment-received.v1', data: { ...data, amountMinor, paymentDate, allocations } };
}

function sumOf(allocations: readonly Allocation[]): bigint {
  return allocations.reduce((sum, a) => sum + a.amountMinor, 0n);
}

export function adjusted(allocations: readonly Allocation[]): Draft<'credit-account.adjusted.v1'> {
  const data = { accountId: ACCOUNT, adjustmentId: 'adjustment_1', amountMinor: sumOf(allocations), allocations };
  const said = { adjustedBy: 'user_manager', reason: null, ...NO_DESCRIPTION };
  return { type: 'credit-account.adjusted.v1', data: { ...data, ...said } };
}

export function writtenOff(
  allocations: readonly Allocation[],
  limitCut = '10000.00',
): Draft<'credit-account.written-off.v1'> {
  const data = { accountId: ACCOUNT, writeOffId: 'write_off_1', amountMinor: sumOf(allocations), allocations };
  const said = { limitCutMinor: minorOf(limitCut), writtenOffBy: 'user_manager', reason: null, ...NO_DESCRIPTION };
  return { type: 'credit-account.written-off.v1', data: { ...data, ...said } };
}
