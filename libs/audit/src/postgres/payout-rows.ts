/** `payments.payout` against the payouts of the log. */
import { CapacityFold } from '../capacity-fold';
import { PAYOUTS_CHECKSUM_SQL } from '../payout-tally';
import type { DerivedTable } from './derived';
import { compareSums } from './sums-by-stream';

export const payoutRows: DerivedTable = {
  projection: 'payout',
  table: 'payments.payout',
  category: 'account',
  compare: (comparison) =>
    compareSums(comparison, {
      table: 'payments.payout',
      checksumSql: PAYOUTS_CHECKSUM_SQL,
      rowsOf: 'payouts',
      expected: ({ fold }) => (fold instanceof CapacityFold ? fold.payouts.sums : undefined),
    }),
};
