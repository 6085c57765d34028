/**
 * What the bank has decided on a payout, awaited where it is written: in the account's own stream, which every process
 * can read whoever wrote it. Nobody waits for ever, and no more wait at once than the store bears.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { written, type WrittenEvent } from '@haber/account-writer';
import type { EventStore } from '@haber/event-store';
import { capacityAccountDefinition, type CapacityAccountEvent, type StreamId } from '@haber/ledger';

/** Contract.md B: how long an answer waits for the bank. */
const PATIENCE_MS = 3_000;
/** Banks answer soon or late: looked for often at first. */
const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 200;
/** Whoever comes on top is told at once that the bank has not decided. */
const MOST_WAITING = 500;
const PAGE = 100;

export interface AwaitedPayout {
  readonly stream: StreamId;
  readonly payoutId: string;
  /** The first revision at which the outcome may stand. */
  readonly from: number;
}

type Told = WrittenEvent<CapacityAccountEvent>;

export type Outcome = Omit<Told, 'event'> & {
  readonly event: Extract<CapacityAccountEvent, { type: 'payout.approved.v1' | 'payout.rejected.v1' }>;
};

export class Outcomes {
  private waiting = 0;

  constructor(private readonly store: Pick<EventStore, 'read'>) {}

  /** Undefined: the bank has not decided in time, or the store does not say. */
  async awaited(payout: AwaitedPayout): Promise<Outcome | undefined> {
    if (this.waiting >= MOST_WAITING) return undefined;
    this.waiting += 1;
    try {
      return await this.watch(payout);
    } finally {
      this.waiting -= 1;
    }
  }

  /** Of the event at a revision. @throws when it is of another kind */
  async at(stream: StreamId, revision: number): Promise<Outcome> {
    const [event] = await this.events(stream, revision, 1);
    if (!event || !isOutcome(event)) throw new Error(`${stream}: no outcome at revision ${revision}`);
    return event;
  }

  async events(stream: StreamId, from: number, limit: number): Promise<readonly Told[]> {
    const stored = await this.store.read(stream, from, limit);
    return stored.map((each) => written(capacityAccountDefinition, each));
  }

  private async watch({ stream, payoutId, from }: AwaitedPayout): Promise<Outcome | undefined> {
    const deadline = performance.now() + PATIENCE_MS;
    let next = from;
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
      // Where the store does not say: reserved it is, and that the caller must hear.
      const page = await this.events(stream, next, PAGE).catch((): readonly Told[] => []);
      const found = page.filter(isOutcome).find(({ event }) => event.data.payoutId === payoutId);
      if (found) return found;
      next += page.length;
      if (performance.now() >= deadline) return undefined;
      if (page.length < PAGE) await sleep(pauseMs);
    }
  }
}

function isOutcome(found: Told): found is Outcome {
  return found.event.type === 'payout.approved.v1' || found.event.type === 'payout.rejected.v1';
}
