/**
 * `capacity.execution` against the executions of the log: sums over each stream's rows, made on both sides of the same
 * texts.
 */
import { CapacityFold } from '../capacity-fold';
import { EXECUTIONS_CHECKSUM_SQL } from '../execution-tally';
import type { StreamAuditor } from '../stream-auditor';
import type { Comparison, DerivedTable } from './derived';

const PAGE = 2_000;
const MARK = 'execution';

export const executionRows: DerivedTable = {
  projection: 'capacity',
  table: 'capacity.execution',
  category: 'account',
  async compare(comparison) {
    const { auditor, report } = comparison;
    let compared = 0;
    for await (const found of sumsOf(comparison)) {
      compared += found.rows;
      const audited = auditor.streams.get(found.stream);
      if (audited) compareSums(audited, found);
      else {
        const what = `${found.rows} rows of executions; it is gone`;
        report({ kind: 'read-model', stream: found.stream, revision: 0, position: null, what });
      }
    }
    for (const audited of auditor.streams.values()) {
      if (audited.seenBy !== MARK && expectedRows(audited) > 0) {
        audited.tell('read-model', 0, 'the read model has no rows of its executions');
      }
    }
    return compared;
  },
};

function expectedRows({ whole, fold }: StreamAuditor): number {
  return whole && fold instanceof CapacityFold ? fold.executions.sums.rows : 0;
}

function compareSums(audited: StreamAuditor, { rows, checksum }: StreamSums): void {
  audited.seenBy = MARK;
  if (!audited.whole) return;
  const expected = audited.fold instanceof CapacityFold ? audited.fold.executions.sums : { rows: 0, checksum: 0 };
  if (rows === expected.rows && checksum === expected.checksum) return;
  const what =
    rows === expected.rows
      ? 'the rows of its executions say something else than the events'
      : `${rows} rows of executions, the events say ${expected.rows}`;
  audited.tell('read-model', audited.revision, what);
}

interface StreamSums {
  readonly stream: string;
  readonly rows: number;
  readonly checksum: number;
}

async function* sumsOf({ client, stream: only }: Comparison): AsyncGenerator<StreamSums> {
  for (let after: string | undefined = ''; after !== undefined;) {
    const { rows }: { rows: (Omit<StreamSums, 'checksum'> & { checksum: string })[] } = await client.query({
      text: `SELECT stream, count(*)::integer AS rows, (${EXECUTIONS_CHECKSUM_SQL})::text AS checksum
             FROM capacity.execution WHERE stream > $1 AND ($2::text IS NULL OR stream = $2)
             GROUP BY stream ORDER BY stream LIMIT ${PAGE}`,
      values: [after, only ?? null],
    });
    for (const row of rows) yield { ...row, checksum: Number(row.checksum) };
    after = rows.length < PAGE ? undefined : rows.at(-1)?.stream;
  }
}
