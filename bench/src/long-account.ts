/**
 * Does an account's age slow it down? One client, one command at a time, turn about on an account of 100,000 events and
 * on one of 100, all with distinct keys; then the first command of a fresh process on the old account.
 */
import { connect } from 'node:net';
import type { LoadRequest } from './load';
import { BENCH_KEY, type Server } from './processes';

export interface LongAccountFigures {
  readonly bigEvents: number;
  readonly bigP99Ms: number;
  readonly smallP99Ms: number;
  readonly bigP50Ms: number;
  readonly smallP50Ms: number;
  /** Of a process that has never seen the account: the slowest of a few restarts. */
  readonly coldMs: number;
}

export interface LongAccountOptions {
  readonly use: (path: () => string) => () => LoadRequest;
  readonly big: string;
  readonly small: string;
  readonly server: () => Server;
  readonly restart: () => Promise<void>;
}

const COMMANDS = 1_500;
const RESTARTS = 3;
const EVENTS = 100_000;

export async function longAccount({
  use,
  big,
  small,
  server,
  restart,
}: LongAccountOptions): Promise<LongAccountFigures> {
  const to = (customer: string) => use(() => `/api/v1/customers/${customer}/credit/use`);
  const bigEvents = await fill(server().port, to(big));
  const times = { big: [] as number[], small: [] as number[] };
  for (let i = 0; i < 100; i += 1) await timed(server().port, to(small)());
  for (let i = 0; i < COMMANDS; i += 1) {
    times.big.push(await timed(server().port, to(big)()));
    times.small.push(await timed(server().port, to(small)()));
  }
  const cold: number[] = [];
  for (let i = 0; i < RESTARTS; i += 1) {
    await restart();
    for (let warm = 0; warm < 20; warm += 1) await timed(server().port, to(small)());
    cold.push(await timed(server().port, to(big)()));
  }
  return {
    bigEvents,
    bigP99Ms: quantile(times.big, 0.99),
    smallP99Ms: quantile(times.small, 0.99),
    bigP50Ms: quantile(times.big, 0.5),
    smallP50Ms: quantile(times.small, 0.5),
    coldMs: Math.round(Math.max(...cold) * 10) / 10,
  };
}

/** Uses until the account has its events; says how many. Bounded by the count itself. */
async function fill(port: number, next: () => LoadRequest): Promise<number> {
  let revision = 0;
  const worker = async (): Promise<void> => {
    while (revision < EVENTS) {
      const { path, headers, body } = next();
      const response = await fetch(`http://127.0.0.1:${port}${path}`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body,
      });
      await response.text();
      revision = Math.max(revision, Number(response.headers.get('etag')?.replaceAll('"', '')));
    }
  };
  await Promise.all(Array.from({ length: 64 }, worker));
  return revision + 1;
}

/** Milliseconds of one request on a connection of its own, connecting left out. */
function timed(port: number, { path, body, headers }: LoadRequest): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let startedAt = 0;
    socket.setNoDelay(true);
    socket.on('connect', () => {
      startedAt = performance.now();
      const key = headers['idempotency-key'] ?? '';
      socket.write(
        `POST ${path} HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer ${BENCH_KEY}\r\nidempotency-key: ${key}\r\n` +
          `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      );
    });
    socket.once('data', (answer) => {
      const took = performance.now() - startedAt;
      socket.destroy();
      if (answer.toString('latin1').startsWith('HTTP/1.1 200')) resolve(took);
      else reject(new Error(answer.toString()));
    });
    socket.on('error', reject);
  });
}

function quantile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return Math.round((sorted[Math.floor(sorted.length * share)] ?? 0) * 100) / 100;
}
