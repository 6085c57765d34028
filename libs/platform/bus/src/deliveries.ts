/**
 * How a slice of messages, in order, becomes work: a lane an account, several lanes at once, one message of a lane at a
 * time. A message that failed parks its account, and from then on the account's messages park behind it while the other
 * lanes go on. When the slice has been delivered, every message of it is handled or parked, durably.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { handled, type HandlingOptions } from './handling';
import type { Delivered, Failure, Parking } from './parking';
import { type Backoff, demandGoing, persist } from './retries';

export interface DeliveriesOptions extends HandlingOptions {
  readonly parking: Parking;
  /** Tells the world outside of a message that is parked, as well as it can: once it resolves, work goes on. */
  readonly onParked?: (delivered: Delivered, failure: Failure | undefined) => Promise<void>;
}

/** Lanes at once. */
const WIDTH = 8;
const PARKING_BACKOFF: Backoff = { firstMs: 50, lastMs: 2_000 };

export class Deliveries {
  constructor(private readonly options: DeliveriesOptions) {}

  /** @throws Stopped: what was not handled must be delivered again */
  async deliver(slice: readonly Delivered[], signal: AbortSignal): Promise<void> {
    const lanes = Map.groupBy(slice, ({ key }) => key);
    const keys = [...lanes.keys()];
    const parked = new Set(await this.kept(() => this.options.parking.parkedAmong(keys), signal));
    await atOnce([...lanes], WIDTH, ([key, lane]) => this.lane(lane, { isParked: parked.has(key), signal }));
  }

  private async lane(
    lane: readonly Delivered[],
    { isParked, signal }: { readonly isParked: boolean; readonly signal: AbortSignal },
  ): Promise<void> {
    let parked = isParked;
    for (const delivered of lane) {
      demandGoing(signal);
      parked &&= await this.parkedBehind(delivered, signal);
      if (parked) continue;
      const failure = await handled(delivered.message, this.options, signal);
      if (!failure) continue;
      await this.kept(() => this.options.parking.park(delivered, failure), signal);
      await this.options.onParked?.(delivered, failure);
      parked = true;
    }
  }

  /** False: the account flows again. */
  private async parkedBehind(delivered: Delivered, signal: AbortSignal): Promise<boolean> {
    const parked = await this.kept(() => this.options.parking.parkBehind(delivered), signal);
    if (parked) await this.options.onParked?.(delivered, undefined);
    return parked;
  }

  /** Parking that fails is tried until it works: a message may be late, never lost. */
  private kept<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    return persist(work, { signal, backoff: PARKING_BACKOFF, onFault: this.options.onFault });
  }
}

/** All of them, `width` at a time; waits for those under way also when one fails. */
async function atOnce<T>(items: readonly T[], width: number, work: (item: T) => Promise<void>): Promise<void> {
  const rest = items.values();
  const workers = Array.from({ length: Math.min(width, items.length) }, async () => {
    for (const item of rest) await work(item);
  });
  const ends = await Promise.allSettled(workers);
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed) throw failed.reason;
  await sleep(0); // lets timers and sockets in, also where every handler only computes
}
