/**
 * What a failed call to EventStoreDB says. A call that failed on its way, and a server that is not ready, too busy or
 * no leader, may be asked again; an answer that forbids is passed on as it is.
 */
import { type ServiceError, status } from '@grpc/grpc-js';
import { StoreBusy } from '../event-store';

/** Not ready and too busy come as `UNAVAILABLE` or `UNKNOWN`, a write that was not replicated in time as `ABORTED`. */
const PASSING = new Set([
  status.CANCELLED,
  status.UNKNOWN,
  status.DEADLINE_EXCEEDED,
  status.RESOURCE_EXHAUSTED,
  status.ABORTED,
  status.INTERNAL,
  status.UNAVAILABLE,
]);
/** What the server says in the trailing metadata `exception`, whatever the status: these never pass. */
const FORBIDDING = new Set(['access-denied', 'stream-deleted', 'invalid-transaction', 'maximum-append-size-exceeded']);

export function isPassing(error: unknown): boolean {
  // Whatever is not an answer of the server is trouble on the way to it.
  if (!isServiceError(error)) return !(error instanceof Forbidden);
  const exception = exceptionOf(error);
  if (exception === 'not-leader') return true;
  return !FORBIDDING.has(exception) && PASSING.has(error.code);
}

export function isNotLeader(error: unknown): boolean {
  return isServiceError(error) && exceptionOf(error) === 'not-leader';
}

/** The server said nothing in time: its connection is not to be trusted any more. */
export function isSilence(error: unknown): boolean {
  return isServiceError(error) && error.code === status.DEADLINE_EXCEEDED;
}

/** After a call that writes nothing. */
export function unsent(error: unknown): unknown {
  if (error instanceof StoreBusy || !isPassing(error)) return error;
  return new StoreBusy(`the event store cannot be asked: ${textOf(error)}`, { cause: error });
}

/** An answer that no retry will change. */
export class Forbidden extends Error {
  override readonly name = 'Forbidden';
}

export function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error && 'code' in error && 'metadata' in error;
}

function exceptionOf({ metadata }: ServiceError): string {
  return String(metadata.getMap()['exception'] ?? '');
}
