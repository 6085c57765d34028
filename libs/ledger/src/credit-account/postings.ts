/**
 * Double entry: every money event maps, by a pure function, to postings whose debits equal their credits, on the chart
 * of domain.md §9. Memo accounts (9xxx) mirror the limit. Postings are derived, never stored: the events are the truth.
 */
import type { Age, Allocation, Bucket, CreditAccountEvent } from './events';

export type LedgerAccount =
  | '1100' // settlement
  | '1200' // principal receivable, by bucket and age
  | '1220' // interest billed
  | '1230' // fees
  | '1240' // penalties
  | '2100' // merchants and networks payable
  | '2300' // unapplied payments
  | '2500' // merchants' processed funds
  | '2510' // payouts in flight
  | '3100' // opening balances of imported accounts
  | '4100' // interest income
  | '4200' // fee and penalty income
  | '5100' // charge-off
  | '5200' // adjustments
  | '9100' // memo: granted
  | '9110' // memo: available
  | '9120' // memo: held
  | '9130'; // memo: utilised

export interface Posting {
  readonly account: LedgerAccount;
  /** Debits are positive, credits negative: a sum of zero is a balanced entry. */
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly bucket?: Bucket;
  readonly age?: Age;
}

type Leg = Omit<Posting, 'amountMinor' | 'currency'>;

export function postingsOf(event: CreditAccountEvent): readonly Posting[] {
  const { currency } = event.data.balances;
  const move = (debit: Leg, credit: Leg, amountMinor: bigint): Posting[] =>
    amountMinor === 0n
      ? []
      : [
          { ...debit, amountMinor, currency },
          { ...credit, amountMinor: -amountMinor, currency },
        ];
  /** What pays, forgives or gives up debts, and frees as much of the limit. */
  const settle = (debitOf: (allocation: Allocation) => Leg, allocations: readonly Allocation[]): Posting[] =>
    allocations.flatMap((allocation) => [
      ...move(debitOf(allocation), receivable(allocation), allocation.amountMinor),
      ...move({ account: '9130' }, { account: '9110' }, allocation.amountMinor),
    ]);
  switch (event.type) {
    case 'credit-account.approved.v1':
    case 'credit-account.opened.v1':
      return move({ account: '9100' }, { account: '9110' }, event.data.limitMinor);
    case 'credit-account.imported.v1':
      return [
        ...move({ account: '9100' }, { account: '9110' }, event.data.limitMinor),
        ...event.data.debts.flatMap(({ bucket, age, amountMinor }) => [
          ...move(principal(bucket, age), { account: '3100' }, amountMinor),
          ...move({ account: '9110' }, { account: '9130' }, amountMinor),
        ]),
      ];
    case 'credit-account.limit-changed.v1': {
      const { fromMinor, toMinor } = event.data;
      return move({ account: '9100' }, { account: '9110' }, toMinor - fromMinor);
    }
    case 'credit-account.closed.v1':
      return move({ account: '9110' }, { account: '9100' }, event.data.limitCutMinor);
    case 'credit-account.credit-used.v1':
      return [
        ...move(principal(event.data.bucket, 'unbilled'), { account: '2100' }, event.data.amountMinor),
        ...move({ account: '9110' }, { account: '9130' }, event.data.amountMinor),
      ];
    case 'credit-account.payment-received.v1':
      return [
        ...move({ account: '1100' }, { account: '2300' }, event.data.amountMinor),
        ...settle(() => ({ account: '2300' }), event.data.allocations),
      ];
    case 'credit-account.adjusted.v1':
      return settle(() => ({ account: '5200' }), event.data.allocations);
    case 'credit-account.written-off.v1':
      return [
        ...settle(givenUp, event.data.allocations),
        ...move({ account: '9110' }, { account: '9100' }, event.data.limitCutMinor),
      ];
    case 'credit-account.uses-fell-past-due.v1': {
      const { bucket, fromAge, amountMinor } = event.data;
      return move(principal(bucket, 'past_due'), principal(bucket, fromAge), amountMinor);
    }
    case 'credit-account.requested.v1':
    case 'credit-account.described.v1':
    case 'credit-account.rejected.v1':
    case 'credit-account.blocked.v1':
    case 'credit-account.unblocked.v1':
    case 'credit-account.paused.v1':
    case 'credit-account.resumed.v1':
      return [];
  }
}

function principal(bucket: Bucket, age: Age): Leg {
  return { account: '1200', bucket, age };
}

const CHARGE_ACCOUNTS = { penalty: '1240', fee: '1230', interest: '1220' } as const;

const INCOME_ACCOUNTS = { penalty: '4200', fee: '4200', interest: '4100' } as const;

/** Principal that is given up is a loss; charges that are given up were no income. */
function givenUp({ component }: Allocation): Leg {
  return { account: component === 'principal' ? '5100' : INCOME_ACCOUNTS[component] };
}

function receivable({ component, bucket, age }: Allocation): Leg {
  return component === 'principal' ? principal(bucket, age) : { account: CHARGE_ACCOUNTS[component] };
}
