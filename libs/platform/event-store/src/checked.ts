/**
 * What every driver refuses before it does anything: input that could not be stored and given back byte for byte, or
 * that a single driver would understand differently. A refusal here is a bug of the caller, hence a plain error.
 */
import { type Append, type EventToAppend, NO_STREAM } from './event-store';

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
/** Lower case only: the id is hashed as text, and a store may give an upper-case one back changed. */
const EVENT_ID = new RegExp(`^${UUID}$`);
const STREAM = new RegExp(`^[a-z][a-z0-9]*(-[a-z0-9]+)*-${UUID}$`);
const TYPE = /^[\x21-\x7e]{1,200}$/;
const LAST_REVISION = 2_147_483_647;

export function checkEntries(entries: readonly Append[]): void {
  const streams = new Set<string>();
  for (const { stream, expectedRevision, events } of entries) {
    if (!STREAM.test(stream)) throw new Error(`not a stream id: ${JSON.stringify(stream)}`);
    if (streams.has(stream)) throw new Error(`${stream} stands twice in one group`);
    streams.add(stream);
    if (!Number.isInteger(expectedRevision) || expectedRevision < NO_STREAM) {
      throw new Error(`not a revision: ${expectedRevision}`);
    }
    if (expectedRevision + events.length > LAST_REVISION) throw new Error(`${stream} is full`);
    events.forEach(checkEvent);
  }
}

function checkEvent({ id, type }: EventToAppend): void {
  if (!EVENT_ID.test(id)) throw new Error(`not a lower-case UUID: ${JSON.stringify(id)}`);
  if (!TYPE.test(type)) throw new Error(`not an event type: ${JSON.stringify(type)}`);
}

export function checkLimit(limit: number): void {
  if (!Number.isInteger(limit) || limit < 1) throw new Error(`not a limit: ${limit}`);
}

/** What follows a page of events, and whether the reader's place exists at all. */
export function throughOf(page: { readonly last: bigint | undefined; readonly head: bigint }, after: bigint): bigint {
  const { last, head } = page;
  if (after > head) {
    throw new Error(`position ${after} lies beyond the log, which ends at ${head}: is it an older copy?`);
  }
  return last ?? head;
}
