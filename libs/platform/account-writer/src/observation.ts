/**
 * How a command ended, for whoever watches a writer: metrics and traces. Nothing of what it says is an amount, a key or
 * a word of a partner, and codes come from closed tables.
 */
import type { PlainEvent } from '@haber/ledger';
import { type Outcome, WriterUnavailable } from './command';

export type CommandResult = 'accepted' | 'replayed' | 'rejected' | 'stale' | 'key-reused' | 'unavailable' | 'failed';

export interface CommandEnd {
  readonly result: CommandResult;
  /** Of a rejection or an unavailability. */
  readonly code?: string;
  /** Ids of the events that it wrote now. */
  readonly eventIds: readonly string[];
}

/** @param command the very object that was handed to the writer */
export type OnCommand = (category: string, command: object) => (end: CommandEnd) => void;

export function tellEnd(answer: Promise<Outcome<PlainEvent, unknown>>, ended: (end: CommandEnd) => void): void {
  answer.then(
    (outcome) => ended(endOf(outcome)),
    (error: unknown) => ended(failureOf(error)),
  );
}

const NONE: readonly string[] = [];

function endOf(outcome: Outcome<PlainEvent, unknown>): CommandEnd {
  if (outcome.kind === 'accepted') {
    return outcome.replayed
      ? { result: 'replayed', eventIds: NONE }
      : { result: 'accepted', eventIds: outcome.events.map(({ id }) => id) };
  }
  if (outcome.kind === 'rejected') return { result: 'rejected', code: codeOf(outcome.rejection), eventIds: NONE };
  return { result: outcome.kind, eventIds: NONE };
}

function failureOf(error: unknown): CommandEnd {
  if (error instanceof WriterUnavailable) return { result: 'unavailable', code: error.reason, eventIds: NONE };
  return { result: 'failed', eventIds: NONE };
}

/** Rejections of every context carry their code, or are one. */
function codeOf(rejection: unknown): string {
  if (typeof rejection === 'string') return rejection;
  const { code } = (rejection ?? {}) as { readonly code?: unknown };
  return typeof code === 'string' ? code : 'other';
}
