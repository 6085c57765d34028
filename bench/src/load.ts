/**
 * A closed-loop HTTP load: each client sends its next request when the answer to the last one is whole. Written on bare
 * sockets because it shares two cores with the server it measures: what the client burns, the server lacks.
 */
import { connect, type Socket } from 'node:net';

export interface LoadRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface LoadOptions {
  readonly host: string;
  readonly port: number;
  readonly clients: number;
  /** Measured time; the warm-up before it is thrown away. */
  readonly seconds: number;
  readonly warmUpSeconds: number;
  readonly next: () => LoadRequest;
  /** Statuses that count as done; any other one is an error of the run. */
  readonly expected: readonly number[];
}

export interface LoadResult {
  readonly operations: number;
  readonly operationsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** By status, of what was not expected. */
  readonly unexpected: Readonly<Record<string, number>>;
  /** One body of an unexpected answer, to see what went wrong. */
  readonly sample?: string;
}

export async function runLoad(options: LoadOptions): Promise<LoadResult> {
  const measureFrom = performance.now() + options.warmUpSeconds * 1_000;
  const until = measureFrom + options.seconds * 1_000;
  const latenciesMs: number[] = [];
  const unexpected: Record<string, number> = {};
  let sample: string | undefined;
  const clients = Array.from({ length: options.clients }, () =>
    client(options, until, (answer, startedAt) => {
      if (!options.expected.includes(answer.status)) {
        unexpected[answer.status] = (unexpected[answer.status] ?? 0) + 1;
        sample ??= answer.body;
      } else if (startedAt >= measureFrom) latenciesMs.push(performance.now() - startedAt);
    }),
  );
  await Promise.all(clients);
  latenciesMs.sort((a, b) => a - b);
  const at = (share: number): number =>
    latenciesMs[Math.min(latenciesMs.length - 1, Math.floor(latenciesMs.length * share))] ?? 0;
  return {
    operations: latenciesMs.length,
    operationsPerSecond: Math.round(latenciesMs.length / options.seconds),
    p50Ms: round(at(0.5)),
    p99Ms: round(at(0.99)),
    maxMs: round(at(1)),
    unexpected,
    ...(sample === undefined ? {} : { sample }),
  };
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10;
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

type OnAnswer = (answer: Answer, startedAt: number) => void;

function client(options: LoadOptions, until: number, onAnswer: OnAnswer): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(options.port, options.host);
    socket.setNoDelay(true);
    let buffered = '';
    let startedAt = 0;
    const send = (): void => {
      startedAt = performance.now();
      if (startedAt >= until) socket.end();
      else write(socket, options, options.next());
    };
    socket.on('connect', send);
    socket.on('data', (chunk) => {
      buffered += chunk.toString('latin1');
      const answer = wholeAnswer(buffered);
      if (!answer) return;
      buffered = '';
      onAnswer(answer, startedAt);
      send();
    });
    socket.on('error', reject);
    socket.on('close', () => resolve());
  });
}

function write(socket: Socket, { host, port }: LoadOptions, { method, path, headers, body }: LoadRequest): void {
  let head = `${method} ${path} HTTP/1.1\r\nhost: ${host}:${port}\r\n`;
  for (const name in headers) head += `${name}: ${headers[name] ?? ''}\r\n`;
  if (method === 'POST') head += `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`;
  socket.write(`${head}\r\n${method === 'POST' ? body : ''}`);
}

/** Undefined until head and body are there. Every server that is measured sends a content length. */
function wholeAnswer(text: string): Answer | undefined {
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd === -1) return undefined;
  const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, headEnd + 2))?.[1];
  if (length === undefined) throw new Error(`an answer without a length: ${text.slice(0, headEnd)}`);
  const body = text.slice(headEnd + 4);
  return body.length >= Number(length) ? { status: Number(text.slice(9, 12)), body } : undefined;
}
