/**
 * A process leases a block of numbers, committed before the first of them is used, and gives them out one by one: one
 * row lock a block. What is left of a block when a process ends is a gap.
 */
import type { Pool } from 'pg';
import { BLOCK, Blocks } from './blocks';

/** `series`: such as `acme/live OP 2026`; each begins at 1. */
export type Numbers = (series: string) => Promise<number>;

const LEASE = `INSERT INTO numbers.series AS s (name, next_free) VALUES ($1, 1 + $2::bigint)
  ON CONFLICT (name) DO UPDATE SET next_free = s.next_free + $2::bigint RETURNING next_free::text`;

export function numberSeries(pool: Pick<Pool, 'query'>): Numbers {
  const blocks = new Blocks();
  const leases = new Map<string, Promise<void>>();

  async function lease(series: string): Promise<void> {
    const { rows } = await pool.query<{ next_free: string }>(LEASE, [series, BLOCK]);
    blocks.put(series, Number(rows[0]?.next_free));
  }

  /** One lease at a time, whoever waits for it. */
  function leased(series: string): Promise<void> {
    const underWay = leases.get(series);
    if (underWay) return underWay;
    const started = lease(series).finally(() => leases.delete(series));
    leases.set(series, started);
    return started;
  }

  return async (series) => {
    for (;;) {
      const number = blocks.take(series);
      if (number !== undefined) return number;
      await leased(series);
    }
  };
}
