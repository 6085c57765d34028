/**
 * The log as `verify` reads it. As it lies in Postgres it is read by nothing but its own tables: no driver stands
 * between an auditor and the bytes, and a log that no driver would open can still be read. Elsewhere it is read through
 * its driver; there are no heads beside the events then, and positions tell their order alone.
 */
import { type EventStore, hashOf, type StoredEvent } from '@haber/event-store';
import { checkpointStream } from '@haber/ledger';
import { checkpointIn } from './checkpoints/checkpoint-stream';
import { sortedHeads } from './checkpoints/changed-heads';
import type { HeadEvidence } from './evidence';

export interface ReadOptions {
  /** One stream instead of all. */
  readonly stream?: string | undefined;
  /** Exclusive; 0n reads from the beginning. */
  readonly after: bigint;
  /** Inclusive; absent reads to the end. */
  readonly through?: bigint | undefined;
}

export interface LogSource {
  /** Positions count the events. */
  readonly dense: boolean;
  /** In order of position, by the page. */
  events(options: ReadOptions): AsyncGenerator<readonly StoredEvent[]>;
  /** Of the stream of checkpoints, a page from a revision on. */
  checkpoints(from: number): Promise<readonly StoredEvent[]>;
  /** The last checkpoint's event; undefined where there is none. */
  lastCheckpoint(): Promise<StoredEvent | undefined>;
  /** Where it ends now. */
  end(): Promise<bigint>;
  /** The type of a stream's last event that is of one of these; undefined where none is. */
  lastTypeOf(stream: string, types: readonly string[]): Promise<string | undefined>;
}

const PAGE_EVENTS = 2_000;
const PAGE_CHECKPOINTS = 500;

/** How far the log is signed; undefined when it is not, or when that cannot be read. */
export async function lastSignedPosition(log: LogSource): Promise<bigint | undefined> {
  const last = await log.lastCheckpoint();
  try {
    const position = last && checkpointIn(last)?.throughPosition;
    return position === undefined ? undefined : BigInt(position);
  } catch {
    return undefined;
  }
}

/** Through the driver. */
export function storeLog(store: EventStore): LogSource {
  return {
    dense: store.dense,
    events: ({ stream, ...range }) => (stream === undefined ? inLog(store, range) : inStream(store, stream, range)),
    checkpoints: (from) => store.read(checkpointStream(), from, PAGE_CHECKPOINTS),
    async lastCheckpoint() {
      const head = await store.head(checkpointStream());
      return head && (await store.read(checkpointStream(), head.revision, 1))[0];
    },
    end: () => store.end(),
    async lastTypeOf(stream, types) {
      let last: string | undefined;
      for await (const page of inStream(store, stream, { after: 0n })) {
        last = page.findLast(({ type }) => types.includes(type))?.type ?? last;
      }
      return last;
    },
  };
}

type Range = Omit<ReadOptions, 'stream'>;

/** To where it ends when it is asked for: whoever writes meanwhile keeps nobody reading. */
async function* inLog(store: EventStore, { after: begin, through }: Range): AsyncGenerator<readonly StoredEvent[]> {
  const end = through ?? (await store.end());
  for (let after = begin; after < end;) {
    const page = await store.readAll({ after, limit: PAGE_EVENTS });
    const events = page.events.filter(({ position }) => position <= end);
    if (events.length > 0) yield events;
    if (page.events.length < PAGE_EVENTS) return;
    after = page.through;
  }
}

async function* inStream(
  store: EventStore,
  stream: string,
  { after, through }: Range,
): AsyncGenerator<readonly StoredEvent[]> {
  const isWanted = ({ position }: StoredEvent): boolean =>
    position > after && (through === undefined || position <= through);
  for (let from = 0, full = true; full; from += PAGE_EVENTS) {
    const page = await store.read(stream, from, PAGE_EVENTS);
    const events = page.filter(isWanted);
    if (events.length > 0) yield events;
    full = page.length === PAGE_EVENTS;
  }
}

/**
 * Every stream's last event and its hash, where no heads are kept beside the events: the whole log is read for them.
 * In order of stream id.
 */
export async function headsOf(store: EventStore): Promise<readonly HeadEvidence[]> {
  const heads = new Map<string, HeadEvidence>();
  for await (const events of inLog(store, { after: 0n })) {
    const last = new Map(events.map((event) => [event.stream, event]));
    for (const [stream, event] of last) {
      heads.set(stream, { stream, revision: event.revision, hash: hashOf(stream, event.revision, event) });
    }
  }
  return sortedHeads([...heads.values()]);
}
