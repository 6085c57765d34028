/** Bytes to the running product as no HTTP client would send them, and whatever comes back, as text. */
import { connect, type Socket } from 'node:net';

export function openSocket(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true }, () => {
      socket.off('error', reject);
      // The product may close first: what it said before that is what counts.
      socket.on('error', () => undefined);
      resolve(socket);
    });
    socket.once('error', reject);
  });
}

/** Sends, and takes what comes until the product closes the connection. @throws when it keeps it open for too long */
export async function rawExchange(url: string, bytes: string | Uint8Array, timeoutMs = 20_000): Promise<string> {
  const socket = await openSocket(url);
  const received = receivedOn(socket, timeoutMs);
  socket.write(bytes);
  return received;
}

export function receivedOn(socket: Socket, timeoutMs: number): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = '';
    const late = setTimeout(() => {
      socket.destroy();
      reject(new Error(`the connection stayed open for ${timeoutMs} ms after: ${received}`));
    }, timeoutMs);
    socket.on('data', (chunk: Buffer) => void (received += chunk.toString('latin1')));
    socket.once('close', () => {
      clearTimeout(late);
      resolve(received);
    });
  });
}

interface RawRequest {
  readonly method?: string;
  readonly path: string;
  readonly key: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export function rawRequest({ method = 'POST', path, key, body = '', headers = {} }: RawRequest): string {
  const all = {
    Host: 'haber',
    Authorization: `Bearer ${key}`,
    'Content-Type': 'application/json',
    'Content-Length': `${Buffer.byteLength(body)}`,
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`;
}
