/**
 * How a server ends: it turns away what comes, lets requests in flight finish, and ends idle connections. Behind our
 * own gateway it first waits until the gateway has hung up: a connection that the server ends by itself may have a
 * request on its way, of which nobody could say afterwards whether it was seen. Until then it does what comes as a
 * stream: the gateway has given away its beginning, and could send it to nobody else.
 */
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { platformProblem, type Problem } from './problem';

/** On an answer to the gateway: nothing was begun, and nothing will be here; any other instance may do it. */
export const TURNED_AWAY = 'haber-turned-away';

interface ClosingOptions {
  readonly behindGateway: boolean;
  readonly partingMs: number;
  readonly drainMs: number;
}

const CHECK_MS = 50;

export class Closing {
  begun = false;
  /** The gateway has not hung up yet. */
  parting = false;
  private readonly connections = new Set<Socket>();

  constructor(
    private readonly server: Server,
    private readonly options: ClosingOptions,
  ) {
    if (options.partingMs === 0) return;
    server.on('connection', (socket) => {
      this.connections.add(socket);
      socket.once('close', () => this.connections.delete(socket));
    });
  }

  turnedAway(): Problem {
    const headers = this.options.behindGateway ? { [TURNED_AWAY]: 'stopping' } : {};
    return platformProblem('service_unavailable', { outcome: 'none', retryAfterSeconds: 1, headers });
  }

  /** A connection that falls idle while closing would be kept alive: look again until the last one is gone. */
  async close(app: { close(): Promise<void> }): Promise<void> {
    this.begun = true;
    this.parting = true;
    await this.parted();
    this.parting = false;
    const idle = setInterval(() => this.server.closeIdleConnections(), CHECK_MS);
    const late = setTimeout(() => this.server.closeAllConnections(), this.options.drainMs);
    try {
      await app.close();
    } finally {
      clearInterval(idle);
      clearTimeout(late);
    }
  }

  /** One that comes now ends with its first answer. */
  private async parted(): Promise<void> {
    const untilMs = performance.now() + this.options.partingMs;
    while (performance.now() < untilMs && this.connections.size > 0) await sleep(CHECK_MS);
  }
}
