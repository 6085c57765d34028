/** `capacity.execution` against the executions of the log. */
import { CapacityFold } from '../capacity-fold';
import { EXECUTIONS_CHECKSUM_SQL } from '../execution-tally';
import type { DerivedTable } from './derived';
import { compareSums } from './sums-by-stream';

export const executionRows: DerivedTable = {
  projection: 'capacity',
  table: 'capacity.execution',
  category: 'account',
  compare: (comparison) =>
    compareSums(comparison, {
      table: 'capacity.execution',
      checksumSql: EXECUTIONS_CHECKSUM_SQL,
      rowsOf: 'executions',
      expected: ({ fold }) => (fold instanceof CapacityFold ? fold.executions.sums : undefined),
    }),
};
