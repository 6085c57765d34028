/** Read models of one row a stream, against the streams: every row has its stream, and every stream its row. */
import type { ClientBase } from 'pg';
import type { StreamAuditor } from '../stream-auditor';
import type { Comparison } from './derived';

const PAGE = 2_000;

/** As text: no amount passes through a float. */
export interface StreamRow {
  readonly stream: string;
  readonly revision: string;
}

export interface RowsByStream<R extends StreamRow> {
  /** Qualified. */
  readonly table: string;
  readonly columns: readonly (keyof R & string)[];
  /** Left on the streams that have a row. */
  readonly mark: string;
  hasRow(audited: StreamAuditor): boolean;
  compareRow(audited: StreamAuditor, row: R): void;
}

/** @returns the number of rows compared */
export async function compareByStream<R extends StreamRow>(
  { client, auditor, report, stream }: Comparison,
  rows: RowsByStream<R>,
): Promise<number> {
  let compared = 0;
  for await (const row of rowsOf(client, rows, stream)) {
    compared += 1;
    const audited = auditor.streams.get(row.stream);
    if (audited) {
      audited.seenBy = rows.mark;
      rows.compareRow(audited, row);
    } else {
      const what = `the read model has a row at revision ${row.revision}; the stream is gone`;
      report({ kind: 'read-model', stream: row.stream, revision: 0, position: null, what });
    }
  }
  for (const audited of auditor.streams.values()) {
    const missing = audited.seenBy !== rows.mark && rows.hasRow(audited);
    if (missing) audited.tell('read-model', 0, 'the read model has no row of it');
  }
  return compared;
}

async function* rowsOf<R extends StreamRow>(
  client: ClientBase,
  { table, columns }: Pick<RowsByStream<R>, 'table' | 'columns'>,
  only: string | undefined,
): AsyncGenerator<R> {
  for (let after: string | undefined = ''; after !== undefined;) {
    const { rows }: { rows: R[] } = await client.query({
      text: `SELECT ${columns.map((name) => `${name}::text`).join(', ')} FROM ${table}
             WHERE stream > $1 AND ($2::text IS NULL OR stream = $2) ORDER BY stream LIMIT ${PAGE}`,
      values: [after, only ?? null],
    });
    yield* rows;
    after = rows.length < PAGE ? undefined : rows.at(-1)?.stream;
  }
}
