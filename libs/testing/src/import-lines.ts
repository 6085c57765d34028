/**
 * Lines of import files, for tests: accounts with figures that follow from their number, so that whoever wrote a file
 * knows what the ledger must say of it.
 */
import { addDays } from '@haber/ledger';

export interface AccountToImport {
  readonly customer: Record<string, unknown>;
  readonly account: Record<string, unknown> & { readonly debts: readonly Record<string, unknown>[] };
}

export const IMPORT_AS_OF = '2025-10-31';

/** Customer `<prefix>-<number>`: a limit, and none, one or two debts, one of them past due at every third account. */
export function accountToImport(number: number, prefix = 'moved'): AccountToImport {
  const id = `${prefix}-${number}`;
  const cents = String(number % 100).padStart(2, '0');
  const debt = (order: string, usedOn: string) => ({
    order_id: `${id}-${order}`,
    used_on: usedOn,
    due_on: addDays(usedOn, 30),
    amount: `${100 + (number % 900)}.${cents}`,
  });
  const debts = [debt('recent', '2025-10-20'), debt('late', '2025-09-15')].slice(0, number % 3);
  return {
    customer: {
      id,
      type: number % 2 === 0 ? 'company' : 'person',
      legal_name: `Canario ${id}, S.A.`,
      tax_id: `TAX-${number}`,
      email: `${id}@example.org`,
      metadata: { branch: `b${number % 7}` },
    },
    account: {
      external_id: `old-${id}`,
      status: 'active',
      limit: `${5_000 + (number % 1_000)}.00`,
      payment_term_days: 30,
      opened_at: '2023-04-01T08:00:00Z',
      as_of: IMPORT_AS_OF,
      debts,
    },
  };
}

export function importLines(accounts: readonly unknown[]): string {
  return accounts.map((account) => `${JSON.stringify(account)}\n`).join('');
}

/** So many accounts as a file has them, in pieces that fit into memory. */
export function* importFile(count: number, prefix?: string): Generator<string> {
  const piece = 1_000;
  for (let from = 0; from < count; from += piece) {
    const size = Math.min(piece, count - from);
    yield importLines(Array.from({ length: size }, (_, i) => accountToImport(from + i, prefix)));
  }
}
