/**
 * The writing side: one call of `event_log.append` a group, on one of few connections. A connection whose answer did
 * not come in time is destroyed, so that no late answer is ever taken for another group's.
 */
import type { Pool, PoolClient } from 'pg';
import { type Append, type AppendResult, UnknownOutcome } from '../event-store';
import { hashOf } from '../hash-chain';
import { asciiTexts, byteas, integers, uuids } from './binary-arrays';
import { lostRace, sent, unsent } from './faults';

const SQL = `SELECT entry, outcome, revision, "position"
  FROM event_log.append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`;
/** Deadlocks cannot happen among appends; somebody else's locks are given this many chances. */
export const ATTEMPTS = 5;

type Row = [entry: number, outcome: AppendResult['kind'], revision: number, position: string | null];

/** @throws UnknownOutcome, StoreBusy */
export async function appendGroup(
  writers: Pool,
  entries: readonly Append[],
  timeoutMs: number,
): Promise<readonly AppendResult[]> {
  const values = parametersOf(entries);
  const client = await writers.connect().catch((error: unknown) => {
    throw unsent(error);
  });
  let failure: unknown;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    try {
      const results = resultsOf(await answerOf(client, values, timeoutMs), entries.length);
      client.release();
      return results;
    } catch (error) {
      failure = error;
      if (!lostRace(error)) break;
    }
  }
  client.release(true);
  throw sent(failure);
}

async function answerOf(client: PoolClient, values: readonly Buffer[], timeoutMs: number): Promise<readonly Row[]> {
  let timer: NodeJS.Timeout | undefined;
  const query = client.query<Row>({ name: 'append', text: SQL, values: [...values], rowMode: 'array' });
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return (await Promise.race([query, deadline])).rows;
  } finally {
    clearTimeout(timer);
  }
}

function parametersOf(entries: readonly Append[]): readonly Buffer[] {
  const events = entries.flatMap(({ stream, expectedRevision, events }, index) =>
    events.map((event, i) => ({ event, stream, entry: index + 1, revision: expectedRevision + 1 + i })),
  );
  return [
    asciiTexts(entries.map(({ stream }) => stream)),
    integers(entries.map(({ expectedRevision }) => expectedRevision)),
    integers(entries.map((entry) => entry.events.length)),
    byteas(entries.map(headHashOf)),
    integers(events.map(({ entry }) => entry)),
    asciiTexts(events.map(({ stream }) => stream)),
    integers(events.map(({ revision }) => revision)),
    uuids(events.map(({ event }) => event.id)),
    asciiTexts(events.map(({ event }) => event.type)),
    byteas(events.map(({ event }) => event.data)),
    byteas(events.map(({ event }) => event.metadata)),
  ];
}

const NO_HASH = Buffer.alloc(0);

/** Of the entry's last event. */
function headHashOf({ stream, expectedRevision, events }: Append): Buffer {
  const last = events.at(-1);
  return last ? Buffer.from(hashOf(stream, expectedRevision + events.length, last), 'hex') : NO_HASH;
}

function resultsOf(rows: readonly Row[], count: number): readonly AppendResult[] {
  const results = new Array<AppendResult | undefined>(count).fill(undefined);
  for (const [entry, kind, revision, position] of rows) results[entry - 1] = resultOf(kind, revision, position);
  return results.map((result) => {
    if (!result) throw new UnknownOutcome('event_log.append gave no row for an entry');
    return result;
  });
}

function resultOf(kind: AppendResult['kind'], revision: number, position: string | null): AppendResult {
  if (kind === 'conflict') return { kind, actualRevision: revision };
  if (kind === 'asserted') return { kind, revision };
  if (position === null) throw new UnknownOutcome('event_log.append gave no position');
  return { kind, revision, position: BigInt(position) };
}
