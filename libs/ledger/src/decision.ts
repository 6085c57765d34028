/** What every `decide` is given beside the state, and what it answers: pure values, no clock and no chance (§10). */
import type { BoundName } from './metadata';

export interface DecideContext {
  /** `max(clock, recordedAt of the stream's last event)`: an instant with milliseconds. */
  readonly now: string;
  /** UUID of the command's first event; public ids derive from it. The same on every repeat of a keyed command. */
  readonly commandId: string;
  /** Of the stream's last event, before what has fallen due with this command; −1 when there is none. */
  readonly revision: number;
}

/** The event that bound a name, and what it bound the name to. */
export interface UsedName {
  readonly revision: number;
  readonly fingerprint: string;
}

/** Was a name bound before this command? @throws of a name that the command did not say it would ask for */
export type UsedNames = (name: Pick<BoundName, 'kind' | 'key'>) => UsedName | undefined;

/** Of a command whose events bind names by their data (`StreamDefinition.namesOf`). */
export interface NamedDecideContext extends DecideContext {
  readonly used: UsedNames;
}

/**
 * Amounts and dates come checked from the edge; one that is not is a bug there, and nothing of it may ever be stored.
 * @throws RangeError
 */
export function mustBeAboveZero(amount: bigint | number): void {
  if (amount <= 0) throw new RangeError(`${amount} is not above zero`);
}

/** @throws RangeError when this is no day of the calendar, written `YYYY-MM-DD`. */
export function mustBeDate(date: string): void {
  const atNoon = new Date(`${date}T12:00:00Z`);
  if (Number.isNaN(atNoon.getTime()) || atNoon.toISOString().slice(0, 10) !== date) {
    throw new RangeError(`${date} is no date`);
  }
}

/** A rejection is a value: the rules say no, and nothing is written. */
export type Decision<D, R> =
  | { readonly accept: readonly D[]; /** Business time; `now` when absent. */ readonly effectiveAt?: string }
  | { readonly reject: R };
