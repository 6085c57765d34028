/**
 * Lets parked accounts flow again when somebody asks: their messages are handled in the order in which they came, each
 * removed once done, until none is left; what arrives meanwhile waits behind them. One process of a group at a time,
 * under a session lock; all that it writes goes through that session, so that whoever lost the lock can write nothing.
 */
import { withSession } from '@haber/read-store';
import type { ClientBase, Pool } from 'pg';
import type { BusMessage } from './cloud-event';
import { type Failure, freeIfEmpty, parkAgain, parkedMessages, type Parking, removeParked } from './parking';
import { demandGoing, pause, Stopped } from './retries';

export interface RedriveOptions {
  /** Undefined: it is done with. @throws Stopped */
  readonly handle: (message: BusMessage, signal: AbortSignal) => Promise<Failure | undefined>;
  /** Told of the first failure in a row of the redrive itself. */
  readonly onFault: (error: Error) => void;
  readonly pool: Pool;
  readonly parking: Parking;
  readonly group: string;
  readonly signal: AbortSignal;
}

/** Held by whoever redrives accounts of the group, or takes a message out. */
export const redriveLock = (group: string): string => `redrive of ${group}`;

const POLL_MS = 500;
const ACCOUNTS_AT_ONCE = 100;
const MESSAGES_AT_ONCE = 100;

/** Until the signal; never rejects. */
export async function redriveWhenAsked(options: RedriveOptions): Promise<void> {
  const { signal, parking, onFault } = options;
  let failing = false;
  while (!signal.aborted) {
    try {
      const keys = await parking.askedToRedrive(ACCOUNTS_AT_ONCE);
      if (keys.length > 0) await redriveAll(options, keys);
      failing = false;
    } catch (error) {
      if (!failing && !(error instanceof Stopped)) onFault(error as Error);
      failing = true;
    }
    await pause(POLL_MS, signal).catch(() => undefined); // stopped: the loop ends
  }
}

function redriveAll(options: RedriveOptions, keys: readonly string[]): Promise<void> {
  return withSession(options.pool, async (client) => {
    const { rows } = await client.query<{ held: boolean }>(
      'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS held',
      [redriveLock(options.group)],
    );
    if (rows[0]?.held !== true) return;
    for (const key of keys) await redriveAccount(client, options, key);
  });
}

async function redriveAccount(client: ClientBase, options: RedriveOptions, key: string): Promise<void> {
  const account = { group: options.group, key };
  for (;;) {
    const messages = await parkedMessages(client, account, MESSAGES_AT_ONCE);
    if (messages.length === 0 && (await freeIfEmpty(client, account.group, key))) return;
    for (const { message, ordinal } of messages) {
      demandGoing(options.signal);
      const failure = await options.handle(message, options.signal);
      if (failure) return parkAgain(client, { ...account, ordinal, ...failure });
      await removeParked(client, { ...account, ordinal });
    }
    demandGoing(options.signal);
  }
}
