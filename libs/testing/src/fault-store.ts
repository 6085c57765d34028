/**
 * A hostile event store: any store, with faults put between it and its caller. Which fault comes when is said by a list
 * or drawn from a seed, so that a failing run can be had again. Whoever survives it loses and doubles nothing.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Append, type AppendResult, type EventStore, StoreBusy, UnknownOutcome } from '@haber/event-store';

/** What becomes of one call of `append`. */
export type AppendFault =
  | 'none'
  /** Appended, but the answer is lost: `UnknownOutcome`. */
  | 'answer-lost'
  /** Not appended, and the caller cannot know: `UnknownOutcome`. */
  | 'request-lost'
  /** `UnknownOutcome` at once; the append lands later, among whatever the caller does next. */
  | 'lands-late'
  /** Not appended, and says so: `StoreBusy`. */
  | 'busy'
  /** Appended and answered, after a while. */
  | 'slow'
  /** Another writer is first: the `rival` of the options acts before the append. */
  | 'rival';

export interface FaultOptions {
  /** The fault of the next append. */
  readonly next: () => AppendFault;
  /** Default 20. */
  readonly slowMs?: number;
  /** Default 30. */
  readonly lateMs?: number;
  /** Appends to the streams that are about to be appended to, straight in the store beneath. */
  readonly rival?: (store: EventStore, entries: readonly Append[]) => Promise<void>;
}

export interface FaultStore extends EventStore {
  /** How often each fault has happened. */
  readonly happened: ReadonlyMap<AppendFault, number>;
  /** No faults from now on. */
  calm(): void;
  /** Resolves when every late append has landed or failed to. */
  landed(): Promise<void>;
}

export function faultStore(store: EventStore, options: FaultOptions): FaultStore {
  return new HostileStore(store, options);
}

/** These faults in turn, then none. */
export function listedFaults(...faults: readonly AppendFault[]): () => AppendFault {
  const rest = [...faults];
  return () => rest.shift() ?? 'none';
}

/** Draws from `odds`, the share of appends that a fault befalls; the same seed draws the same faults. */
export function seededFaults(seed: number, odds: Readonly<Partial<Record<AppendFault, number>>>): () => AppendFault {
  const random = randomFrom(seed);
  return () => {
    let draw = random();
    for (const [fault, share] of Object.entries(odds) as [AppendFault, number][]) {
      if (draw < share) return fault;
      draw -= share;
    }
    return 'none';
  };
}

/** Mulberry32, in [0, 1). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const SLOW_MS = 20;
const LATE_MS = 30;

class HostileStore implements FaultStore {
  readonly happened = new Map<AppendFault, number>();
  readonly dense: boolean;
  readonly read: EventStore['read'];
  readonly head: EventStore['head'];
  readonly end: EventStore['end'];
  readonly readAll: EventStore['readAll'];
  readonly subscribe: EventStore['subscribe'];
  private readonly late = new Set<Promise<unknown>>();
  private calmed = false;

  constructor(
    private readonly store: EventStore,
    private readonly options: FaultOptions,
  ) {
    this.dense = store.dense;
    this.read = store.read.bind(store);
    this.head = store.head.bind(store);
    this.end = store.end.bind(store);
    this.readAll = store.readAll.bind(store);
    this.subscribe = store.subscribe.bind(store);
  }

  async append(entries: readonly Append[]): Promise<readonly AppendResult[]> {
    const fault = this.calmed ? 'none' : this.options.next();
    this.happened.set(fault, (this.happened.get(fault) ?? 0) + 1);
    switch (fault) {
      case 'none':
        return this.store.append(entries);
      case 'answer-lost':
        await this.store.append(entries);
        throw new UnknownOutcome('hostile: appended, and the answer was lost');
      case 'request-lost':
        throw new UnknownOutcome('hostile: the request was lost');
      case 'lands-late':
        this.landLater(entries);
        throw new UnknownOutcome('hostile: the append is still on its way');
      case 'busy':
        throw new StoreBusy('hostile: busy');
      case 'slow':
        await sleep(this.options.slowMs ?? SLOW_MS);
        return this.store.append(entries);
      case 'rival':
        await this.options.rival?.(this.store, entries);
        return this.store.append(entries);
    }
  }

  calm(): void {
    this.calmed = true;
  }

  async landed(): Promise<void> {
    await Promise.allSettled(this.late);
  }

  async close(): Promise<void> {
    await this.landed();
    await this.store.close();
  }

  private landLater(entries: readonly Append[]): void {
    const landing = sleep(this.options.lateMs ?? LATE_MS).then(() => this.store.append(entries));
    this.late.add(landing);
    void landing.finally(() => this.late.delete(landing)).catch(() => undefined);
  }
}
