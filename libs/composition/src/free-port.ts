/**
 * Is the port ours to take? Asked before anything is made: a first start that found it taken only at the end would have
 * made a demo key that nobody has seen.
 */
import { createServer } from 'node:net';

/** The message is for the operator. */
class PortUnusable extends Error {
  override readonly name = 'PortUnusable';
}

/** @throws PortUnusable */
export async function demandFreePort(port: number, host: string): Promise<void> {
  if (port === 0) return;
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(new PortUnusable(remedy(error.code, port, host))));
    server.listen(port, host, resolve);
  });
  await new Promise<void>((resolve) => void server.close(() => resolve()));
}

function remedy(code: string | undefined, port: number, host: string): string {
  if (code === 'EADDRINUSE') return `port ${port} on ${host} is taken: stop what listens there, or set PORT to another`;
  return `cannot listen on port ${port} of ${host} (${code}): set PORT and HOST to what this user may use`;
}
