/**
 * What a reaction has begun and must bring to an end, over any number of crashes: who is at it, until when, and when it
 * is tried next. All times are the database's, so that processes agree on them; the holder counts the end of its lease
 * on its own clock from before it asked, and stops believing in it before anybody else may take it.
 */
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';

export interface AttemptsOptions {
  readonly pool: Pool;
  /** Of which all processes share the work. */
  readonly work: string;
  /** Above the longest that one attempt takes. */
  readonly leaseMs: number;
}

export interface Attempt {
  readonly key: string;
  readonly lease: string;
  /** How often it was put off before. */
  readonly failures: number;
  /** Until the other side tells the truth about what was last sent; 0: it does. */
  readonly unsettledMs: number;
  /** Is it certainly still ours for so long? */
  isHeldFor(ms: number): boolean;
}

const TAKE = `INSERT INTO bus.attempts AS a (work, key, lease, leased_until, settled_at)
  VALUES ($1, $2, $3, clock_timestamp() + $4 * interval '1 ms', clock_timestamp() + $5 * interval '1 ms')
  ON CONFLICT (work, key) DO UPDATE SET lease = excluded.lease, leased_until = excluded.leased_until
    WHERE a.leased_until <= clock_timestamp()
  RETURNING a.failures,
    ceil(greatest(0, extract(epoch FROM a.settled_at - clock_timestamp()) * 1000))::integer AS "unsettledMs"`;
const SETTLES = `UPDATE bus.attempts SET settled_at = clock_timestamp() + $4 * interval '1 ms'
  WHERE work = $1 AND key = $2 AND lease = $3 AND leased_until > clock_timestamp()`;
const LATER = `UPDATE bus.attempts SET failures = failures + 1, leased_until = '-infinity',
    due_at = clock_timestamp() + $4 * interval '1 ms'
  WHERE work = $1 AND key = $2 AND lease = $3`;
const DONE = 'DELETE FROM bus.attempts WHERE work = $1 AND key = $2 AND lease = $3';

export class Attempts {
  constructor(private readonly options: AttemptsOptions) {}

  /**
   * Undefined: another one is at it.
   * @param unsettledMs how long what was sent may take to be seen, where nobody knows when it was sent
   */
  async take(key: string, unsettledMs: number): Promise<Attempt | undefined> {
    const { pool, work, leaseMs } = this.options;
    const lease = randomUUID();
    const askedAtMs = performance.now();
    const values = [work, key, lease, leaseMs, unsettledMs];
    const { rows } = await pool.query<Pick<Attempt, 'failures' | 'unsettledMs'>>(TAKE, values);
    const [row] = rows;
    return row && { key, lease, ...row, isHeldFor: (ms) => performance.now() + ms < askedAtMs + leaseMs };
  }

  /** Something is sent, or was: the other side tells the truth about it after so long. False: it is another's. */
  async settles({ key, lease }: Attempt, afterMs: number): Promise<boolean> {
    const { pool, work } = this.options;
    const { rowCount } = await pool.query(SETTLES, [work, key, lease, afterMs]);
    return rowCount === 1;
  }

  async later({ key, lease }: Attempt, delayMs: number): Promise<void> {
    await this.options.pool.query(LATER, [this.options.work, key, lease, delayMs]);
  }

  async done({ key, lease }: Attempt): Promise<void> {
    await this.options.pool.query(DONE, [this.options.work, key, lease]);
  }
}
