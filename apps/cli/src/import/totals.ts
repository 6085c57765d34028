/** What the accounts of a file come to: by currency, and as the postings that their opening balances make. */
import { type Age, type CreditAccountEvent, postingsOf } from '@haber/ledger';
import { digitsOf, formatAmount } from '@haber/money';

type Imported = Extract<CreditAccountEvent, { type: 'credit-account.imported.v1' }>;

export interface CurrencyTotals {
  readonly currency: string;
  readonly accounts: number;
  /** Decimals, as all figures here. */
  readonly limit: string;
  readonly debts: Readonly<Partial<Record<Age, string>>>;
  /** By ledger account, debits positive. */
  readonly postings: Readonly<Record<string, string>>;
  /** Of all postings: zero, or the books do not balance. */
  readonly sum: string;
}

interface Sums {
  accounts: number;
  limitMinor: bigint;
  readonly debts: Map<Age, bigint>;
  readonly postings: Map<string, bigint>;
}

export class Totals {
  private readonly byCurrency = new Map<string, Sums>();

  add(event: Imported): void {
    const sums = this.sumsIn(event.data.balances.currency);
    sums.accounts += 1;
    sums.limitMinor += event.data.limitMinor;
    for (const { age, amountMinor } of event.data.debts) increase(sums.debts, age, amountMinor);
    for (const { account, amountMinor } of postingsOf(event)) increase(sums.postings, account, amountMinor);
  }

  get all(): readonly CurrencyTotals[] {
    return [...this.byCurrency.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(totalsIn);
  }

  private sumsIn(currency: string): Sums {
    let sums = this.byCurrency.get(currency);
    if (!sums) {
      sums = { accounts: 0, limitMinor: 0n, debts: new Map(), postings: new Map() };
      this.byCurrency.set(currency, sums);
    }
    return sums;
  }
}

function increase<K>(sums: Map<K, bigint>, key: K, byMinor: bigint): void {
  sums.set(key, (sums.get(key) ?? 0n) + byMinor);
}

function totalsIn([currency, { accounts, limitMinor, debts, postings }]: [string, Sums]): CurrencyTotals {
  const decimal = (minor: bigint): string => formatAmount(minor, digitsOf(currency));
  const decimals = <K extends string>(of: Map<K, bigint>) =>
    Object.fromEntries([...of].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, minor]) => [key, decimal(minor)]));
  const sumMinor = [...postings.values()].reduce((sum, minor) => sum + minor, 0n);
  return {
    currency,
    accounts,
    limit: decimal(limitMinor),
    debts: decimals(debts),
    postings: decimals(postings),
    sum: decimal(sumMinor),
  };
}
