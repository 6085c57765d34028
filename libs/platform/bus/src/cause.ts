/** What is said of whatever was thrown: which need not be an error, and may not even be JSON. */
import { inspect } from 'node:util';

/** Total, and on one line. */
export function causeOf(thrown: unknown): string {
  if (thrown instanceof Error) return `${thrown.name}: ${thrown.message}`;
  return typeof thrown === 'string' ? thrown : inspect(thrown, { breakLength: Infinity });
}

export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(causeOf(thrown), { cause: thrown });
}
