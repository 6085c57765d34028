/**
 * What a group does with one message: find its handler by the event's type, run it, try again a few times.
 * What passes by itself (a database that restarts, a store that is busy) is no fault of the message and is waited out;
 * everything else ends as a failure with its cause, for whoever parks it.
 */
import { isPassing } from '@haber/read-store';
import { type BusEvent, type BusMessage, eventOf, PoisonMessage, typeOf } from './cloud-event';
import type { Failure } from './parking';
import { type Backoff, delayOf, demandGoing, pause } from './retries';

export type Handle = (event: BusEvent) => Promise<void>;

export interface Retries extends Backoff {
  /** Of one message, the first one included. */
  readonly attempts: number;
}

export interface HandlingOptions {
  /** Undefined: the group does not care about this type. */
  readonly handlerOf: (type: string) => Handle | undefined;
  /** Whether this release knows the type at all. Of an unknown one nobody can say whether it matters. */
  readonly isKnownType: (type: string) => boolean;
  readonly retries: Retries;
  /** Told when a handler's fault passes by itself and is waited out. */
  readonly onFault: (error: Error) => void;
}

/** @returns undefined when the message is done with. @throws Stopped when it must be delivered again */
export async function handled(
  message: BusMessage,
  options: HandlingOptions,
  signal: AbortSignal,
): Promise<Failure | undefined> {
  try {
    const type = typeOf(message);
    if (!options.isKnownType(type)) throw new PoisonMessage(`unknown event type ${type}`);
    const handle = options.handlerOf(type);
    if (!handle) return undefined;
    return await attempted(eventOf(message), handle, { ...options, signal });
  } catch (error) {
    if (error instanceof PoisonMessage) return { cause: causeOf(error), attempts: 1 };
    throw error;
  }
}

async function attempted(
  event: BusEvent,
  handle: Handle,
  { retries, onFault, signal }: HandlingOptions & { readonly signal: AbortSignal },
): Promise<Failure | undefined> {
  let failures = 0;
  for (let tries = 0; ; tries += 1) {
    demandGoing(signal);
    try {
      await handle(event);
      return undefined;
    } catch (error) {
      if (error instanceof PoisonMessage) throw error;
      if (!isPassing(error)) failures += 1;
      else if (tries === 0) onFault(error as Error);
      if (failures >= retries.attempts) return { cause: causeOf(error), attempts: failures };
    }
    await pause(delayOf(retries, tries), signal);
  }
}

function causeOf(error: unknown): string {
  if (error instanceof Error) return `${error.name}: ${error.message}`;
  return typeof error === 'string' ? error : (JSON.stringify(error) ?? String(error));
}
