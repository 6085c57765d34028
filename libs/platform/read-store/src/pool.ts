/**
 * Connections to Postgres as all of Haber wants them: bigint columns are BigInt (never a rounded number), no statement
 * runs for ever, none is waited for for ever, and a connection that breaks while idle is reported instead of ending the
 * process.
 */
import { withSettings } from '@haber/event-store';
import { type Client, type ClientBase, Pool, type PoolClient, types } from 'pg';

export interface PoolOptions {
  readonly url: string;
  /** Most connections at once. */
  readonly max: number;
  readonly statementTimeoutMs: number;
  /**
   * A server that has said nothing for so long is taken for lost: its connection is destroyed, never used again. By
   * default somewhat later than the server itself ends a statement; `'never'` where somebody watches what takes hours.
   */
  readonly silenceTimeoutMs?: number | 'never';
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
  /** Told of idle connections that broke; the pool replaces them by itself. */
  readonly onConnectionLost?: (error: Error) => void;
}

const CONNECT_TIMEOUT_MS = 10_000;
/** The server ends a statement first, wherever it still can: that is definite, and frees what the statement held. */
const GRACE_MS = 1_000;
const KEEP_ALIVE_MS = 10_000;
/** So that the server lets go of a lost process' locks within half a minute, not within hours. */
const NOTICE_THE_LOST = { tcp_keepalives_idle: 10, tcp_keepalives_interval: 5, tcp_keepalives_count: 4 };

export function createPool(options: PoolOptions): Pool {
  const pool = new Pool({
    connectionString: withSettings(options.url, NOTICE_THE_LOST),
    max: options.max,
    application_name: options.applicationName,
    statement_timeout: options.statementTimeoutMs,
    query_timeout: silenceTimeoutOf(options),
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    types: { getTypeParser },
  });
  pool.on('error', (error) => options.onConnectionLost?.(error));
  // A connection may end in the very packet that made it ready, before whoever waits for it can listen: without a
  // listener the process would end. Whoever has it is told by the next query.
  pool.on('connect', (client) => void client.on('error', () => undefined));
  return pool;
}

function silenceTimeoutOf({ silenceTimeoutMs, statementTimeoutMs }: PoolOptions): number | undefined {
  if (silenceTimeoutMs === 'never') return undefined;
  return silenceTimeoutMs ?? (statementTimeoutMs > 0 ? statementTimeoutMs + GRACE_MS : undefined);
}

/**
 * Destroys the connection, whatever is under way on it. Of a server that is silent nothing more is asked: it would only
 * wait behind the question that has no answer.
 */
export function hangUp(client: ClientBase): void {
  (client as Client).connection.stream.destroy();
}

const getTypeParser: typeof types.getTypeParser = (oid: number, format?: unknown) =>
  oid === types.builtins.INT8 && format !== 'binary' ? BigInt : types.getTypeParser(oid, format as 'text');

/** A connection for as long as `work` runs, closed afterwards: with it go its locks and settings. */
export async function withSession<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    return await work(client);
  } finally {
    client.release(true);
  }
}
