/**
 * Taking over an account that lived elsewhere, as it stood there at the end of a day. Protects: opening balances that
 * the books could have come to by themselves, one account a customer, and that no order or payment which was settled
 * there is ever taken for a new one here (docs/decisions/0012).
 */
import { BELOW_MINOR } from '@haber/money';
import {
  addDays,
  businessDate,
  type CommandKey,
  type CreditAccount,
  type CreditAccountDraft,
  type DecideContext,
  type Decision,
  type PinnedTerms,
  startOfDate,
} from '@haber/ledger';

/** What is still owed of one use. */
export interface ImportedDebt {
  /** The order's id there. */
  readonly reference: string | null;
  readonly usedOn: string;
  readonly dueOn: string;
  readonly amountMinor: bigint;
}

export interface ImportAccount {
  readonly type: 'import-account';
  readonly accountId: string;
  readonly customerId: string;
  readonly terms: PinnedTerms;
  readonly status: 'approved' | 'paused' | 'blocked';
  /** Zero or more; what is owed may be above it. */
  readonly limitMinor: bigint;
  /** 1–365. */
  readonly paymentTermDays: number;
  readonly debts: readonly ImportedDebt[];
  /** Orders and payments of its life there that are not among the debts. */
  readonly knownOrderIds: readonly string[];
  readonly knownPaymentReferences: readonly string[];
  readonly asOf: string;
  readonly openedAt: string;
  /** SHA-256 of the file, in hex. */
  readonly batchId: string;
  readonly externalId: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly actor: string;
}

/** As the file tells it, whichever file that is. */
export type AccountToImport = Omit<ImportAccount, 'batchId'>;

/** What the rules have against an account as the file tells it; `debt`, `name`: which one, from 0. */
export type ImportBreach =
  | { readonly code: 'as_of_in_future' }
  | { readonly code: 'opened_after_as_of' }
  | { readonly code: 'used_after_as_of'; readonly debt: number }
  | { readonly code: 'due_before_use'; readonly debt: number }
  | { readonly code: 'due_too_far'; readonly debt: number }
  | { readonly code: 'not_above_zero'; readonly debt: number }
  | { readonly code: 'owes_too_much' }
  | { readonly code: 'limit_too_large' }
  | { readonly code: 'order_twice'; readonly debt: number }
  | { readonly code: 'known_order_twice'; readonly name: number }
  | { readonly code: 'known_payment_twice'; readonly name: number };

/** An account, or a request for one, is there already; a repeat of the same import is answered before this. */
export type ImportRejection = { readonly code: 'credit_already_exists' };

/** A due date further ahead is a mistyped year. */
const MOST_DAYS_TO_DUE = 3_660;

/** @throws RangeError for an account with breaches: the caller has told them before */
export function decideImport(
  state: CreditAccount,
  command: ImportAccount,
  { now }: DecideContext,
): Decision<CreditAccountDraft, ImportRejection> {
  if (state.status !== 'absent') return { reject: { code: 'credit_already_exists' } };
  const [breach] = importBreaches(command, now);
  if (breach) throw new RangeError(breach.code);
  const { type: _, knownOrderIds: _orders, knownPaymentReferences: _payments, debts, actor, ...rest } = command;
  const data = { ...rest, kind: 'commercial', debts: debts.map((debt) => opening(debt, command.asOf)) } as const;
  const endOfDay = startOfDate(addDays(command.asOf, 1), command.terms.timeZone);
  return {
    accept: [{ type: 'credit-account.imported.v1', data: { ...data, importedBy: actor } }],
    effectiveAt: endOfDay < now ? endOfDay : now,
  };
}

function opening({ reference, ...debt }: ImportedDebt, asOf: string) {
  const age = debt.dueOn < asOf ? 'past_due' : 'unbilled';
  return { ...debt, bucket: 'single_payment', age, reference } as const;
}

/**
 * The file names the command; and every order and payment of the account's life there is a name that is taken here. No
 * use or payment has such a fingerprint: nothing but the same file is ever taken for a repeat of them.
 */
export function importKeys(command: ImportAccount): readonly CommandKey[] {
  const { batchId, debts, knownOrderIds, knownPaymentReferences } = command;
  const taken = (kind: CommandKey['kind'], names: readonly string[]): CommandKey[] =>
    names.map((key) => ({ kind, key, fingerprint: batchId }));
  return [
    importKey(batchId),
    ...taken('order', [...debts.flatMap(({ reference }) => reference ?? []), ...knownOrderIds]),
    ...taken('payment', knownPaymentReferences),
  ];
}

/** Of everything that one file says: on each stream it is one command. */
export function importKey(batchId: string): CommandKey {
  return { kind: 'import', key: batchId, fingerprint: batchId };
}

/** Everything that the rules have against it at `now`, an instant. Dates and amounts are read already. */
export function importBreaches(account: AccountToImport, now: string): readonly ImportBreach[] {
  return [...ofDates(account, now), ...ofAmounts(account), ...ofDebts(account), ...ofNames(account)];
}

function ofDates({ asOf, openedAt, terms: { timeZone } }: AccountToImport, now: string): ImportBreach[] {
  const breaches: ImportBreach[] = [];
  if (asOf > businessDate(now, timeZone)) breaches.push({ code: 'as_of_in_future' });
  if (businessDate(openedAt, timeZone) > asOf) breaches.push({ code: 'opened_after_as_of' });
  return breaches;
}

function ofDebts({ debts, asOf }: AccountToImport): ImportBreach[] {
  const farthest = addDays(asOf, MOST_DAYS_TO_DUE);
  return debts.flatMap(({ usedOn, dueOn, amountMinor }, debt) => {
    const found: ImportBreach[] = [];
    if (usedOn > asOf) found.push({ code: 'used_after_as_of', debt });
    if (dueOn < usedOn) found.push({ code: 'due_before_use', debt });
    if (dueOn > farthest) found.push({ code: 'due_too_far', debt });
    if (amountMinor <= 0n) found.push({ code: 'not_above_zero', debt });
    return found;
  });
}

function ofAmounts({ debts, limitMinor }: AccountToImport): ImportBreach[] {
  const owedMinor = debts.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  const breaches: ImportBreach[] = [];
  if (limitMinor >= BELOW_MINOR) breaches.push({ code: 'limit_too_large' });
  if (owedMinor >= BELOW_MINOR) breaches.push({ code: 'owes_too_much' });
  return breaches;
}

/** A name that stands twice is a debt that was counted twice, or a slip that hides one. */
function ofNames({ debts, knownOrderIds, knownPaymentReferences }: AccountToImport): ImportBreach[] {
  const orders = new Set<string>();
  const payments = new Set<string>();
  return [
    ...debts.flatMap(({ reference }, debt) =>
      reference !== null && isSecond(orders, reference) ? [{ code: 'order_twice', debt } as const] : [],
    ),
    ...knownOrderIds.flatMap((id, name) =>
      isSecond(orders, id) ? [{ code: 'known_order_twice', name } as const] : [],
    ),
    ...knownPaymentReferences.flatMap((reference, name) =>
      isSecond(payments, reference) ? [{ code: 'known_payment_twice', name } as const] : [],
    ),
  ];
}

function isSecond(seen: Set<string>, name: string): boolean {
  if (seen.has(name)) return true;
  seen.add(name);
  return false;
}
