/**
 * One catch-up subscription to the filtered log, until the server or the network ends it: a queue of what came, in the
 * order in which it came. A checkpoint moves nobody past an event that still waits before it.
 */
import type { ReadResp } from '@eventstore/db-client/generated/streams_pb';
import type { ClientReadableStream } from '@grpc/grpc-js';
import type { LogPage, StoredEvent } from '../event-store';
import type { Connection } from './connection';
import { unsent } from './faults';
import { eventOf, followRequest, signed } from './wire';

type Item = { readonly event: StoredEvent } | { readonly checkpoint: bigint };

/** The server is told to wait when so much of a page's size, times this, has not been taken. */
const PAGES_AHEAD = 2;

export class Feed {
  /** The server has said that there is nothing more for now. */
  caughtUp = false;
  private readonly waiting: Item[] = [];
  private failure: unknown;
  private over = false;
  private isCancelled = false;
  private awaken: () => void = () => undefined;

  private constructor(
    private readonly call: ClientReadableStream<ReadResp>,
    private readonly most: number,
  ) {}

  static async open(
    connection: Connection,
    from: { readonly after: bigint; readonly pattern: string; readonly pageSize: number; readonly timeoutMs: number },
  ): Promise<Feed> {
    const streams = await connection.streams(from.timeoutMs);
    const request = followRequest(from.after, from.pattern);
    const call = connection.open(streams, request, Number.POSITIVE_INFINITY);
    const feed = new Feed(call, from.pageSize * PAGES_AHEAD);
    call.on('data', (response: ReadResp) => feed.came(response));
    call.on('error', (error) => {
      feed.end(error);
      if (!feed.isCancelled) void connection.failed(streams, error);
    });
    call.on('end', () => feed.end(new Error('the server ended the subscription')));
    return feed;
  }

  /** True: something came, or the feed is over. False: nothing for `timeoutMs`. */
  async news(timeoutMs: number): Promise<boolean> {
    if (this.waiting.length > 0 || this.over) return true;
    let timer: NodeJS.Timeout | undefined;
    const came = await new Promise<boolean>((resolve) => {
      this.awaken = () => resolve(true);
      timer = setTimeout(() => resolve(false), timeoutMs);
    });
    clearTimeout(timer);
    return came;
  }

  /** What waits, at most so many events of it. Undefined: nothing. @throws what the feed ended with, behind the rest */
  take(limit: number): LogPage | undefined {
    const events: StoredEvent[] = [];
    let through: bigint | undefined;
    let count = 0;
    for (const item of this.waiting) {
      if (events.length === limit) break;
      count += 1;
      through = 'event' in item ? item.event.position : item.checkpoint;
      if ('event' in item) events.push(item.event);
    }
    this.waiting.splice(0, count);
    if (this.waiting.length < this.most) this.call.resume();
    if (through !== undefined) return { events, through };
    if (this.over) throw unsent(this.failure);
    return undefined;
  }

  stop(): void {
    this.isCancelled = true;
    this.call.cancel();
    this.end(new Error('stopped'));
  }

  private came(response: ReadResp): void {
    const event = eventOf(response);
    const checkpoint = response.getCheckpoint();
    if (event) this.waiting.push({ event });
    else if (checkpoint) this.waiting.push({ checkpoint: signed(checkpoint.getCommitPosition()) });
    else if (response.hasCaughtUp()) this.caughtUp = true;
    if (this.waiting.length >= this.most) this.call.pause();
    this.awaken();
  }

  private end(failure: unknown): void {
    if (this.over) return;
    this.over = true;
    this.failure = failure;
    this.awaken();
  }
}
