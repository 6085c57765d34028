/**
 * What Node refuses before there is a request: a bad request line, too many headers, a client that is too slow. It gets
 * the same clean error as everything else, then the connection ends. An answer in flight for an earlier request on that
 * connection is never overwritten: a refusal in its place would say "no" to a command that was done.
 */
import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { pathOf, type ShapeOf } from './error-shape';
import { type PlatformCode, platformProblem, type Problem } from './problem';
import { isWatched } from './stalled-body';

interface ClientError extends Error {
  readonly code?: unknown;
  /** The bytes that could not be read. */
  readonly rawPacket?: unknown;
}

/** Node keeps the answer that a connection is busy with here. */
type BusySocket = Socket & { readonly _httpMessage?: ServerResponse<IncomingMessage> | null };

const CODES: Readonly<Record<string, PlatformCode>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
  HPE_HEADER_OVERFLOW: 'headers_too_large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'payload_too_large',
};
const REQUEST_LINE = /^([A-Z]{1,16}) (\S{1,2000})/;

export type RefuseConnection = (error: ClientError, socket: Socket) => void;

export function refusal(shapeOf: ShapeOf): RefuseConnection {
  return (error, socket) => {
    const busyWith = (socket as BusySocket)._httpMessage ?? undefined;
    if (mayTakeLonger(error, busyWith)) return;
    if (busyWith && isBeingAnswered(busyWith)) busyWith.once('close', () => socket.destroy());
    else if (isBeyondWords(error, socket, busyWith)) socket.destroy();
    else {
      endWith(socket, problemOf(error, busyWith), { shapeOf, ...whereOf(error, busyWith) });
    }
  };
}

type Busy = ServerResponse<IncomingMessage> | undefined;

/** Its body is watched part by part: Node says once that it takes long, and then leaves it alone. */
function mayTakeLonger({ code }: ClientError, busyWith: Busy): boolean {
  return code === 'ERR_HTTP_REQUEST_TIMEOUT' && busyWith !== undefined && isWatched(busyWith.req);
}

/** Nobody reads any more, or an answer has begun that nothing may be put behind. */
function isBeyondWords({ code }: ClientError, { writable }: Socket, busyWith: Busy): boolean {
  return code === 'ECONNRESET' || !writable || busyWith?.headersSent === true;
}

/** The request came whole: what could not be read is a later one's. */
function isBeingAnswered({ req, writableFinished }: ServerResponse<IncomingMessage>): boolean {
  return req.complete && !writableFinished;
}

/** Of a body that a handler takes while it arrives, a part may be done. */
function problemOf({ code }: ClientError, busyWith: Busy): Problem {
  const outcome = busyWith && isWatched(busyWith.req) ? 'unknown' : 'none';
  return platformProblem(CODES[String(code)] ?? 'malformed_request', { outcome });
}

function whereOf(error: ClientError, busyWith: Busy): Omit<Where, 'shapeOf'> {
  const line = REQUEST_LINE.exec(busyWith ? requestLine(busyWith.req) : firstBytes(error));
  return { method: line?.[1] ?? '', path: pathOf(line?.[2] ?? '') };
}

/** CONNECT and unknown expectations, which Node hands over without a router. */
export function refuseOddRequests(server: Server, shapeOf: ShapeOf): void {
  server.on('connect', (request: IncomingMessage, socket: Duplex) => {
    endWith(socket, platformProblem('method_not_allowed'), { shapeOf, method: 'CONNECT', path: request.url ?? '' });
  });
  server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
    const where = { shapeOf, method: request.method ?? '', path: pathOf(request.url ?? '') };
    endWith(response.socket ?? request.socket, platformProblem('expectation_failed'), where);
  });
}

function firstBytes({ rawPacket }: ClientError): string {
  return Buffer.isBuffer(rawPacket) ? rawPacket.toString('latin1', 0, 2_100) : '';
}

function requestLine({ method, url }: IncomingMessage): string {
  return `${method ?? ''} ${url ?? ''}`;
}

interface Where {
  readonly shapeOf: ShapeOf;
  readonly method: string;
  readonly path: string;
}

function endWith(socket: Duplex, problem: Problem, { shapeOf, method, path }: Where): void {
  const requestId = randomUUID();
  const shape = shapeOf(path);
  const body = JSON.stringify(shape.body(problem, { requestId, method, path }));
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}`,
    `Content-Type: ${shape.contentType ?? 'application/json; charset=utf-8'}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-Id: ${requestId}`,
    'Connection: close',
  ];
  socket.on('error', () => socket.destroy());
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => lingerThenDestroy(socket));
}

const LINGER_MS = 1_000;

/** Ending with unread bytes in the pipe would reset the connection under the answer: drink them, for a moment. */
function lingerThenDestroy(socket: Duplex): void {
  socket.resume();
  const timer = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once('close', () => clearTimeout(timer));
}
