/** The postings of capacity and payouts, on the chart of domain.md §9. Derived, never stored. */
import type { Posting } from '../credit-account/postings';
import type { CapacityAccountEvent } from './events';

type Account = '1100' | '2500' | '2510';

export function capacityPostingsOf(event: CapacityAccountEvent): readonly Posting[] {
  const { currency } = event.data.balances;
  const move = (debit: Account, credit: Account, amountMinor: bigint): Posting[] =>
    amountMinor === 0n
      ? []
      : [
          { account: debit, amountMinor, currency },
          { account: credit, amountMinor: -amountMinor, currency },
        ];
  switch (event.type) {
    case 'capacity-account.volume-recorded.v1': {
      // Gross on both sides, so that turnover tells reversals from less business.
      const { lines } = event.data;
      return [...move('1100', '2500', sumOf(lines, 'processed')), ...move('2500', '1100', sumOf(lines, 'reversed'))];
    }
    case 'capacity-account.execution-reserved.v1':
      return move('2500', '2510', event.data.amountMinor);
    case 'payout.approved.v1':
      return move('2510', '1100', event.data.amountMinor);
    case 'payout.rejected.v1':
      return move('2510', '2500', event.data.amountMinor);
    case 'capacity-account.opened.v1':
    case 'payout.submitted.v1':
      return [];
  }
}

type Lines = Extract<CapacityAccountEvent, { type: 'capacity-account.volume-recorded.v1' }>['data']['lines'];

function sumOf(lines: Lines, wanted: Lines[number]['type']): bigint {
  return lines.reduce((sum, { type, amountMinor }) => (type === wanted ? sum + amountMinor : sum), 0n);
}
