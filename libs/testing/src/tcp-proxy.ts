/**
 * A TCP proxy between a client and a real server, whose faults a test switches on and off: silence in one direction or
 * both (nothing is closed, as with a lost network), connections that fall silent for good while new ones are well, cut
 * connections, and a door that is shut.
 */
import { connect, createServer, type Server, type Socket } from 'node:net';
import { freePorts } from './free-ports';

export type Silence = 'none' | 'answers' | 'requests' | 'both';

export class TcpProxy {
  /** What is silently dropped from now on, on every connection. A connection that lost bytes is of no use any more. */
  silence: Silence = 'none';
  private readonly sockets = new Set<Socket>();
  private readonly frozen = new WeakSet<Socket>();
  private server: Server | undefined;

  private constructor(
    private readonly target: { readonly host: string; readonly port: number },
    private readonly listeningPort: number,
  ) {}

  static async before(target: { readonly host: string; readonly port: number }): Promise<TcpProxy> {
    const [port = 0] = await freePorts(1);
    const proxy = new TcpProxy(target, port);
    await proxy.open();
    return proxy;
  }

  /** Before the server of a connection string; `urlOf` gives the string that leads through it. */
  static beforeUrl(url: string): Promise<TcpProxy> {
    const { hostname, port } = new URL(url);
    return TcpProxy.before({ host: hostname, port: Number(port) });
  }

  /** The given connection string, through this proxy. */
  urlOf(url: string): string {
    const through = new URL(url);
    through.hostname = '127.0.0.1';
    through.port = String(this.listeningPort);
    return through.href;
  }

  /** host:port that leads through it. */
  get address(): string {
    return `127.0.0.1:${this.listeningPort}`;
  }

  /** Connections made through it that are still open. */
  get connections(): number {
    return this.sockets.size / 2;
  }

  /**
   * Every present connection says nothing any more, in either direction, and is not closed; new ones are well. A client
   * that gives one up is heard by the server, as if that had found out by itself.
   * @returns how many there were
   */
  freeze(): number {
    for (const socket of this.sockets) this.frozen.add(socket);
    return this.connections;
  }

  /** Ends every connection at once; new ones are accepted. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  /** Cuts, and refuses connections until `open`. */
  async shut(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (!server) return;
    const closed = new Promise((resolve) => server.close(resolve));
    this.cut();
    await closed;
  }

  /** Accepts connections again, on the port that it always had. */
  async open(): Promise<void> {
    const server = createServer({ allowHalfOpen: true }, (socket) => this.join(socket));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.listeningPort, '127.0.0.1', resolve);
    });
    this.server = server;
  }

  private join(client: Socket): void {
    const server = connect({ ...this.target, allowHalfOpen: true });
    this.forward(client, server, 'requests');
    this.forward(server, client, 'answers');
  }

  private forward(from: Socket, to: Socket, what: 'answers' | 'requests'): void {
    this.sockets.add(from);
    from.on('data', (bytes) => {
      if (this.silence !== what && this.silence !== 'both' && !this.frozen.has(from)) to.write(bytes);
    });
    from.on('error', () => undefined);
    from.on('end', () => {
      if (this.frozen.has(from)) return void (what === 'requests' && from.destroy());
      // A lost network loses the goodbye as well.
      if (this.silence === 'none') to.end();
    });
    from.on('close', () => {
      this.sockets.delete(from);
      to.destroy();
    });
  }
}
