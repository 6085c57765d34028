/**
 * What a failed call to Postgres says about the books. Only an answer of severity ERROR proves that a statement was
 * undone; a lost connection, and a FATAL that may cross a commit, prove nothing.
 */
import { DatabaseError } from 'pg';
import { StoreBusy, UnknownOutcome } from '../event-store';

/** Connection, resources, locks, operator (starting up, shutting down, cancelled), input and output. */
const PASSING_CLASSES = new Set(['08', '40', '53', '55', '57', '58']);
const READ_ONLY = '25006';
const LOST_RACES = new Set(['40P01', '40001']);

/** True when waiting may help: the server is away, starting, stopping, full or locked. */
function isPassing(error: unknown): boolean {
  // Whatever is not an answer of the server is trouble on the way to it.
  if (!(error instanceof DatabaseError)) return true;
  const code = error.code ?? '';
  return code === READ_ONLY || PASSING_CLASSES.has(code.slice(0, 2));
}

/** Deadlock or serialization failure: undone for the sake of another one, and free to go again. */
export function lostRace(error: unknown): boolean {
  return error instanceof DatabaseError && LOST_RACES.has(error.code ?? '');
}

/** Before anything was sent: nothing can have been appended. */
export function unsent(error: unknown): unknown {
  return isPassing(error)
    ? new StoreBusy(`the event store cannot be reached: ${text(error)}`, { cause: error })
    : error;
}

/** After an append was sent. */
export function sent(error: unknown): unknown {
  if (!(error instanceof DatabaseError) || error.severity !== 'ERROR') {
    return new UnknownOutcome(`the answer to an append was lost: ${text(error)}`, { cause: error });
  }
  return isPassing(error) ? new StoreBusy(`the event store refused for now: ${text(error)}`, { cause: error }) : error;
}

function text(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
