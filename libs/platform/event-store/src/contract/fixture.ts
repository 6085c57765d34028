/** Streams, events and patience for the event store's specs. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Append, AppendResult, EventStore, EventToAppend, LogPage, StoredEvent } from '../event-store';

/** One log, seen through two clients of it: another process's, where the driver can have one, else the same. */
export interface ContractLog {
  readonly store: EventStore;
  readonly rival: EventStore;
  /** Positions without a gap, the log's end that of its last event. False: only in order, as byte offsets are. */
  readonly dense: boolean;
  /** False where nothing tells which of equal sends at once was the first: each may be told that it appended. */
  readonly tellsFirst: boolean;
  close(): Promise<void>;
}

const PATIENCE_MS = 10_000;

export function newStream(category = 'account'): string {
  return `${category}-${randomUUID()}`;
}

export function anEvent(text = 'one'): EventToAppend {
  const [data, metadata] = [Buffer.from(JSON.stringify({ text })), Buffer.from('{"actor":"ana"}')];
  return { id: randomUUID(), type: 'test.noted.v1', data, metadata };
}

export function events(count: number): EventToAppend[] {
  return Array.from({ length: count }, (_, i) => anEvent(`event ${i}`));
}

/** An append to a stream that must not exist yet, unless told otherwise. */
export function entry(stream: string, given: readonly EventToAppend[], expectedRevision = -1): Append {
  return { stream, expectedRevision, events: given };
}

/** Appends one entry and gives its result. */
export async function appendOne(store: EventStore, append: Append): Promise<AppendResult> {
  const [result] = await store.append([append]);
  if (!result) throw new Error('no result');
  return result;
}

/** The position of an append that must succeed. */
export async function positionOf(store: EventStore, append: Append): Promise<bigint> {
  const result = await appendOne(store, append);
  if (result.kind !== 'appended') throw new Error(`not appended: ${result.kind}`);
  return result.position;
}

/** A position with everything so far behind it. */
export async function endOfLog(store: EventStore): Promise<bigint> {
  return positionOf(store, entry(newStream('marker'), events(1)));
}

/** The last position of a group that must succeed. */
export function lastPositionOf(results: readonly AppendResult[]): bigint {
  const positions = results.map((result) => {
    if (result.kind !== 'appended') throw new Error(`not appended: ${result.kind}`);
    return result.position;
  });
  return positions.reduce((last, position) => (position > last ? position : last), 0n);
}

/** These positions, of all events after a place, in order; and without a gap where the log promises so. */
export function expectInOrder(log: ContractLog, after: bigint, positions: readonly bigint[]): void {
  const before = [after, ...positions];
  expect(positions.filter((position, i) => position <= (before[i] ?? position))).toEqual([]);
  if (log.dense) expect(positions).toEqual(positions.map((_, i) => after + 1n + BigInt(i)));
}

/** A log that others write to besides, such as the server itself, may have been looked through a bit further. */
export function expectThrough(log: ContractLog, through: bigint, end: bigint): void {
  if (log.dense) expect(through).toBe(end);
  else expect(through).toBeGreaterThanOrEqual(end);
}

export function idsOf(list: readonly { readonly id: string }[]): string[] {
  return list.map(({ id }) => id);
}

/** Collects what a subscription hands over. */
export class Collector {
  readonly pages: LogPage[] = [];
  readonly events: StoredEvent[] = [];
  readonly onPage = async (page: LogPage): Promise<void> => {
    this.pages.push(page);
    this.events.push(...page.events);
  };

  get through(): bigint {
    return this.pages.at(-1)?.through ?? 0n;
  }

  reached(position: bigint): Promise<void> {
    return until(() => this.through >= position, `position ${position}`);
  }
}

export async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await sleep(5);
  }
}
