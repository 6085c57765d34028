/**
 * Read models of many rows a stream, against the log: sums over each stream's rows, made on both sides of the same
 * texts.
 */
import type { RowSums } from '../row-sums';
import type { StreamAuditor } from '../stream-auditor';
import type { Comparison } from './derived';

const PAGE = 2_000;

export interface SumsByStream {
  /** Qualified. */
  readonly table: string;
  readonly checksumSql: string;
  /** In the plural; left on the streams that have some. */
  readonly rowsOf: string;
  /** Of a stream whose events are all known; undefined: it has no such rows. */
  expected(audited: StreamAuditor): RowSums | undefined;
}

interface StreamSums extends RowSums {
  readonly stream: string;
}

/** @returns the number of rows compared */
export async function compareSums(comparison: Comparison, sums: SumsByStream): Promise<number> {
  const { auditor, report } = comparison;
  let compared = 0;
  for await (const found of sumsOf(comparison, sums)) {
    compared += found.rows;
    const audited = auditor.streams.get(found.stream);
    if (audited) compareStream(audited, found, sums);
    else {
      const what = `${found.rows} rows of ${sums.rowsOf}; it is gone`;
      report({ kind: 'read-model', stream: found.stream, revision: 0, position: null, what });
    }
  }
  const missing = [...auditor.streams.values()].filter((audited) => isMissing(audited, sums));
  for (const audited of missing) audited.tell('read-model', 0, `the read model has no rows of its ${sums.rowsOf}`);
  return compared;
}

function isMissing(audited: StreamAuditor, { rowsOf, expected }: SumsByStream): boolean {
  return audited.seenBy !== rowsOf && audited.whole && (expected(audited)?.rows ?? 0) > 0;
}

function compareStream(audited: StreamAuditor, { rows, checksum }: RowSums, sums: SumsByStream): void {
  audited.seenBy = sums.rowsOf;
  if (!audited.whole) return;
  const expected = sums.expected(audited) ?? { rows: 0, checksum: 0 };
  if (rows === expected.rows && checksum === expected.checksum) return;
  const what =
    rows === expected.rows
      ? `the rows of its ${sums.rowsOf} say something else than the events`
      : `${rows} rows of ${sums.rowsOf}, the events say ${expected.rows}`;
  audited.tell('read-model', audited.revision, what);
}

async function* sumsOf({ client, stream: only }: Comparison, sums: SumsByStream): AsyncGenerator<StreamSums> {
  for (let after: string | undefined = ''; after !== undefined;) {
    const { rows }: { rows: (Omit<StreamSums, 'checksum'> & { checksum: string })[] } = await client.query({
      text: `SELECT stream, count(*)::integer AS rows, (${sums.checksumSql})::text AS checksum
             FROM ${sums.table} WHERE stream > $1 AND ($2::text IS NULL OR stream = $2)
             GROUP BY stream ORDER BY stream LIMIT ${PAGE}`,
      values: [after, only ?? null],
    });
    for (const row of rows) yield { ...row, checksum: Number(row.checksum) };
    after = rows.length < PAGE ? undefined : rows.at(-1)?.stream;
  }
}
