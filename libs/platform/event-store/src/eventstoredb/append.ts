/**
 * The writing side. An append is atomic for one stream, so the entries of a group go side by side. The server calls it
 * a success when the ids stand there already, and compares no bytes: hence the end of the log is asked for before, and
 * what was written is read back after (decision 0015). Whatever leaves an outcome open is sent again, the same ids at
 * the same revision, until the time is up.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Append, type AppendResult, StoreBusy, type StoredEvent, UnknownOutcome } from '../event-store';
import { type Answer, BatchSession } from './batch-session';
import type { Connection } from './connection';
import { Forbidden, isPassing, textOf } from './faults';
import type { LogReader } from './read';
import { streamPattern } from './wire';

const FIRST_RETRY_MS = 20;
const LAST_RETRY_MS = 500;
/** What other writers may have put between ours; behind more of it an append is told to be a duplicate. */
const OTHERS_EVENTS = 4_096;
/** As the server counts: text in UTF-16. */
const BYTES_A_CHARACTER = 2;

export interface AppendLimits {
  readonly appendTimeoutMs: number;
  readonly maxAppendBytes: number;
}

type Stands = Extract<Answer, { kind: 'stands' }>;
/** After all attempts: `busy` wrote nothing, `lost` may have. */
type Settled = Answer | Extract<AppendResult, { kind: 'asserted' }>;

export class Appender {
  private session: BatchSession | undefined;

  constructor(
    private readonly connection: Connection,
    private readonly reader: LogReader,
    private readonly limits: AppendLimits,
  ) {}

  /** @throws UnknownOutcome, StoreBusy */
  async append(entries: readonly Append[]): Promise<readonly AppendResult[]> {
    for (const entry of entries) this.checkSize(entry);
    const writes = entries.some(({ events }) => events.length > 0);
    const endMs = performance.now() + this.limits.appendTimeoutMs;
    const before = writes ? await this.reader.end(this.limits.appendTimeoutMs) : 0n;
    const settled = await Promise.all(entries.map((entry) => this.settle(entry, endMs)));
    throwIfOpen(settled);
    try {
      return await this.resultsOf(entries, settled, before);
    } catch (error) {
      throw new UnknownOutcome(`appended, but not read back: ${textOf(error)}`, { cause: error });
    }
  }

  private checkSize({ stream, events }: Append): void {
    const size = events.reduce(
      (sum, { data, metadata, type }) => sum + data.length + metadata.length + type.length * BYTES_A_CHARACTER,
      0,
    );
    const { maxAppendBytes } = this.limits;
    if (size > maxAppendBytes) throw new Error(`${stream}: ${size} bytes in one append, at most ${maxAppendBytes}`);
  }

  private async settle(entry: Append, endMs: number): Promise<Settled> {
    if (entry.events.length === 0) return this.asserted(entry);
    let lost: Answer | undefined;
    for (let retryMs = FIRST_RETRY_MS; ; retryMs = Math.min(retryMs * 2, LAST_RETRY_MS)) {
      const answer = await this.send(entry, endMs - performance.now());
      if (isDefinite(answer, entry, lost !== undefined)) return placed(answer, entry);
      if (answer.kind === 'lost') lost = answer;
      if (performance.now() + retryMs >= endMs) return lost ?? answer;
      await sleep(retryMs);
    }
  }

  private async send(entry: Append, timeoutMs: number): Promise<Answer> {
    if (!this.session || this.session.isOver) {
      try {
        const streams = await this.connection.streams(Math.max(1, timeoutMs));
        // Several wait for the connection; the first one opens the call.
        if (!this.session || this.session.isOver) this.session = new BatchSession(this.connection, streams).open();
      } catch (error) {
        const why = textOf(error);
        return isPassing(error) ? { kind: 'busy', why } : { kind: 'refused', error: new Forbidden(why) };
      }
    }
    return this.session.send(entry, Math.max(1, timeoutMs));
  }

  /** Nothing is written, so nothing can be unknown. */
  private async asserted({ stream, expectedRevision }: Append): Promise<Settled> {
    try {
      const revision = (await this.reader.head(stream))?.revision ?? -1;
      return revision === expectedRevision
        ? { kind: 'asserted', revision }
        : { kind: 'conflict', actualRevision: revision };
    } catch (error) {
      if (error instanceof StoreBusy) return { kind: 'busy', why: error.message };
      return { kind: 'refused', error: new Forbidden(textOf(error), { cause: error }) };
    }
  }

  private async resultsOf(
    entries: readonly Append[],
    settled: readonly Settled[],
    before: bigint,
  ): Promise<readonly AppendResult[]> {
    const fresh = entries.filter((_, i) => isFresh(settled[i], before));
    const written = await this.writtenSince(before, fresh);
    return Promise.all(
      entries.map(async (entry, i) => {
        const answer = settled[i];
        if (answer?.kind === 'stands') return this.resultOf(entry, answer, written.get(entry.stream) ?? []);
        if (answer?.kind === 'asserted' || answer?.kind === 'conflict') return answer;
        throw new Error(`${entry.stream}: no answer`);
      }),
    );
  }

  /** `duplicate` too when other bytes than ours have our ids: the caller compares them, and must. */
  private async resultOf(entry: Append, { revision }: Stands, written: readonly StoredEvent[]): Promise<AppendResult> {
    const { stream, expectedRevision } = entry;
    const ours = written.filter((event) => event.revision > expectedRevision && event.revision <= revision);
    const last = ours.at(-1) ?? (await this.reader.stream(stream, revision, 1))[0];
    if (!last) throw new Error(`${stream}: revision ${revision} was acknowledged, and is not there`);
    return { kind: areSame(ours, entry) ? 'appended' : 'duplicate', revision, position: last.position };
  }

  /** Our streams' events behind `before`, until the last ones of these entries have been seen; by stream. */
  private async writtenSince(before: bigint, fresh: readonly Append[]): Promise<Map<string, StoredEvent[]>> {
    const written = new Map<string, StoredEvent[]>();
    const lastOf = new Map(
      fresh.map(({ stream, expectedRevision, events }) => [stream, expectedRevision + events.length]),
    );
    if (lastOf.size === 0) return written;
    const limit = OTHERS_EVENTS + 4 * fresh.reduce((sum, { events }) => sum + events.length, 0);
    await this.reader.after(before, { limit, pattern: streamPattern(undefined) }, (event) => {
      const others = written.get(event.stream);
      if (others) others.push(event);
      else written.set(event.stream, [event]);
      if (lastOf.get(event.stream) === event.revision) lastOf.delete(event.stream);
      return lastOf.size > 0;
    });
    return written;
  }
}

/** What stood there before the call began was written by another one. */
function isFresh(settled: Settled | undefined, before: bigint): boolean {
  return settled?.kind === 'stands' && settled.position !== undefined && settled.position > before;
}

/**
 * While a send that was lost may have landed, a refusal of the next one says nothing about it; and a stream that is
 * shorter than we saw it may yet grow to where it can land.
 */
function isDefinite(answer: Answer, { expectedRevision }: Append, mayLand: boolean): boolean {
  if (answer.kind === 'busy' || answer.kind === 'lost') return false;
  if (!mayLand || answer.kind === 'stands') return true;
  return answer.kind === 'conflict' && answer.actualRevision >= expectedRevision;
}

/** The server continues a stream that was deleted softly where it had ended, though it was told that there is none. */
function placed(answer: Answer, { stream, expectedRevision, events }: Append): Answer {
  const revision = expectedRevision + events.length;
  if (answer.kind !== 'stands' || answer.revision === revision) return answer;
  const why = `${stream} had been deleted: its events begin at ${answer.revision - events.length + 1}`;
  return { kind: 'refused', error: new Forbidden(why) };
}

function areSame(stored: readonly StoredEvent[], { events }: Append): boolean {
  if (stored.length !== events.length) return false;
  return events.every((event, i) => {
    const other = stored[i];
    if (!other || other.id !== event.id || other.type !== event.type) return false;
    return Buffer.compare(other.data, event.data) === 0 && Buffer.compare(other.metadata, event.metadata) === 0;
  });
}

/** Entries share one answer: it is only definite that nothing was written if that is so for every one of them. */
function throwIfOpen(settled: readonly Settled[]): void {
  const failed = settled.filter(hasFailed);
  const [first] = failed;
  if (!first) return;
  const why = first.kind === 'refused' ? first.error.message : first.why;
  if (settled.some(({ kind }) => kind === 'lost' || kind === 'stands')) {
    throw new UnknownOutcome(`the answer to an append was lost: ${why}`);
  }
  for (const one of failed) if (one.kind === 'refused') throw one.error;
  throw new StoreBusy(`the event store refused for now: ${why}`);
}

function hasFailed(settled: Settled): settled is Exclude<Settled, { kind: 'stands' | 'asserted' | 'conflict' }> {
  return settled.kind === 'busy' || settled.kind === 'lost' || settled.kind === 'refused';
}
