/**
 * Which errors of a database say nothing about the event at hand and pass by themselves: a lost connection, a server
 * that restarts or is full, a lost race. Everything else would fail again in the same way.
 */

import { StoreBusy } from '@haber/event-store';

/** SQLSTATE classes: connection, transaction rollback, resources, operator intervention, system; and lock timeouts. */
const PASSING_STATES = /^(08|40|53|57|58)...$|^55P03$/;
const PASSING_CODES = /^E(CONN|PIPE|TIMEDOUT|HOST|NET|AI_)/;
/** `pg` gives these no code. */
const SILENCE = 'Query read timeout';
const PASSING_MESSAGES =
  /Connection terminated|timeout exceeded when trying to connect|not queryable|Query read timeout/;

/** The server did not answer in time: it may be lost, or still at it, and its connection is of no use any more. */
export function isSilence(error: unknown): boolean {
  return membersOf(error).message === SILENCE;
}

/** Of anything at all: what is thrown need not be an error. */
export function isPassing(error: unknown): boolean {
  if (error instanceof StoreBusy) return true;
  const { code, message } = membersOf(error);
  if (typeof code === 'string' && (PASSING_STATES.test(code) || PASSING_CODES.test(code))) return true;
  return typeof message === 'string' && PASSING_MESSAGES.test(message);
}

function membersOf(error: unknown): { readonly code?: unknown; readonly message?: unknown } {
  return typeof error === 'object' && error !== null ? error : {};
}
