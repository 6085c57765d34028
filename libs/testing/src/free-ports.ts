/** Ports for processes that are away for a moment and come back. */
import { createServer } from 'node:net';

const LOWEST_PORT = 15_000;
const PORTS = 1_000;
const RANGES = 15;

/**
 * Below the ports that outgoing connections are given: a process that is away for a moment finds its own again. Each
 * worker of Jest has a range, so that two clusters which start at once do not find the same port free.
 */
export async function freePorts(count: number): Promise<readonly number[]> {
  const lowest = LOWEST_PORT + (Number(process.env['JEST_WORKER_ID'] ?? 0) % RANGES) * PORTS;
  const found = new Set<number>();
  while (found.size < count) {
    const port = lowest + Math.floor(Math.random() * PORTS);
    if (await isFree(port)) found.add(port);
  }
  return [...found];
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
