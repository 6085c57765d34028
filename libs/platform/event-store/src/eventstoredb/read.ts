/**
 * The reading side. A stream is read whole or not at all: where metadata or a scavenge hides events of it, reading
 * fails loudly, since a fold over the rest would be another account's.
 */
import type { ReadReq } from '@eventstore/db-client/generated/streams_pb';
import { checkLimit, throughOf } from '../checked';
import type { LogPage, ReadAllOptions, StoredEvent, StreamHead } from '../event-store';
import type { Connection } from './connection';
import { unsent } from './faults';
import { endRequest, eventOf, logRequest, signed, streamPattern, streamRequest } from './wire';

export interface ReadTimeouts {
  readonly readTimeoutMs: number;
  /** Of a read of the log, where the server may have to look through all of it for few events. */
  readonly scanTimeoutMs: number;
}

export interface LogReading {
  readonly inclusive?: boolean;
  readonly limit: number;
  /** Of the streams' names. */
  readonly pattern: string;
}

export class LogReader {
  constructor(
    private readonly connection: Connection,
    private readonly timeouts: ReadTimeouts,
  ) {}

  async stream(stream: string, from: number, limit: number): Promise<readonly StoredEvent[]> {
    checkLimit(limit);
    const events: StoredEvent[] = [];
    await this.each(streamRequest(stream, from, limit), (event) => {
      const revision = from + events.length;
      if (event.revision !== revision) throw new Error(`${stream}: revision ${revision} is not there to be read`);
      events.push(event);
      return events.length < limit;
    });
    return events;
  }

  async head(stream: string): Promise<StreamHead | undefined> {
    let head: StreamHead | undefined;
    await this.each(streamRequest(stream, 'end', 1), ({ revision, position }) => {
      head = { revision, position };
      return false;
    });
    return head;
  }

  /** The position of the last event in the whole log, of whomever; 0n when it is empty. */
  async end(timeoutMs = this.timeouts.readTimeoutMs): Promise<bigint> {
    let end = 0n;
    await this.ask(endRequest(), timeoutMs, (response) => {
      end = signed(response.getEvent()?.getCommitPosition() ?? '0');
      return false;
    });
    return end;
  }

  /**
   * The end is asked for first: every event up to it is there to be read afterwards, and what the server itself wrote
   * moves a checkpoint too.
   */
  async log({ after, inclusive = false, limit, filter }: ReadAllOptions): Promise<LogPage> {
    checkLimit(limit);
    const end = await this.end();
    const events: StoredEvent[] = [];
    if (end > after || inclusive) {
      await this.after(after, { inclusive, limit, pattern: streamPattern(filter) }, (event) => {
        events.push(event);
        return events.length < limit;
      });
    }
    const last = events.at(-1)?.position ?? 0n;
    const full = events.length === limit ? last : undefined;
    return { events, through: throughOf({ last: full, head: last > end ? last : end }, after) };
  }

  /** Our events after a position, as long as `take` wants more of them. */
  async after(
    after: bigint,
    { inclusive = false, limit, pattern }: LogReading,
    take: (event: StoredEvent) => boolean,
  ): Promise<void> {
    // One more: the server begins with the event at the position itself.
    const request = logRequest(after, limit + 1, pattern);
    const isBefore = ({ position }: StoredEvent): boolean => (inclusive ? position < after : position <= after);
    await this.each(request, (event) => isBefore(event) || take(event), this.timeouts.scanTimeoutMs);
  }

  private each(
    request: ReadReq,
    take: (event: StoredEvent) => boolean,
    timeoutMs = this.timeouts.readTimeoutMs,
  ): Promise<void> {
    return this.ask(request, timeoutMs, (response) => {
      const event = eventOf(response);
      return !event || take(event);
    });
  }

  private async ask(...[request, timeoutMs, take]: Parameters<Connection['read']>): Promise<void> {
    let failure: unknown;
    try {
      await this.connection.read(request, timeoutMs, (response) => {
        try {
          return take(response);
        } catch (error) {
          failure = error;
          return false;
        }
      });
    } catch (error) {
      throw unsent(error);
    }
    if (failure) throw failure as Error;
  }
}
