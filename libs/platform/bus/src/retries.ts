/** How long to wait before something is tried again: longer each time, bounded, and no longer when told to stop. */
import { setTimeout as sleep } from 'node:timers/promises';

export interface Backoff {
  readonly firstMs: number;
  readonly lastMs: number;
}

/** What was under way was given up because its owner stops or has lost the right to it. Nothing is wrong with it. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}

export function delayOf({ firstMs, lastMs }: Backoff, failures: number): number {
  return Math.min(firstMs * 2 ** Math.min(failures, 30), lastMs);
}

/** @throws Stopped */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
  demandGoing(signal);
}

/** @throws Stopped */
export function demandGoing(signal: AbortSignal): void {
  if (signal.aborted) throw new Stopped('told to stop');
}

export interface Persistence {
  readonly signal: AbortSignal;
  readonly backoff: Backoff;
  /** Told of the first failure in a row. */
  readonly onFault: (error: Error) => void;
  /** False: trying again is of no use. Default: it always is. */
  readonly worthRetrying?: (error: Error) => boolean;
}

/** Tries until it works. @throws Stopped, and what is not worth another try */
export async function persist<T>(work: () => Promise<T>, options: Persistence): Promise<T> {
  const { signal, backoff, onFault, worthRetrying = () => true } = options;
  for (let failures = 0; ; failures += 1) {
    demandGoing(signal);
    try {
      return await work();
    } catch (error) {
      if (error instanceof Stopped || !worthRetrying(error as Error)) throw error;
      if (failures === 0) onFault(error as Error);
      await pause(delayOf(backoff, failures), signal);
    }
  }
}
