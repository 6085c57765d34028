/**
 * Turns of persons: making a person's key together with what is registered under it, and erasing the person, are each
 * one turn. So one of the two comes first, as a whole, over all processes on a database. A turn is a session lock, and
 * holds one connection: whoever has it asks on that one alone, since the pool may have no other left.
 */
import type { ClientBase, Pool, PoolClient } from 'pg';

const TAKE = `SELECT pg_advisory_lock(lock) FROM (
    SELECT DISTINCT hashtextextended('person ' || name, 0) AS lock FROM unnest($1::text[]) AS of (name) ORDER BY lock
  ) AS locks`;
const GIVE_BACK = 'SELECT pg_advisory_unlock_all()';

/** With the turns of all these persons, taken in one order, so that nobody waits for each other. */
export async function inTurns<T>(
  pool: Pool,
  persons: readonly string[],
  work: (held: PoolClient) => Promise<T>,
): Promise<T> {
  const held = await pool.connect();
  const ignore = (): void => undefined; // the next query tells; without a listener the process would end
  held.on('error', ignore);
  let whole = false;
  try {
    await takeTurns(held, persons);
    const result = await work(held);
    whole = await held.query(GIVE_BACK).then(
      () => true,
      () => false, // the work is done, and with the connection goes the lock
    );
    return result;
  } finally {
    held.off('error', ignore);
    held.release(!whole);
  }
}

/** For as long as this session lasts. */
export async function takeTurns(session: ClientBase, persons: readonly string[]): Promise<void> {
  await session.query(TAKE, [persons]);
}

/** Within a process whoever waits holds no connection. */
export class Queues {
  /** The last of those who wait for a person; gone once nobody does. */
  private readonly last = new Map<string, Promise<unknown>>();

  async after<T>(person: string, work: () => Promise<T>): Promise<T> {
    const before = this.last.get(person);
    const mine = before === undefined ? work() : before.then(work);
    const over = mine.catch(() => undefined);
    this.last.set(person, over);
    await over;
    if (this.last.get(person) === over) this.last.delete(person);
    return mine;
  }
}
