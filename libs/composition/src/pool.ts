/** Connections to Postgres for one purpose of a process, given back when it stops. */
import type { ProcessContext } from '@haber/boot';
import { createPool } from '@haber/read-store';
import type { Pool } from 'pg';

interface PoolSize {
  readonly max: number;
  readonly statementTimeoutMs?: number;
}

export function openPool({ name, config, logger, defer }: ProcessContext, url: string, size: PoolSize): Pool {
  const pool = createPool({
    url,
    statementTimeoutMs: config.databaseStatementTimeoutMs,
    ...size,
    applicationName: name,
    onConnectionLost: (error) => logger.warn({ err: error }, 'database connection lost'),
  });
  defer('pool', () => pool.end());
  return pool;
}
