/**
 * The reading side: keyset pages, each one statement and hence one snapshot. The head row is read in the same snapshot
 * as the events: since positions commit in order, everything up to it is in that snapshot too.
 */
import type { Pool } from 'pg';
import { checkLimit, throughOf } from '../checked';
import type { LogPage, ReadAllOptions, StoredEvent, StreamHead } from '../event-store';
import { unsent } from './faults';

const COLUMNS = 'e.position, e.stream_id, e.revision, e.event_id, e.type, e.data, e.metadata';

const READ = `SELECT ${COLUMNS} FROM event_log.events AS e
  WHERE e.stream_id = $1 AND e.revision >= $2 ORDER BY e.revision LIMIT $3`;

const HEAD = `SELECT s.revision, e.position FROM event_log.streams AS s
  LEFT JOIN event_log.events AS e ON e.stream_id = s.stream_id AND e.revision = s.revision
  WHERE s.stream_id = $1`;

const END = `SELECT position FROM event_log.log_head`;

const READ_ALL = `SELECT h.position, ${COLUMNS} FROM event_log.log_head AS h
  LEFT JOIN LATERAL (
    SELECT * FROM event_log.events AS x WHERE x.position > $1 ORDER BY x.position LIMIT $2
  ) AS e ON true
  ORDER BY e.position`;

/**
 * Positions first, from the index alone, a page of each category; then the rows of the page that they make. One
 * category is asked for as a range: of an equality the planner knows that position alone orders it, and goes through
 * the whole log behind $1, by position, for a category that has few events in it.
 */
const READ_CATEGORIES = `SELECT h.position, ${COLUMNS} FROM event_log.log_head AS h
  LEFT JOIN LATERAL (
    SELECT p.position FROM unnest($3::text[]) AS c (category) CROSS JOIN LATERAL (
      SELECT x.position FROM event_log.events AS x
      WHERE (x.category, x.position) > (c.category COLLATE "C", $1) AND x.category <= c.category COLLATE "C"
      ORDER BY x.category, x.position LIMIT $2
    ) AS p ORDER BY p.position LIMIT $2
  ) AS page ON true
  LEFT JOIN event_log.events AS e ON e.position = page.position
  ORDER BY e.position`;

type EventRow = [
  position: string,
  stream: string,
  revision: number,
  id: string,
  type: string,
  data: Buffer,
  metadata: Buffer,
];
/** The head's position, then an event, or only NULLs where there is none. */
type LogRow = [head: string, ...EventRow] | [head: string, position: null, ...unknown[]];

export async function readStream(
  readers: Pool,
  { stream, from, limit }: { readonly stream: string; readonly from: number; readonly limit: number },
): Promise<readonly StoredEvent[]> {
  checkLimit(limit);
  const rows = await rowsOf<EventRow>(readers, { name: 'read', text: READ, values: [stream, from, limit] });
  return rows.map(eventOf);
}

export async function headOf(readers: Pool, stream: string): Promise<StreamHead | undefined> {
  type HeadRow = [revision: number, position: string | null];
  const [row] = await rowsOf<HeadRow>(readers, { name: 'head', text: HEAD, values: [stream] });
  if (!row) return undefined;
  const [revision, position] = row;
  if (position === null) throw new Error(`${stream}: the event at its head, revision ${revision}, is gone`);
  return { revision, position: BigInt(position) };
}

export async function endOf(readers: Pool): Promise<bigint> {
  const [row] = await rowsOf<[position: string]>(readers, { name: 'end', text: END, values: [] });
  return BigInt(headIn(row));
}

export async function readLog(readers: Pool, options: ReadAllOptions): Promise<LogPage> {
  checkLimit(options.limit);
  const { after, limit } = options;
  const rows = await rowsOf<LogRow>(readers, logQuery(options));
  const head = headIn(rows[0]);

  const events: StoredEvent[] = [];
  for (const [, ...event] of rows) if (isEvent(event)) events.push(eventOf(event));
  const last = events.length === limit ? events.at(-1)?.position : undefined;
  return { events, through: throughOf({ last, head: BigInt(head) }, after) };
}

function headIn(row: readonly [head: string, ...unknown[]] | undefined): string {
  if (row === undefined) throw new Error('event_log.log_head is empty');
  return row[0];
}

function logQuery({ after, inclusive = false, limit, filter }: ReadAllOptions): NamedQuery {
  // Positions are whole and dense: behind the one before is at this one.
  const values = [`${inclusive ? after - 1n : after}`, limit];
  if (!filter?.categories) return { name: 'read-all', text: READ_ALL, values };
  return { name: 'read-categories', text: READ_CATEGORIES, values: [...values, [...new Set(filter.categories)]] };
}

function isEvent(row: EventRow | [null, ...unknown[]]): row is EventRow {
  return row[0] !== null;
}

function eventOf([position, stream, revision, id, type, data, metadata]: EventRow): StoredEvent {
  return { id, type, data, metadata, stream, revision, position: BigInt(position) };
}

interface NamedQuery {
  readonly name: string;
  readonly text: string;
  readonly values: unknown[];
}

async function rowsOf<R extends unknown[]>(readers: Pool, query: NamedQuery): Promise<readonly R[]> {
  try {
    return (await readers.query<R>({ ...query, rowMode: 'array' })).rows;
  } catch (error) {
    throw unsent(error);
  }
}
