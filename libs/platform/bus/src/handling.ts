/**
 * What a group does with one message: find its handler by the event's type, run it, try again a few times.
 * What passes by itself (a database that restarts, a store that is busy) is no fault of the message and is waited out,
 * but not for ever: somebody's address that is wrong looks alike. Everything else, and what did not pass, ends as a
 * failure with its cause, for whoever parks it.
 */
import { isPassing } from '@haber/read-store';
import { asError, causeOf } from './cause';
import { type BusEvent, type BusMessage, eventOf, PoisonMessage, typeOf } from './cloud-event';
import type { Failure } from './parking';
import { type Backoff, delayOf, demandGoing, pause } from './retries';

export type Handle = (event: BusEvent) => Promise<void>;

export interface Retries extends Backoff {
  /** Of one message, the first one included. */
  readonly attempts: number;
  /** How long what looks as if it passed is waited for, before the message parks for it. */
  readonly patienceMs: number;
}

/** What is being waited out now, by the event whose handler it befell. */
export type Waits = Map<BusEvent, string>;

export interface HandlingOptions {
  /** Undefined: the group does not care about this type. */
  readonly handlerOf: (type: string) => Handle | undefined;
  /** Whether this release knows the type at all. Of an unknown one nobody can say whether it matters. */
  readonly isKnownType: (type: string) => boolean;
  readonly retries: Retries;
  /** Told when a handler's fault passes by itself and is waited out. */
  readonly onFault: (error: Error) => void;
  readonly waits: Waits;
  /** False: parking is away too, and so probably what the handler needs. Then waiting goes on. */
  readonly canPark: () => Promise<boolean>;
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
    const event = eventOf(message);
    return await attempted(event, handle, { ...options, signal }).finally(() => options.waits.delete(event));
  } catch (error) {
    if (error instanceof PoisonMessage) return { cause: causeOf(error), attempts: 1 };
    throw error;
  }
}

async function attempted(
  event: BusEvent,
  handle: Handle,
  options: HandlingOptions & { readonly signal: AbortSignal },
): Promise<Failure | undefined> {
  const { retries, signal } = options;
  const waiting = new Waiting(event, options);
  let failures = 0;
  for (let tries = 1; ; tries += 1) {
    demandGoing(signal);
    try {
      await handle(event);
      return undefined;
    } catch (error) {
      if (error instanceof PoisonMessage) throw error;
      if (!isWaitedOut(error)) failures += 1;
      else if (await waiting.isOver(error)) return { cause: causeOf(error), attempts: tries };
      if (failures >= retries.attempts) return { cause: causeOf(error), attempts: failures };
    }
    await pause(delayOf(retries, tries - 1), signal);
  }
}

/** A statement that was cancelled took too long: of one message that is its own, again and again. */
const CANCELLED = '57014';

function isWaitedOut(error: unknown): boolean {
  return isPassing(error) && (error as { readonly code?: unknown }).code !== CANCELLED;
}

/** One message's, for what passes by itself. */
class Waiting {
  private sinceMs: number | undefined;

  constructor(
    private readonly event: BusEvent,
    private readonly options: HandlingOptions,
  ) {}

  async isOver(error: unknown): Promise<boolean> {
    const { retries, waits, onFault, canPark } = this.options;
    if (!waits.has(this.event)) onFault(asError(error));
    waits.set(this.event, causeOf(error));
    this.sinceMs ??= performance.now();
    if (performance.now() - this.sinceMs < retries.patienceMs) return false;
    this.sinceMs = undefined;
    return canPark();
  }
}
