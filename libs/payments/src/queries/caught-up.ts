/** Waits until a read model is where the log is now: whoever has just written finds it there. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Projection, ProjectionTables } from '@haber/read-store';

const POLL_MS = 20;

export interface CatchingUp {
  readonly tables: ProjectionTables;
  readonly projection: Pick<Projection, 'name'>;
  readonly logEnd: () => Promise<bigint>;
  readonly timeoutMs: number;
}

/** False: it is not there in time. */
export async function caughtUp({ tables, projection, logEnd, timeoutMs }: CatchingUp): Promise<boolean> {
  const end = await logEnd();
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const [row] = await tables.query<{ readonly position: string }>(
      'SELECT coalesce(max(position), 0)::text AS position FROM read_store.checkpoints WHERE projection = $1',
      [projection.name],
    );
    if (BigInt(row?.position ?? 0) >= end) return true;
    if (performance.now() > deadline) return false;
    await sleep(POLL_MS);
  }
}
