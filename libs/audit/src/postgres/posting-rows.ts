/**
 * `audit.postings` against the postings of the log. Sums over each stream's rows are compared first, made on both sides
 * of the same texts; only a stream that differs is read again, to say at which revision.
 */
import type { ClientBase } from 'pg';
import { isPosted } from '../folds';
import type { LogSource } from '../log-source';
import { CHECKSUM_SQL, ROW_TEXT_SQL, rowText } from '../posted-tally';
import { addToRow, emptyRow, postable, type PostingRow, rowKey } from '../projections/posting-row';
import type { StreamAuditor } from '../stream-auditor';
import type { Comparison, DerivedTable } from './derived';

const PAGE = 2_000;
const MARK = 'postings';
/** Streams whose difference is looked into; of further ones it is only said that there is one. */
const MOST_EXPLAINED = 50;

export const postingRows: DerivedTable = {
  projection: 'postings',
  table: 'audit.postings',
  category: 'account',
  async compare(comparison) {
    const { auditor } = comparison;
    const differing: StreamAuditor[] = [];
    let compared = 0;
    for await (const posted of sumsOf(comparison)) {
      compared += posted.rows;
      const audited = auditedOf(comparison, posted);
      if (audited && isDifferent(audited, posted)) differing.push(audited);
    }
    differing.push(...[...auditor.streams.values()].filter(isUnposted));
    for (const [i, audited] of differing.entries()) {
      if (i < MOST_EXPLAINED) await explain(comparison, audited);
      else audited.tell('read-model', 0, 'the postings differ from those of the events');
    }
    return compared;
  },
};

function isUnposted({ seenBy, fold, whole }: StreamAuditor): boolean {
  return seenBy !== MARK && whole && isPosted(fold);
}

interface StreamSums {
  readonly tenant: string;
  readonly stream: string;
  readonly rows: number;
  readonly checksum: number;
}

async function* sumsOf({ client, stream: only, auditor }: Comparison): AsyncGenerator<StreamSums> {
  const tenant = only === undefined ? undefined : auditor.streams.get(only)?.tenant;
  for (let after: Pick<StreamSums, 'tenant' | 'stream'> | undefined = { tenant: '', stream: '' }; after;) {
    const { rows }: { rows: (Omit<StreamSums, 'checksum'> & { checksum: string })[] } = await client.query({
      text: `SELECT tenant, stream, count(*)::integer AS rows, ${CHECKSUM_SQL}::text AS checksum FROM audit.postings
             WHERE (tenant, stream) > ($1, $2)
               AND ($3::text IS NULL OR stream = $3) AND ($4::text IS NULL OR tenant = $4)
             GROUP BY tenant, stream ORDER BY tenant, stream LIMIT ${PAGE}`,
      values: [after.tenant, after.stream, only ?? null, tenant ?? null],
    });
    for (const row of rows) yield { ...row, checksum: Number(row.checksum) };
    after = rows.length < PAGE ? undefined : rows.at(-1);
  }
}

function auditedOf({ auditor, report }: Comparison, posted: StreamSums): StreamAuditor | undefined {
  const { stream, tenant, rows } = posted;
  const audited = auditor.streams.get(stream);
  if (audited?.tenant === tenant) {
    audited.seenBy = MARK;
    return audited;
  }
  const what = audited
    ? `${rows} rows of postings say that it is of ${tenant}`
    : `${rows} rows of postings; it is gone`;
  if (audited) audited.tell('read-model', 0, what);
  else report({ kind: 'read-model', stream, revision: 0, position: null, what });
  return undefined;
}

function isDifferent({ fold, whole }: StreamAuditor, { rows, checksum }: StreamSums): boolean {
  if (!whole || !isPosted(fold)) return false;
  const { sums } = fold.posted;
  return sums.rows !== rows || sums.checksum !== checksum;
}

/** Reads the stream again, up to where the auditor stands, and tells the first row that differs. */
async function explain({ client, log, auditor }: Comparison, audited: StreamAuditor): Promise<void> {
  const found = storedRows(client, audited);
  for await (const expected of expectedRows(log, audited, auditor.position)) {
    const { value: row } = await found.next();
    const text = rowText(expected);
    if (row?.text !== text) return tellDifference(audited, row, { revision: expected.revision, text });
  }
  const { value: more } = await found.next();
  if (more) tellDifference(audited, more);
}

type Told = Pick<StoredRow, 'revision' | 'text'>;

function tellDifference(audited: StreamAuditor, row?: Told, expected?: Told): void {
  const revisions = [row, expected].flatMap((told) => told?.revision ?? []);
  const what = `postings say «${row?.text ?? 'nothing'}», the events «${expected?.text ?? 'nothing'}»`;
  audited.tell('read-model', Math.min(...revisions), what);
}

interface StoredRow {
  readonly recorded_at: string;
  readonly currency: string;
  readonly revision: number;
  readonly text: string;
}

async function* storedRows(
  client: ClientBase,
  { stream, tenant }: StreamAuditor,
): AsyncGenerator<StoredRow, undefined> {
  let after: StoredRow | undefined;
  for (;;) {
    const { rows }: { rows: StoredRow[] } = await client.query({
      text: `SELECT recorded_at::text, currency, revision::integer, ${ROW_TEXT_SQL} AS text FROM audit.postings
             WHERE tenant = $1 AND stream = $2 AND (recorded_at, currency) > ($3, $4)
             ORDER BY recorded_at, currency LIMIT ${PAGE}`,
      values: [tenant, stream, after?.recorded_at ?? '-infinity', after?.currency ?? ''],
    });
    yield* rows;
    after = rows.at(-1);
    if (rows.length < PAGE) return undefined;
  }
}

async function* expectedRows(log: LogSource, { stream }: StreamAuditor, through: bigint): AsyncGenerator<PostingRow> {
  let open = new Map<string, PostingRow>();
  let instant = '';
  for await (const page of log.events({ stream, after: 0n, through })) {
    for (const event of page.map(postable)) {
      if (event.recordedAt !== instant) {
        yield* inOrder(open);
        open = new Map();
        instant = event.recordedAt;
      }
      const row = open.get(rowKey(event)) ?? emptyRow(event);
      open.set(rowKey(event), row);
      addToRow(row, event);
    }
  }
  yield* inOrder(open);
}

function inOrder(rows: ReadonlyMap<string, PostingRow>): readonly PostingRow[] {
  return [...rows.values()].toSorted((a, b) => (a.currency < b.currency ? -1 : 1));
}
