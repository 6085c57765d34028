/** Ports for processes that are away for a moment and come back. */
import { createServer } from 'node:net';

const LOWEST_PORT = 15_000;
const PORTS = 1_000;
const RANGES = 15;

/** Given away, though perhaps nobody listens on it yet. */
const given = new Set<number>();

/**
 * Below the ports that outgoing connections are given: a process that is away for a moment finds its own again. (A
 * client that tries to come back to a port among those may be given that very port, and is connected with itself.) Each
 * worker of Jest has a range, so that two clusters which start at once do not find the same port free; and two runs at
 * once seldom have the same ranges.
 */
export async function freePorts(count: number): Promise<readonly number[]> {
  const range = (process.ppid + Number(process.env['JEST_WORKER_ID'] ?? 0)) % RANGES;
  const lowest = LOWEST_PORT + range * PORTS;
  const found: number[] = [];
  for (let tries = 0; found.length < count; tries += 1) {
    if (tries > 20 * PORTS) throw new Error(`no ${count} free ports from ${lowest} on`);
    const port = lowest + Math.floor(Math.random() * PORTS);
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    found.push(port);
  }
  return found;
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
