/** The stored heads: `event_log.streams` and `event_log.log_head` against the last events that are really there. */
import { hashOf, NO_STREAM, type StoredEvent } from '@haber/event-store';
import type { ClientBase } from 'pg';
import type { HeadEvidence } from '../evidence';
import type { Report } from '../finding';
import type { LogAuditor } from '../log-auditor';
import type { StreamAuditor } from '../stream-auditor';

const PAGE = 5_000;
const MARK = 'streams';

interface HeadRow {
  readonly id: string;
  readonly revision: number;
  /** Hex. */
  readonly hash: string;
}

interface Compared {
  readonly client: ClientBase;
  /** At the end of the log. */
  readonly auditor: LogAuditor;
  readonly report: Report;
  readonly stream?: string | undefined;
}

/** @returns the number of rows compared */
export async function compareStreamHeads(compared: Compared): Promise<number> {
  let rows = 0;
  for await (const row of streamRows(compared.client, compared.stream)) {
    rows += 1;
    compareHead(compared, row);
  }
  for (const audited of compared.auditor.streams.values()) {
    if (audited.seenBy !== MARK) audited.tell('stream-head', 0, 'there are events, but the stream has no head');
  }
  return rows;
}

function compareHead({ auditor, report }: Compared, { id, revision, hash }: HeadRow): void {
  const audited = auditor.streams.get(id);
  const last = audited?.revision ?? NO_STREAM;
  if (audited) audited.seenBy = MARK;
  if (revision === last) {
    if (audited) compareHeadHash(audited, hash);
    return;
  }
  const what =
    revision > last
      ? `the stream's head is revision ${revision}, its last event ${last}: events were deleted`
      : `the stream's head is revision ${revision}, but there are events up to ${last}`;
  const at = Math.min(revision, last) + 1;
  if (audited) audited.tell('stream-head', at, what);
  else report({ kind: 'stream-head', stream: id, revision: at, position: null, what });
}

/** What no later event names yet: the store kept its hash when it was appended. */
function compareHeadHash(audited: StreamAuditor, hash: string): void {
  if (audited.hash === hash) return;
  audited.tell('stream-head', audited.revision, 'the last event is not the one that was appended: its hash differs');
}

export async function compareLogHead({ client, auditor, report }: Compared): Promise<void> {
  const { rows } = await client.query<{ position: string }>('SELECT position::text FROM event_log.log_head');
  const head = BigInt(rows[0]?.position ?? 0);
  if (head === auditor.position) return;
  const what =
    head > auditor.position
      ? `the log's head is position ${head}, its last event ${auditor.position}: events were deleted`
      : `the log's head is position ${head}, but there are events up to ${auditor.position}`;
  report({ kind: 'log', stream: null, revision: null, position: auditor.position, what });
}

async function* streamRows(client: ClientBase, only?: string): AsyncGenerator<HeadRow> {
  for (let after: string | undefined = ''; after !== undefined;) {
    const { rows }: { rows: HeadRow[] } = await client.query({
      text: `SELECT stream_id AS id, revision, encode(head_hash, 'hex') AS hash FROM event_log.streams
             WHERE stream_id > $1 AND ($2::text IS NULL OR stream_id = $2) ORDER BY stream_id LIMIT ${PAGE}`,
      values: [after, only ?? null],
    });
    yield* rows;
    after = rows.length < PAGE ? undefined : rows.at(-1)?.id;
  }
}

/**
 * Every stream's last event and its hash, to be kept outside as evidence. Not verified here: evidence is of what stood
 * there, and `verify` finds what was wrong already then. In order of stream id.
 */
export async function* readHeads(client: ClientBase): AsyncGenerator<HeadEvidence> {
  for (let after: string | undefined = ''; after !== undefined;) {
    const { rows }: { rows: (Omit<StoredEvent, 'position'> & { found: boolean })[] } = await client.query({
      text: `SELECT s.stream_id AS stream, e.revision, e.event_id AS id, e.type, e.data, e.metadata,
               e.position IS NOT NULL AS found
             FROM (SELECT * FROM event_log.streams WHERE stream_id > $1 ORDER BY stream_id LIMIT ${PAGE}) AS s
             LEFT JOIN event_log.events AS e ON e.stream_id = s.stream_id AND e.revision = s.revision
             ORDER BY s.stream_id`,
      values: [after],
    });
    for (const event of rows) {
      const { stream, revision } = event;
      if (event.found) yield { stream, revision, hash: hashOf(stream, revision, event) };
    }
    after = rows.length < PAGE ? undefined : rows.at(-1)?.stream;
  }
}
