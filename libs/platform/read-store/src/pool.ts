/**
 * Connections to Postgres as all of Haber wants them: bigint columns are BigInt (never a rounded number), no statement
 * runs for ever, and a connection that breaks while idle is reported instead of ending the process.
 */
import { Pool, type PoolClient, types } from 'pg';

export interface PoolOptions {
  readonly url: string;
  /** Most connections at once. */
  readonly max: number;
  readonly statementTimeoutMs: number;
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
  /** Told of idle connections that broke; the pool replaces them by itself. */
  readonly onConnectionLost?: (error: Error) => void;
}

const CONNECT_TIMEOUT_MS = 10_000;

export function createPool(options: PoolOptions): Pool {
  const pool = new Pool({
    connectionString: options.url,
    max: options.max,
    application_name: options.applicationName,
    statement_timeout: options.statementTimeoutMs,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    types: { getTypeParser },
  });
  pool.on('error', (error) => options.onConnectionLost?.(error));
  return pool;
}

const getTypeParser: typeof types.getTypeParser = (oid: number, format?: unknown) =>
  oid === types.builtins.INT8 && format !== 'binary' ? BigInt : types.getTypeParser(oid, format as 'text');

/** A connection for as long as `work` runs, closed afterwards: with it go its locks and settings. */
export async function withSession<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  client.on('error', () => undefined); // the next query tells; without a listener the process would end
  try {
    return await work(client);
  } finally {
    client.release(true);
  }
}
